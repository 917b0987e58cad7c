"""Write the results of a deliberation's last analysis into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.folders import new_folder
from deliberation.interchange.results_files import write_results
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Analysis


class Command(ForegroundCommand):
    help = "Write statements.csv, participants.csv and analysis.json of the last analysis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty folder")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        analysis = Analysis.objects.latest_of(deliberation)
        if analysis is None:
            raise WorkRefused(f"{deliberation.slug} has no analysis yet: run `analyse {deliberation.slug}`.")
        with new_folder(options["to"]) as folder:
            write_results(analysis, folder)
        files = ["analysis.json", "participants.csv", "statements.csv"]
        self.answer(
            options,
            {"folder": str(options["to"]), "files": files, "result_hash": analysis.result_hash},
            f"Written to {options['to']}: {', '.join(files)}",
        )
