"""Write tidy tables for researchers into a folder: ``manage.py export_research SLUG --to DIR``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.interchange.folders import new_folder
from deliberation.interchange.row_rights import add_who, check_rows
from deliberation.interchange.told_apart import uniqueness_of, uniqueness_words
from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.research.snapshot import snapshot_of
from deliberation.research.writing import BOTH, described, public_files, row_files


class Command(ForegroundCommand):
    help = (
        "Write the statements, results, groups and topics of the last analysis as tables (CSV, Parquet), "
        "with a data dictionary, a citation and the files for Sensemaker; with --rows also every vote and "
        "participant. Where people voted on this site, --rows needs the right to rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty folder")
        parser.add_argument("--rows", action="store_true", help="also the votes of single people")
        parser.add_argument("--format", choices=(*BOTH, "both"), default="both", help="of the tables")
        parser.add_argument(
            "--exact",
            action="store_true",
            help="leave texts in CSV that a spreadsheet would compute as they are, for programs",
        )
        add_who(parser)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        if options["rows"]:
            check_rows(deliberation, options["as_account"])
        snapshot = snapshot_of(deliberation)
        if snapshot is None:
            raise WorkRefused(f"{deliberation.slug} has no analysis yet: run `analyse {deliberation.slug}`.")
        formats = BOTH if options["format"] == "both" else (options["format"],)
        exact: bool = options["exact"]
        with self.progress("Export") as report, new_folder(options["to"]) as folder:
            report("Statements and results", 0.0)
            files = public_files(snapshot, formats=formats, exact=exact)
            if options["rows"]:
                report("Votes and participants", 0.3)
                files += row_files(snapshot, formats=formats, exact=exact)
            report("Writing the files", 0.9)
            for file in described(snapshot, files, exact=exact):
                (folder / file.name).write_bytes(file.data)
            report("Done", 1.0)
        names = sorted(entry.name for entry in options["to"].iterdir())
        size = sum((options["to"] / name).stat().st_size for name in names)
        result = {"folder": str(options["to"]), "files": names, "bytes": size, **snapshot.about}
        text = f"Written to {options['to']}: {len(names)} files of snapshot {snapshot.short}, {size:,} bytes."
        if options["rows"]:
            shares = uniqueness_of(deliberation)
            result |= shares
            text = f"{text}\n{uniqueness_words(shares)}"
        self.answer(options, result, text)
