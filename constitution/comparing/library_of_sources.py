"""The small library of known sources: what each asks of an AI, in words of this project's own. PURE.

Each source is a file of `library/`: a citation, a note on the licence, and principles in the form of
statements. A source without principles is a pointer: its text has no licence to be here.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("library")


@dataclass(frozen=True)
class SourcePrinciple:
    """One demand of a source, and where in the source it comes from."""

    text: str
    place: str


@dataclass(frozen=True)
class LibrarySource:
    """A source with its citation; `further` are titles and addresses that it was summarised from besides."""

    key: str
    title: str
    publisher: str
    year: int
    address: str
    licence: str
    language: str
    about: str
    principles: tuple[SourcePrinciple, ...]
    further: tuple[tuple[str, str], ...] = ()

    @property
    def citation(self) -> str:
        """Who published it, under which title, when and where."""
        return f"{self.publisher}: {self.title} ({self.year}). {self.address}"

    @property
    def texts(self) -> tuple[str, ...]:
        """The principles alone."""
        return tuple(principle.text for principle in self.principles)

    @property
    def is_pointer(self) -> bool:
        """Whether only the citation is here."""
        return not self.principles


@functools.cache
def library() -> tuple[LibrarySource, ...]:
    """Return all sources, the oldest first."""
    sources = [_read(path) for path in FOLDER.glob("*.json")]
    return tuple(sorted(sources, key=lambda source: (source.year, source.key)))


def source_of(key: str) -> LibrarySource | None:
    """Return the source with a key, if the library has it."""
    return next((source for source in library() if source.key == key), None)


def _read(path: Path) -> LibrarySource:
    given = json.loads(path.read_text(encoding="utf-8"))
    principles = tuple(SourcePrinciple(one["text"], one["place"]) for one in given.pop("principles"))
    further = tuple((one["title"], one["address"]) for one in given.pop("further", []))
    return LibrarySource(**given, principles=principles, further=further)
