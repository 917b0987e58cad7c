"""Which statement a person sees next, why it is that one, and how far they have come."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from deliberation.analysis.routing import DrawParts, Reason, draw_parts, draw_reason
from deliberation.integrity.prepared_statements import prepared_cursor
from deliberation.models import Deliberation, Exposure, Participant, Statement, StatementTranslation
from deliberation.voting.candidates import Candidates, candidates_of

EXPLANATIONS: Final[dict[Reason, Promise]] = {
    "few votes": _("Few people have voted on this statement yet."),
    "edge": _("It is still open whether this statement is shared ground; each vote helps to find out."),
    "division": _("Opinion on this statement is divided, and every side should be heard."),
    "balance": _("Every statement is shown now and then, so that none is forgotten."),
}
ENOUGH_VOTES: Final = 20
"""Votes after which a person's place among the others is rather sure."""

UPCOMING: Final = 20
"""How many statements a browser is given in advance: as many can be voted on without a network."""

# Written out, since it is asked for every vote and building it anew takes longer than the answer.
VOTES_AND_SHOWINGS: Final = """
SELECT statement_id, value, 0 FROM deliberation_vote WHERE participant_id = %s
UNION ALL
SELECT statement_id, NULL, id FROM deliberation_exposure WHERE participant_id = %s
"""


@dataclass(frozen=True)
class Turn:
    """What a person faces on the vote page: a statement, or None when there is nothing left to vote on.

    `current` is the vote the person already holds on it, if any. `reason` says why it was drawn; None where
    the person asked for it. It is for the record and for afterwards: who is told before voting that others
    are divided, or agree, no longer votes on the statement alone. `translation` is the statement in the
    language the person reads, where it is written in another and has been translated. `showing` is what the
    log is to say of a statement handed out in advance, once it is shown to a participant.
    """

    statement: Statement | None
    remaining: int
    voted: int
    current: int | None = None
    reason: Reason | None = None
    probability: float | None = None
    translation: StatementTranslation | None = None
    showing: Exposure | None = None

    @property
    def explanation(self) -> Promise | None:
        """The reason as a sentence."""
        return None if self.reason is None else EXPLANATIONS[self.reason]

    @property
    def total(self) -> int:
        """How many statements there are for this person, voted on or not."""
        return self.remaining + self.voted

    @property
    def has_enough_votes(self) -> bool:
        """Whether the person may stop with a good conscience."""
        return self.voted >= ENOUGH_VOTES or self.voted * 2 >= self.total > 0

    @property
    def what_for(self) -> Promise:
        """What the votes that are left are good for."""
        if self.has_enough_votes:
            return _("You can stop here. More votes make the picture sharper.")
        if self.voted:
            return _("Each vote helps to find out what people share, and where you stand.")
        return _("Each vote helps to find out what people share.")


@dataclass(frozen=True)
class _Progress:
    """Where a person stands among the candidates: positions voted on, and those shown, in order."""

    values: dict[int, int]
    voted: frozenset[int]
    shown: tuple[int, ...]
    exposures: int


@dataclass(frozen=True)
class _Choice:
    """A statement chosen for somebody; without a probability it was not drawn by chance."""

    position: int
    reason: Reason | None = None
    seed: str = ""
    probability: float | None = None
    is_new: bool = True


def next_turn(
    deliberation: Deliberation,
    participant: Participant | None,
    *,
    skipped: Sequence[int] = (),
    wanted: int | None = None,
) -> Turn:
    """Return the wanted statement, or draw one this person has not seen, by the analysis' priorities.

    What a participant was shown and has not voted on stays until they vote on it or skip it, so loading the
    page again shows the same statement. What they passed over comes back when nothing else is left, the
    longest ago first. Of statements that were merged people see one. Each showing to a participant is
    logged, with why it was and how likely that was.
    """
    candidates = candidates_of(deliberation)
    progress = _progress(candidates, participant)
    choice = None
    if wanted is not None and wanted in candidates.numbers:
        position = candidates.numbers[wanted]
        choice = _Choice(position, is_new=position not in progress.shown)
    if choice is None:
        choice = _choose(candidates, progress, participant, _positions(candidates, skipped))
    if (showing := _showing(candidates, participant, choice)) is not None:
        showing.save()
    return _turn(deliberation, candidates, progress, choice)


def turn_after_voting(
    deliberation: Deliberation,
    participant: Participant,
    statement: Statement,
    *,
    skipped: Sequence[int] = (),
) -> tuple[Turn, Exposure | None]:
    """Return what comes next once a vote on a statement is written, and the showing to log with that vote."""
    candidates = candidates_of(deliberation)
    progress = _progress(candidates, participant)
    position = candidates.position_of(statement.pk)
    if position is not None:
        progress = replace(progress, voted=progress.voted | {position})
    choice = _choose(candidates, progress, participant, _positions(candidates, skipped))
    turn = _turn(deliberation, candidates, progress, choice)
    return turn, _showing(candidates, participant, choice)


