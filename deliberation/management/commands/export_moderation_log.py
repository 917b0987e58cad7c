"""Write the public moderation log: ``manage.py export_moderation_log SLUG --to FILE``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.moderation.log_files import write_log


class Command(ForegroundCommand):
    help = (
        "Write every moderation decision of a deliberation into a new file, as everybody can read it on the "
        "website: with reason, time and role. The ending chooses the form: .csv, .json or .jsonl."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the deliberation")
        parser.add_argument(
            "--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet"
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        decisions = write_log(self.deliberation(options["slug"]), options["to"])
        self.answer(
            options,
            {"file": str(options["to"]), "decisions": decisions},
            f"Written to {options['to']}: {decisions} decisions.",
        )
