"""Texts that attack the software which reads them, and honest ones that must stay clean."""

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one corpus."""
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def is_held_out(text: str) -> bool:
    """Tell the half of a corpus that was never looked at while the patterns were written."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 1


INJECTIONS = rows_of("injections.jsonl")
HONEST = rows_of("honest_statements.jsonl")
