"""How two statements differ, as far as word lists can tell. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.semantics.opposition import lexicon as kinds
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.meaning import FREE, MAY, MUST, NUMBER, UNKNOWN, Meaning, Unit

NEGATED = "One of them negates what the other says."
SWAPPED = "They use the same words in the opposite order."
OPPOSED = "They use words with opposite meanings."
FORCE = "One of them demands what the other leaves open."
QUANTITY = "They differ in how much or how often: all, some, only, none."
NUMBERS = "They name different numbers."
CONDITION = "They differ in the condition or the exception."
UNEXPLAINED = "They differ in a word that changes the meaning or may change it."
HARD = (NEGATED, OPPOSED, SWAPPED)
"""Findings that make two statements opposites; the others keep them from being the same."""


BUILT_ALIKE = 0.5
"""Share of words, small ones too, from which two statements are built alike: then every difference counts.
Below it one is reworded, and only negation, opposite words, roles, numbers and duty can be compared."""


@dataclass(frozen=True)
class Differences:
    """What stands between two statements.

    `overlap` is the share of content that both have (0 to 1, by weight), `left_over` how much content only
    the first and only the second has.
    """

    findings: tuple[str, ...]
    details: tuple[str, ...]
    overlap: float
    left_over: tuple[float, float]
    same_parity: bool
    same_force: bool
    shared_weight: float
    is_alike: bool


def differences(first: Meaning, second: Meaning) -> Differences:
    """Compare two statements of one language."""
    findings: list[str] = []
    details: list[str] = []

    def find(what: str, detail: str) -> None:
        findings.append(what)
        details.append(detail)

    shared = _keys(first) & _keys(second)
    is_alike = _shared_words(first, second) >= BUILT_ALIKE
    signed = _check_signs(first, second, shared, find)
    same_parity = (first.flips + _negatives(first) - second.flips - _negatives(second)) % 2 == 0
    only_first, only_second = _left_over(first, second), _left_over(second, first)
    weights = _weight(only_first), _weight(only_second)
    shared_weight = sum(_unit_weight(unit) for unit in _unique(first) if unit.key in shared)
    overlap = 2 * shared_weight / max(1e-9, 2 * shared_weight + weights[0] + weights[1])
    if not signed and (first.flips - second.flips) % 2:
        find(NEGATED, "negation")
    if first.force != second.force and FREE in (first.force, second.force) and overlap > 0.5:
        find(FORCE, f"{first.force} / {second.force}")
    elif first.force != second.force and is_alike:
        find(FORCE, f"{first.force} / {second.force}")
    _check_quantities(first, second, is_alike, find)
    numbers = [Counter(unit.key for unit in side.content if unit.kind == NUMBER) for side in (first, second)]
    if numbers[0] != numbers[1]:
        find(NUMBERS, "numbers")
    _check_comparison(first, second, is_alike, find)
    _check_conditions(first, second, is_alike, find)
    _check_order(first, second, weights, is_alike, find)
    _check_prefixes(only_first, only_second, find)
    if is_alike and overlap >= 0.8 and _is_doubled_differently(first, second, shared) and not findings:
        find(UNEXPLAINED, "repeated")
    if is_alike and max(weights) > 0 and min(weights) <= 1 and not findings:
        find(
            UNEXPLAINED,
            " / ".join(", ".join(unit.text for unit in side) or "-" for side in (only_first, only_second)),
        )
    return Differences(
        tuple(findings),
        tuple(details),
        overlap,
        weights,
        same_parity,
        first.force == second.force,
        shared_weight,
        is_alike,
    )


def _keys(meaning: Meaning) -> set[str]:
    return {unit.key for unit in meaning.content}


def _unique(meaning: Meaning) -> list[Unit]:
    return list({unit.key: unit for unit in meaning.content}.values())


def _negatives(meaning: Meaning) -> int:
    return 0


def _unit_weight(unit: Unit) -> float:
    return 0.3 if unit.kind == kinds.ACTOR else 1.0


def _weight(units: Sequence[Unit]) -> float:
    return sum(_unit_weight(unit) for unit in units)


def _left_over(first: Meaning, second: Meaning) -> list[Unit]:
    keys = _keys(second)
    return [unit for unit in _unique(first) if unit.key not in keys]


def _is_doubled_differently(first: Meaning, second: Meaning, shared: set[str]) -> bool:
    """Return whether something that both say stands twice in one of them."""
    counts = [Counter(unit.key for unit in side.content if unit.key in shared) for side in (first, second)]
    return counts[0] != counts[1]


def _check_signs(first: Meaning, second: Meaning, shared: set[str], find) -> int:
    """Find contents that one negates and the other does not; return how many could be compared.

    Where a word with an opposite stands under a negation, the two together carry the meaning ("not hide the
    risk" is "reveal the risk"), and the other words beside it are not compared.
    """
    carriers = _carriers(first), _carriers(second)
    compared = 0
    for plain_too in (False, True):
        for key in sorted(shared):
            pair = [[u for u in side.content if u.key == key] for side in (first, second)]
            if pair[0][0].kind in (kinds.ACTOR, NUMBER) or any(u.sign == 0 for us in pair for u in us):
                continue
            plain = any(
                u.segment in carrier and key not in carrier[u.segment]
                for carrier, us in zip(carriers, pair, strict=True)
                for u in us
            )
            if plain and not plain_too:
                continue
            compared += 1
            signs = [{u.sign for u in us} for us in pair]
            if signs[0] == signs[1]:
                continue
            is_behind = all(
                carrier.get(u.segment, [key])[0] != key
                for carrier, us in zip(carriers, pair, strict=True)
                for u in us
            )
            if is_behind and {u.own_sign for u in pair[0]} == {u.own_sign for u in pair[1]}:
                continue
            find(OPPOSED if first.flips == second.flips else NEGATED, key)
        if compared:
            break
    return compared


def _carriers(meaning: Meaning) -> dict[int, list[str]]:
    """Return, by segment, the concepts that have an opposite, in order."""
    found: dict[int, list[str]] = {}
    for unit in meaning.content:
        if unit.kind == kinds.CONCEPT and unit.has_opposite:
            found.setdefault(unit.segment, []).append(unit.key)
    return found


def _check_quantities(first: Meaning, second: Meaning, is_alike: bool, find) -> None:
    ours, theirs = first.quantities, second.quantities
    for name in ("only", "some", "few", "most"):
        if (name in ours) != (name in theirs) and (name == "only" or is_alike):
            find(QUANTITY, name)
    if is_alike and ("more" in ours) != ("more" in theirs):
        find(QUANTITY, "more")


def _side(meaning: Meaning, side: str) -> set[str]:
    return {unit.label for unit in meaning.content if unit.side == side}


def _check_comparison(first: Meaning, second: Meaning, is_alike: bool, find) -> None:
    if ("comparison" in first.markers) != ("comparison" in second.markers):
        if is_alike:
            find(CONDITION, "comparison")
        return
    if "comparison" not in first.markers:
        return
    first_before, first_after = _side(first, "W"), _side(first, "L")
    second_before, second_after = _side(second, "W"), _side(second, "L")
    crossed = (first_before & second_after - first_after) | (first_after & second_before - first_before)
    straight = (first_before & second_before) | (first_after & second_after)
    is_passive_differently = (kinds.PASSIVE in first.markers) != (kinds.PASSIVE in second.markers)
    actors = {unit.label for unit in first.content if unit.kind == kinds.ACTOR}
    if is_passive_differently and crossed <= actors and straight:
        return
    if crossed - straight:
        find(SWAPPED, ", ".join(sorted(crossed - straight)))


def _check_conditions(first: Meaning, second: Meaning, is_alike: bool, find) -> None:
    for marker in (kinds.CONCESSION, kinds.CONDITION):
        if is_alike and (marker in first.markers) != (marker in second.markers):
            find(CONDITION, marker)

    def parts(meaning: Meaning) -> tuple[set[str], set[str]]:
        inside = {u.label for u in meaning.content if u.in_condition and u.kind != kinds.ACTOR}
        return inside, {u.label for u in meaning.content if not u.in_condition and u.kind != kinds.ACTOR}

    if kinds.CONDITION in first.markers and kinds.CONDITION in second.markers:
        (in_first, out_first), (in_second, out_second) = parts(first), parts(second)
        crossed = (in_first & out_second - in_second) | (out_first & in_second - in_first)
        if crossed:
            find(SWAPPED, "condition: " + ", ".join(sorted(crossed)))


def _check_order(first: Meaning, second: Meaning, weights: tuple[float, float], is_alike: bool, find) -> None:
    """Find who or what changed places: the same contents in another order.

    A part that moved to the front or the end as a whole says nothing.
    """
    if max(weights) > 2 or _is_moved(first, second, with_actors=True):
        return
    actors = [[u.label for u in side.content if u.kind == kinds.ACTOR] for side in (first, second)]
    ours, theirs = _common(actors[0], actors[1])
    is_passive = [kinds.PASSIVE in side.markers for side in (first, second)]
    if len(ours) > 1 and (ours != theirs) != (is_passive[0] != is_passive[1]):
        find(SWAPPED, ", ".join(ours))
    elif not any(is_passive) and "comparison" not in first.markers and max(weights) <= 1:
        if is_alike and not _is_moved(first, second, with_actors=False):
            find(SWAPPED, "order")


def _shared_words(first: Meaning, second: Meaning) -> float:
    """Return the share of words, small ones too, that two statements have in common (Dice, 0 to 1)."""
    counts = [Counter(unit for unit in side.words if unit != BOUNDARY) for side in (first, second)]
    return 2 * (counts[0] & counts[1]).total() / max(1, counts[0].total() + counts[1].total())


def _common(first: list[str], second: list[str]) -> tuple[list[str], list[str]]:
    """Return what both hold, in the order of each, every key once."""
    return [k for k in dict.fromkeys(first) if k in second], [k for k in dict.fromkeys(second) if k in first]


def _is_moved(first: Meaning, second: Meaning, *, with_actors: bool) -> bool:
    """Return whether the common contents stand in the same order, up to one part moved over the rest."""
    ours, theirs = _common(
        *([u.label for u in side.content if with_actors or u.kind != kinds.ACTOR] for side in (first, second))
    )
    if ours == theirs:
        return not with_actors or kinds.PASSIVE not in first.markers | second.markers
    return len(ours) > 2 and any(ours[cut:] + ours[:cut] == theirs for cut in range(1, len(ours)))


def _check_prefixes(first: Sequence[Unit], second: Sequence[Unit], find) -> None:
    for ours in first:
        for theirs in second:
            if ours.kind == theirs.kind == UNKNOWN:
                longer, shorter = sorted((ours.key, theirs.key), key=len, reverse=True)
                if longer.endswith(shorter) and len(shorter) > 3:
                    find(OPPOSED, f"{ours.text} / {theirs.text}")
