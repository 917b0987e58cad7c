"""Programs read training runs: where each stands, what it came to, and its files with their hashes."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from constitution.models import ConstitutionVersion
from constitution.services import draft_version, ratify_version
from deliberation.jobs import run_job
from tests.api.callers import ANONYMOUS
from tests.api.reading import address, all_of, queries_for, read, refusal
from tests.constitution.assemblies import analysed_assembly
from tests.training_bridge.runs import SETTINGS, careless_answer, own_texts, scripted
from training_bridge.models import TrainingRun
from training_bridge.services import run_training_run, start_training_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(settings: Any, tmp_path: Path) -> ConstitutionVersion:
    """A ratified version; what is trained on it lies in a folder of its own."""
    settings.DATA_DIR = tmp_path
    return ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))


@pytest.fixture
def waiting(version: ConstitutionVersion) -> TrainingRun:
    """A run that waits for a worker."""
    return start_training_run(version=version, settings=SETTINGS)


@pytest.fixture
def done(waiting: TrainingRun) -> TrainingRun:
    """A run whose model wrote too little that could be learnt from."""

    def work(report: Any) -> dict[str, Any]:
        run_training_run(
            run=waiting, report=report, texts=own_texts(), load=lambda _: scripted(careless_answer)
        )
        return {}

    assert run_job(waiting.job, work)
    waiting.refresh_from_db()
    return waiting


def slug_of(run: TrainingRun) -> str:
    return run.deliberation.slug


def test_a_run_that_waits_has_stages_and_neither_figures_nor_files(waiting: TrainingRun) -> None:
    [listed] = all_of("runs", slug_of(waiting))
    found = read("run", slug_of(waiting), waiting.public_id)
    assert listed.items() <= found.items()
    assert (found["standing"], found["percent"], found["finished_at"]) == ("queued", 0, None)
    assert (found["figures"], found["files"], found["manifest_sha256"]) == (None, [], None)
    assert {stage["state"] for stage in found["stages"]} == {"going on", "to come"}
    assert found["constitution_sha256"] == waiting.version.content_sha256


def test_a_run_that_ended_says_what_it_came_to_and_its_files_are_those_that_are_sent(
    done: TrainingRun,
) -> None:
    found = read("run", slug_of(done), done.public_id)
    assert found["standing"] == "finished"
    assert found["figures"]["outcome"] == "too few accepted: stopped"
    assert found["figures"]["margin"] is None
    assert (found["verdict"], found["is_measured"]) == (None, False)
    assert found["files"][0]["name"] == "manifest.json"
    assert found["files"][0]["sha256"] == found["manifest_sha256"]
    for file in found["files"]:
        sent = b"".join(Client().get(file["url"]).streaming_content)
        assert (len(sent), hashlib.sha256(sent).hexdigest()) == (file["bytes"], file["sha256"])


def test_a_measured_run_is_told_with_its_verdict_against_the_control(waiting: TrainingRun) -> None:
    margin = {"verdict": "rise", "difference": 0.2, "interval": [0.1, 0.3], "by_theme": {"honesty": {}}}
    margin["control"] = {"verdict": "no clear change"}
    summary = {
        "outcome": "trained and measured",
        "margin": margin,
        "evaluation": {"bbq": {"parts": {}, "items": 3}},
    }
    TrainingRun.objects.filter(pk=waiting.pk).update(summary=summary)
    found = read("run", slug_of(waiting), waiting.public_id)
    assert (found["verdict"], found["verdict_against_control"]) == ("rise", "no clear change")
    assert found["figures"]["margin"]["interval"] == [0.1, 0.3]
    assert "by_theme" not in found["figures"]["margin"]
    assert found["figures"]["evaluation"] == {"bbq": {"items": 3}}


def test_a_run_is_told_of_anew_when_it_has_come_further(waiting: TrainingRun) -> None:
    place = address("run", slug_of(waiting), waiting.public_id)
    tag = Client().get(place)["ETag"]
    assert Client().get(place, headers={"If-None-Match": tag}).status_code == 304
    waiting.job.claim()
    waiting.job.report("sft/fine-tuning: 3 of 48", 0.7)
    answer = Client().get(place, headers={"If-None-Match": tag})
    assert (answer.json()["standing"], answer.json()["percent"]) == ("running", 70)


def test_a_run_is_found_under_its_own_deliberation_only(waiting: TrainingRun) -> None:
    other = analysed_assembly().deliberation
    assert refusal(ANONYMOUS, "run", other.slug, waiting.public_id) == (404, "not-found")
    assert list(all_of("runs", other.slug)) == []


def test_more_runs_take_no_more_queries(done: TrainingRun) -> None:
    few = queries_for("runs", slug_of(done))
    start_training_run(version=done.version, settings=SETTINGS)
    assert len(list(all_of("runs", slug_of(done)))) == 2
    assert queries_for("runs", slug_of(done)) == few
