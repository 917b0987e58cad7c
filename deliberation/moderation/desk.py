"""What lies on a moderator's desk: one statement or several that say the same, and what they resemble."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q

from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    ModerationDecision,
    Role,
    Statement,
    User,
)
from deliberation.moderation.claiming import Others, open_item
from deliberation.moderation.differences import pieces_that_differ
from deliberation.moderation.marks import Mark, marks_of
from deliberation.moderation.queue_lines import QueueLine, QueueLines, place_of
from deliberation.moderation.together import MOST_TOGETHER
from deliberation.moderation.undoing import LastDecision, undoable_decision
from deliberation.moderation.waiting import QueueItem, items_of, titles_of
from deliberation.semantics.near_duplicates import opposition, words_say_the_same

AHEAD = 5
"""How many of the next items are listed below the one on the desk."""
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
class Member:
    """One of several statements that say about the same.

    `pieces` are its words, each with whether the statement on the desk does not have them; `warning` says
    why it may mean something else, and is empty when nothing speaks for it; `says_the_same` whether the words
    speak for deciding alike.
    """

    statement: Statement
    pieces: list[tuple[str, bool]]
    warning: str
    says_the_same: bool
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Desk:
    """The statement to decide about and its surroundings.

    Attributes:
        statement: on the desk; None when nothing is waiting.
        decision: what was decided about it last, if it is not waiting.
        likenesses: what it may say the same as beside the members, the most alike first.
        members: the statements that say about the same, it among them; none where it stands alone.
        more: how many further ones there are, too many to show at once.
        marks: what a computer noticed about it.
        is_to_decide: whether nobody has decided about it yet; people may already vote on it, where moderators
            read afterwards.
        holder: who else has it on the desk.
        topic: title of the topic it stands under.
        items: how many items wait; `position`: the place of this one among them, from 1.
        before, after: first statements of the neighbours in the queue that nobody else has on the desk.
        ahead: the items that come next.
        undoable: the decision that this moderator can take back.
    """

    statement: Statement | None
    decision: ModerationDecision | None
    likenesses: tuple[Likeness, ...]
    members: tuple[Member, ...]
    more: int
    marks: Sequence[Mark]
    is_to_decide: bool
    holder: User | None
    topic: str
    items: int
    position: int
    before: int | None
    after: int | None
    ahead: list[QueueItem]
    undoable: LastDecision | None

    @property
    def marks_differences(self) -> bool:
        """Whether some of the members have other words."""
        return any(differs for member in self.members for _piece, differs in member.pieces)


def lay_out(
    deliberation: Deliberation,
    moderator: User,
    role: Role,
    wanted: int,
    *,
    lines: QueueLines,
    others: Others,
    alone: bool = False,
    is_taken: bool = False,
) -> Desk:
    """Return the desk with the wanted statement and what says the same.

    Whoever decides has the item on the desk from then on, or has it already where it `is_taken`; an observer
    only looks.
    """
    statement = _wanted(deliberation, wanted)
    is_to_decide = statement is not None and (is_taken or _waits(statement))
    place = place_of(deliberation, wanted)
    position = lines.position(place) if is_to_decide else None
    line = lines[position] if position is not None else None
    holder = None
    if statement is not None and line is not None and role.may_moderate and not is_taken:
        holder = open_item(statement=statement, moderator=moderator)
    members = _members(statement, line) if statement and line and not alone else ()
    # The neighbours come without what others have on the desk.
    ahead = list(islice((each for each in lines.behind(place) if each.group not in others.groups), AHEAD))
    before = next((each for each in lines.before(place) if each.group not in others.groups), None)
    titles = titles_of(each.topic for each in (line, *ahead) if each is not None)
    return Desk(
        statement=statement,
        decision=_decision_about(statement),
        likenesses=likenesses_of(statement, members) if statement else (),
        members=members,
        more=max(0, line.size - MOST_TOGETHER) if line and members else 0,
        marks=_marks(statement, members),
        is_to_decide=is_to_decide,
        holder=holder,
        topic=titles.get(line.topic, "") if line else "",
        items=len(lines),
        position=position + 1 if position is not None else 0,
        before=before.first if before else None,
        after=ahead[0].first if ahead else None,
        ahead=items_of(deliberation, others, ahead, titles),
        undoable=undoable_decision(deliberation=deliberation, decided_by=moderator),
    )


def likenesses_of(statement: Statement, members: Sequence[Member] = ()) -> tuple[Likeness, ...]:
    """Return what the statement may say the same as beside the members, undecided proposals only."""
    shown = [member.statement.pk for member in members if member.statement.pk != statement.pk]
    candidates = (
        DuplicateCandidate.objects.filter(
            Q(first=statement) | Q(second=statement), state=DuplicateCandidate.State.PROPOSED
        )
        .exclude(first__in=shown)
        .exclude(second__in=shown)
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


def _wanted(deliberation: Deliberation, number: int | None) -> Statement | None:
    statement = deliberation.statements.select_related("merged_into", "author").filter(number=number).first()
    if statement is not None:
        statement.deliberation = deliberation
    return statement


def _waits(statement: Statement) -> bool:
    return Statement.objects.awaiting_moderation().filter(pk=statement.pk).exists()


def _members(statement: Statement, line: QueueLine) -> tuple[Member, ...]:
    """Return what waits in the group, the statement on the desk first, then by age."""
    if line.size < 2:
        return ()
    waiting = statement.deliberation.statements.awaiting_moderation().filter(queue_place__group=line.group)
    others = waiting.exclude(pk=statement.pk).select_related("author")[: MOST_TOGETHER - 1]
    together = [statement, *others]
    marks = marks_of(together)
    return tuple(
        Member(
            statement=each,
            pieces=pieces_that_differ(each.shown_text, statement.shown_text),
            warning=opposition(statement.text, each.text) if each.pk != statement.pk else "",
            says_the_same=words_say_the_same(statement.text, each.text),
            marks=marks.get(each.pk, ()),
        )
        for each in together
    )


def _marks(statement: Statement | None, members: Sequence[Member]) -> Sequence[Mark]:
    if statement is None:
        return ()
    if members:  # it is the first of them
        return members[0].marks
    return marks_of([statement]).get(statement.pk, ())


def _decision_about(statement: Statement | None) -> ModerationDecision | None:
    if statement is None or statement.state == Statement.State.PENDING:
        return None
    return statement.last_decision()
