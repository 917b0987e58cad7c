"""Check an exported constitution; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from constitution.exports.verify import KeyUnreadable, check_export, read_public_key
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Check an exported folder against its manifest and its signature: changed, missing and extra files "
        "are refused."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--key",
            metavar="PUBLIC",
            help="the public key that has to have signed it: hexadecimal, or a file",
        )
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            trusted = read_public_key(options["key"]) if options.get("key") else None
        except KeyUnreadable as error:
            raise CommandError(str(error), returncode=2) from error
        found = check_export(Path(options["folder"]), trusted)
        wrong = found.problems + found.unchecked
        if wrong and not options.get("json"):
            raise CommandError(" ".join(wrong), returncode=1)
        self.answer(options, found.as_dict(), "\n".join(["Intact.", *found.notes]))
        if wrong:
            raise CommandError(f"{len(wrong)} problems: {' '.join(wrong)}", returncode=1)
