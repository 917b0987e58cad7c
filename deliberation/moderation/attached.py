"""What hangs on statements that somebody decides about, looked up for all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deliberation.models import PendingDecision, Statement, StatementLineage, Vote


@dataclass(frozen=True)
class Attached:
    """Keys of the statements on which something hangs.

    Attributes:
        holding_others: others were merged into these.
        reworded: these stand in other words, or did so until now.
        asked: somebody has been asked about these and has not answered.
        voted_on: anybody's vote stands on these themselves.
    """

    holding_others: set[int]
    reworded: set[int]
    asked: set[int]
    voted_on: set[int]


def attached_to(keys: Iterable[int]) -> Attached:
    """Return what hangs on statements. Call it under their lock, so that it is as new as that."""
    open_ones = PendingDecision.objects.filter(state=PendingDecision.State.OPEN)
    rows = list(
        Statement.objects.filter(pk__in=list(keys)).values_list(
            "pk",
            Exists(Statement.objects.filter(merged_into=OuterRef("pk"))),
            Exists(StatementLineage.objects.filter(source=OuterRef("pk"))),
            Exists(open_ones.filter(statement=OuterRef("pk"))),
            Exists(Vote.objects.filter(statement=OuterRef("pk"))),
        )
    )
    return Attached(*({row[0] for row in rows if row[place]} for place in range(1, 5)))
