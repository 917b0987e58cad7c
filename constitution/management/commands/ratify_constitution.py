"""Ratify the last version of a deliberation's constitution."""

from argparse import ArgumentParser
from typing import Any

from constitution.models import ConstitutionVersion
from constitution.ratification_words import how_it_ended
from constitution.services import close_ratification, ratify_version
from constitution.summaries import summary_of
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation, Event

State = ConstitutionVersion.State


class Command(ForegroundCommand):
    help = (
        "Close the participants' vote by its rule and ratify what it adopted. Without such a vote the draft "
        "is ratified by decision of the organiser, and that is recorded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        version, note = ratify_latest(self.deliberation(options["slug"]))
        result = summary_of(version, note=note)
        self.answer(options, result, _text(result))


def ratify_latest(deliberation: Deliberation) -> tuple[ConstitutionVersion, str]:
    """Ratify the latest version and say in a sentence how it was decided.

    Raises:
        WorkRefused: there is no draft, the vote lacks its quorum, or it adopted nothing.
    """
    version = ConstitutionVersion.objects.of(deliberation).first()
    if version is None:
        raise WorkRefused(f"There is no draft yet: run `draft_constitution {deliberation.slug}` first.")
    if version.state == State.RATIFIED:
        return version, f"Version {version.number} is ratified already; nothing was changed."
    if version.state == State.RATIFYING:
        closed = close_ratification(version=version, origin=Event.Origin.COMMAND)
        if closed.state == State.REJECTED:
            raise WorkRefused(f"Version {version.number} is not ratified. {how_it_ended(closed)}")
        return closed, "Ratified by vote of the participants."
    ratified = ratify_version(version=version, origin=Event.Origin.COMMAND)
    return ratified, (
        "There was no vote of the participants: this is recorded as the organiser's decision, and the page "
        "of the constitution says so."
    )


def _text(result: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"Version {result['version']} is ratified: {result['adopted']} principles adopted, "
            f"{result['rejected']} not.",
            result["note"],
            f"sha256 {result['constitution_sha256']}",
        ]
    )
