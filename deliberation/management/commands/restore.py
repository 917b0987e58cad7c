"""Bring a backup back and check it: ``manage.py restore FOLDER [--replace] [--sha256 HEX] [--json]``."""

import os
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.backups.restoring import Restored, restore
from deliberation.management.commands._foreground import ForegroundCommand

SHOWN_PROBLEMS = 20


class Command(ForegroundCommand):
    help = (
        "Check every file of a backup, put the database and the files into place, and hold every sealed log "
        "against the head it had and every count against the log. Stop the site and its workers before. A "
        "restore that was broken off can be run again. The exit code is 1 if anything does not hold."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the backup: a folder that `backup` has made")
        replace = "lose what the database and the data folder hold now"
        parser.add_argument("--replace", action="store_true", help=replace)
        noted = "the SHA-256 of the manifest, as `backup` printed it"
        parser.add_argument("--sha256", default="", metavar="HEX", help=noted)
        jobs = "how many processes pg_restore uses (default: one per processor)"
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help=jobs)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        with self.progress("Restore") as report:
            done = restore(
                folder=options["folder"],
                replace=options["replace"],
                digest=options["sha256"].lower(),
                processes=max(1, options["jobs"]),
                report=report,
            )
        result = {name: value for name, value in asdict(done).items() if name != "manifest"}
        result |= {
            "made_at": done.manifest.made_at,
            "deliberations": len(done.manifest.logs),
            "rows": sum(done.manifest.rows.values()),
            "ok": not done.problems,
        }
        self.answer(options, result, self._text(done))
        if done.problems:
            raise CommandError(
                f"What was restored does not hold: {len(done.problems)} problems.", returncode=1
            )

    def _text(self, done: Restored) -> str:
        manifest = done.manifest
        lines = [
            f"Restored the backup of {manifest.made_at}: {len(manifest.logs)} deliberations, "
            f"{sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, {done.files} files.",
        ]
        if done.migrated:
            lines.append(f"Applied {done.migrated} migrations that are newer than the backup.")
        if done.secrets:
            lines.append(f"Restored keys: {', '.join(done.secrets)}. Start every process anew.")
        if done.unknown_keys:
            lines.append(
                "Seals are signed with keys that this site knows from the backup alone: "
                f"{', '.join(done.unknown_keys)}. Hold them against what was published, and name them in "
                "LOG_EARLIER_PUBLIC_KEYS."
            )
        if not done.problems:
            lines.append(
                f"Checked: {done.events:,} events, {done.sealed:,} of them sealed, {done.votes:,} current "
                "votes. The logs verify, and every count equals a recount."
            )
        lines += [f"  {problem}" for problem in done.problems[:SHOWN_PROBLEMS]]
        if len(done.problems) > SHOWN_PROBLEMS:
            lines.append(f"  ... and {len(done.problems) - SHOWN_PROBLEMS} more")
        return "\n".join(lines)
