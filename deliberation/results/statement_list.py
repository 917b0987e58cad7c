"""All statements with their results: searched, sorted, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, ExpressionWrapper, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast, NullIf
from django.http import QueryDict

from deliberation.models import Analysis, StatementResult, Topic
from deliberation.results.importance import important_share
from deliberation.results.overview import SURE_DIVISION, StatementLine, public_results
from deliberation.results.small_cells import SMALLEST
from deliberation.results.verdicts import Verdict, verdict_of

PER_PAGE = 25
SEARCH_LENGTH = 200


def _part(counted: str) -> Case:
    """The share of a statement's votes; nothing where they are too few to be shown, lest the order tells."""
    share = ExpressionWrapper(Cast(F(counted), FloatField()) / NullIf(F("votes"), 0), FloatField())
    return Case(When(votes__gte=SMALLEST, then=share), default=None, output_field=FloatField())


SORTS: Mapping[str, tuple[Any, ...]] = {
    "consensus": (F("agreed"), F("consensus_lower_bound")),
    "divisive": (SURE_DIVISION, F("divisiveness")),
    "bridging": (F("bridging"),),
    "votes": (F("votes"),),
    "agree": (_part("agree"),),
    "weighted": (F("weighted_agree"),),
    "disagree": (_part("disagree"),),
    "pass": (_part("passed"),),
    "important": (),
    "number": (F("statement__number"),),
}
"""What the list can be sorted by, and what stands behind it, the weightiest first; see `by_importance`."""
UPWARD_FIRST = frozenset({"number"})


@dataclass(frozen=True)
class Query:
    """What a reader asked for: words to search, a topic, an order."""

    words: str = ""
    topic: int | None = None
    sort: str = "consensus"
    upward: bool = False

    @classmethod
    def from_address(cls, sent: QueryDict) -> "Query":
        """Read the query of an address; anything unknown in it is left out."""
        sort = sent.get("sort", "")
        sort = sort if sort in SORTS else "consensus"
        topic, order = sent.get("topic", ""), sent.get("order", "")
        return cls(
            words=sent.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH],
            topic=int(topic) if topic.isdecimal() and len(topic) < 5 else None,
            sort=sort,
            upward=order == "up" if order in {"up", "down"} else sort in UPWARD_FIRST,
        )

    @property
    def order(self) -> str:
        """The direction as it stands in addresses."""
        return "up" if self.upward else "down"

    def address(self, **changes: str | int) -> str:
        """Return the query string of this query with some parts changed."""
        parts = {"q": self.words, "topic": self.topic, "sort": self.sort, "order": self.order} | changes
        return "?" + urlencode({name: part for name, part in parts.items() if part not in ("", None)})

    def sorted_by(self, sort: str) -> str:
        """Return the query string that sorts by a column, the other way round if it already does."""
        if sort != self.sort:
            return self.address(sort=sort, order="up" if sort in UPWARD_FIRST else "down")
        return self.address(order="down" if self.upward else "up")


def find_results(analysis: Analysis, query: Query, topic: Topic | None) -> QuerySet[StatementResult]:
    """Return the results a query asks for, in its order; `topic` narrows them to its statements."""
    results = public_results(analysis)
    if query.words:
        results = results.filter(statement__text__icontains=query.words)
    if topic is not None:
        results = results.filter(statement__topics__topic=topic)
    directions = [
        part.asc(nulls_last=True) if query.upward else part.desc(nulls_last=True)
        for part in SORTS[query.sort]
    ]
    return results.order_by(*directions, "statement__number")


def by_importance(
    results: QuerySet[StatementResult], important: Mapping[int, int], *, upward: bool
) -> QuerySet[StatementResult]:
    """Return the results by the share of the votes that are marked as important.

    The marks are not among the results, so the shares are handed to the database as cases, one for each
    statement that has any; the others have none.
    """
    marked = results.filter(statement__in=list(important), votes__gte=SMALLEST)
    votes = dict(marked.order_by().values_list("statement", "votes"))
    shares = [
        When(statement=statement, then=Value(important_share(important[statement], counted)))
        for statement, counted in votes.items()
    ]
    if not shares:  # PostgreSQL takes no constant to order by
        return results.order_by("statement__number")
    share = Case(*shares, default=Value(0.0), output_field=FloatField())
    return results.order_by(share.asc() if upward else share.desc(), "statement__number")


@dataclass(frozen=True)
class ListedStatement:
    """A statement in the list: its line, its verdict, and the share of votes marked as important.

    The share is None where too few people voted to say.
    """

    line: StatementLine
    verdict: Verdict
    important_share: float | None


def page_of_lines(
    results: QuerySet[StatementResult],
    letters: tuple[str, ...],
    number: str | None,
    redrawn: int | None,
    important: Mapping[int, int],
) -> Page:
    """Return one page of the list.

    `redrawn` is the number of re-drawn assemblies, `important` the marked votes by statement. A page that
    does not exist is the nearest that does.
    """
    page = Paginator(results, PER_PAGE).get_page(number)
    lines = [StatementLine(result, letters) for result in page.object_list]
    page.object_list = [
        ListedStatement(
            line,
            verdict_of(line, redrawn),
            None
            if line.everyone is None
            else important_share(important.get(line.result.statement_id, 0), line.result.votes),
        )
        for line in lines
    ]
    return page
