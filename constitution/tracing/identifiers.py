"""The names by which the parts of a constitution are traced. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

Kind = Literal["principle", "statement", "edit", "version"]

FORMS: Final[dict[str, str]] = {
    "principle": "principle:SLUG/v2/p07, or principle:SLUG/p07 for the version in force",
    "statement": "statement:SLUG/123",
    "edit": "edit:SLUG/v2/p07/e1, or edit:SLUG/p07/e1 for the version in force",
    "version": "version:SLUG/v2",
}
NUMBER: Final = r"0*([1-9][0-9]{0,8}|0)"
PATTERNS: Final[dict[str, re.Pattern[str]]] = {
    "principle": re.compile(rf"(?:v{NUMBER}/)?p{NUMBER}", re.IGNORECASE),
    "statement": re.compile(NUMBER),
    "edit": re.compile(rf"(?:v{NUMBER}/)?p{NUMBER}/e{NUMBER}", re.IGNORECASE),
    "version": re.compile(rf"v{NUMBER}", re.IGNORECASE),
}
SLUG: Final = re.compile(r"[-a-zA-Z0-9_]{1,200}")
SHOWN: Final = 60


class UnknownForm(ValueError):
    """Raised for what names nothing that can be traced; says which forms there are."""


@dataclass(frozen=True)
class Identifier:
    """What is to be traced.

    Attributes:
        kind: of what.
        slug: the deliberation's, empty where the only one with a constitution is meant.
        version: number of the version; None for the one in force, or the draft where none is yet.
        number: of the principle or statement; 0 for a version.
        edit: number of the edit within its principle, from 1; 0 for everything else.
    """

    kind: Kind
    slug: str
    version: int | None = None
    number: int = 0
    edit: int = 0

    def __str__(self) -> str:
        version = "" if self.version is None else f"v{self.version}/"
        rest = {
            "principle": f"{version}p{self.number:02d}",
            "statement": str(self.number),
            "edit": f"{version}p{self.number:02d}/e{self.edit}",
            "version": version.rstrip("/"),
        }[self.kind]
        return f"{self.kind}:{self.slug}/{rest}" if self.slug else f"{self.kind}:{rest}"


def parse(text: str) -> Identifier:
    """Read `KIND:ID`; the slug may be left out where only one deliberation has a constitution.

    Raises:
        UnknownForm: it is no such name; the message lists the forms, or the one of its kind.
    """
    kind, colon, rest = text.strip().partition(":")
    kind = kind.strip().lower()
    if not colon or kind not in FORMS:
        raise UnknownForm(
            f"{_short(text)} names nothing that can be traced; write {'; '.join(FORMS.values())}."
        )
    slug, name = _parts(rest.strip(), kind)
    match = PATTERNS[kind].fullmatch(name)
    if match is None or (slug and not SLUG.fullmatch(slug)):
        raise UnknownForm(f"{_short(text)} is no {kind}; write {FORMS[kind]}.")
    numbers = [None if group is None else int(group) for group in match.groups()]
    found = cast(Kind, kind)
    if kind == "statement":
        return Identifier(found, slug, number=numbers[0] or 0)
    if kind == "version":
        return Identifier(found, slug, version=numbers[0])
    return Identifier(
        found, slug, numbers[0], number=numbers[1] or 0, edit=(numbers[2] or 0) if kind == "edit" else 0
    )


def _parts(rest: str, kind: str) -> tuple[str, str]:
    """Part the slug from the name; there is none where the whole is a name already."""
    if PATTERNS[kind].fullmatch(rest):
        return "", rest
    slug, slash, name = rest.partition("/")
    return (slug, name) if slash else ("", rest)


def _short(text: str) -> str:
    shown = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return repr(shown)
