"""Who else a decision about a statement needs, and what is being asked about it already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Q, When

from deliberation.models import Deliberation, Membership, Participant, PendingDecision, Role, Statement, User
from deliberation.moderation.deciding_rules import holds_votes
from deliberation.moderation.replacing import AUTHOR, NOBODY, who_is_asked, why_not_replaceable

PER_PAGE = 25
ANSWERED_SHOWN = 10
WHO_DECIDES = (Role.OWNER, Role.MODERATOR)


@dataclass(frozen=True)
class Question:
    """Something that is being asked, as one moderator sees it.

    Attributes:
        asked: what is proposed, and by whom.
        asks_author: whether the statement's author is asked, and not a second moderator.
        is_own: whether this moderator proposed it, and so cannot be the second person.
    """

    asked: PendingDecision
    asks_author: bool
    is_own: bool

    @property
    def may_answer(self) -> bool:
        """Whether this moderator can be the second person."""
        return self.asked.is_open and not self.asks_author and not self.is_own


@dataclass(frozen=True)
class Company:
    """Whom a decision about a statement needs beside the moderator at whose desk it lies.

    Attributes:
        question: what is being asked about it now.
        remark: the last question, where it came to nothing and nothing was decided since.
        is_voted_on: whether rejecting it takes two people.
        others: those who could be the second person.
        asks_author, asks_nobody: who would have to agree to other words; a second moderator if neither.
        why_no_words: why no other words can be proposed; empty where they can.
    """

    question: Question | None
    remark: PendingDecision | None
    is_voted_on: bool
    others: Sequence[User]
    asks_author: bool
    asks_nobody: bool
    why_no_words: str


def company_for(statement: Statement, user: User) -> Company:
    """Return what a moderator needs to know before deciding alone about a statement."""
    last = statement.pending_decisions.select_related("proposed_by", "answered_by").order_by("-id").first()
    if last is not None:
        last.statement = statement
    is_open = last is not None and last.is_open
    who = who_is_asked(statement)
    return Company(
        question=question_for(last, user) if last is not None and is_open else None,
        remark=None if is_open else _remark(statement, last),
        is_voted_on=holds_votes(statement),
        others=others_who_decide(statement.deliberation, user),
        asks_author=who == AUTHOR,
        asks_nobody=who == NOBODY,
        why_no_words=why_not_replaceable(statement),
    )


def question_for(asked: PendingDecision, user: User) -> Question:
    """Return a question as this moderator sees it."""
    words = asked.kind != PendingDecision.Kind.REJECT
    return Question(
        asked=asked,
        asks_author=words and who_is_asked(asked.statement) == AUTHOR,
        is_own=asked.proposed_by_id == user.pk,
    )


def others_who_decide(deliberation: Deliberation, user: User) -> list[User]:
    """Return the other accounts that could be the second person, by name."""
    members = Membership.objects.filter(
        deliberation=deliberation, role__in=WHO_DECIDES, user__is_active=True
    ).exclude(user=user)
    return sorted((one.user for one in members.select_related("user")), key=str)


def page_of_questions(deliberation: Deliberation, user: User, number: str | None) -> Page:
    """Return one page of what is being asked: what a second moderator can answer, then the rest by age."""
    author_is_asked = ~Q(kind=PendingDecision.Kind.REJECT) & Q(
        statement__author__origin=Participant.Origin.WEB, statement__author__erased_at=None
    )
    asked = (
        PendingDecision.objects.open()
        .filter(statement__deliberation=deliberation)
        .annotate(for_others=Case(When(author_is_asked, then=2), When(proposed_by=user, then=1), default=0))
        .select_related("statement__author", "statement__deliberation", "proposed_by")
        .order_by("for_others", "proposed_at", "pk")
    )
    page = Paginator(asked, PER_PAGE).get_page(number)
    page.object_list = [question_for(one, user) for one in page.object_list]
    return page


def answered_lately(deliberation: Deliberation) -> list[PendingDecision]:
    """Return what was answered, taken back or left without an answer last."""
    closed = PendingDecision.objects.filter(statement__deliberation=deliberation).exclude(
        state=PendingDecision.State.OPEN
    )
    latest = closed.select_related("statement", "proposed_by", "answered_by")
    return list(latest.order_by("-answered_at")[:ANSWERED_SHOWN])


def _remark(statement: Statement, last: PendingDecision | None) -> PendingDecision | None:
    if last is None or last.state in {PendingDecision.State.AGREED, PendingDecision.State.WITHDRAWN}:
        return None
    decided_since = statement.decisions.filter(decided_at__gt=last.proposed_at).exists()
    return None if decided_since else last
