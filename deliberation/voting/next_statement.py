"""Which statement a person sees next, why it is that one, and how far they have come."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.analysis.routing import UNSEEN_PRIORITY, Reason, routing_reason
from deliberation.models import Deliberation, Participant, Statement, Vote

EXPLANATIONS: Final[dict[Reason, Promise]] = {
    "few votes": _("Few people have voted on this statement yet."),
    "edge": _("It is still open whether this statement is shared ground; each vote helps to find out."),
    "division": _("Opinion on this statement is divided, and every side should be heard."),
    "balance": _("Every statement is shown now and then, so that none is forgotten."),
}


@dataclass(frozen=True)
class Turn:
    """What a person faces on the vote page: a statement, or None when there is nothing left to vote on.

    `current` is the vote the person already holds on it, if any. `reason` says why it was drawn; None where
    the person asked for it. It is for the record and for afterwards: who is told before voting that others
    are divided, or agree, no longer votes on the statement alone.
    """

    statement: Statement | None
    remaining: int
    voted: int
    current: int | None = None
    reason: Reason | None = None

    @property
    def explanation(self) -> Promise | None:
        """The reason as a sentence."""
        return None if self.reason is None else EXPLANATIONS[self.reason]

    @property
    def total(self) -> int:
        """How many statements there are for this person, voted on or not."""
        return self.remaining + self.voted


class Candidate(NamedTuple):
    """A statement open for voting and what the last analysis knows of it; None where it knows nothing."""

    key: int
    number: int
    priority: float | None
    votes: int | None
    divisiveness: float | None

    @property
    def weight(self) -> float:
        """How often it is drawn, in proportion to the others."""
        return UNSEEN_PRIORITY if self.priority is None else self.priority


def next_turn(
    deliberation: Deliberation,
    participant: Participant | None,
    *,
    skipped: Sequence[int] = (),
    wanted: int | None = None,
) -> Turn:
    """Return the wanted statement, or draw one this person has not voted on, by the analysis' priorities.

    The draw is seeded by the participant and their progress: loading the page again shows the same
    statement. Skipped statement numbers come back only when nothing else is left, the last one last.
    """
    held = dict(Vote.objects.by(participant).values_list("statement", "value")) if participant else {}
    # The key alone: the analysis itself is large, and this runs for every vote.
    latest, mode = deliberation.analyses.order_by("-pk").values_list("pk", "mode").first() or (None, "")
    statements = [
        Candidate(*row)
        for row in deliberation.statements.open_for_voting()
        .annotate(known=FilteredRelation("results", condition=Q(results__analysis=latest)))
        .order_by("number")
        .values_list("pk", "number", "known__priority", "known__votes", "known__divisiveness")
    ]
    left = [candidate for candidate in statements if candidate.key not in held]
    turn = Turn(None, len(left), len(statements) - len(left))
    chosen = next((candidate for candidate in statements if candidate.number == wanted), None)
    reason = None
    if chosen is None and left:
        fresh = (
            [candidate for candidate in left if candidate.number not in skipped]
            or [candidate for candidate in left if candidate.number not in skipped[-1:]]
            or left
        )
        seed = f"{participant.public_id}:{turn.voted}:{len(skipped)}" if participant else None
        chosen = _draw(fresh, seed)
        reason = _reason(chosen, statements, mode)
    if chosen is None:
        return turn
    statement = Statement.objects.get(pk=chosen.key)
    statement.deliberation = deliberation
    return Turn(statement, turn.remaining, turn.voted, held.get(chosen.key), reason)


def _draw(candidates: list[Candidate], seed: str | None) -> Candidate:
    [drawn] = random.Random(seed).choices(  # noqa: S311 (a fair draw, not a secret)
        candidates, [candidate.weight for candidate in candidates]
    )
    return drawn


def _reason(drawn: Candidate, statements: list[Candidate], mode: str) -> Reason:
    """Why it was drawn; the priorities of mode "polis" do not seek the edge of the shared ground."""
    lift = 1.0
    if mode == "stable":
        lift = drawn.weight / min(candidate.weight for candidate in statements)
    return routing_reason(drawn.votes or 0, drawn.divisiveness or 0.0, lift)
