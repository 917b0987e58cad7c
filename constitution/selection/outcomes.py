"""Every rule on the same votes, side by side, and what each would have left out. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import Candidates, Integers
from constitution.selection.floor import on_their_own, reasons_against
from constitution.selection.representation import Audit, LeftShort
from constitution.selection.rules import SLATES, SelectionRules
from constitution.selection.selecting import agreed_columns, chosen_by


@dataclass(frozen=True)
class JustifiedRepresentation:
    """Who got less than their share, see `representation`.

    Attributes:
        worst: among the statements that every group agrees with; None where nobody got less.
        worst_of_all: among all trainable statements: what it costs to ask every group.
        voters: how many people were counted.
    """

    worst: LeftShort | None
    worst_of_all: LeftShort | None
    voters: int

    @property
    def ok(self) -> bool:
        """Whether every cohesive part of the public got its share."""
        return self.worst is None


@dataclass(frozen=True)
class OnlyHere:
    """A statement that one rule alone chooses.

    Attributes:
        column: of the candidates.
        place: in which place the rule chose it, from 1.
        score: what it ranks by; None for a slate.
        places: its place by each rule: among the agreed for a ranking, in the slate or None for a slate.
    """

    column: int
    place: int
    score: float | None
    places: dict[str, int | None]


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule chooses: `columns` of the candidates in the order chosen."""

    rule: str
    columns: tuple[int, ...]
    representation: JustifiedRepresentation | None
    only_here: tuple[OnlyHere, ...]


def compare_rules(
    candidates: Candidates, rules: SelectionRules, ballots: Ballots | None
) -> tuple[RuleOutcome, ...]:
    """Apply every rule that can be applied; the slates and the audits need ballots."""
    agreed = agreed_columns(candidates, reasons_against(candidates, rules))
    names = (SLATES if ballots is not None and ballots.shape[0] else ()) + candidates.rankings
    chosen = {
        name: agreed[list(chosen_by(name, candidates, agreed, rules.size, ballots).columns)] for name in names
    }
    orders = {
        name: agreed[list(chosen_by(name, candidates, agreed, len(agreed), None).columns)]
        for name in candidates.rankings
        if len(agreed)
    }
    audits = _audits(candidates, agreed, chosen, ballots)
    return tuple(
        RuleOutcome(
            rule=name,
            columns=tuple(columns.tolist()),
            representation=audits[name],
            only_here=_only_here(name, candidates, chosen, orders),
        )
        for name, columns in chosen.items()
    )


def _audits(
    candidates: Candidates, agreed: Integers, chosen: dict[str, Integers], ballots: Ballots | None
) -> dict[str, JustifiedRepresentation | None]:
    """Audit each slate once, however many rules came to it."""
    if ballots is None or not ballots.shape[0]:
        return dict.fromkeys(chosen)
    considered = np.flatnonzero(on_their_own(candidates))
    theirs = ballots.only(considered)
    among = np.isin(considered, agreed)
    found: dict[tuple[int, ...], JustifiedRepresentation] = {}
    audits: dict[str, JustifiedRepresentation | None] = {}
    for name, columns in chosen.items():
        key = tuple(sorted(columns.tolist()))
        if key not in found:
            audit = Audit(theirs, np.searchsorted(considered, np.array(key, dtype=np.int64)))
            found[key] = JustifiedRepresentation(
                worst=_in_candidates(audit.worst_among(among), considered),
                worst_of_all=_worst_trainable(audit, candidates, considered),
                voters=ballots.shape[0],
            )
        audits[name] = found[key]
    return audits


def _worst_trainable(audit: Audit, candidates: Candidates, considered: Integers) -> LeftShort | None:
    """The worst among all trainable statements; whether one is, is asked of as few as possible."""
    allowed = np.ones(len(considered), dtype=bool)
    while worst := audit.worst_among(allowed):
        if not candidates.not_trainable[int(considered[worst.column])]:
            return _in_candidates(worst, considered)
        allowed[worst.column] = False
    return None


def _in_candidates(short: LeftShort | None, considered: Integers) -> LeftShort | None:
    if short is None:
        return None
    return LeftShort(int(considered[short.column]), short.people, short.due, short.have, short.by_part)


def _only_here(
    name: str, candidates: Candidates, chosen: dict[str, Integers], orders: dict[str, Integers]
) -> tuple[OnlyHere, ...]:
    others = {column for other, columns in chosen.items() if other != name for column in columns.tolist()}
    return tuple(
        OnlyHere(
            column=column,
            place=place,
            score=None if name in SLATES else _score(candidates, name, column),
            places={other: _place(orders.get(other, columns), column) for other, columns in chosen.items()},
        )
        for place, column in enumerate(chosen[name].tolist(), start=1)
        if column not in others
    )


def _score(candidates: Candidates, ranking: str, column: int) -> float | None:
    score = float(candidates.score(ranking)[column])
    return None if np.isnan(score) else score


def _place(order: Integers, column: int) -> int | None:
    found = np.flatnonzero(order == column)
    return int(found[0]) + 1 if len(found) else None
