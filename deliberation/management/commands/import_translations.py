"""Read translations that were filled into the file of ``export_translations``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.jobs import WorkRefused
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Event
from deliberation.organising.seed_file import UnreadableSheet
from deliberation.translating.sheet import check_sheet, keep_sheet


class Command(ForegroundCommand):
    help = "Keep the translations in a CSV file. Rows with a fault are named and left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument("file", type=Path, help="the CSV file")
        parser.add_argument("--dry-run", action="store_true", help="say what is in it and keep nothing")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        try:
            rows = check_sheet(deliberation, options["file"].read_bytes())
        except OSError as error:
            message = f"{options['file']} cannot be read: {error.strerror}."
            raise CommandError(message, returncode=2) from error
        except UnreadableSheet as refusal:
            raise WorkRefused(str(refusal)) from refusal
        for row in rows:
            if row.error:
                self.stderr.write(f"line {row.line}, {row.language}: {row.error}")
        new = sum(row.is_new for row in rows)
        if not options["dry_run"]:
            new = keep_sheet(
                deliberation=deliberation, rows=rows, translated_by=None, origin=Event.Origin.COMMAND
            )
        faults = sum(bool(row.error) for row in rows)
        result = {"kept": 0 if options["dry_run"] else new, "new": new, "faults": faults}
        verb = "would be kept" if options["dry_run"] else "kept"
        self.answer(options, result, f"{new} translations {verb}, {faults} with a fault")
