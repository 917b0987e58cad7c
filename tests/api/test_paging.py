"""Lists come in pages that cost the same wherever they are, and hold everything once."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from deliberation.api.paging import page_of
from deliberation.api.problems import Problem
from deliberation.models import Deliberation, Statement
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

Rows = QuerySet[Statement] | Sequence[int]


def page(rows: Rows, address: str = "/list/", order: str = "pk") -> dict[str, Any]:
    request = Request(APIRequestFactory().get(address))
    answer = page_of(request, rows, lambda shown: [getattr(row, "number", row) for row in shown], order=order)
    return dict(answer.data)


def all_of(rows: Rows, address: str, onwards: str = "next") -> list[list[int]]:
    pages: list[list[int]] = []
    following: str | None = address
    while following:
        shown = page(rows, following)
        pages.append(shown["results"])
        following = shown[onwards]
    return pages


@pytest.fixture
def statements(deliberation: Deliberation) -> QuerySet[Statement]:
    for _ in range(7):
        StatementFactory(deliberation=deliberation)
    return deliberation.statements.all()


@pytest.mark.parametrize("kind", ["rows", "sequence"])
def test_every_entry_is_on_one_page_in_order(statements: QuerySet[Statement], kind: str) -> None:
    numbers = [statement.number for statement in statements.order_by("pk")]
    pages = all_of(statements if kind == "rows" else numbers, "/list/?limit=3")
    assert [len(one) for one in pages] == [3, 3, 1]
    assert [number for one in pages for number in one] == numbers


@pytest.mark.parametrize("kind", ["rows", "sequence"])
def test_the_way_back_leads_to_the_beginning(statements: QuerySet[Statement], kind: str) -> None:
    numbers = [statement.number for statement in statements.order_by("pk")]
    rows = statements if kind == "rows" else numbers
    second = page(rows, page(rows, "/list/?limit=3")["next"])
    first = page(rows, second["previous"])
    assert first["results"] == numbers[:3]
    assert first["previous"] is None


def test_a_list_is_the_newest_first_where_it_says_so(statements: QuerySet[Statement]) -> None:
    newest = page(statements, order="-pk")["results"]
    assert newest == [statement.number for statement in statements.order_by("-pk")]


def test_what_is_added_meanwhile_moves_nothing(
    deliberation: Deliberation, statements: QuerySet[Statement]
) -> None:
    first = page(statements, "/list/?limit=3", order="-pk")
    StatementFactory(deliberation=deliberation)
    second = page(statements, first["next"], order="-pk")
    assert set(first["results"]) & set(second["results"]) == set()


def test_a_later_page_costs_one_query_as_the_first_does(statements: QuerySet[Statement]) -> None:
    later = page(statements, page(statements, "/list/?limit=2")["next"])["next"]
    for address in ("/list/?limit=2", later):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(statements, address)
        assert len(queries) == 1
        assert "OFFSET" not in queries[0]["sql"]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "", "1.5", "٣", "9" * 5000])
def test_a_page_of_another_length_is_refused(statements: QuerySet[Statement], limit: str) -> None:
    with pytest.raises(Problem) as refusal:
        page(statements, f"/list/?limit={limit}")
    assert (refusal.value.status_code, refusal.value.kind) == (400, "bad-limit")


@pytest.mark.parametrize(
    "cursor",
    ["no+cursor", "cD1hYmM=", "bz0tMQ==", "bz14", "cD0%3D", "%00", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk="],
)
def test_a_made_up_cursor_is_refused_or_leads_to_an_empty_page(
    statements: QuerySet[Statement], cursor: str
) -> None:
    for rows in (statements, [1, 2, 3]):
        try:
            page(rows, f"/list/?cursor={cursor}")
        except Problem as refusal:
            assert (refusal.status_code, refusal.kind) == (400, "bad-cursor")


def test_a_cursor_that_is_no_number_is_refused(statements: QuerySet[Statement]) -> None:
    with pytest.raises(Problem) as refusal:
        page(statements, "/list/?cursor=cD1hYmM=")
    assert refusal.value.kind == "bad-cursor"
