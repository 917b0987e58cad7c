"""What lies on a moderator's desk: one statement, what it resembles, and what comes next."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from deliberation.models import Deliberation, DuplicateCandidate, ModerationDecision, Statement, User
from deliberation.moderation.undoing import undoable_decision

AHEAD = 10
"""How many of the waiting statements are listed below the one on the desk."""
FOUND = 8
"""How many statements a search for the one to merge into shows."""


@dataclass(frozen=True)
class Likeness:
    """Another statement that may say the same.

    `warning` says why the two may be opposites; it is empty when nothing speaks for it.
    """

    other: Statement
    similarity: float
    warning: str

    @property
    def may_be_merged_into(self) -> bool:
        """Whether the other statement is open for voting, so that this one can be merged into it."""
        return self.other.state == Statement.State.ACCEPTED and self.other.merged_into_id is None


@dataclass(frozen=True)
class Desk:
    """The statement to decide about and its surroundings.

    Attributes:
        statement: on the desk; None when nothing is waiting.
        decision: what was decided about it last, if it is not waiting.
        likenesses: what it may say the same as, the most alike first.
        is_to_decide: whether nobody has decided about it yet; people may already vote on it, where moderators
            read afterwards.
        waiting: how many statements wait; `position`: the place of this one among them, from 1.
        before, after: numbers of the neighbours in the queue, if there are any.
        ahead: the statements that come next.
        undoable: the decision that this moderator can take back.
    """

    statement: Statement | None
    decision: ModerationDecision | None
    likenesses: tuple[Likeness, ...]
    is_to_decide: bool
    waiting: int
    position: int
    before: int | None
    after: int | None
    ahead: tuple[Statement, ...]
    undoable: ModerationDecision | None


def lay_out(deliberation: Deliberation, moderator: User, wanted: int | None = None) -> Desk:
    """Return the desk with the wanted statement, or with the oldest that waits."""
    queue = deliberation.statements.awaiting_moderation()
    waiting = queue.count()
    statement = _chosen(deliberation, queue, wanted)
    number = statement.number if statement else 0
    ahead = tuple(queue.filter(number__gt=number)[:AHEAD])
    before = queue.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first()
    return Desk(
        statement=statement,
        decision=_decision_about(statement),
        likenesses=likenesses_of(statement) if statement else (),
        is_to_decide=statement is not None and queue.filter(pk=statement.pk).exists(),
        waiting=waiting,
        position=queue.filter(number__lte=number).count() if before else min(1, waiting),
        before=before,
        after=ahead[0].number if ahead else None,
        ahead=ahead,
        undoable=undoable_decision(deliberation=deliberation, decided_by=moderator),
    )


def next_in_line(deliberation: Deliberation, number: int) -> int | None:
    """Return the number of the first statement that waits after this one, or of the first of all."""
    queue = deliberation.statements.awaiting_moderation().values_list("number", flat=True)
    following: int | None = queue.filter(number__gt=number).first()
    return following if following is not None else queue.first()


def likenesses_of(statement: Statement) -> tuple[Likeness, ...]:
    """Return what the statement may say the same as, undecided proposals only."""
    candidates = (
        DuplicateCandidate.objects.filter(
            Q(first=statement) | Q(second=statement), state=DuplicateCandidate.State.PROPOSED
        )
        .select_related("first", "second")
        .order_by("-similarity", "pk")[:FOUND]
    )
    return tuple(
        Likeness(
            other=candidate.second if candidate.first_id == statement.pk else candidate.first,
            similarity=candidate.similarity,
            warning=candidate.warning,
        )
        for candidate in candidates
    )


def find_targets(statement: Statement, words: str) -> list[Statement]:
    """Return statements open for voting that contain the words or have them as their number."""
    words = words.replace("\x00", "").strip()[:200]
    if not words:
        return []
    matches = Q(text__icontains=words)
    if words.isdecimal() and len(words) < 12:
        matches |= Q(number=int(words))
    found = statement.deliberation.statements.open_for_voting().filter(matches).exclude(pk=statement.pk)
    return list(found.order_by("number")[:FOUND])


def _chosen(deliberation: Deliberation, queue: QuerySet[Statement], wanted: int | None) -> Statement | None:
    statement = None
    if wanted is not None:
        statement = deliberation.statements.select_related("merged_into").filter(number=wanted).first()
    statement = statement or queue.first()
    if statement is not None:
        statement.deliberation = deliberation
    return statement


def _decision_about(statement: Statement | None) -> ModerationDecision | None:
    if statement is None or statement.state == Statement.State.PENDING:
        return None
    return statement.last_decision()
