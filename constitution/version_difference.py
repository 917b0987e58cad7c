"""What is different between two versions of a constitution, down to the word. PURE.

Principles are matched by where they come from: the same line of descent first, then the statements behind
them, then the same words. What changed its place is found as what is not in the longest common order of the
two versions, so that one principle moved to the front does not count as all others moved back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final, Literal

PieceKind = Literal["same", "out", "in"]
PIECES: Final = re.compile(r"\s+|[぀-ヿ㐀-鿿]|[^\W぀-ヿ㐀-鿿]+(?:[’'-][^\W぀-ヿ㐀-鿿]+)*|.", re.DOTALL)
"""Words, single Chinese and Japanese characters, signs, and spaces between them."""


@dataclass(frozen=True)
class Piece:
    """Some words of a text: in both versions, only in the earlier ("out"), or only in the later ("in")."""

    kind: PieceKind
    text: str


@dataclass(frozen=True)
class ComparedPrinciple:
    """A principle as far as two versions of it are compared.

    Attributes:
        label: its name within its version, such as "p03".
        text: its words.
        language: in which it is written.
        line: names the line of descent it belongs to; the same in both versions where one goes on from the
            other.
        statements: numbers of the statements behind it.
        facts: what else is compared, by name, such as the share that agrees; None for what is not shown.
    """

    label: str
    text: str
    language: str = "en"
    line: str = ""
    statements: frozenset[int] = frozenset()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ComparedVersion:
    """A version as far as it is compared; `facts` and `rule` are compared name by name.

    A rule that is not set yet is empty, and not compared; a fact that is not known is None.
    """

    preamble: str
    principles: Sequence[ComparedPrinciple]
    rule: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One value that differs; None where a version has no such value."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class KeptPrinciple:
    """A principle of both versions: its words piece by piece, and what else is different about it."""

    before: ComparedPrinciple
    after: ComparedPrinciple
    pieces: tuple[Piece, ...]
    has_moved: bool
    changes: tuple[Change, ...]

    @property
    def is_reworded(self) -> bool:
        """Whether its words differ."""
        return self.before.text != self.after.text


@dataclass(frozen=True)
class Difference:
    """Everything that is different between an earlier and a later version.

    Attributes:
        added: principles that only the later version has, in its order.
        dropped: principles that only the earlier version has, in its order.
        kept: principles of both, in the order of the later version, unchanged ones too.
        preamble: the preamble piece by piece.
        rule: what is different about the rule of ratification.
        facts: what is different about the version as a whole.
    """

    added: tuple[ComparedPrinciple, ...]
    dropped: tuple[ComparedPrinciple, ...]
    kept: tuple[KeptPrinciple, ...]
    preamble: tuple[Piece, ...]
    rule: tuple[Change, ...]
    facts: tuple[Change, ...]

    @property
    def reworded(self) -> tuple[KeptPrinciple, ...]:
        """Principles whose words differ."""
        return tuple(one for one in self.kept if one.is_reworded)

    @property
    def moved(self) -> tuple[KeptPrinciple, ...]:
        """Principles that stand elsewhere among those of both versions."""
        return tuple(one for one in self.kept if one.has_moved)

    @property
    def unchanged(self) -> tuple[KeptPrinciple, ...]:
        """Principles that say the same in the same place."""
        return tuple(one for one in self.kept if not one.is_reworded and not one.has_moved)

    @property
    def preamble_changed(self) -> bool:
        """Whether the preambles differ."""
        return any(piece.kind != "same" for piece in self.preamble)

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (
            self.added or self.dropped or self.reworded or self.moved or self.preamble_changed or self.rule
        )


def difference(earlier: ComparedVersion, later: ComparedVersion) -> Difference:
    """Compare two versions."""
    pairs = _matched(earlier.principles, later.principles)
    in_order = _longest_rising([before for _after, before in sorted(pairs.items())])
    kept = tuple(
        _kept(earlier.principles[before], later.principles[after], has_moved=before not in in_order)
        for after, before in sorted(pairs.items())
    )
    matched = set(pairs.values())
    return Difference(
        added=tuple(one for place, one in enumerate(later.principles) if place not in pairs),
        dropped=tuple(one for place, one in enumerate(earlier.principles) if place not in matched),
        kept=kept,
        preamble=pieces_of(earlier.preamble, later.preamble),
        rule=_changes(earlier.rule, later.rule) if earlier.rule and later.rule else (),
        facts=_known_changes(earlier.facts, later.facts),
    )


def pieces_of(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts word by word: joined, what is the same and "out" is the first, the rest the second.

    Where hardly anything is the same the whole texts stand beside each other: single words that happen to
    be in both would make neither readable.
    """
    if before == after:
        return (Piece("same", before),) if before else ()
    old, new = PIECES.findall(before), PIECES.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < 0.3:
        return tuple(piece for piece in (Piece("out", before), Piece("in", after)) if piece.text)
    found: list[Piece] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[start:end])))
            continue
        if end > start:
            found.append(Piece("out", "".join(old[start:end])))
        if new_end > new_start:
            found.append(Piece("in", "".join(new[new_start:new_end])))
    return _joined(found)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Take a lone space between two changes into both, so that a changed phrase is read as one."""
    joined: list[Piece] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        lone = piece.kind == "same" and piece.text.isspace() and 0 < place < len(pieces) - 1
        if not lone:
            _append(joined, piece)
        else:
            _append(joined, Piece("out", piece.text))
            _append(joined, Piece("in", piece.text))
        place += 1
    return tuple(joined)


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece; within a run of changes what goes out stands before what comes in."""
    if piece.kind == "same":
        pieces.append(piece)
        return
    run = len(pieces)
    while run and pieces[run - 1].kind != "same":
        run -= 1
    for place in range(run, len(pieces)):
        if pieces[place].kind == piece.kind:
            pieces[place] = Piece(piece.kind, pieces[place].text + piece.text)
            return
    pieces.insert(run if piece.kind == "out" else len(pieces), piece)


