"""Which statements become principles: agreed in every group, ranked by how sure that is. PURE.

It reads what a stored analysis found and computes no score of its own. The rank is the least, over the
opinion groups, of the lower 95 % credible bound of the share that agrees (`StatementResult.
consensus_lower_bound`): it grows with the evidence, so two voters never outrank two hundred; and being a
minimum over the groups it means the same for two groups as for five, where a product of shares shrinks with
every further group. `docs/constitution.md` says more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reason = Literal[
    "not accepted",
    "about the deliberation",
    "merged",
    "too few votes",
    "divided",
    "not agreed",
    "not trainable",
    "beyond the size",
]

NOT_MERGED = -1


@dataclass(frozen=True)
class SelectionRules:
    """What the selection can be told; stored with every draft.

    Attributes:
        size: number of principles asked for.
        minimum_votes: votes that a statement needs in each group. A group of fewer than twice as many
            members has to give votes of half its members, rounded up: else a small group could block all.
        least_share: more than this share of those in each group who saw the statement must agree; passes
            count as not agreeing.
        contested_difference: greatest difference between groups in the share that agrees, from which a
            statement is published as contested.
        contested_without_groups: the same between the two halves of the opinion space, where the analysis
            found fewer than two groups; there the halves stand in for groups, so such a statement is not
            selected even if most people agree.
    """

    size: int = 20
    minimum_votes: int = 5
    least_share: float = 0.5
    contested_difference: float = 0.3
    contested_without_groups: float = 0.4

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError("size must be at least 1")
        if self.minimum_votes < 1:
            raise ValueError("minimum_votes must be at least 1")
        if not (0 < self.least_share < 1 and 0 < self.contested_difference <= 1):
            raise ValueError("least_share and contested_difference must lie between 0 and 1")

    def as_dict(self) -> dict[str, Any]:
        """All rules as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Candidates:
    """The statements of an analysis; m statements, g groups.

    Attributes:
        numbers: (m,) statement numbers.
        agree, seen: (g, m) votes of each group's members; passes are in `seen`.
        group_sizes: (g,) members of each group.
        geometric_mean: (m,) normalised group-aware consensus.
        lower_bound: (m,) least over the groups of the lower credible bound of the share that agrees.
        divisiveness: (m,) greatest difference in the share that agrees.
        accepted: (m,) whether moderation lets the statement in today.
        meta: (m,) whether it is about the deliberation itself.
        merged_into: (m,) number of the statement it was merged into, or `NOT_MERGED`.
        not_trainable: m codes of why it is not about a response; "" where it is.
    """

    numbers: Integers
    agree: Integers
    seen: Integers
    group_sizes: Integers
    geometric_mean: Floats
    lower_bound: Floats
    divisiveness: Floats
    accepted: Flags
    meta: Flags
    merged_into: Integers
    not_trainable: tuple[str, ...]

    def __post_init__(self) -> None:
        columns = len(self.numbers)
        per_statement = (self.geometric_mean, self.lower_bound, self.divisiveness, self.accepted)
        if {len(values) for values in (*per_statement, self.meta, self.merged_into)} - {columns}:
            raise ValueError("every array needs one entry per statement")
        if len(self.not_trainable) != columns:
            raise ValueError("not_trainable needs one entry per statement")
        if not self.agree.shape == self.seen.shape == (len(self.group_sizes), columns):
            raise ValueError("agree and seen need one row per group and one column per statement")
        if not len(self.group_sizes):
            raise ValueError("at least one group is needed; everybody together is one")


@dataclass(frozen=True)
class Selected:
    """A statement that becomes a principle.

    Attributes:
        number: the statement people voted on.
        statement_numbers: it and the confirmed duplicates merged into it, ascending after the first.
        geometric_mean, lower_bound: as in `Candidates`.
    """

    number: int
    statement_numbers: tuple[int, ...]
    geometric_mean: float
    lower_bound: float


@dataclass(frozen=True)
class NotSelected:
    """A statement that becomes no principle, and why.

    `detail` is the number of the statement it was merged into, the indices of the groups concerned
    (separated by commas), or the code of why it is not trainable; otherwise empty.
    """

    number: int
    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Contested:
    """A statement on which the groups are far apart: smoothed shares that agree, one per group."""

    number: int
    difference: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Selection:
    """The outcome: every statement stands in exactly one of `selected` and `not_selected`."""

    rules: SelectionRules
    selected: tuple[Selected, ...]
    not_selected: tuple[NotSelected, ...]
    contested: tuple[Contested, ...]


