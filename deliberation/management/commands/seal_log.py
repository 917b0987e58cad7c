"""Seal what was recorded since the last seal: ``manage.py seal_log [SLUG] [--json]``."""

from argparse import ArgumentParser
from typing import Any

from deliberation.integrity.sealing import Sealing, seal_log
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation


class Command(ForegroundCommand):
    help = (
        "Give every event that is not sealed yet its place in the log's tree, and sign the tree. Without a "
        "name all deliberations are sealed. The relay asks for it by itself; doing it twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="the deliberation's name in addresses (default: all)")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["slug"]:
            deliberations = [self.deliberation(options["slug"])]
        else:
            deliberations = list(Deliberation.objects.order_by("id"))
        done: list[dict[str, Any]] = []
        with self.progress("Seal") as report:
            for deliberation in deliberations:
                done.append(self._result(deliberation, seal_log(deliberation=deliberation, report=report)))
        self.answer(options, self._totals(done), "\n".join(map(self._text, done)))

    def _result(self, deliberation: Deliberation, sealing: Sealing) -> dict[str, Any]:
        last = sealing.last
        return {
            "slug": deliberation.slug,
            "events": sealing.events,
            "seals": sealing.seals,
            "number": last.number if last else 0,
            "size": last.size if last else 0,
            "root": last.root if last else None,
            "signature": last.signature if last else None,
            "public_key": last.public_key if last else None,
        }

    def _totals(self, done: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "events": sum(one["events"] for one in done),
            "seals": sum(one["seals"] for one in done),
            "deliberations": done,
        }

    def _text(self, one: dict[str, Any]) -> str:
        if not one["size"]:
            return f"{one['slug']}: nothing to seal."
        return (
            f"{one['slug']}: {one['events']} events sealed; seal {one['number']} is over {one['size']} "
            f"events, root {one['root']}."
        )
