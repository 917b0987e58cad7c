"""Two statements beside each other: what both say, and what only one of them does. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.semantics.opposition import lexicon as kinds
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.meaning import Meaning, Unit

BUILT_ALIKE = 0.5
"""Share of words, small ones too, from which two statements are built alike: then every difference counts.
Below it one is reworded, and only negation, opposite words, roles, numbers and duty can be compared."""
MACHINE_WEIGHT, ACTOR_WEIGHT = 0.1, 0.6
"""Of a mention of an AI, which nearly every statement is about, and of another actor; other words weigh 1."""

Finding = tuple[str, str]
"""What was found, and the words in which."""


@dataclass(frozen=True)
class Pair:
    """Two statements beside each other.

    `shared` holds the keys of what both say; `only_first` and `only_second` the units of what one alone does;
    `shared_words` is the share of words, small ones too, that both have (Dice, 0 to 1).
    """

    first: Meaning
    second: Meaning
    shared: frozenset[str]
    only_first: tuple[Unit, ...]
    only_second: tuple[Unit, ...]
    shared_words: float

    @property
    def is_alike(self) -> bool:
        """Whether the two are built alike, so that every difference counts."""
        return self.shared_words >= BUILT_ALIKE

    @property
    def both(self) -> tuple[Meaning, Meaning]:
        """The first and the second."""
        return self.first, self.second

    @property
    def left_over(self) -> tuple[float, float]:
        """How much content only the first and only the second holds."""
        return weight_of(self.only_first), weight_of(self.only_second)


def paired(first: Meaning, second: Meaning) -> Pair:
    """Put two statements beside each other."""
    keys = {unit.key for unit in first.content}, {unit.key for unit in second.content}
    return Pair(
        first,
        second,
        frozenset(keys[0] & keys[1]),
        tuple(unit for unit in unique_units(first) if unit.key not in keys[1]),
        tuple(unit for unit in unique_units(second) if unit.key not in keys[0]),
        _shared_words(first, second),
    )


def unique_units(meaning: Meaning) -> list[Unit]:
    """Return the contents of a statement, each once."""
    return list({unit.key: unit for unit in meaning.content}.values())


def weight_of(units: Sequence[Unit]) -> float:
    """Return how much content the units hold; the weights above say what little a mention of an AI adds."""
    return sum(
        MACHINE_WEIGHT
        if unit.is_machine or unit.is_light
        else ACTOR_WEIGHT
        if unit.kind == kinds.ACTOR
        else 1.0
        for unit in units
    )


def _shared_words(first: Meaning, second: Meaning) -> float:
    """Return the share of words, small ones too, that two statements have in common (Dice, 0 to 1)."""
    counts = [Counter(unit for unit in side.words if unit != BOUNDARY) for side in (first, second)]
    return 2 * (counts[0] & counts[1]).total() / max(1, counts[0].total() + counts[1].total())


def differ_in(pair: Pair, marker: str) -> bool:
    """Return whether just one of the two has the marker: a passive, a condition, a comparison."""
    return (marker in pair.first.markers) != (marker in pair.second.markers)
