"""Write a deliberation's statements as a CSV file for translators."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.translating.sheet import write_sheet


class Command(ForegroundCommand):
    help = "Write every statement people vote on as CSV, with a column for each language to translate into."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument(
            "--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet"
        )
        parser.add_argument("--language", action="append", metavar="CODE", help="only this; may be repeated")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        deliberation = self.deliberation(options["slug"])
        languages = options["language"] or deliberation.statement_languages
        unknown = [code for code in languages if code not in deliberation.statement_languages]
        if unknown:
            raise CommandError(f"{unknown[0]} is not a language of {deliberation.slug}.", returncode=2)
        sheet = write_sheet(deliberation, languages)
        try:
            with options["to"].open("x", encoding="utf-8-sig", newline="") as file:
                file.write(sheet)
        except OSError as error:
            message = f"{options['to']} cannot be written: {error.strerror}."
            raise CommandError(message, returncode=2) from error
        result = {"file": str(options["to"]), "languages": languages}
        self.answer(options, result, f"Written to {options['to']}: {', '.join(languages)}")
