"""Bring the folder of a training run here: from another site, or back from the cluster that trained."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from training_bridge.services.importing import import_training_run


class Command(ForegroundCommand):
    help = (
        "Check a run's folder against its manifest, its schema, a constitution that was ratified here and "
        "its sign-off, and make it a training run of this site. The same folder again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the run's folder")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            imported = import_training_run(folder=folder)
        except OSError as error:
            raise WorkRefused(f"{folder} cannot be copied: {error.strerror or error}.") from error
        run = imported.run
        outcome = (run.summary or {}).get("outcome")
        self.answer(
            options,
            {
                "run": run.public_id,
                "new": imported.is_new,
                "deliberation": run.deliberation.slug,
                "version": run.version.number,
                "outcome": outcome,
                "left_out": list(imported.left_out),
            },
            f"{'Imported as' if imported.is_new else 'Already here as'} training run {run.public_id} on "
            f"version {run.version.number} of {run.deliberation.slug}: {outcome}"
            + "".join(f"\nleft out: {name}" for name in imported.left_out),
        )
