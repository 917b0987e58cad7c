"""Which statement a person sees next, why it is that one, and how far they have come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from deliberation.analysis.routing import Reason
from deliberation.models import Deliberation, Participant, Statement, StatementTranslation
from deliberation.voting.candidates import Candidates, candidates_of
from deliberation.voting.choosing import Ahead, Choice, Progress, read_progress, showing_of_choice
from deliberation.voting.showing_tickets import Showing

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
    showing: Showing | None = None

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
    progress = read_progress(candidates, participant)
    choice = None
    if wanted is not None and wanted in candidates.numbers:
        position = candidates.numbers[wanted]
        choice = Choice(position, is_new=position not in progress.shown)
    if choice is None:
        choice = Ahead(candidates, progress, participant, _positions(candidates, skipped)).choose()
    if participant is not None and (showing := showing_of_choice(candidates, choice)) is not None:
        showing.exposure(participant).save()
    return _turn(deliberation, candidates, progress, choice)


def turn_after_voting(
    deliberation: Deliberation,
    participant: Participant,
    statement: Statement,
    *,
    skipped: Sequence[int] = (),
) -> tuple[Turn, Showing | None]:
    """Return what comes next once a vote on a statement is written, and the showing to log with that vote."""
    candidates = candidates_of(deliberation)
    progress = read_progress(candidates, participant)
    position = candidates.position_of(statement.pk)
    if position is not None:
        progress = replace(progress, voted=progress.voted | {position})
    choice = Ahead(candidates, progress, participant, _positions(candidates, skipped)).choose()
    showing = showing_of_choice(candidates, choice)
    turn = _turn(deliberation, candidates, progress, choice)
    return turn, showing


def upcoming_turns(
    deliberation: Deliberation,
    participant: Participant | None,
    *,
    skipped: Sequence[int] = (),
    most: int = UPCOMING,
) -> tuple[Turn, list[Turn]]:
    """Return how far a person has come, and what would be shown after the present statement, in order.

    Nothing is logged. The draws are those that `next_turn` will make while the analysis stays the same. The
    statements are those that this process keeps: to be read, never changed.
    """
    candidates = candidates_of(deliberation)
    progress = read_progress(candidates, participant)
    ahead = Ahead(candidates, progress, participant, _positions(candidates, skipped))
    language = get_language() or "en"
    turns: list[Turn] = []
    while len(turns) < most and (choice := ahead.choose()) is not None:
        if choice.is_new:
            statement = candidates.texts[choice.position]
            turns.append(
                Turn(
                    statement,
                    remaining=ahead.remaining,
                    voted=len(candidates.rows) - ahead.remaining,
                    current=progress.values.get(choice.position),
                    reason=choice.reason,
                    probability=choice.probability,
                    translation=candidates.translation_of(statement, language),
                    showing=showing_of_choice(candidates, choice) if participant else None,
                )
            )
        ahead.take(choice)
    return _turn(deliberation, candidates, progress, None), turns


def progress_of(deliberation: Deliberation, participant: Participant | None) -> Turn:
    """Return how far a person has come, without showing them anything."""
    candidates = candidates_of(deliberation)
    return _turn(deliberation, candidates, read_progress(candidates, participant), None)


def _turn(
    deliberation: Deliberation, candidates: Candidates, progress: Progress, choice: Choice | None
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
