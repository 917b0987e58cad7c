"""Copy everything that cannot be made again: ``manage.py backup --to DIR [--with-secrets] [--json]``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from deliberation.backups.making import BackupMade, back_up
from deliberation.backups.manifest import MANIFEST
from deliberation.management.commands._foreground import ForegroundCommand


class Command(ForegroundCommand):
    help = (
        "Write a new folder with the database as of one moment, the files of training runs, and a manifest "
        "with the SHA-256 of every file, the counts and the heads of the logs. People go on voting meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = "the folder in which backups lie; the new one is named by its moment"
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help=where)
        secrets = "copy the keys that lie in the data folder too; whoever reads them can act as this site"
        parser.add_argument("--with-secrets", action="store_true", help=secrets)
        without = "the database alone, without the files of training runs"
        parser.add_argument("--without-files", action="store_true", help=without)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with self.progress("Backup") as report:
            made = back_up(
                into=options["to"],
                with_secrets=options["with_secrets"],
                with_files=not options["without_files"],
                report=report,
            )
        result = {
            "backup": str(made.folder),
            "bytes": made.manifest.size,
            "files": len(made.manifest.files),
            "deliberations": len(made.manifest.logs),
            "events": sum(log.events for log in made.manifest.logs),
            "votes": sum(log.votes for log in made.manifest.logs),
            "secrets": made.secrets,
            "sha256": made.digest,
        }
        self.answer(options, result, self._text(made, result))

    def _text(self, made: BackupMade, result: dict[str, Any]) -> str:
        lines = [
            "{backup}: {deliberations} deliberations with {events:,} events and {votes:,} current votes, "
            "{files} files, {bytes:,} bytes.".format(**result),
            f"SHA-256 of its {MANIFEST}: {made.digest}",
            "Note it elsewhere: restore --sha256 takes it, and refuses a backup that somebody made fit.",
        ]
        if made.secrets:
            lines.append(
                f"IT HOLDS KEYS ({', '.join(made.secrets)}): whoever reads it can act as this site. "
                "Encrypt it, and keep it apart from backups without keys."
            )
        return "\n".join(lines)
