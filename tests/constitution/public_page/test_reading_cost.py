"""What a page that anybody may read costs does not grow with the votes there are."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client

from constitution.services import draft_version, ratify_version
from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.integrity.sealing import seal_log
from deliberation.models import Deliberation
from deliberation.results.services import run_analysis
from deliberation.voting.services import Ballot, record_votes
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("sqlite" in connection.vendor, reason="PostgreSQL says how many rows it has read"),
]

PEOPLE, STATEMENTS, FEW = 40, 12, 4
SLACK = 40
"""Rows of votes and events that may be read more: far fewer than the 320 votes that there are more."""
PAGES = [
    "/",
    "/d/{slug}/",
    "/d/{slug}/results/",
    "/d/{slug}/results/progress/",
    "/d/{slug}/results/statements/",
    "/d/{slug}/results/statements/?sort=important",
    "/d/{slug}/results/statements/1/",
    "/d/{slug}/where-you-stand/",
    "/d/{slug}/vote/",
    "/d/{slug}/summary/",
    "/d/{slug}/log/",
    "/d/{slug}/constitution/",
    "/d/{slug}/constitution/versions/",
    "/d/{slug}/constitution/v1/",
    "/d/{slug}/constitution/v1/p1/",
    "/d/{slug}/constitution/v1/rules/",
    "/d/{slug}/constitution/v1/other-statements/",
    "/api/v1/deliberations/",
    "/api/v1/deliberations/{slug}/",
    "/api/v1/deliberations/{slug}/results/",
    "/api/v1/deliberations/{slug}/results/statements/",
]
MANY_ROWS = ("deliberation_vote", "deliberation_event", "deliberation_eventpayload", "deliberation_exposure")


def deliberation_with(votes_each: int) -> Deliberation:
    """Forty people with so many votes each, analysed, with a ratified constitution."""
    deliberation = DeliberationFactory()
    people = [ParticipantFactory(deliberation=deliberation) for _ in range(PEOPLE)]
    asked = [
        StatementFactory(deliberation=deliberation, author=None, text=f"The AI should keep promise {place}.")
        for place in range(STATEMENTS)
    ]
    cast = []
    for place, person in enumerate(people):
        some = [asked[(place + step) % STATEMENTS] for step in range(votes_each)]
        cast.append((person, [Ballot(one, 1, f"vote on {one.number}") for one in some]))
    record_votes(deliberation, cast, origin="simulated")
    run_analysis(deliberation=deliberation, parameters=AnalysisParameters(splits=3))
    ratify_version(version=draft_version(deliberation=deliberation, size=3))
    seal_log(deliberation=deliberation)
    return deliberation


@contextmanager
def rows_read() -> Iterator[list[int]]:
    """Collect how many rows of votes and events each query reads, as EXPLAIN ANALYZE counts them."""
    read: list[int] = []

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith("SELECT"):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                plan = cursor.fetchone()[0]
            read.append(_rows_of(plan if isinstance(plan, list) else json.loads(plan)))
        return execute(sql, params, many, context)

    # On so few rows PostgreSQL would read whole tables; on many it would not.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ANALYZE deliberation_event, deliberation_vote")
    with connection.execute_wrapper(explained):
        yield read


def _rows_of(plans: list[dict[str, Any]]) -> int:
    rows = 0
    for plan in (entry.get("Plan", entry) for entry in plans):
        if plan.get("Relation Name") in MANY_ROWS or "Index Name" in plan:
            found = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
            rows += plan["Actual Loops"] * found if plan.get("Relation Name") in MANY_ROWS else 0
        rows += _rows_of(plan.get("Plans", []))
    return int(rows)


def cost_of(page: str, deliberation: Deliberation) -> tuple[int, int]:
    """Return how many queries a page takes as it is made anew, and how many rows of votes they read."""
    cache.clear()
    caches["pages"].clear()
    with rows_read() as read:
        answer = Client().get(page.format(slug=deliberation.slug))
    assert answer.status_code == 200, page
    return len(read), sum(read)


def test_no_public_page_reads_more_where_people_have_voted_more() -> None:
    few, many = deliberation_with(FEW), deliberation_with(STATEMENTS)
    assert many.votes.count() - few.votes.count() == PEOPLE * (STATEMENTS - FEW)
    grown = {}
    for page in PAGES:
        (queries, rows), (more_queries, more_rows) = cost_of(page, few), cost_of(page, many)
        if more_rows > rows + SLACK:
            grown[page] = (rows, more_rows, queries, more_queries)
    assert grown == {}