def upcoming_turns(
    deliberation: Deliberation,
    participant: Participant | None,
    *,
    skipped: Sequence[int] = (),
    most: int = UPCOMING,
) -> tuple[Turn, list[Turn]]:
    """Return how far a person has come, and what would be shown after the present statement, in order.

    Nothing is logged. The draws are those that `next_turn` will make while the analysis stays the same.
    """
    candidates = candidates_of(deliberation)
    progress = _progress(candidates, participant)
    now = _turn(deliberation, candidates, progress, None)
    passed_over = _positions(candidates, skipped)
    turns: list[Turn] = []
    while len(turns) < most:
        choice = _choose(candidates, progress, participant, passed_over)
        if choice is None:
            break
        if choice.is_new:
            turn = _turn(deliberation, candidates, progress, choice)
            turns.append(replace(turn, showing=_showing(candidates, participant, choice)))
        progress = replace(
            progress,
            voted=progress.voted | {choice.position},
            shown=(*progress.shown, choice.position) if choice.is_new else progress.shown,
            exposures=progress.exposures + choice.is_new,
        )
    return now, turns


def progress_of(deliberation: Deliberation, participant: Participant | None) -> Turn:
    """Return how far a person has come, without showing them anything."""
    candidates = candidates_of(deliberation)
    return _turn(deliberation, candidates, _progress(candidates, participant), None)


def _progress(candidates: Candidates, participant: Participant | None) -> _Progress:
    """Read a person's votes and what they were shown, in one query."""
    if participant is None:
        return _Progress({}, frozenset(), (), 0)
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
    return _Progress(values, frozenset(voted), latest, exposures)


def _choose(
    candidates: Candidates,
    progress: _Progress,
    participant: Participant | None,
    skipped: Sequence[int],
) -> _Choice | None:
    """Choose what to show; positions that were skipped come last."""
    is_left = np.ones(len(candidates.rows), dtype=np.bool_)
    is_left[[*progress.voted]] = False
    if not is_left.any():
        return None
    waiting = progress.shown[-1:]
    if waiting and waiting[0] not in progress.voted and waiting[0] not in skipped:
        return _Choice(waiting[0], is_new=False)
    is_fresh = is_left.copy()
    is_fresh[[*progress.shown, *skipped]] = False
    if is_fresh.any():
        return _draw(candidates, np.flatnonzero(is_fresh), participant, progress.exposures)
    left = np.flatnonzero(is_left).tolist()
    return _Choice(_longest_ago(left, progress.shown, skipped), reason="balance")


def _longest_ago(left: Sequence[int], shown: Sequence[int], skipped: Sequence[int]) -> int:
    """Return what was passed over longest ago; what the page says was skipped is later than the log."""
    order = {position: rank for rank, position in enumerate([*shown, *skipped])}
    return min(left, key=lambda position: order.get(position, -1))


def _draw(
    candidates: Candidates, chosen: NDArray[np.intp], participant: Participant | None, exposures: int
) -> _Choice:
    parts = draw_parts(candidates.priorities[chosen], candidates.votes[chosen], candidates.sides[chosen])
    # Seeded, so that every showing can be checked afterwards: who, and their how-manieth statement it is.
    seed = f"{participant.public_id}:{exposures}" if participant else ""
    chance = random.Random(seed or None)  # noqa: S311 (a fair draw, not a secret)
    cumulative = np.cumsum(parts.probabilities)
    drawn = int(np.searchsorted(cumulative, chance.random() * cumulative[-1], side="right"))
    drawn = min(drawn, len(chosen) - 1)
    position = int(chosen[drawn])
    return _Choice(
        position,
        reason=_reason(candidates, position, parts, drawn),
        seed=seed,
        probability=float(parts.probabilities[drawn]),
    )


def _reason(candidates: Candidates, position: int, parts: DrawParts, drawn: int) -> Reason:
    """Why it was drawn; the priorities of mode "polis" do not seek the edge of the shared ground."""
    row, lift = candidates.rows[position], 1.0
    if candidates.mode == "stable" and candidates.least_priority > 0:
        lift = float(candidates.priorities[position] / candidates.least_priority)
    return draw_reason(parts, drawn, votes=row.votes or 0, divisiveness=row.divisiveness or 0.0, lift=lift)


def _showing(
    candidates: Candidates, participant: Participant | None, choice: _Choice | None
) -> Exposure | None:
    """Return what the log is to say of a choice; None where it knows already, or nobody is known."""
    if participant is None or choice is None or not choice.is_new:
        return None
    return Exposure(
        participant=participant,
        statement_id=candidates.rows[choice.position].key,
        analysis_id=candidates.analysis,
        reason=choice.reason or "",
        seed=choice.seed,
        probability=choice.probability,
    )


def _turn(
    deliberation: Deliberation, candidates: Candidates, progress: _Progress, choice: _Choice | None
) -> Turn:
    voted = len(progress.voted)
    turn = Turn(None, len(candidates.rows) - voted, voted)
    if choice is None:
        return turn
    statement = candidates.statement_at(choice.position, deliberation)
    return replace(
        turn,
        statement=statement,
        current=progress.values.get(choice.position),
        reason=choice.reason,
        probability=choice.probability,
        translation=candidates.translation_of(statement, get_language() or "en"),
    )


def _positions(candidates: Candidates, numbers: Sequence[int]) -> list[int]:
    return [candidates.numbers[number] for number in numbers if number in candidates.numbers]
