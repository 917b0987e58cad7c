"""Check texts as a moderator would see them checked."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from deliberation.moderation.flags import INTERFACE_LANGUAGES, own_toxicity_check, why
from deliberation.text_checks.checks import check_text


class Command(BaseCommand):
    help = "Say what a moderator may want to look at in texts: language, personal data, links, spam, abuse, "
    help += "prompt injection. Prints one JSON object for each line of the file, and nothing else."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help='JSONL: one {"text": ...} a line')
        parser.add_argument(
            "--languages",
            nargs="*",
            default=list(INTERFACE_LANGUAGES),
            metavar="CODE",
            help="the languages that are expected (default: those of the interface)",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line (always so)")

    def handle(self, *args: Any, **options: Any) -> None:
        own = own_toxicity_check()
        with translation.override("en"):
            for text in read_texts(options["file"]):
                flags = check_text(text, languages=options["languages"], toxicity=own)
                said = [{"kind": flag.kind, "why": why(flag)} for flag in flags]
                self.stdout.write(json.dumps({"flags": said}, ensure_ascii=False))


def read_texts(path: Path) -> list[str]:
    """Read the texts of a JSONL file; a last empty line is no text.

    Raises:
        CommandError: the file cannot be read, or a line is not an object with a text; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    if lines and not lines[-1].strip():
        lines.pop()
    texts = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CommandError(f"{path}, line {number}: not JSON ({error}).", returncode=2) from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise CommandError(f'{path}, line {number}: not an object with a "text".', returncode=2)
        texts.append(row["text"])
    return texts
