"""Check an exported constitution; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from constitution.exports.verification import verify_export
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = "Check an exported folder against its manifest: changed, missing and extra files are refused."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        problems = verify_export(Path(options["folder"]))
        result = {"ok": not problems, "problems": problems}
        if problems and not options.get("json"):
            raise CommandError(" ".join(problems), returncode=1)
        self.answer(options, result, "Intact: every file is as it was exported.")
        if problems:
            raise CommandError(f"{len(problems)} problems: {' '.join(problems)}", returncode=1)
