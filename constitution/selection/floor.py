"""The floor under every rule: what keeps a statement from becoming a principle at all. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from constitution.selection.candidates import NOT_MERGED, Candidates, Flags
from constitution.selection.rules import SelectionRules

Reason = Literal[
    "not accepted",
    "about the deliberation",
    "merged",
    "too few votes",
    "divided",
    "not agreed",
    "not trainable",
    "below the threshold",
    "beyond the size",
]
Reasons = dict[int, tuple[Reason, str]]
"""By column of the candidates: why a statement cannot be selected, and the detail of it."""


@dataclass(frozen=True)
class Contested:
    """A statement on which the groups are far apart: smoothed shares that agree, one per group."""

    number: int
    difference: float
    shares: tuple[float, ...]


def reasons_against(candidates: Candidates, rules: SelectionRules) -> Reasons:
    """Return why a statement cannot be selected, by column; columns without an entry are agreed."""
    needed = np.minimum(rules.minimum_votes, np.ceil(candidates.group_sizes / 2)).astype(np.int64)
    too_few = candidates.seen < np.maximum(needed, 1)[:, np.newaxis]
    against = candidates.agree <= rules.least_share * candidates.seen
    divided = _divided(candidates, rules, against)
    low: Flags = candidates.geometric_mean < (rules.least_score or 0.0)
    reasons: Reasons = {}
    for column in range(len(candidates.numbers)):
        reason = _reason(
            candidates,
            column,
            too_few=too_few[:, column],
            against=against[:, column],
            divided=bool(divided[column]),
            low=bool(low[column]),
        )
        if reason is not None:
            reasons[column] = reason
    return reasons


def _reason(
    candidates: Candidates, column: int, *, too_few: Flags, against: Flags, divided: bool, low: bool
) -> tuple[Reason, str] | None:
    if not candidates.accepted[column]:
        return "not accepted", ""
    if candidates.meta[column]:
        return "about the deliberation", ""
    if candidates.merged_into[column] != NOT_MERGED:
        return "merged", str(final_target(candidates, column))
    if too_few.any():
        return "too few votes", _indices(too_few)
    if divided:
        return "divided", _indices(against)
    if against.any():
        return "not agreed", _indices(against)
    if candidates.not_trainable[column]:
        return "not trainable", candidates.not_trainable[column]
    return ("below the threshold", "") if low else None


def _divided(candidates: Candidates, rules: SelectionRules, against: Flags) -> Flags:
    """(m,) whether some groups agree and others clearly do not."""
    if len(candidates.group_sizes) < 2:
        apart: Flags = candidates.divisiveness >= rules.contested_without_groups
        return apart
    far: Flags = candidates.divisiveness >= rules.contested_difference
    return far & against.any(axis=0) & ~against.all(axis=0)


def contested_among(candidates: Candidates, reasons: Reasons) -> tuple[Contested, ...]:
    """Return the statements that divide the groups, the widest apart first."""
    shares = (candidates.agree + 1) / (candidates.seen + 2)
    columns = [column for column, (reason, _detail) in reasons.items() if reason == "divided"]
    columns.sort(key=lambda column: (-candidates.divisiveness[column], candidates.numbers[column]))
    return tuple(
        Contested(
            number=int(candidates.numbers[column]),
            difference=float(candidates.divisiveness[column]),
            shares=tuple(float(share) for share in shares[:, column]),
        )
        for column in columns
    )


def on_their_own(candidates: Candidates) -> Flags:
    """(m,) statements that moderation lets in as they are: neither merged nor about the deliberation."""
    own = candidates.merged_into == NOT_MERGED
    found: Flags = candidates.accepted & ~candidates.meta & own
    return found


def merged_numbers(candidates: Candidates) -> dict[int, list[int]]:
    """Return the numbers of the statements merged into each statement, over several steps if need be."""
    behind: dict[int, list[int]] = {}
    for column in np.flatnonzero((candidates.merged_into != NOT_MERGED) & candidates.accepted):
        behind.setdefault(final_target(candidates, int(column)), []).append(int(candidates.numbers[column]))
    return behind


def final_target(candidates: Candidates, column: int) -> int:
    """Return the number at the end of a chain of merges; a circle ends where it closes."""
    target_of = dict(zip(candidates.numbers.tolist(), candidates.merged_into.tolist(), strict=True))
    number, passed = int(candidates.numbers[column]), set[int]()
    while (target := target_of.get(number, NOT_MERGED)) != NOT_MERGED and number not in passed:
        passed.add(number)
        number = target
    return number


def _indices(flags: Flags) -> str:
    return ",".join(str(index) for index in np.flatnonzero(flags))
