"""How many people took part, for the pages that introduce a deliberation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from deliberation.models import Analysis, Deliberation, Participant, Statement, Vote


@dataclass(frozen=True)
class Counts:
    """Participants and statements open for voting of one deliberation, and its votes at the last analysis."""

    participants: int
    statements: int
    votes: int


def counts_of(deliberations: Sequence[Deliberation]) -> dict[int, Counts]:
    """Return the counts of each deliberation by its key, in a few queries however many there are.

    Votes are counted by analyses; they are counted here only until there is one.
    """
    keys = [deliberation.pk for deliberation in deliberations]
    participants = _by_deliberation(Participant.objects.filter(deliberation__in=keys))
    statements = _by_deliberation(Statement.objects.filter(deliberation__in=keys).open_for_voting())
    votes = _held_at_last_analysis(keys)
    votes |= _by_deliberation(Vote.objects.filter(deliberation__in=set(keys) - votes.keys()))
    return {key: Counts(participants.get(key, 0), statements.get(key, 0), votes.get(key, 0)) for key in keys}


def _held_at_last_analysis(keys: Sequence[int]) -> dict[int, int]:
    # Cast, since what a key of JSON holds comes out of a subquery of SQLite as it is, and not as JSON.
    held = Cast(KeyTextTransform("votes_held", "summary"), BigIntegerField())
    newest = Analysis.objects.filter(deliberation=OuterRef("pk")).latest_first().values(held=held)
    rows = Deliberation.objects.filter(pk__in=keys).values_list("pk", Subquery(newest[:1]))
    return {key: held for key, held in rows if held is not None}


def _by_deliberation(rows: "QuerySet[Participant] | QuerySet[Statement] | QuerySet[Vote]") -> dict[int, int]:
    return dict(rows.order_by().values_list("deliberation").annotate(Count("pk")))
