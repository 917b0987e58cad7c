"""Walk the Collective Constitutional AI process of 2023 on its published files."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from constitution.reproduction import Reproduction, Step, read_ccai, reproduce
from deliberation.interchange.csv_tables import UnreadableFile
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Walk the process of Collective Constitutional AI (2023) on its published files and hold each figure "
        "against the published one; needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            help="holds participants-votes.csv, comments.csv, ids-to-toss.csv, clean_votes.csv, "
            "clean_comments.csv and public_constitution_75.json",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with self.progress("The process of 2023") as report:
                reproduction = reproduce(read_ccai(options["folder"]), report)
        except UnreadableFile as error:
            raise WorkRefused(str(error)) from error
        if options["json"]:
            self.stdout.write(told(reproduction.steps))
        self.answer(options, summary_of(reproduction), told(reproduction.steps))


def summary_of(reproduction: Reproduction) -> dict[str, Any]:
    """Return the figures as the JSON answer has them."""
    consensus = reproduction.consensus
    return {
        "participants": reproduction.participants,
        "statements": reproduction.statements,
        "gac_mean": float(consensus.mean()),
        "gac_median": float(np.median(consensus)),
        "gac_min": float(consensus.min()),
        "gac_max": float(consensus.max()),
        "above_threshold": reproduction.above_threshold,
        "labels_misaligned": reproduction.labels_misaligned,
        "leaving": list(reproduction.leaving),
        "entering": list(reproduction.entering),
        "different": [str(step) for step in reproduction.steps if step.same is False],
    }


def told(steps: Sequence[Step]) -> str:
    """Return the steps as lines under the headings of their parts."""
    lines: list[str] = []
    part = ""
    for step in steps:
        if step.part != part:
            part = step.part
            lines += ["", part] if lines else [part]
        lines.append(f"  {step}")
    return "\n".join(lines)
