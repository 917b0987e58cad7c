"""How two statements differ, as far as word lists can tell. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deliberation.semantics.opposition import lexicon as kinds
from deliberation.semantics.opposition.findings import (
    CONDITION,
    FORCE,
    NEGATED,
    NUMBERS,
    OPPOSED,
    QUANTITY,
    SWAPPED,
    UNEXPLAINED,
)
from deliberation.semantics.opposition.meaning import (
    FREE,
    MAY,
    NUMBER,
    ONLY_BY_EXCEPTION,
    UNKNOWN,
    Meaning,
    Unit,
)
from deliberation.semantics.opposition.sentence_pair import (
    MACHINE_WEIGHT,
    Finding,
    Pair,
    differ_in,
    paired,
    unique_units,
    weight_of,
)
from deliberation.semantics.opposition.word_order import changed_places, is_turned, unread_signs

REWORDED_BELOW = 0.6
"""Share of words below which several replaced words on both sides may be a rewording."""


@dataclass(frozen=True)
class Differences:
    """What stands between two statements.

    `overlap` is the share of content that both have (0 to 1, by weight), `left_over` how much content only
    the first and only the second has.
    """

    findings: tuple[Finding, ...]
    overlap: float
    left_over: tuple[float, float]
    is_alike: bool


def differences(first: Meaning, second: Meaning) -> Differences:
    """Compare two statements of one language."""
    pair = paired(first, second)
    weight = weight_of([unit for unit in unique_units(first) if unit.key in pair.shared])
    overlap = 2 * weight / max(1e-9, 2 * weight + sum(pair.left_over))
    findings = () if is_turned(first.words, second.words) else tuple(_findings(pair, overlap))
    return Differences(findings, overlap, pair.left_over, pair.is_alike)


def _findings(pair: Pair, overlap: float) -> Iterator[Finding]:
    first, second = pair.both
    found = [*_negations(pair, overlap), *_duties(pair, overlap), *_quantities(pair), *_numbers(pair)]
    found += [*_comparisons(pair), *_conditions(pair), *changed_places(pair), *_prefixes(pair)]
    if not found and (_reversals(first, pair.shared) - _reversals(second, pair.shared)) % 2:
        # A negation fell on something that cannot be compared, such as who is meant in a condition.
        found.append((NEGATED, "negation"))
    yield from found
    if found:
        return
    if _is_odd(pair) and overlap >= 0.3:
        yield NEGATED, "negation"
    if _is_other_actor(pair):
        yield UNEXPLAINED, "who"
    if not pair.is_alike:
        return
    yield from unread_signs(pair)
    if overlap >= 0.8 and _is_doubled_differently(pair):
        yield UNEXPLAINED, "repeated"
    is_replaced = bool(pair.only_first and pair.only_second)
    # Whom something is done to, or by, is no detail where an agent is named.
    names_agent = any(kinds.PASSIVE in side.markers for side in pair.both)
    is_light = all(
        unit.is_machine or (unit.is_light and not (names_agent and unit.kind == kinds.ACTOR))
        for unit in (*pair.only_first, *pair.only_second)
    )
    is_reworded = pair.shared_words < REWORDED_BELOW and min(pair.left_over) > 1
    if (is_replaced or not is_light) and not is_reworded:
        sides = (", ".join(unit.text for unit in side) or "-" for side in (pair.only_first, pair.only_second))
        yield UNEXPLAINED, " / ".join(sides)


def _reversals(meaning: Meaning, shared: frozenset[str]) -> int:
    """Return how often a statement says no: by negation, or by the opposite of what both are about."""
    turned = {unit.key for unit in meaning.content if unit.own_sign < 0} & shared
    negative = {unit.key for unit in meaning.content if unit.holds_negator} - shared
    return meaning.flips + len(turned) + len(negative)


def _is_odd(pair: Pair) -> bool:
    """Return whether negations and sides of shared contents, counted together, differ by an odd number.

    Whatever each negation reaches, "not hide" and "share" differ by two, "not share" and "share" by one.
    """
    own = [{unit.key: unit.own_sign for unit in reversed(side.content)} for side in pair.both]
    turned = sum(own[0][key] != own[1][key] for key in pair.shared)
    return (pair.first.flips - pair.second.flips + turned) % 2 == 1


def _is_other_actor(pair: Pair) -> bool:
    """Return whether one speaks of an AI and the other of people instead."""
    first, second = (
        {"AI" if unit.is_machine else "people" for unit in side if unit.is_machine or unit.is_people}
        for side in (pair.only_first, pair.only_second)
    )
    return bool(first and second)


def _is_doubled_differently(pair: Pair) -> bool:
    """Return whether something that both say stands twice in one of them."""
    counts: list[Counter[str]] = [Counter(), Counter()]
    for count, side in zip(counts, pair.both, strict=True):
        before = ""
        for unit in side.content:
            if (
                unit.key in pair.shared
                and not unit.is_machine
                and (unit.key != before or unit.kind == kinds.ACTOR)
            ):
                count[unit.key] += 1
            before = unit.key
    return counts[0] != counts[1]


def _negations(pair: Pair, overlap: float) -> Iterator[Finding]:
    """Find contents that one negates and the other does not.

    Where a word with an opposite stands under a negation, the two together carry the meaning ("not hide the
    risk" is "reveal the risk"), and the other words beside it are compared only if nothing else can be.
    """
    first, second = pair.both
    opposed = {unit.key for side in pair.both for unit in side.content if unit.has_opposite}
    carriers = [_carriers(side, opposed) for side in pair.both]
    kind = OPPOSED if first.flips == second.flips else NEGATED
    for with_plain in (False, True):
        comparable = False
        for key in sorted(pair.shared):
            units = [[unit for unit in side.content if unit.key == key] for side in pair.both]
            if units[0][0].kind in (kinds.ACTOR, NUMBER) or any(not u.sign for side in units for u in side):
                continue
            if not with_plain and _is_carried(key, units, carriers):
                continue
            comparable = True
            if not _agree(pair, key, units, carriers):
                yield kind, key
        if comparable:
            return
    if (pair.is_alike or overlap >= 0.3) and (first.flips - second.flips) % 2:
        yield NEGATED, "negation"


Carriers = dict[int, list[str]]
"""By segment: the concepts that have an opposite, in order."""


def _carriers(meaning: Meaning, opposed: set[str]) -> Carriers:
    found: Carriers = {}
    for unit in meaning.content:
        if unit.key in opposed:
            found.setdefault(unit.segment, []).append(unit.key)
    return found


def _is_carried(key: str, units: Sequence[Sequence[Unit]], carriers: Sequence[Carriers]) -> bool:
    """Return whether a word with an opposite stands beside a content that has none."""
    return any(
        key not in carrier.get(unit.segment, [key])
        for carrier, side in zip(carriers, units, strict=True)
        for unit in side
    )


def _agree(pair: Pair, key: str, units: Sequence[Sequence[Unit]], carriers: Sequence[Carriers]) -> bool:
    """Return whether both statements say something, or both its negation.

    A word behind another one with an opposite ("hide the risk") is what that one is about, so it may also
    agree with negations left aside; in both, or where the word in front is one that only one of them has.
    """
    signs = [{unit.sign for unit in side} for side in units]
    if signs[0] == signs[1] or (not pair.is_alike and units[0][0].sign == units[1][0].sign):
        return True
    if {unit.own_sign for unit in units[0]} != {unit.own_sign for unit in units[1]}:
        return False
    fronts = [
        {carrier.get(unit.segment, [key])[0] for unit in side}
        for carrier, side in zip(carriers, units, strict=True)
    ]
    is_behind = [key not in front for front in fronts]
    return all(is_behind) or any(
        behind and not front & pair.shared for behind, front in zip(is_behind, fronts, strict=True)
    )


def _duties(pair: Pair, overlap: float) -> Iterator[Finding]:
    forces = pair.first.force, pair.second.force
    # "May only be shared with consent" is "must not be shared without".
    says_alike = all(_says_only(side) for side in pair.both) or _is_all_by_exception(pair)
    is_same = forces[0] == forces[1] or (FREE not in forces and says_alike)
    if not is_same and (pair.is_alike or overlap > 0.4):
        yield FORCE, " / ".join(forces)


def _says_only(meaning: Meaning) -> bool:
    return bool({"only", ONLY_BY_EXCEPTION} & meaning.quantities)


def _is_all_by_exception(pair: Pair) -> bool:
    """Return whether one says "none without" and the other "all with"."""
    ours, theirs = pair.first.quantities, pair.second.quantities
    if ("all" in ours) == ("all" in theirs):
        return False
    whole, other = pair.both if "all" in ours else reversed(pair.both)
    return ONLY_BY_EXCEPTION in other.quantities and whole.force != MAY


def _quantities(pair: Pair) -> Iterator[Finding]:
    """Find a quantity that one of them names; in rewordings only "only", if it stands there as a word."""
    ours, theirs = pair.first.quantities, pair.second.quantities
    is_by_exception = ONLY_BY_EXCEPTION in ours | theirs
    is_only_in_one = _says_only(pair.first) != _says_only(pair.second) and not _is_all_by_exception(pair)
    if is_only_in_one and (pair.is_alike or not is_by_exception):
        yield QUANTITY, "only"
    for name in ("some", "few", "most", "more"):
        if (pair.is_alike or name == "some") and (name in ours) != (name in theirs):
            yield QUANTITY, name


def _numbers(pair: Pair) -> Iterator[Finding]:
    numbers = [Counter(unit.key for unit in side.content if unit.kind == NUMBER) for side in pair.both]
    if numbers[0] != numbers[1]:
        yield NUMBERS, " / ".join(", ".join(side) or "-" for side in numbers)


def _comparisons(pair: Pair) -> Iterator[Finding]:
    """Find things put first in one statement and behind in the other."""
    first, second = pair.both
    if ("comparison" in first.markers) != ("comparison" in second.markers):
        if pair.is_alike:
            yield CONDITION, "comparison"
        return

    def labels(meaning: Meaning, side: str) -> set[str]:
        return {unit.label for unit in meaning.content if unit.side == side}

    before, after = [labels(side, "W") for side in pair.both], [labels(side, "L") for side in pair.both]
    crossed = ((before[0] & after[1]) - after[0]) | ((after[0] & before[1]) - before[0])
    straight = (before[0] & before[1]) | (after[0] & after[1])
    actors = {unit.label for unit in first.content if unit.kind == kinds.ACTOR}
    if differ_in(pair, kinds.PASSIVE) and crossed <= actors and straight:
        return
    if crossed - straight:
        yield SWAPPED, ", ".join(sorted(crossed - straight))


def _conditions(pair: Pair) -> Iterator[Finding]:
    """Find conditions that only one has, and what is a condition in one and its consequence in the other."""
    if not pair.is_alike:
        if differ_in(pair, kinds.CONCESSION) and kinds.CONDITION in pair.first.markers | pair.second.markers:
            yield CONDITION, kinds.CONCESSION
        return
    for marker in (kinds.CONCESSION, kinds.CONDITION):
        if differ_in(pair, marker) and (marker == kinds.CONCESSION or max(pair.left_over) > MACHINE_WEIGHT):
            yield CONDITION, marker
    if not all(kinds.CONDITION in side.markers for side in pair.both):
        return
    inside, outside = (
        [
            {u.label for u in side.content if u.in_condition is within and u.kind != kinds.ACTOR}
            for side in pair.both
        ]
        for within in (True, False)
    )
    crossed = ((inside[0] & outside[1]) - inside[1]) | ((outside[0] & inside[1]) - inside[0])
    if crossed:
        yield SWAPPED, "condition: " + ", ".join(sorted(crossed))


def _prefixes(pair: Pair) -> Iterator[Finding]:
    """Find unknown words of which one is the other with something in front: "fair" and "unfair"."""
    for ours in pair.only_first:
        for theirs in pair.only_second:
            if ours.kind == theirs.kind == UNKNOWN:
                shorter, longer = sorted((ours.key, theirs.key), key=len)
                if longer.endswith(shorter) and len(shorter) > 3:
                    yield OPPOSED, f"{ours.text} / {theirs.text}"
