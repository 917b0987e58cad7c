"""Say of pairs of statements whether they say the same, the opposite, or something else."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from deliberation.management.commands._foreground import ForegroundCommand
from deliberation.semantics.encoders import EncoderUnavailable
from deliberation.semantics.opposition.comparison import Pair, compare_pairs


class Command(ForegroundCommand):
    help = "Compare pairs of statements; needs no database. One line of output for each line of the file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help='JSON lines of {"a": text, "b": text}')
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = read_pairs(options["file"])
        try:
            judgements = compare_pairs(pairs)
        except EncoderUnavailable as error:
            raise CommandError(" ".join(str(error).split()), returncode=1) from error
        for found in judgements:
            result = {"verdict": found.verdict, "score": round(found.score, 4), "why": found.why}
            self.answer(options, result, f"{found.verdict:9} {found.score:.2f}  {found.why}")


def read_pairs(file: Path) -> list[Pair]:
    """Return the pairs of a file of JSON lines.

    Raises:
        CommandError: the file cannot be read, or a line is not an object with two texts; the message names
            the line.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CommandError(f"{file}, line {line}: this is not UTF-8.", returncode=2) from error
    lines = text.rstrip("\r\n").split("\n") if text.strip() else []
    return [_pair(file, number, line) for number, line in enumerate(lines, start=1)]


def _pair(file: Path, number: int, line: str) -> Pair:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{file}, line {number}: this is not JSON.", returncode=2) from error
    if not isinstance(given, dict):
        raise CommandError(f'{file}, line {number}: an object with "a" and "b" is needed.', returncode=2)
    for name in ("a", "b"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise CommandError(f'{file}, line {number}: "{name}" must be a text.', returncode=2)
    # Half of a surrogate pair can stand in JSON, and in no text that is encoded.
    first, second = (given[name].encode("utf-8", "replace").decode("utf-8") for name in ("a", "b"))
    return first, second
