"""A run stops at its next report with all it has written, and goes on in the same folder."""

import threading
from pathlib import Path
from typing import Any

import pytest

from constitution.models import ConstitutionVersion
from deliberation.jobs import WorkRefused
from deliberation.models import Job, User
from tests.training_bridge.panel.rehearsals import SETTINGS, do
from tests.training_bridge.runs import scripted
from training_bridge.models import Standing, TrainingRun
from training_bridge.one_at_a_time import one_at_a_time
from training_bridge.services import resume_training_run, start_training_run, stop_training_run
from training_bridge.tasks import train

pytestmark = pytest.mark.django_db


def test_a_run_that_nobody_works_on_stops_at_once(run: TrainingRun, owner_here: User) -> None:
    stopped = stop_training_run(run=run, stopped_by=owner_here)
    assert stopped.standing == Standing.STOPPED
    assert (stopped.stop_requested_by, stopped.job.state) == (owner_here, Job.State.SUCCEEDED)


def test_a_running_one_stops_at_its_next_report_and_loses_nothing(run: TrainingRun, owner_here: User) -> None:
    model = scripted()
    rows = run.artifact_folder / "data" / "critique_revisions.jsonl"

    def stop_in_the_middle(step: str, _fraction: float) -> None:
        if rows.exists():
            stop_training_run(run=run, stopped_by=owner_here)

    assert do(run, model=model, report=stop_in_the_middle) == {"outcome": "stopped"}
    assert run.standing == Standing.STOPPED
    written, asked = rows.read_bytes(), len(model.asked)
    assert 0 < written.count(b"\n") < 6
    resume_training_run(run=run, resumed_by=owner_here)
    run.refresh_from_db()
    assert (run.standing, run.stop_requested_at) == (Standing.QUEUED, None)
    do(run, model=model)
    assert rows.read_bytes().startswith(written)
    assert run.summary["generated"] == 12
    assert len(model.asked) < asked + 30


def test_only_owners_stop_and_resume(run: TrainingRun, moderator_here: User) -> None:
    for act in (
        lambda: stop_training_run(run=run, stopped_by=moderator_here),
        lambda: resume_training_run(run=run, resumed_by=moderator_here),
    ):
        with pytest.raises(PermissionError):
            act()


def test_a_run_that_did_not_stop_cannot_be_resumed(run: TrainingRun) -> None:
    with pytest.raises(WorkRefused):
        resume_training_run(run=run)


def test_a_failed_run_goes_on_under_a_new_job_and_the_old_one_does_nothing(run: TrainingRun) -> None:
    old = run.job
    old.claim()
    old.fail("The disk was full")
    run.refresh_from_db()
    assert run.standing == Standing.FAILED
    resume_training_run(run=run)
    old.retry()
    train(old.pk)
    old.refresh_from_db()
    assert (old.state, old.error) == (Job.State.FAILED, "This run has gone on under another job.")


def test_another_run_starts_once_one_is_stopped_and_keeps_it_from_going_on(
    run: TrainingRun, version: ConstitutionVersion, owner_here: User
) -> None:
    stop_training_run(run=run, stopped_by=owner_here)
    start_training_run(version=version, settings=SETTINGS, started_by=owner_here)
    with pytest.raises(WorkRefused, match="under way"):
        resume_training_run(run=run, resumed_by=owner_here)


def test_one_run_at_a_time_uses_the_machine(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("training_bridge.one_at_a_time.SECONDS_BETWEEN_TRIES", 0.01)
    path, inside, leave, waited = tmp_path / "device", threading.Event(), threading.Event(), []

    def hold() -> None:
        with one_at_a_time(path, lambda: None):
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    inside.wait(10)

    def waiting() -> None:
        waited.append(True)
        leave.set()

    with one_at_a_time(path, waiting):
        other.join()
    assert waited
