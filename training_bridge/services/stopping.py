"""Stopping a run, so that nothing is lost, and letting it go on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from deliberation.jobs import WorkRefused, request_follow_up
from deliberation.models import Job, Role, User
from training_bridge.models import Standing, TrainingRun
from training_bridge.services.announcing import announce_ending
from training_bridge.services.starting import TASK


@transaction.atomic
def stop_training_run(*, run: TrainingRun, stopped_by: User) -> TrainingRun:
    """Ask a run to stop: it does so when it next reports, with all it has written kept.

    A run that no worker has taken yet stops at once. Asking twice, or after its end, changes nothing.

    Raises:
        PermissionError: the account does not own the deliberation.
    """
    run = locked(run, stopped_by)
    if run.standing not in {Standing.QUEUED, Standing.RUNNING}:
        return run
    run.stop_requested_at, run.stop_requested_by = timezone.now(), stopped_by
    run.save(update_fields=["stop_requested_at", "stop_requested_by"])
    Job.objects.filter(pk=run.job_id, state=Job.State.QUEUED).update(
        state=Job.State.SUCCEEDED, finished_at=timezone.now(), result={"outcome": "stopped"}
    )
    run.job.refresh_from_db()
    announce_ending(run)
    return run


@transaction.atomic
def resume_training_run(*, run: TrainingRun, resumed_by: User | None = None) -> TrainingRun:
    """Let a run that was stopped, or failed, go on in its folder where it was.

    Raises:
        PermissionError: the account does not own the deliberation.
        WorkRefused: the run has not stopped, or another one on this constitution is under way.
    """
    run = locked(run, resumed_by)
    if run.standing not in {Standing.STOPPED, Standing.FAILED}:
        raise WorkRefused("This run is not one that can go on.")
    if TrainingRun.objects.of(run.deliberation).unfinished().exists():
        raise WorkRefused("A training run on this constitution is already under way.")
    return go_on(run)


def try_job_again(job: Job, account: User) -> bool:
    """Let the run of a failed job go on; return False where it goes on already.

    Raises:
        PermissionError: the account does not own the deliberation.
        WorkRefused: another run on this constitution is under way.
    """
    run = TrainingRun.objects.filter(job=job).first()
    if run is None or run.standing != Standing.FAILED:
        return False
    resume_training_run(run=run, resumed_by=account)
    return True


def go_on(run: TrainingRun) -> TrainingRun:
    """Write down the job of the next sitting of a locked run."""
    run.job = request_follow_up(
        task=TASK,
        arguments={"training_run": run.public_id},
        subject=run.public_id,
        deliberation=run.deliberation,
    )
    run.stop_requested_at = run.stop_requested_by = None
    run.save(update_fields=["job", "stop_requested_at", "stop_requested_by"])
    return run


def locked(run: TrainingRun, account: User | None) -> TrainingRun:
    """Lock a run for the rest of the transaction, for a command or for an owner alone.

    Raises:
        PermissionError: the account does not own the deliberation.
    """
    if account is not None and account.role_in(run.deliberation) != Role.OWNER:
        raise PermissionError("Only owners of this deliberation stop training runs and let them go on.")
    return TrainingRun.objects.select_for_update(of=("self",)).select_related("version", "job").get(pk=run.pk)