def _matched(earlier: Sequence[ComparedPrinciple], later: Sequence[ComparedPrinciple]) -> dict[int, int]:
    """Return the place in the earlier version of each principle of the later one that has one."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def take(after: int, before: int) -> None:
        pairs[after] = before
        taken.add(before)

    by_line = {one.line: place for place, one in enumerate(earlier) if one.line}
    for after, one in enumerate(later):
        before = by_line.get(one.line) if one.line else None
        if before is not None and before not in taken:
            take(after, before)
    for after, before in _by_statements(earlier, later):
        if after not in pairs and before not in taken:
            take(after, before)
    by_text = {one.text: place for place, one in enumerate(earlier) if place not in taken}
    for after, one in enumerate(later):
        before = by_text.get(one.text)
        if after not in pairs and before is not None and before not in taken:
            take(after, before)
    return pairs


def _by_statements(
    earlier: Sequence[ComparedPrinciple], later: Sequence[ComparedPrinciple]
) -> list[tuple[int, int]]:
    """Return pairs that share statements, those that share the largest part first."""
    where: dict[int, list[int]] = {}
    for before, one in enumerate(earlier):
        for number in one.statements:
            where.setdefault(number, []).append(before)
    shares: dict[tuple[int, int], float] = {}
    for after, one in enumerate(later):
        for before in {place for number in one.statements for place in where.get(number, [])}:
            other = earlier[before].statements
            shares[after, before] = len(one.statements & other) / len(one.statements | other)
    return sorted(shares, key=lambda pair: (-shares[pair], pair))


def _kept(before: ComparedPrinciple, after: ComparedPrinciple, *, has_moved: bool) -> KeptPrinciple:
    return KeptPrinciple(
        before=before,
        after=after,
        pieces=pieces_of(before.text, after.text),
        has_moved=has_moved,
        changes=_known_changes(before.facts, after.facts),
    )


def _known_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs among what both sides know: no vote yet is no change of a vote."""
    changes = _changes(before, after)
    return tuple(one for one in changes if one.before is not None and one.after is not None)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    names = [*before, *(name for name in after if name not in before)]
    return tuple(
        Change(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def _longest_rising(values: Sequence[int]) -> set[int]:
    """Return the values of a longest rising subsequence (patience sorting; Fredman, 1975)."""
    tails: list[int] = []
    places: list[int] = []
    previous: list[int] = []
    for place, value in enumerate(values):
        row = bisect_left(tails, value)
        previous.append(places[row - 1] if row else -1)
        if row == len(tails):
            tails.append(value)
            places.append(place)
        else:
            tails[row], places[row] = value, place
    found: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        found.add(values[place])
        place = previous[place]
    return found
