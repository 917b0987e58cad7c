"""Write the results of a deliberation's last analysis into a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.folders import new_folder
from deliberation.interchange.results_files import write_results
from deliberation.interchange.row_rights import add_who, refusal_of_rows
from deliberation.interchange.told_apart import uniqueness_of, uniqueness_words
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Analysis


class Command(ForegroundCommand):
    help = (
        "Write statements.csv, statements.jsonl (the same with exact texts) and analysis.json of the last "
        "analysis, and participants.csv for who has the right to rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty folder")
        add_who(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        analysis = Analysis.objects.latest_of(deliberation)
        if analysis is None:
            raise WorkRefused(f"{deliberation.slug} has no analysis yet: run `analyse {deliberation.slug}`.")
        refusal = refusal_of_rows(deliberation, options["as_account"])
        with new_folder(options["to"]) as folder:
            files = write_results(analysis, folder, with_rows=not refusal)
        shares = uniqueness_of(deliberation)
        result = {
            "folder": str(options["to"]),
            "files": list(files),
            "result_hash": analysis.result_hash,
            "rows_left_out": refusal or None,
            **shares,
        }
        left_out = (
            f"\nWithout participants.csv and without counts of few people. {refusal}" if refusal else ""
        )
        text = f"Written to {options['to']}: {', '.join(files)}{left_out}\n{uniqueness_words(shares)}"
        self.answer(options, result, text)
