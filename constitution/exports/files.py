"""A constitution as files: which there are, and what is in each. PURE.

Each file is made when it is read, piece by piece, so that a large constitution is in memory once and not once
per file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from constitution.exports.markdown import constitution_markdown
from constitution.exports.readme import readme
from constitution.exports.system_prompt import system_prompt
from constitution.exports.training_files import (
    character_traits,
    comparison_instructions,
    critique_revision_instructions,
    llm_swarm_constitution,
)
from deliberation.integrity.evidence import canonical_json

HERE = Path(__file__).resolve().parent
CONSTITUTION = "constitution.json"
MARKDOWN = "constitution.md"
SCHEMA = "constitution.schema.json"
CRITIQUE_REVISION = "CritiqueRevisionInstructions.json"
LLM_SWARM = "llm-swarm-constitution.json"
COMPARISON = "RLMadisonInstructions.json"
SYSTEM_PROMPT = "system-prompt.md"
TRAITS = "character-traits.json"
VERIFIER = "verify.py"
README = "README.md"

Pieces = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class ExportFile:
    """One file of an export; `pieces` makes its bytes anew each time, and always the same."""

    name: str
    pieces: Pieces

    def read(self) -> bytes:
        """Return the whole file."""
        return b"".join(self.pieces())

    def measured(self) -> tuple[int, str]:
        """Return how many bytes it has, and their SHA-256."""
        size, digest = 0, hashlib.sha256()
        for piece in self.pieces():
            size += len(piece)
            digest.update(piece)
        return size, digest.hexdigest()


def export_files(content: Mapping[str, Any]) -> tuple[ExportFile, ...]:
    """Return the files of an export but its manifest. The same content gives the same bytes."""
    principles = content["principles"]
    made: dict[str, Callable[[], bytes]] = {
        MARKDOWN: lambda: constitution_markdown(content).encode(),
        SCHEMA: (HERE / SCHEMA).read_bytes,
        CRITIQUE_REVISION: lambda: critique_revision_instructions(principles),
        LLM_SWARM: lambda: llm_swarm_constitution(principles),
        COMPARISON: lambda: comparison_instructions(principles),
        SYSTEM_PROMPT: lambda: system_prompt(content),
        TRAITS: lambda: character_traits(principles),
        VERIFIER: (HERE / VERIFIER).read_bytes,
        README: lambda: readme(content),
    }
    whole = ExportFile(CONSTITUTION, lambda: canonical_pieces(content))
    return (whole, *(ExportFile(name, _at_once(make)) for name, make in made.items()))


def canonical_pieces(value: Mapping[str, Any]) -> Iterator[bytes]:
    """Give the canonical JSON of an object with long lists piece by piece: each item of a list is one.

    Raises:
        ValueError: the value holds something that JSON cannot say.
    """
    yield b"{"
    for place, name in enumerate(sorted(value, key=lambda name: name.encode("utf-16-be"))):
        yield (b"," if place else b"") + canonical_json(name) + b":"
        if isinstance(value[name], list):
            yield b"["
            for number, item in enumerate(value[name]):
                yield (b"," if number else b"") + canonical_json(item)
            yield b"]"
        else:
            yield canonical_json(value[name])
    yield b"}"


def _at_once(make: Callable[[], bytes]) -> Pieces:
    def pieces() -> Iterator[bytes]:
        yield make()

    return pieces
