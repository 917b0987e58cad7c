"""Look at a draft for what a person should look at before it is put to the vote."""

from argparse import ArgumentParser
from typing import Any

from constitution.concern_words import found_in_words
from constitution.models import Concern, ConstitutionVersion
from constitution.services.concerns import find_concerns
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Look at the draft of a constitution: double meanings, two ideas in one, principles that say the "
        "same, contradict or negate each other, and texts that speak to software. Nothing is decided."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        version = ConstitutionVersion.objects.of(deliberation).first()
        if version is None or not version.may_be_edited:
            raise WorkRefused("There is no draft to look at: make one with draft_constitution.")
        with self.progress("Checking the draft") as report:
            found = find_concerns(version=version, report=report)
        concerns = [
            _as_json(concern) for concern in Concern.objects.filter(version=version).with_principles()
        ]
        result = {"version": version.number, **found.as_dict(), "concerns": concerns}
        self.answer(options, result, _text(result))


def _as_json(concern: Concern) -> dict[str, Any]:
    return {
        "kind": concern.kind,
        "principle": concern.principle.label,
        "other": concern.other.label if concern.other else None,
        "found_by": concern.found_by,
        "confidence": concern.confidence,
        "found": found_in_words(concern),
        "votes": concern.detail.get("votes"),
        "state": concern.state,
        "prevails": concern.prevails.label if concern.prevails else None,
        "why": concern.why,
    }


def _text(result: dict[str, Any]) -> str:
    lines = [f"Version {result['version']}: {result['open']} open, {result['new']} of them new"]
    for concern in result["concerns"]:
        about = " and ".join(filter(None, (concern["principle"], concern["other"])))
        lines.append(f"{about}: {concern['kind']} ({concern['state']}). {concern['found']}")
    return "\n".join(lines)
