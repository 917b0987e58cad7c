"""How many people took part, for the pages that introduce a deliberation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from deliberation.models import Deliberation, Participant, Statement, Vote


@dataclass(frozen=True)
class Counts:
    """Participants, statements open for voting, and current votes of one deliberation."""

    participants: int
    statements: int
    votes: int


def counts_of(deliberations: Sequence[Deliberation]) -> dict[int, Counts]:
    """Return the counts of each deliberation by its key, in three queries however many there are."""
    keys = [deliberation.pk for deliberation in deliberations]
    participants = _by_deliberation(Participant.objects.filter(deliberation__in=keys))
    statements = _by_deliberation(Statement.objects.filter(deliberation__in=keys).open_for_voting())
    votes = _by_deliberation(Vote.objects.filter(deliberation__in=keys))
    return {key: Counts(participants.get(key, 0), statements.get(key, 0), votes.get(key, 0)) for key in keys}


def _by_deliberation(rows: "QuerySet[Participant] | QuerySet[Statement] | QuerySet[Vote]") -> dict[int, int]:
    return dict(rows.order_by().values_list("deliberation").annotate(Count("pk")))
