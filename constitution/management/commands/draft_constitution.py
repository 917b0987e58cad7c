"""Draft a constitution from a deliberation's last analysis."""

from argparse import ArgumentParser
from typing import Any

from constitution.services import draft_version
from constitution.summaries import shortfall_note, summary_of
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Event


class Command(ForegroundCommand):
    help = "Draft a constitution: the statements that every opinion group agrees with, worded as principles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--size", type=int, default=20, metavar="N", help="principles wanted (20)")
        parser.add_argument(
            "--min-votes-per-group",
            type=int,
            metavar="N",
            help="votes that a statement needs in each group (5, or half of a small group)",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        version = draft_version(
            deliberation=self.deliberation(options["slug"]),
            size=options["size"],
            minimum_votes=options["min_votes_per_group"],
            origin=Event.Origin.COMMAND,
        )
        result = summary_of(version, note=shortfall_note(version))
        self.answer(options, result, _text(result))


def _text(result: dict[str, Any]) -> str:
    lines = [f"Version {result['version']}, a draft of {result['drafted']} principles"]
    lines += [f"{principle['id']}  {principle['text']}" for principle in result["principles"]]
    if result["needs_review"]:
        lines.append(f"{result['needs_review']} of them need a person to look at their wording.")
    if result["contested"]:
        lines.append(f"{result['contested']} statements are published as contested.")
    return "\n".join(lines + ([result["note"]] if result["note"] else []))
