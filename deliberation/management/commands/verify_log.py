"""Compute a sealed log anew: ``manage.py verify_log [SLUG] [--heads FILE] [--key HEX] [--json]``."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.integrity.log_verification import Verification
from deliberation.integrity.sealed_log import HEADS_FORMAT
from deliberation.integrity.stored_log import check_log
from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.models import Deliberation

SHOWN_PROBLEMS = 20


class Command(ForegroundCommand):
    help = (
        "Hold every sealed event against its hash, every seal against the events and its signature, and what "
        "the events say against their commitments. Heads that were published earlier and kept elsewhere show "
        "whether anything was rewritten or cut off since. The exit code is 1 if anything does not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", nargs="?", help="the deliberation's name in addresses (default: all)")
        heads = "heads.json as it was published earlier; may be given several times"
        parser.add_argument("--heads", action="append", default=[], metavar="FILE", type=Path, help=heads)
        key = "a public key with which seals may be signed, beside this site's"
        parser.add_argument("--key", action="append", default=[], metavar="HEX", help=key)
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["slug"]:
            deliberations = [self.deliberation(options["slug"])]
        else:
            deliberations = list(Deliberation.objects.order_by("id"))
        published = self._published(options["heads"])
        strange = published.keys() - {deliberation.public_id for deliberation in deliberations}
        if strange:
            raise CommandError(
                f"Heads of a log that is not here: {', '.join(sorted(strange))}.", returncode=1
            )
        done: list[tuple[Deliberation, Verification]] = []
        with self.progress("Verify") as report:
            for number, deliberation in enumerate(deliberations):
                report(deliberation.slug, number / len(deliberations))
                heads = published.get(deliberation.public_id, [])
                done.append(
                    (deliberation, check_log(deliberation, known_keys=options["key"], published=heads))
                )
        self.answer(options, self._result(done), "\n".join(self._text(*one) for one in done))
        wrong = sum(found.problem_count for _deliberation, found in done)
        if wrong:
            raise CommandError(f"The log does not hold: {wrong} problems.", returncode=1)

    def _published(self, files: list[Path]) -> dict[str, list[Any]]:
        by_log: dict[str, list[Any]] = {}
        for file in files:
            try:
                heads = json.loads(file.read_text(encoding="utf-8"))
                if heads["format"] != HEADS_FORMAT:
                    raise ValueError(f"not {HEADS_FORMAT}")
                by_log.setdefault(heads["log"], []).extend(
                    {"head": dict(one["head"]), "signature": one["signature"]} for one in heads["heads"]
                )
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{file} is no list of heads: {error}", returncode=2) from error
        return by_log

    def _result(self, done: list[tuple[Deliberation, Verification]]) -> dict[str, Any]:
        return {
            "events": sum(found.events for _deliberation, found in done),
            "sealed": sum(found.sealed for _deliberation, found in done),
            "ok": all(found.ok for _deliberation, found in done),
            "problems": [
                {"slug": deliberation.slug, **asdict(problem)}
                for deliberation, found in done
                for problem in found.problems
            ],
            "deliberations": [
                {
                    "slug": deliberation.slug,
                    "events": found.events,
                    "sealed": found.sealed,
                    "erased": found.erased,
                    "problems": found.problem_count,
                    "public_keys": found.keys,
                }
                for deliberation, found in done
            ],
        }

    def _text(self, deliberation: Deliberation, found: Verification) -> str:
        lines = [
            f"{deliberation.slug}: {found.events} events, {found.sealed} of them sealed, words of "
            f"{found.erased} erased; " + ("everything holds." if found.ok else "THIS DOES NOT HOLD.")
        ]
        lines += [f"  {problem.text}" for problem in found.problems[:SHOWN_PROBLEMS]]
        if found.problem_count > SHOWN_PROBLEMS:
            lines.append(f"  ... and {found.problem_count - SHOWN_PROBLEMS} more")
        return "\n".join(lines)
