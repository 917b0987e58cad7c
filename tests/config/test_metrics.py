"""The figures for Prometheus: guarded, right, and no dearer the more votes there are."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from constitution.services import draft_version, ratify_version
from deliberation.jobs import request_job
from deliberation.models import Deliberation, Event, Job, LogSeal, RelayHeartbeat
from deliberation.results.services import run_analysis
from tests.constitution.assemblies import analysed_assembly
from tests.factories import StatementFactory, VoteFactory
from training_bridge.models import TrainingRun

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "for the tests alone, and long enough"
Figures = dict[tuple[str, ...], float]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    """Let the page be there."""
    settings.METRICS_TOKEN = TOKEN


def figures() -> Figures:
    """Return every figure by its name and the values of its labels."""
    response = Client().get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_who_does_not_show_the_token_sees_nothing(shown: str) -> None:
    response = Client().get("/metrics/", headers={"authorization": shown})
    assert (response.status_code, response.content) == (401, b"")


def test_without_a_token_in_the_settings_there_is_no_such_page(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404


def test_votes_and_how_old_their_results_are(deliberation: Deliberation) -> None:
    statements = [StatementFactory(deliberation=deliberation) for _number in range(3)]
    for statement in statements:
        for value in (1, 1, -1):
            VoteFactory(statement=statement, value=value)
    found = figures()
    cast = Event.objects.filter(kind=Event.Kind.VOTE_CAST).count()
    assert found["concord_votes_last_minute",] == cast > 0
    assert found["concord_events_total",] == Event.objects.latest("id").pk
    assert found["concord_votes_counted",] == 0
    assert found["concord_oldest_uncounted_vote_seconds", deliberation.slug] > 0
    run_analysis(deliberation=deliberation)
    found = figures()
    assert found["concord_votes_counted",] == 9
    assert found["concord_oldest_uncounted_vote_seconds", deliberation.slug] == 0
    assert 0 <= found["concord_analysis_age_seconds", deliberation.slug] < 60


def test_jobs_by_queue_and_the_oldest_of_them() -> None:
    for name in ("send_notices", "deliver_webhooks", "run_analysis"):
        request_job(key=name, task=f"deliberation.tasks.{name}", arguments={})
    Job.objects.filter(key="send_notices").update(created_at=timezone.now() - timedelta(minutes=5))
    Job.objects.filter(key="run_analysis").update(state=Job.State.FAILED)
    Job.objects.filter(key="deliver_webhooks").update(state=Job.State.RUNNING)
    found = figures()
    assert found["concord_jobs_waiting", "mail"] == found["concord_jobs_running", "mail"] == 1
    assert found["concord_jobs_waiting", "analysis"] == 0
    assert 300 <= found["concord_oldest_waiting_job_seconds", "mail"] < 330
    assert found["concord_jobs_failed", "deliberation.tasks.run_analysis"] == 1
    assert found["concord_jobs_to_deal_with",] == 1


def test_when_the_relay_looked_and_the_log_was_sealed(deliberation: Deliberation) -> None:
    assert figures()["concord_relay_last_look_seconds",] == -1
    assert figures()["concord_last_seal_seconds",] == -1
    RelayHeartbeat.objects.create(pk=1, looked_at=timezone.now() - timedelta(seconds=90))
    LogSeal.objects.create(
        deliberation=deliberation,
        number=1,
        size=1,
        root="0" * 64,
        signature="0" * 128,
        public_key="0" * 64,
        sealed_at=timezone.now() - timedelta(hours=1),
    )
    found = figures()
    assert 90 <= found["concord_relay_last_look_seconds",] < 120
    assert 3600 <= found["concord_last_seal_seconds",] < 3630


def test_every_figure_is_explained_and_alerts_ask_for_no_other(deliberation: Deliberation) -> None:
    request_job(key="a", task="deliberation.tasks.send_notices", arguments={})
    Job.objects.create(key="b", task="deliberation.tasks.run_analysis", state=Job.State.FAILED)
    VoteFactory(statement=StatementFactory(deliberation=deliberation))
    run_analysis(deliberation=deliberation)
    explained = set(re.findall(r"`(concord_\w+)", (ROOT / "docs/monitoring.md").read_text()))
    there = {name for name, *_labels in figures()}
    of_runs = {
        "concord_training_progress",
        "concord_training_rows_total",
        "concord_generation_tokens_per_second",
    }
    assert there | of_runs == explained
    alerts = yaml.safe_load((ROOT / "config/deploy/prometheus/alerts.yml").read_text())
    asked = re.findall(r"concord_\w+", str([rule["expr"] for rule in alerts["groups"][0]["rules"]]))
    assert set(asked) <= explained


def test_how_far_training_runs_are(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    version = ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
    job = Job.objects.create(
        key="a",
        task="training_bridge.tasks.run_training",
        state=Job.State.RUNNING,
        step="Asking for responses: 30 of 120",
        progress=0.25,
    )
    run = TrainingRun.objects.create(version=version, settings={}, job=job)
    run.artifact_folder.mkdir(parents=True)
    (run.artifact_folder / "usage.json").write_text('{"tiny": {"tokens_per_second": 41.5}}')
    found = figures()
    assert found["concord_training_progress", run.public_id] == 0.25
    assert found["concord_training_rows_total", run.public_id, "Asking for responses"] == 30
    assert found["concord_generation_tokens_per_second", "tiny", run.public_id] == 41.5


def test_more_votes_make_for_no_more_queries(deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            figures()
        return len(captured)

    VoteFactory(statement=statement)
    before = queries()
    for _vote in range(20):
        VoteFactory(statement=statement)
    assert queries() == before
