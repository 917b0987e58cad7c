"""Which statement a person sees next, and how far they have come."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from deliberation.models import Deliberation, Participant, Statement, Vote

UNSEEN_PRIORITY = (0.25 * 9) ** 2
"""What `routing_priorities` gives a statement that nobody has voted on and no analysis knows yet."""


@dataclass(frozen=True)
class Turn:
    """What a person faces on the vote page: a statement, or None when there is nothing left to vote on.

    `current` is the vote the person already holds on it, if any.
    """

    statement: Statement | None
    remaining: int
    voted: int
    current: int | None = None

    @property
    def total(self) -> int:
        """How many statements there are for this person, voted on or not."""
        return self.remaining + self.voted


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
    latest = deliberation.analyses.order_by("-pk").values_list("pk", flat=True).first()
    statements = list(
        deliberation.statements.open_for_voting()
        .annotate(known=FilteredRelation("results", condition=Q(results__analysis=latest)))
        .order_by("number")
        .values_list("pk", "number", "known__priority")
    )
    left = [row for row in statements if row[0] not in held]
    turn = Turn(None, len(left), len(statements) - len(left))
    key = next((pk for pk, number, _priority in statements if number == wanted), None)
    if key is None and left:
        fresh = (
            [row for row in left if row[1] not in skipped]
            or [row for row in left if row[1] not in skipped[-1:]]
            or left
        )
        seed = f"{participant.public_id}:{turn.voted}:{len(skipped)}" if participant else None
        key = _draw(fresh, seed)
    if key is None:
        return turn
    statement = Statement.objects.get(pk=key)
    statement.deliberation = deliberation
    return Turn(statement, turn.remaining, turn.voted, held.get(key))


def _draw(rows: list[tuple[int, int, float | None]], seed: str | None) -> int:
    """Return one of the keys, drawn by priority; rows are (key, number, priority or None)."""
    [key] = random.Random(seed).choices(  # noqa: S311 (a fair draw, not a secret)
        [key for key, _number, _priority in rows],
        [UNSEEN_PRIORITY if priority is None else priority for _key, _number, priority in rows],
    )
    return key
