"""What is chosen for somebody to vote on next, from what they have voted on and been shown."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from deliberation.analysis.draws import Chances, Draws, draw_reason
from deliberation.analysis.routing import Reason
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Participant
from deliberation.voting.candidates import Candidates
from deliberation.voting.showing_tickets import Showing

# Written out, since it is asked for every vote and building it anew takes longer than the answer.
VOTES_AND_SHOWINGS: Final = """
SELECT statement_id, value, 0 FROM deliberation_vote WHERE participant_id = %s
UNION ALL
SELECT statement_id, NULL, id FROM deliberation_exposure WHERE participant_id = %s
"""


@dataclass(frozen=True)
class Progress:
    """Where a person stands among the candidates: positions voted on, and those shown, in order."""

    values: dict[int, int]
    voted: frozenset[int]
    shown: tuple[int, ...]
    exposures: int


@dataclass(frozen=True)
class Choice:
    """A statement chosen for somebody; without a probability it was not drawn by chance."""

    position: int
    reason: Reason | None = None
    seed: str = ""
    probability: float | None = None
    is_new: bool = True


def read_progress(candidates: Candidates, participant: Participant | None) -> Progress:
    """Read a person's votes and what they were shown, in one query."""
    if participant is None:
        return Progress({}, frozenset(), (), 0)
    with prepared_cursor() as cursor:
        cursor.execute(VOTES_AND_SHOWINGS, [participant.pk, participant.pk])
        rows = cursor.fetchall()
    values, voted, order, exposures = {}, set(), {}, 0
    for statement, value, exposure in rows:
        position = candidates.position_of(statement)
        if value is None:
            exposures += 1
            if position is not None:
                order[position] = max(exposure, order.get(position, 0))
        elif position is not None:
            voted.add(position)
            if candidates.rows[position].key == statement:
                values[position] = value
    latest = tuple(sorted(order, key=order.__getitem__))
    return Progress(values, frozenset(voted), latest, exposures)


class Ahead:
    """What lies ahead of somebody, as one statement after the other is chosen and voted on."""

    def __init__(
        self,
        candidates: Candidates,
        progress: Progress,
        participant: Participant | None,
        skipped: Sequence[int],
    ) -> None:
        self._candidates, self._participant, self._skipped = candidates, participant, skipped
        self._shown, self._exposures = [*progress.shown], progress.exposures
        self._is_left = np.ones(len(candidates.rows), dtype=np.bool_)
        self._is_left[[*progress.voted]] = False
        self.remaining = int(np.count_nonzero(self._is_left))
        is_fresh = self._is_left.copy()
        is_fresh[[*progress.shown, *skipped]] = False
        self._fresh = np.flatnonzero(is_fresh)

    @cached_property
    def _draws(self) -> Draws:
        priorities, votes, sides = self._candidates.priorities, self._candidates.votes, self._candidates.sides
        return Draws(priorities[self._fresh], votes[self._fresh], sides[self._fresh])

    def choose(self) -> Choice | None:
        """Return what is shown now; None where there is nothing left."""
        if not self.remaining:
            return None
        waiting = self._shown[-1] if self._shown else None
        if waiting is not None and self._is_left[waiting] and waiting not in self._skipped:
            return Choice(waiting, is_new=False)
        if len(self._fresh) and len(self._draws):
            return self._draw()
        left = np.flatnonzero(self._is_left).tolist()
        return Choice(_longest_ago(left, self._shown, self._skipped), reason="balance")

    def take(self, choice: Choice) -> None:
        """Go on as if the choice had been shown and voted on."""
        self._is_left[choice.position] = False
        self.remaining -= 1
        if choice.probability is not None:
            self._draws.take(int(np.searchsorted(self._fresh, choice.position)))
        if choice.is_new:
            self._shown.append(choice.position)
            self._exposures += 1

    def _draw(self) -> Choice:
        # Seeded, so that every showing can be checked afterwards: who, and their how-manieth statement it is.
        seed = f"{self._participant.public_id}:{self._exposures}" if self._participant else ""
        drawn = self._draws.draw(random.Random(seed or None))  # noqa: S311 (a fair draw, not a secret)
        chances, position = self._draws.chances(drawn), int(self._fresh[drawn])
        return Choice(
            position,
            reason=_reason(self._candidates, position, chances),
            seed=seed,
            probability=chances.probability,
        )


def _longest_ago(left: Sequence[int], shown: Sequence[int], skipped: Sequence[int]) -> int:
    """Return what was passed over longest ago; what the page says was skipped is later than the log."""
    order = {position: rank for rank, position in enumerate([*shown, *skipped])}
    return min(left, key=lambda position: order.get(position, -1))


def _reason(candidates: Candidates, position: int, chances: Chances) -> Reason:
    """Why it was drawn; the priorities of mode "polis" do not seek the edge of the shared ground."""
    row, lift = candidates.rows[position], 1.0
    if candidates.mode == "stable" and candidates.least_priority > 0:
        lift = float(candidates.priorities[position] / candidates.least_priority)
    return draw_reason(chances, votes=row.votes or 0, divisiveness=row.divisiveness or 0.0, lift=lift)


def showing_of_choice(candidates: Candidates, choice: Choice | None) -> Showing | None:
    """Return what the log is to say of a choice; None where it knows already."""
    if choice is None or not choice.is_new:
        return None
    return Showing(
        statement_id=candidates.rows[choice.position].key,
        analysis_id=candidates.analysis,
        reason=choice.reason or "",
        seed=choice.seed,
        probability=choice.probability,
    )
