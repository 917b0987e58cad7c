"""Doing the work of a training run, in as many sittings as it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as site_settings
from django.db import transaction

from constitution.exports.canonical import canonical_constitution
from deliberation.jobs import Report, WorkRefused
from deliberation.models import Event
from training_bridge.artifact_folder import FolderError
from training_bridge.cost import estimate
from training_bridge.generation.interface import GenerationError
from training_bridge.models import MEASURED, TrainingRun
from training_bridge.models_in_use import Load
from training_bridge.one_at_a_time import one_at_a_time
from training_bridge.overall_progress import overall_report
from training_bridge.pipeline import run_training, stages_of
from training_bridge.principles import ConstitutionError, read_constitution
from training_bridge.record_files import DamagedFileError
from training_bridge.run_settings import Progress, RunSettings, StageName
from training_bridge.services.gate import gate_of
from training_bridge.services.people_files import write_people_files
from training_bridge.services.recording import record_finished
from training_bridge.services.site_texts import site_texts
from training_bridge.texts import Texts

STOPPED = "stopped"


class StopRequested(Exception):
    """Somebody asked the run to stop; what it has written stays."""


def run_training_run(
    *, run: TrainingRun, report: Report, texts: Texts | None = None, load: Load | None = None
) -> dict[str, Any]:
    """Do what is missing of a run, up to its end or to where it waits for people, and keep its summary.

    One run at a time uses the device; others wait their turn. A run that is asked to stop does so when it
    next reports, and the summary then says no more than that.

    Raises:
        WorkRefused: the constitution, the folder or the model cannot be used; what was written stays.
    """
    tell = _stopping_when_asked(run, report)
    try:
        with one_at_a_time(
            site_settings.DATA_DIR / "training" / ".device", lambda: tell("waiting for another run", 0.0)
        ):
            write_people_files(run)
            summary = _go_through(run, tell, texts, load)
    except StopRequested:
        return {"outcome": STOPPED}
    except (ConstitutionError, DamagedFileError, FolderError, GenerationError) as error:
        raise WorkRefused(str(error)) from error
    _keep(run, summary)
    return summary


def _go_through(run: TrainingRun, tell: Report, texts: Texts | None, load: Load | None) -> dict[str, Any]:
    settings = RunSettings.from_json(run.settings)
    constitution = canonical_constitution(run.version)
    stages = stages_of("all", settings)
    texts = texts or site_texts()
    expected = estimate(settings, read_constitution(constitution), texts, stages)
    at: StageName = stages[0]
    overall = overall_report(
        lambda step, fraction: tell(f"{at}/{step}", fraction), stages, expected.seconds_by_stage
    )

    def report(progress: Progress) -> None:
        nonlocal at
        at = progress.stage
        overall(progress)

    return run_training(
        run.artifact_folder,
        constitution,
        settings,
        "all",
        report,
        texts=texts,
        load=load,
        gate=gate_of(run),
        cost=run.cost_estimate,
    )


@transaction.atomic
def _keep(run: TrainingRun, summary: dict[str, Any]) -> None:
    # What was measured stays measured while people are waited for, to look closer at it.
    run.summary = {**summary, "outcome": MEASURED} if run.is_measured else summary
    # A run that came to its end was not stopped, even if somebody asked for it in its last moment.
    run.stop_requested_at = run.stop_requested_by = None
    run.save(update_fields=["summary", "stop_requested_at", "stop_requested_by"])
    if not (run.awaits_sign_off or run.awaits_comparisons):
        record_finished(run, origin=Event.Origin.WEB if run.started_by_id else Event.Origin.COMMAND)


def _stopping_when_asked(run: TrainingRun, report: Report) -> Callable[[str, float], None]:
    def tell(step: str, fraction: float) -> None:
        report(step, fraction)
        if TrainingRun.objects.filter(pk=run.pk, stop_requested_at__isnull=False).exists():
            raise StopRequested

    return tell
