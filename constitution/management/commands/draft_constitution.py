"""Draft a constitution from a deliberation's last analysis."""

from argparse import ArgumentParser
from typing import Any

from constitution.management.commands._selection import add_selection_arguments
from constitution.services import draft_version
from constitution.summaries import shortfall_note, summary_of
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Event


class Command(ForegroundCommand):
    help = "Draft a constitution: the statements that every opinion group agrees with, worded as principles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--size", type=int, default=20, metavar="N", help="principles wanted (20)")
        add_selection_arguments(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        version = draft_version(
            deliberation=self.deliberation(options["slug"]),
            size=options["size"],
            rule=options["rule"],
            minimum_votes=options["min_votes_per_group"],
            least_share=options["least_share"],
            least_score=options["least_score"],
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
