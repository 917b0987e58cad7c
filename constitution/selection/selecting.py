"""Which statements become principles, and what each rule would have made of the same votes. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import Candidates, Integers
from constitution.selection.equal_shares import equal_shares
from constitution.selection.floor import (
    Contested,
    Reason,
    Reasons,
    contested_among,
    merged_numbers,
    reasons_against,
)
from constitution.selection.phragmen import phragmen
from constitution.selection.proportional_approval import proportional_approval
from constitution.selection.rules import EQUAL_SHARES, PHRAGMEN, SLATES, RuleNotMeasured, SelectionRules
from constitution.selection.slate import Slate


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
class Tie:
    """Statements between which only the order of settling ties decided; by number."""

    taken: tuple[int, ...]
    left_out: tuple[int, ...]


@dataclass(frozen=True)
class Selection:
    """The outcome: every statement stands in exactly one of `selected` and `not_selected`."""

    rules: SelectionRules
    selected: tuple[Selected, ...]
    not_selected: tuple[NotSelected, ...]
    contested: tuple[Contested, ...]
    tie: Tie | None = None


def select_principles(
    candidates: Candidates, rules: SelectionRules, ballots: Ballots | None = None
) -> Selection:
    """Choose at most `rules.size` statements among those that every group agrees with, by a rule.

    Ties go to the higher lower bound, then to the higher geometric mean, then to more votes, then to the
    lower statement number: the outcome does not depend on the order of the input. `ballots` are on the
    candidates' columns, and needed for a slate.

    Raises:
        ValueError: a slate is asked for without ballots, or with ballots on other statements.
        RuleNotMeasured: the analysis lacks what the rule ranks by.
    """
    reasons = reasons_against(candidates, rules)
    agreed = agreed_columns(candidates, reasons)
    slate = chosen_by(rules.rule, candidates, agreed, rules.size, ballots)
    chosen = [int(agreed[place]) for place in slate.columns]
    return Selection(
        rules=rules,
        selected=_selected(candidates, chosen),
        not_selected=_not_selected(candidates, reasons, agreed, set(chosen)),
        contested=contested_among(candidates, reasons),
        tie=_tie(candidates, agreed, slate),
    )


def agreed_columns(candidates: Candidates, reasons: Reasons) -> Integers:
    """The columns without a reason against them, in the order in which ties are settled."""
    columns = [column for column in range(len(candidates.numbers)) if column not in reasons]
    return np.array(sorted(columns, key=lambda column: _rank(candidates, column)), dtype=np.int64)


def chosen_by(
    rule: str, candidates: Candidates, agreed: Integers, size: int, ballots: Ballots | None
) -> Slate:
    """Choose among the agreed columns by one rule; the slate holds places in `agreed`."""
    if not len(agreed):
        return Slate()
    if rule not in SLATES:
        return _top(candidates.score(rule)[agreed], size)
    if ballots is None or ballots.shape[1] != len(candidates.numbers):
        raise ValueError(f"the rule {rule!r} needs ballots on the statements of the analysis")
    if not ballots.shape[0]:
        raise RuleNotMeasured(f"the rule {rule!r} needs voters, and the analysis has none")
    theirs = ballots.only(agreed)
    if rule == EQUAL_SHARES:
        return equal_shares(theirs, size)
    return phragmen(theirs, size) if rule == PHRAGMEN else proportional_approval(theirs, size)


def _top(scores: np.ndarray, size: int) -> Slate:
    """The places of the greatest scores, unmeasured ones last; equal ones in the order given."""
    comparable = np.where(np.isnan(scores), -np.inf, scores)
    order = np.argsort(-comparable, kind="stable")
    taken, rest = order[:size], order[size:]
    if not len(rest) or comparable[rest[0]] < comparable[taken[-1]]:
        return Slate(tuple(taken.tolist()))
    equal = rest[comparable[rest] == comparable[taken[-1]]]
    return Slate(tuple(taken.tolist()), ((int(taken[-1]), tuple(equal.tolist())),))


def _rank(candidates: Candidates, column: int) -> tuple[float, float, int, int]:
    return (
        -float(candidates.lower_bound[column]),
        -float(candidates.geometric_mean[column]),
        -int(candidates.seen[:, column].sum()),
        int(candidates.numbers[column]),
    )


def _selected(candidates: Candidates, chosen: list[int]) -> tuple[Selected, ...]:
    behind = merged_numbers(candidates)
    return tuple(
        Selected(
            number=(number := int(candidates.numbers[column])),
            statement_numbers=(number, *sorted(behind.get(number, []))),
            geometric_mean=float(candidates.geometric_mean[column]),
            lower_bound=float(candidates.lower_bound[column]),
        )
        for column in chosen
    )


def _not_selected(
    candidates: Candidates, reasons: Reasons, agreed: Integers, chosen: set[int]
) -> tuple[NotSelected, ...]:
    beyond: Reasons = {column: ("beyond the size", "") for column in agreed.tolist() if column not in chosen}
    left_out = [
        NotSelected(int(candidates.numbers[column]), *reason) for column, reason in (reasons | beyond).items()
    ]
    return tuple(sorted(left_out, key=lambda statement: statement.number))


def _tie(candidates: Candidates, agreed: Integers, slate: Slate) -> Tie | None:
    """What only the order of settling ties kept out, and whom it was equal to."""
    chosen = set(slate.columns)
    decisive = [(taken, set(tied) - chosen) for taken, tied in slate.ties]
    decisive = [(taken, out) for taken, out in decisive if out]
    if not decisive:
        return None
    numbers = candidates.numbers[agreed]
    return Tie(
        taken=tuple(sorted({int(numbers[taken]) for taken, _out in decisive})),
        left_out=tuple(sorted({int(numbers[place]) for _taken, out in decisive for place in out})),
    )
