"""Derive current votes and statements from the event log: ``manage.py rebuild SLUG | --all [--check]``."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from deliberation.integrity.rebuild import Check, check_deliberation, rebuild_deliberation
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation

SHOWN_DIFFERENCES = 20


class Command(ForegroundCommand):
    help = (
        "Replay the event log and write current votes and statements anew from it. With --check nothing is "
        "written: differences are listed and the exit code is 1. Payloads are held against their commitments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("slug", nargs="?", help="the deliberation's name in addresses")
        which.add_argument("--all", action="store_true", help="every deliberation")
        parser.add_argument("--check", action="store_true", help="compare only")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            deliberations = list(Deliberation.objects.order_by("id"))
        else:
            deliberations = [self.deliberation(options["slug"])]
        found: list[Check] = []
        left: list[Check] = []
        with self.progress("Check" if options["check"] else "Rebuild") as report:
            for done, deliberation in enumerate(deliberations):
                report(deliberation.slug, done / len(deliberations))
                if options["check"]:
                    before = after = check_deliberation(deliberation)
                else:
                    before, after = rebuild_deliberation(deliberation)
                found.append(before)
                left.append(after)
        self.answer(options, self._result(found, left, options), "\n".join(map(self._text, found)))
        remaining = sum(len(check.differences) for check in left)
        if remaining:
            verb = "differ" if options["check"] else "still differ"
            raise CommandError(f"Current values that {verb} from the event log: {remaining}.", returncode=1)

    def _result(self, found: list[Check], left: list[Check], options: dict[str, Any]) -> dict[str, Any]:
        return {
            "checked_only": options["check"],
            "differences": sum(len(check.differences) for check in found),
            "remaining": sum(len(check.differences) for check in left),
            "deliberations": [
                {
                    "slug": check.deliberation.slug,
                    **check.counts(),
                    "differences": [asdict(difference) for difference in check.differences],
                }
                for check in found
            ],
        }

    def _text(self, check: Check) -> str:
        counts = check.counts()
        lines = [
            "{slug}: {events} events replayed, {verified} fit their commitments, {erased} are erased; "
            "{votes} votes and {statements} statements{elsewhere} compared; "
            "differences: {differences}.".format(
                slug=check.deliberation.slug, elsewhere=_elsewhere(check), **counts
            )
        ]
        lines += [f"  {difference}" for difference in check.differences[:SHOWN_DIFFERENCES]]
        if len(check.differences) > SHOWN_DIFFERENCES:
            lines.append(f"  ... and {len(check.differences) - SHOWN_DIFFERENCES} more")
        return "\n".join(lines)


def _elsewhere(check: Check) -> str:
    """Return what else was compared, such as ", 40 ratification votes"."""
    return "".join(
        f", {count} {name.replace('_', ' ')}" for name, count in check.counts_elsewhere().items() if count
    )
