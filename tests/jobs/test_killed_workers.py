"""A process killed with SIGKILL in any step: whoever takes the work up ends with the same result."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from constitution.services import draft_version, ratify_version
from deliberation.models import Analysis, Job, Participant
from deliberation.results import services as results
from deliberation.results.services import ANALYSIS_TASK
from tests.constitution.assemblies import analysed_assembly
from tests.jobs.database_digest import KeptDatabase, database_digest, differences
from tests.jobs.files_digest import files_digest, results_digest
from tests.jobs.killing import Workers, workers
from tests.jobs.prepared_jobs import a_training_run, an_analysis, voted
from training_bridge.services import TASK as TRAIN_TASK

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def processes(settings: Any, tmp_path: Path) -> Iterator[Workers]:
    """Processes on this test's database, with a folder of their own."""
    if connection.vendor != "postgresql":
        pytest.skip("Rows are kept and put back by COPY, which PostgreSQL has.")
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    with workers() as running:
        yield running


def long_after() -> None:
    """Let the leases of killed workers have run out."""
    long_ago = timezone.now() - timedelta(hours=1)
    assert (
        Job.objects.filter(state=Job.State.RUNNING).update(lease_until=long_ago, published_at=long_ago) == 1
    )
    assert Job.objects.to_publish().count() == 1


def first_of_each(steps: list[str]) -> list[int]:
    """Return at which report each step begins, counted from 1; "Ordering: 3 of 40" is the step "Ordering"."""
    places: dict[str, int] = {}
    for place, step in enumerate(steps, start=1):
        places.setdefault(step.partition(":")[0], place)
    return list(places.values())


def test_an_analysis_killed_at_any_step_ends_with_the_same_result(processes: Workers) -> None:
    job = an_analysis(None)
    before = KeptDatabase()
    given = {"job_id": job.pk}
    steps = processes.finish("task", ANALYSIS_TASK, given, counted=["report"])
    undisturbed = Analysis.objects.get().result_hash
    digest = database_digest(without=("deliberation.Job",))
    places = first_of_each(steps)
    assert len(places) >= 5

    in_the_transaction = ["after", "deliberation.results.services.store_analysis"]
    once_it_is_stored = ["before", "deliberation.models.jobs.Job.succeed"]
    for where in (*(["report", place] for place in places), in_the_transaction, once_it_is_stored):
        before.put_back()
        processes.killed("task", ANALYSIS_TASK, given, where)
        assert Analysis.objects.count() == (where is once_it_is_stored), where
        long_after()
        processes.finish("task", ANALYSIS_TASK, given)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.result["result_hash"]) == ("succeeded", 2, undisturbed), where
        assert differences(database_digest(without=("deliberation.Job",)), digest) == [], where


def test_a_training_run_killed_in_any_stage_ends_with_the_same_files(
    processes: Workers, settings: Any
) -> None:
    job = a_training_run(None)
    before = KeptDatabase()
    given, folder = {"job_id": job.pk}, settings.DATA_DIR / "training"
    steps = processes.finish("task", TRAIN_TASK, given, counted=["report"])
    undisturbed, digest = results_digest(folder), database_digest(without=("deliberation.Job",))
    assert len(undisturbed) > 5

    for step in first_of_each([step.partition("/")[0] for step in steps]):
        before.put_back()
        shutil.rmtree(folder)
        processes.killed("task", TRAIN_TASK, given, ["report", step])
        long_after()
        processes.finish("task", TRAIN_TASK, given)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("succeeded", 2), step
        assert results_digest(folder) == undisturbed, step
        assert differences(database_digest(without=("deliberation.Job",)), digest) == [], step


EXPORTS = ["export_constitution", "export_research", "export_results", "export_polis"]


@pytest.mark.parametrize("command", EXPORTS)
def test_an_export_killed_at_any_file_leaves_no_half_of_it_and_can_be_made_again(
    command: str, processes: Workers, tmp_path: Path
) -> None:
    if command == "export_constitution":
        version = ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
        deliberation = version.deliberation
    else:
        deliberation = voted()
        deliberation.participants.update(
            origin=Participant.Origin.SIMULATED
        )  # Rows of real people stay here.
        results.run_analysis(deliberation=deliberation)
    place = tmp_path / "place"
    target, whole = place / "export", tmp_path / "whole"
    touched = processes.finish(
        "command", command, [deliberation.slug, "--to", str(whole)], counted=["file", str(tmp_path)]
    )
    undisturbed = files_digest(whole)
    written = len(touched)
    assert written > 3
    assert undisturbed

    given = [deliberation.slug, "--to", str(target)]
    for file in sorted({2, written // 2, written}):
        shutil.rmtree(place, ignore_errors=True)
        processes.killed("command", command, given, ["file", str(tmp_path), file])
        assert not target.exists() or files_digest(target) in ({}, undisturbed), file
        processes.finish("command", command, given)
        assert files_digest(target) == undisturbed, file