def select_principles(candidates: Candidates, rules: SelectionRules) -> Selection:
    """Choose at most `rules.size` statements that every group agrees with, the surest first.

    Ties in the lower bound are broken by the geometric mean, then by the number of votes, then by the
    lower statement number: the outcome does not depend on the order of the input.
    """
    reasons = _reasons(candidates, rules)
    agreed = [column for column in range(len(candidates.numbers)) if column not in reasons]
    ranked = sorted(agreed, key=lambda column: _rank(candidates, column))
    for column in ranked[rules.size :]:
        reasons[column] = ("beyond the size", "")
    behind = _merged_numbers(candidates)
    return Selection(
        rules=rules,
        selected=tuple(_selected(candidates, column, behind) for column in ranked[: rules.size]),
        not_selected=tuple(
            sorted(
                (NotSelected(int(candidates.numbers[column]), *reason) for column, reason in reasons.items()),
                key=lambda left_out: left_out.number,
            )
        ),
        contested=_contested(candidates, reasons),
    )


def _rank(candidates: Candidates, column: int) -> tuple[float, float, int, int]:
    return (
        -float(candidates.lower_bound[column]),
        -float(candidates.geometric_mean[column]),
        -int(candidates.seen[:, column].sum()),
        int(candidates.numbers[column]),
    )


def _reasons(candidates: Candidates, rules: SelectionRules) -> dict[int, tuple[Reason, str]]:
    """Return why a statement cannot be selected, by column; columns without an entry are agreed."""
    needed = np.minimum(rules.minimum_votes, np.ceil(candidates.group_sizes / 2)).astype(np.int64)
    too_few = candidates.seen < np.maximum(needed, 1)[:, np.newaxis]
    against = candidates.agree <= rules.least_share * candidates.seen
    divided = _divided(candidates, rules, against)
    reasons: dict[int, tuple[Reason, str]] = {}
    for column in range(len(candidates.numbers)):
        reason = _reason(candidates, column, too_few[:, column], against[:, column], bool(divided[column]))
        if reason is not None:
            reasons[column] = reason
    return reasons


def _reason(
    candidates: Candidates, column: int, too_few: Flags, against: Flags, divided: bool
) -> tuple[Reason, str] | None:
    if not candidates.accepted[column]:
        return "not accepted", ""
    if candidates.meta[column]:
        return "about the deliberation", ""
    if candidates.merged_into[column] != NOT_MERGED:
        return "merged", str(_final_target(candidates, column))
    if too_few.any():
        return "too few votes", _indices(too_few)
    if divided:
        return "divided", _indices(against)
    if against.any():
        return "not agreed", _indices(against)
    if candidates.not_trainable[column]:
        return "not trainable", candidates.not_trainable[column]
    return None


def _divided(candidates: Candidates, rules: SelectionRules, against: Flags) -> Flags:
    """(m,) whether some groups agree and others clearly do not."""
    if len(candidates.group_sizes) < 2:
        apart: Flags = candidates.divisiveness >= rules.contested_without_groups
        return apart
    far: Flags = candidates.divisiveness >= rules.contested_difference
    return far & against.any(axis=0) & ~against.all(axis=0)


def _contested(candidates: Candidates, reasons: dict[int, tuple[Reason, str]]) -> tuple[Contested, ...]:
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


def _selected(candidates: Candidates, column: int, behind: dict[int, list[int]]) -> Selected:
    number = int(candidates.numbers[column])
    return Selected(
        number=number,
        statement_numbers=(number, *sorted(behind.get(number, []))),
        geometric_mean=float(candidates.geometric_mean[column]),
        lower_bound=float(candidates.lower_bound[column]),
    )


def _merged_numbers(candidates: Candidates) -> dict[int, list[int]]:
    """Return the numbers of the statements merged into each statement, over several steps if need be."""
    behind: dict[int, list[int]] = {}
    for column in np.flatnonzero((candidates.merged_into != NOT_MERGED) & candidates.accepted):
        behind.setdefault(_final_target(candidates, int(column)), []).append(int(candidates.numbers[column]))
    return behind


def _final_target(candidates: Candidates, column: int) -> int:
    """Return the number at the end of a chain of merges; a circle ends where it closes."""
    target_of = dict(zip(candidates.numbers.tolist(), candidates.merged_into.tolist(), strict=True))
    number, passed = int(candidates.numbers[column]), set[int]()
    while (target := target_of.get(number, NOT_MERGED)) != NOT_MERGED and number not in passed:
        passed.add(number)
        number = target
    return number


def _indices(flags: Flags) -> str:
    return ",".join(str(index) for index in np.flatnonzero(flags))
