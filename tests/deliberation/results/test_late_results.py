"""Pages say that results come later while Redis, the relay or the worker is away; votes are taken."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deliberation.integrity import redis_state
from deliberation.jobs import request_job
from deliberation.models import Deliberation, Job, RelayHeartbeat, Statement, Vote
from deliberation.results import late_results
from deliberation.results.services import ANALYSIS_TASK, run_analysis
from tests.factories import VoteFactory
from tests.redis_server import running_redis

pytestmark = pytest.mark.django_db
WORDS = "follow a little later than usual"
SAY_IT = {"vote", "results", "results_progress", "where_you_stand_small"}
Pages = Callable[[], set[str]]


@pytest.fixture(autouse=True)
def look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be known from a moment ago."""
    monkeypatch.setattr(redis_state, "LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(late_results, "LOOK_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr(late_results, "_looked_at", float("-inf"))


@pytest.fixture
def pages(deliberation: Deliberation, statement: Statement) -> Pages:
    """A function that tells which pages say that results come later."""
    VoteFactory(statement=statement)
    run_analysis(deliberation=deliberation)

    def ask() -> set[str]:
        caches["pages"].clear()  # Kept pages say it some seconds later.
        answers = {
            name: Client().get(reverse(f"deliberation:{name}", args=[deliberation.slug])) for name in SAY_IT
        }
        assert {answer.status_code for answer in answers.values()} == {200}
        return {name for name, answer in answers.items() if WORDS in answer.content.decode()}

    return ask


def test_while_redis_is_away_they_say_so_and_votes_are_taken(
    pages: Pages, deliberation: Deliberation, statement: Statement, settings: Any, tmp_path: Path
) -> None:
    settings.REDIS_URL = f"redis+socket://{tmp_path}/redis.sock"
    with running_redis(tmp_path / "redis.sock"):
        assert pages() == set()
    assert pages() == SAY_IT
    votes = Vote.objects.count()
    address = reverse("deliberation:vote", args=[deliberation.slug])
    answer = Client().post(address, {"statement": statement.number, "value": 1, "key": "key-while-away-0001"})
    assert answer.status_code == 302
    assert Vote.objects.count() == votes + 1
    with running_redis(tmp_path / "redis.sock"):
        assert pages() == set()


def test_when_the_relay_has_not_looked_for_long_they_say_so(pages: Pages, redis_server: str) -> None:
    RelayHeartbeat.beat()
    assert pages() == set()
    RelayHeartbeat.objects.update(looked_at=timezone.now() - timedelta(minutes=1))
    assert pages() == SAY_IT


def test_when_no_worker_takes_an_analysis_they_say_so(
    pages: Pages, redis_server: str, deliberation: Deliberation
) -> None:
    job = request_job(key="a", task=ANALYSIS_TASK, arguments={"deliberation": deliberation.public_id})
    assert pages() == set()
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=3))
    assert pages() == SAY_IT


def test_no_vote_asks_for_it(
    deliberation: Deliberation, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise AssertionError("a vote asked whether Redis is away")

    monkeypatch.setattr("deliberation.results.late_results.is_redis_away", fail)
    browser = Client(headers={"hx-request": "true"})
    address = reverse("deliberation:vote", args=[deliberation.slug])
    for number in range(3):
        browser.post(
            address, {"statement": statement.number, "value": 1, "key": f"key-of-a-vote-{number:04}"}
        )
    assert Vote.objects.filter(deliberation=deliberation).exists()


def test_it_is_found_out_once_for_many_pages(redis_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late_results, "LOOK_AGAIN_SECONDS", 60.0)
    monkeypatch.setattr(late_results, "_looked_at", float("-inf"))
    late_results.are_results_late()
    with CaptureQueriesContext(connection) as asked:
        assert not late_results.are_results_late()
    assert len(asked) == 0
