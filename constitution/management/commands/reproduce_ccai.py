"""Walk the Collective Constitutional AI process of 2023 on its published files."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from constitution.reproduction import Redraft, Reproduction, Step, read_ccai, redraft, reproduce
from constitution.reproduction.known_figures import DIVISIVE
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
            files = read_ccai(options["folder"])
            with self.progress("The process of 2023") as report:
                reproduction = reproduce(files, report)
        except UnreadableFile as error:
            raise WorkRefused(str(error)) from error
        self.stdout.write(told(reproduction.steps))
        with self.progress("The same votes, our way") as report:
            ours = redraft(files, reproduction, report)
        self.stdout.write("\n" + told(ours.steps))
        if options["json"]:
            self.answer(options, summary_of(reproduction, ours), "")


def summary_of(reproduction: Reproduction, ours: Redraft) -> dict[str, Any]:
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
        "groups": {
            name: {
                "sizes": list(reproduction.labellings[name].sizes),
                "likeness_to_exporter": fit.likeness,
                "distance": fit.distance,
                "p_value": fit.p_value,
                "significant": fit.significant,
                "statement_17": list(reproduction.labellings[name].shares(DIVISIVE)),
            }
            for name, fit in reproduction.fits.items()
        },
        "matched_published": ours.against.matched,
        "partly_published": ours.against.partly,
        "only_ours": len(ours.against.ours_alone),
        "only_published": len(ours.against.theirs_alone),
        "overlap": ours.against.comparison.overlap,
        "only_ours_statements": list(ours.against.ours_alone),
        "only_published_numbers": list(ours.against.theirs_alone),
        "sources": {str(number): statement for number, statement in ours.against.sources.items()},
        "sources_above_threshold": {
            name: ours.against.sources_among(labelling.above_unsmoothed())
            for name, labelling in reproduction.labellings.items()
        },
        "in_order_of_score": {
            name: ours.against.in_order_of(labelling.unsmoothed_by_statement())
            for name, labelling in reproduction.labellings.items()
        },
        "sources_with_us": ours.against.fates_counted,
        "why_only_published": ours.against.why_missing,
        "drafted_statements": list(ours.draft.statements),
        "contested": list(ours.draft.contested),
        "compared_by": list(ours.against.comparison.encoders) or ["words"],
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
