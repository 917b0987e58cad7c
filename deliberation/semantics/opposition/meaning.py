"""What a statement says, as far as word lists can tell: who, what, negated or not, must or may. PURE."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from deliberation.semantics.opposition import lexicon as kinds
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.lexicon import Entry, Lexicon

MUST, MAY, FREE = "must", "may", "need not"
UNKNOWN, NUMBER, LITERAL, CLAUSE_END = "unknown", "number", "literal", "end"

ONLY_BY_EXCEPTION = "only by exception"
"""The quantity of a negation with an exception: "never without", "nothing but"."""
CONTENT = frozenset({kinds.ACTOR, kinds.CONCEPT, UNKNOWN, NUMBER})

_MAY_HIDE_NEGATORS = frozenset({UNKNOWN})
"""Entries that may swallow a negating word; the phrases of the lists hold theirs on purpose."""


@dataclass
class Unit:
    """A word or phrase of a statement.

    `sign` is 1 as it is, -1 negated (or the other side of its opposition), 0 where the reach of a negation
    cannot be told; `own_sign` leaves negations aside. A segment is a run of units under the same negations.
    `side` is "W" or "L" in a comparison.
    """

    kind: str
    key: str
    text: str
    sign: int
    own_sign: int
    clause: int
    segment: int
    side: str = ""
    in_condition: bool = False
    has_opposite: bool = False
    is_machine: bool = False
    is_people: bool = False
    is_light: bool = False
    holds_negator: bool = False
    """Whether a negating word is part of the phrase: "not know", "不懂"."""

    @property
    def label(self) -> str:
        """The concept and its side, negations aside: "honest" and "lie" differ."""
        return self.key if self.own_sign > 0 else f"anti-{self.key}"


@dataclass(frozen=True)
class Meaning:
    """A statement, read."""

    content: tuple[Unit, ...]
    """Actors, concepts, unknown words and numbers, in order."""
    force: str
    """MUST, MAY or FREE: whether the statement obliges (or forbids), permits, or lifts an obligation."""
    quantities: frozenset[str]
    markers: frozenset[str]
    """Of: condition, exception, concession, comparison, passive."""
    flips: int
    """How many words of the statement negate."""
    hidden_negators: int
    """How many words that negate by themselves stand inside a longer entry that does not."""
    words: tuple[str, ...]
    """All units of the text."""

    @functools.cached_property
    def keys(self) -> frozenset[str]:
        """What the statement is about: its concepts, unknown words and numbers."""
        return frozenset(unit.key for unit in self.content if not unit.is_machine)


@dataclass
class _Reading:
    """What is known while a statement is read from the left."""

    lexicon: Lexicon
    units: list[Unit] = field(default_factory=list)
    sign: int = 1
    is_lasting: bool = False
    pending: int = 0
    in_condition: bool = False
    clause: int = 0
    flips: int = 0
    segment: int = 0
    has_just_permitted: bool = False
    echoes: bool = False

    def in_clause(self) -> list[Unit]:
        return [unit for unit in self.units if unit.clause == self.clause and unit.kind in CONTENT]

    def flip(self, *, is_lasting: bool, echoes: bool = False) -> None:
        self.sign = -self.sign
        self.pending += 1
        self.flips += 1
        self.segment += 1
        self.echoes = echoes
        self.is_lasting = self.is_lasting or is_lasting

    def add(self, entry: Entry, text: str, side: str) -> None:
        kind, sign = entry.kind, entry.sign
        if kind != kinds.ACTOR:
            if self.pending:
                for unit in self.in_clause():
                    if unit.kind != kinds.ACTOR and not unit.in_condition:
                        unit.sign = 0
            self.pending = 0
        self.units.append(
            Unit(
                kind,
                entry.concept or text,
                text,
                sign * self.sign,
                sign,
                self.clause,
                self.segment,
                side,
                self.in_condition,
                entry.has_opposite,
                entry.concept == self.lexicon.machine,
                entry.concept == self.lexicon.people,
                text in self.lexicon.light or entry.concept == self.lexicon.people,
                any(unit in self.lexicon.negators for unit in text.split()),
            )
        )

    def negate_before(self) -> None:
        """Negate what stands before in the clause; a "not" directly in front cancels it."""
        factor = -1 if self.pending % 2 == 0 else 1
        if self.pending % 2:
            self.sign = -self.sign
        self.flips += 1
        self.pending = 0
        for unit in self.in_clause():
            if not unit.in_condition:
                unit.sign *= factor

    def end_clause(self) -> None:
        """Let a negation with nothing behind it reach back, and the next clause start afresh."""
        content = [unit for unit in self.in_clause() if unit.kind != kinds.ACTOR] or self.in_clause()
        if self.pending and not content:
            self.clause += 1
            return
        if self.pending % 2:
            for unit in content:
                unit.sign = -unit.sign
        self.sign, self.pending = 1, 0
        self.in_condition = self.is_lasting = self.echoes = False
        self.clause += 1
        self.segment += 1


def read(text: str, lexicon: Lexicon) -> Meaning:
    """Read a statement with the lists of its language."""
    units = tuple(lexicon.rules.words(text))
    sides = _sides(units, lexicon)
    found = list(_entries(units, sides, lexicon))
    only_by_exception = _is_only_by_exception(found)
    reading = _Reading(lexicon)
    quantities: set[str] = {ONLY_BY_EXCEPTION} if only_by_exception else set()
    markers: set[str] = {"comparison"} if any(sides) else set()
    forces: set[str] = set()
    for start, length, entry in found:
        words = " ".join(units[start : start + length])
        _take(entry, words, sides[start], reading, quantities, markers, forces, only_by_exception)
    reading.end_clause()
    force = FREE if FREE in forces else MAY if MAY in forces else MUST
    hidden = sum(
        unit in lexicon.negators
        for start, length, entry in found
        if entry.kind in _MAY_HIDE_NEGATORS
        for unit in units[start : start + length]
    )
    content = tuple(unit for unit in reading.units if unit.kind in CONTENT)
    return Meaning(content, force, frozenset(quantities), frozenset(markers), reading.flips, hidden, units)


def _take(
    entry: Entry,
    words: str,
    side: str,
    reading: _Reading,
    quantities: set[str],
    markers: set[str],
    forces: set[str],
    only_by_exception: bool,
) -> None:
    kind = entry.kind
    _dispatch(entry, words, side, reading, quantities, markers, forces, only_by_exception)
    reading.has_just_permitted = kind == kinds.PERMITTING


def _dispatch(
    entry: Entry,
    words: str,
    side: str,
    reading: _Reading,
    quantities: set[str],
    markers: set[str],
    forces: set[str],
    only_by_exception: bool,
) -> None:
    kind = entry.kind
    if kind == CLAUSE_END:
        reading.end_clause()
    elif kind in CONTENT:
        reading.add(entry, words, side)
    elif kind in (kinds.NEGATOR, kinds.NEGATING) or (kind == kinds.QUANTITY and entry.concept == "none"):
        is_echo = reading.lexicon.rules.has_negative_concord and reading.echoes and kind == kinds.QUANTITY
        if reading.has_just_permitted and kind != kinds.NEGATING and not only_by_exception:
            forces.discard(MAY)
        if not only_by_exception and not is_echo:
            reading.flip(is_lasting=kind != kinds.NEGATOR, echoes=kind != kinds.NEGATING)
    elif kind == kinds.NEGATING_BEFORE:
        if only_by_exception:
            return
        if any(unit.kind != kinds.ACTOR for unit in reading.in_clause()):
            reading.negate_before()
        else:
            reading.flip(is_lasting=True)
    elif kind == kinds.QUANTITY:
        if not (entry.concept == "all" and reading.sign < 0):
            quantities.add(entry.concept)
    elif kind == kinds.EXCEPTION:
        if not only_by_exception:
            markers.add(kind)
            reading.flip(is_lasting=True)
    elif kind in (kinds.CONDITION, kinds.CONCESSION):
        markers.add(kind)
        if reading.pending and not reading.in_clause():
            return
        if reading.in_clause():
            reading.end_clause()
        reading.in_condition = True
    elif kind == kinds.CONDITION_END:
        markers.add(kinds.CONDITION)
        for unit in reading.in_clause():
            unit.in_condition = True
        reading.end_clause()
    elif kind in (kinds.OBLIGING, kinds.PERMITTING, kinds.EXCUSING):
        if reading.in_condition and any(unit.kind != kinds.ACTOR for unit in reading.in_clause()):
            reading.end_clause()
        if reading.sign < 0 and not reading.is_lasting and not reading.pending:
            reading.sign = 1
            reading.segment += 1
        if kind == kinds.EXCUSING:
            forces.add(FREE if reading.sign > 0 else MUST)
            reading.flip(is_lasting=True)
        elif kind == kinds.PERMITTING:
            forces.add(MAY if reading.sign > 0 else MUST)
    elif kind == kinds.PASSIVE:
        markers.add(kind)


def _entries(units: Sequence[str], sides: Sequence[str], lexicon: Lexicon) -> list[tuple[int, int, Entry]]:
    """Return (start, length, entry) of everything in a text, from the left."""
    found = []
    start, units = 0, tuple(units)
    while start < len(units):
        if units[start] == BOUNDARY:
            length, entry = 1, Entry(CLAUSE_END)
        elif sides[start] == LITERAL:
            length, entry = 1, Entry(LITERAL)
        elif units[start][0].isdigit():
            length, entry = 1, Entry(NUMBER)
        else:
            end = next((i for i in range(start, len(units)) if sides[i] != sides[start]), len(units))
            length, match = lexicon.find(units, start, end)
            entry = match or Entry(UNKNOWN)
        found.append((start, length, entry))
        start += length
    return found


def _is_only_by_exception(found: Sequence[tuple[int, int, Entry]]) -> bool:
    """Return whether one negation and one exception make an "only": "never without", "nothing but"."""
    negations = sum(
        entry.kind in (kinds.NEGATOR, kinds.NEGATING, kinds.NEGATING_BEFORE)
        or (entry.kind == kinds.QUANTITY and entry.concept == "none")
        for _, _, entry in found
    )
    return negations == 1 and sum(entry.kind == kinds.EXCEPTION for _, _, entry in found) == 1


def _sides(units: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """Return for each unit whether a comparison puts it first ("W"), behind ("L"), or is made of it."""
    joined = "".join(unit + " " for unit in units)
    sides = [""] * len(units)
    covered = _covered(units, lexicon)
    present = set(units)
    for template in lexicon.templates:
        if not template.needed <= present:
            continue
        match = template.pattern.search(joined)
        if match is None:
            continue
        first = joined[: match.start()].count(" ")
        last = joined[: match.end()].count(" ")
        spans = [(joined[: match.start(s)].count(" "), joined[: match.end(s)].count(" ")) for s in ("W", "L")]
        inside = {position for start, end in spans for position in range(start, end)}
        literals = [position for position in range(first, last) if position not in inside]
        if any(covered[position] > template.literals for position in literals):
            continue
        for position in range(first, joined[: match.end()].count(" ")):
            sides[position] = LITERAL
        for side in ("W", "L"):
            start, end = (joined[: match.start(side)].count(" "), joined[: match.end(side)].count(" "))
            sides[start:end] = [side] * (end - start)
        return [BOUNDARY if unit == BOUNDARY else side for unit, side in zip(units, sides, strict=True)]
    return sides


def _covered(units: tuple[str, ...], lexicon: Lexicon) -> list[int]:
    """Return for each unit how long the entry is that covers it."""
    lengths: list[int] = []
    while len(lengths) < len(units):
        length, entry = lexicon.find(units, len(lengths), len(units))
        lengths.extend([length if entry else 0] * length)
    return lengths


__all__ = ["FREE", "MAY", "MUST", "Meaning", "Unit", "read", "replace"]
