"""Statements that have been decided about, and proposals of duplicates, as the panel lists them."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    ModerationDecision,
    PendingDecision,
    Statement,
    StatementLineage,
    Vote,
    VoteReason,
)

PER_PAGE = 50
PAIRS_PER_PAGE = 20
MOST_PAIRS = 1000
"""Pairs that are counted and listed at a time; a flood of copies makes a hundred times as many."""

ACCEPTED, REJECTED, MERGED = "accepted", "rejected", "merged"
REWORDED = Exists(StatementLineage.objects.filter(source=OuterRef("pk")))
"""That a statement stands in other words."""
TITLES = {ACCEPTED: _("Accepted"), REJECTED: _("Rejected"), MERGED: _("Merged, reworded")}


@dataclass(frozen=True)
class TabCounts:
    """How many statements, pairs and reasons each tab of the panel holds.

    `proposed` counts what has not come from the organisers, whatever became of it.
    """

    waiting: int
    pending: int
    accepted: int
    rejected: int
    merged: int
    proposed: int
    pairs: int
    reasons: int

    @property
    def decided_about(self) -> int:
        """How many of the proposed statements neither wait nor are being asked about."""
        return max(0, self.proposed - self.waiting - self.pending)

    @property
    def more_pairs(self) -> bool:
        """Whether there are more pairs than are counted."""
        return self.pairs == MOST_PAIRS


@dataclass(frozen=True)
class Side:
    """One of two statements that may say the same, and how often it was voted on."""

    statement: Statement
    votes: int

    @property
    def may_be_merged_into(self) -> bool:
        """Whether it is open for voting, so that the other can be merged into it."""
        return self.statement.state == Statement.State.ACCEPTED and self.statement.merged_into_id is None


@dataclass(frozen=True)
class PairLine:
    """Two statements that may say the same."""

    candidate: DuplicateCandidate
    first: Side
    second: Side

    @property
    def first_is_older(self) -> bool:
        """Whether the first was proposed before the second."""
        return self.first.statement.number < self.second.statement.number

    @property
    def second_is_older(self) -> bool:
        """Whether the second was proposed before the first."""
        return not self.first_is_older


def counts_of_tabs(deliberation: Deliberation, *, waiting: int | None = None) -> TabCounts:
    """Count the tabs, all but `waiting` where that is known. What stands in other words is not rejected."""
    if waiting is None:
        waiting = deliberation.statements.awaiting_moderation().count()
    accepted, rejected = Statement.State.ACCEPTED, Statement.State.REJECTED
    asked = PendingDecision.objects.open().filter(statement__deliberation=deliberation)
    counts = deliberation.statements.aggregate(
        accepted=Count("pk", filter=Q(state=accepted, merged_into=None)),
        rejected=Count("pk", filter=Q(state=rejected) & ~Q(REWORDED)),
        merged=Count("pk", filter=Q(merged_into__isnull=False) | Q(state=rejected) & Q(REWORDED)),
        proposed=Count("pk", filter=Q(is_seed=False)),
        pending=Count("pk", filter=Q(pk__in=asked.values("statement"))),
    )
    reasons = VoteReason.objects.awaiting_moderation().filter(participant__deliberation=deliberation)
    return TabCounts(
        **counts,
        waiting=waiting,
        pairs=proposed_pairs(deliberation)[:MOST_PAIRS].count(),
        reasons=reasons.count(),
    )


def decided_statements(deliberation: Deliberation, tab: str, words: str) -> QuerySet[Statement]:
    """Return the statements of a tab that contain the words, the newest first, with their decisions.

    `takes_two` says of each whether it leaves the vote only if a second moderator agrees.
    """
    accepted = Q(state=Statement.State.ACCEPTED)
    which = {
        ACCEPTED: accepted & Q(merged_into=None),
        REJECTED: Q(state=Statement.State.REJECTED) & ~Q(REWORDED),
        MERGED: accepted & Q(merged_into__isnull=False) | Q(REWORDED),
    }
    statements = deliberation.statements.filter(which[tab])
    if words:
        statements = statements.filter(text__icontains=words)
    decisions = ModerationDecision.objects.select_related("decided_by").order_by("-id")
    voted_on = Exists(Vote.objects.filter(statement=OuterRef("pk")))
    return (
        statements.annotate(takes_two=voted_on if tab == ACCEPTED else Value(False))
        .select_related("merged_into")
        .prefetch_related(Prefetch("decisions", queryset=decisions), "replacements__result")
        .order_by("-number")
    )


def page_of_decided(deliberation: Deliberation, tab: str, words: str, number: str | None) -> Page:
    """Return one page of a tab."""
    words = words.replace("\x00", "").strip()[:200]
    return Paginator(decided_statements(deliberation, tab, words), PER_PAGE).get_page(number)


def proposed_pairs(deliberation: Deliberation) -> QuerySet[DuplicateCandidate]:
    """Return the undecided proposals of duplicates whose statements both still stand for themselves.

    Of two statements that both wait, the queue tells; here at least one is open for voting.
    """
    rejected, waiting = Statement.State.REJECTED, Statement.State.PENDING
    return (
        deliberation.duplicate_candidates.filter(
            state=DuplicateCandidate.State.PROPOSED, first__merged_into=None, second__merged_into=None
        )
        .exclude(first__state=rejected)
        .exclude(second__state=rejected)
        .exclude(first__state=waiting, second__state=waiting)
    )


def page_of_pairs(deliberation: Deliberation, number: str | None) -> Page:
    """Return one page of proposed pairs, the most alike first, with how often each statement was voted on."""
    pairs = proposed_pairs(deliberation).select_related("first", "second").order_by("-similarity", "pk")
    page = Paginator(pairs[:MOST_PAIRS], PAIRS_PER_PAGE).get_page(number)
    shown = list(page.object_list)
    keys = {key for pair in shown for key in (pair.first_id, pair.second_id)}
    votes = dict(
        Statement.objects.filter(pk__in=keys).annotate(cast=Count("votes")).values_list("pk", "cast")
    )
    page.object_list = [
        PairLine(pair, Side(pair.first, votes[pair.first_id]), Side(pair.second, votes[pair.second_id]))
        for pair in shown
    ]
    return page
