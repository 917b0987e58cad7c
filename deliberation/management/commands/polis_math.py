"""Compute what Polis computes for a captured conversation, under Polis' own names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.interchange.polis_math_files import (
    REFERENCE_FILE,
    CapturedConversation,
    read_captured_conversation,
)
from deliberation.interchange.polis_math_result import polis_math_result
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = "Compute what Polis computes from votes.json and comments.json; needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="holds votes.json, comments.json, conversation.json")
        parser.add_argument(
            "--groups",
            choices=["reference", "own"],
            help="whose opinion groups: those of math-pca2.json (the default where there is one), "
            "or found here",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.", returncode=2)
        has_reference = (folder / REFERENCE_FILE).is_file()
        whose = options["groups"] or ("reference" if has_reference else "own")
        try:
            conversation = read_captured_conversation(folder, with_reference=whose == "reference")
        except UnreadableFile as error:
            raise CommandError(" ".join(str(error).split()), returncode=2) from error
        answer = computed(conversation, with_reference=whose == "reference")
        self.answer(options, answer, _text(answer, whose))


def computed(conversation: CapturedConversation, *, with_reference: bool) -> dict[str, Any]:
    """Return what Polis computes, with the groups of the reference or with groups found here."""
    given = conversation.reference_labels() if with_reference else None
    result = analyse(conversation.votes, AnalysisParameters(mode="polis"), groups=given)
    numbers = range(len(result.groups))
    if with_reference and conversation.reference:
        numbers = list(conversation.reference.groups)
    return polis_math_result(
        result,
        participants=conversation.participants,
        statements=conversation.statements,
        group_numbers=list(numbers),
    )


def _text(answer: dict[str, Any], whose: str) -> str:
    sizes = ", ".join(f"{group['id']}: {len(group['members'])}" for group in answer["groups"])
    lines = [
        f"{len(answer['participants'])} participants, {len(answer['comment-priorities'])} statements",
        f"opinion groups ({whose}) {sizes or 'none'}",
    ]
    for direction, found in answer["consensus"].items():
        lines.append(f"most people {direction}: {_numbers(found) or 'on nothing'}")
    lines += [
        f"group {number} stands out by: {_numbers(found) or 'nothing'}"
        for number, found in answer["repness"].items()
    ]
    lines.append(f"{'statement':>9} {'centre':>8} {'extremity':>9} {'consensus':>9} {'priority':>9}")
    columns = zip(
        answer["comment-priorities"],
        answer["pca"]["center"],
        answer["pca"]["comment-extremity"],
        answer["group-aware-consensus"].values(),
        answer["comment-priorities"].values(),
        strict=True,
    )
    lines += [f"{tid:>9} {c:8.3f} {e:9.3f} {g:9.4f} {p:9.4f}" for tid, c, e, g, p in columns]
    return "\n".join(lines)


def _numbers(found: list[dict[str, Any]]) -> str:
    """Statement numbers; a group that disagrees is marked by a minus."""
    return ", ".join(("-" if s.get("repful-for") == "disagree" else "") + str(s["tid"]) for s in found)
