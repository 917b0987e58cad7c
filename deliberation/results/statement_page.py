"""One statement by itself: how each group voted, why people say they did, and what their passes meant."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from deliberation.models import Analysis, Statement, StatementResult, Vote, VoteReason
from deliberation.results.charts import SCALE
from deliberation.results.importance import important_share
from deliberation.results.marks import marks_of
from deliberation.results.overview import StatementLine, public_results
from deliberation.results.small_cells import SMALLEST

REASONS_PER_PAGE = 10


@dataclass(frozen=True)
class PassMeaning:
    """What some of the passes meant, and what share of the explained passes that is."""

    reason: str
    words: str
    count: int
    share: float

    @property
    def length(self) -> int:
        """Of the bar, 0 to `SCALE`."""
        return round(SCALE * self.share)


@dataclass(frozen=True)
class VoteMarks:
    """What people added to their votes on a statement.

    Attributes:
        votes, important: all votes, and those whose voters called the statement important to them.
        passes, explained: all passes, and those with a meaning.
        meanings: of the explained passes, the most frequent first; empty where too few were explained.
    """

    votes: int
    important: int
    passes: int
    explained: int
    meanings: tuple[PassMeaning, ...]

    @property
    def important_share(self) -> float | None:
        """Share of the votes that are marked as important; None where too few people voted to say."""
        if 0 < self.votes < SMALLEST:
            return None
        return important_share(self.important, self.votes)


@dataclass(frozen=True)
class ReasonList:
    """The reasons of those who voted one way: the value, and a page of them."""

    value: int
    page: Page

    @property
    def name(self) -> str:
        """The vote's name in addresses."""
        return Vote.Value(self.value).name.lower()


def line_of(analysis: Analysis, number: int) -> StatementLine | None:
    """Return a statement's result; None where it has none or the public cannot see the statement."""
    result = public_results(analysis).filter(statement__number=number).first()
    letters = tuple(group.letter for group in analysis.groups.all())
    return StatementLine(result, letters) if result is not None else None


def marks_on(result: StatementResult) -> VoteMarks:
    """Return what people added to their votes, as the analysis counted it."""
    marks = marks_of(result)
    meanings = {reason: marks["meanings"].get(reason, 0) for reason in Vote.PassReason.values}
    explained = sum(meanings.values())
    return VoteMarks(
        votes=result.votes,
        important=marks["important"],
        passes=max(result.passed, explained),
        explained=explained,
        meanings=_meanings(meanings, explained),
    )


def _meanings(counts: Mapping[str, int], explained: int) -> tuple[PassMeaning, ...]:
    if explained < SMALLEST:
        return ()
    found = [
        PassMeaning(reason, str(Vote.PassReason(reason).label), count, count / explained)
        for reason, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda meaning: -meaning.count))


def reasons_for(statement: Statement, pages: Mapping[str, str]) -> tuple[ReasonList, ...]:
    """Return the accepted reasons by vote; `pages` says which page of which vote, by its name."""
    return tuple(
        found
        for value in (Vote.Value.AGREE, Vote.Value.DISAGREE, Vote.Value.PASS)
        if (found := _reasons(statement, value, pages)).page.paginator.count
    )


def _reasons(statement: Statement, value: int, pages: Mapping[str, str]) -> ReasonList:
    accepted = VoteReason.objects.shown().filter(statement=statement, value=value).exclude(text="")
    name = Vote.Value(value).name.lower()
    return ReasonList(value, Paginator(accepted.order_by("pk"), REASONS_PER_PAGE).get_page(pages.get(name)))
