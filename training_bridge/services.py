"""Starting a training run, and doing its work."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings as site_settings
from django.db import transaction

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion
from deliberation.integrity.evidence import content_hash
from deliberation.jobs import Report, WorkRefused, request_job
from deliberation.models import Role, User
from deliberation.models.public_ids import new_public_id
from training_bridge.artifact_folder import FolderError
from training_bridge.cost import estimate
from training_bridge.generation.interface import GenerationError
from training_bridge.generation.weights import DEMONSTRATION_MODEL, DEMONSTRATION_PACKAGE
from training_bridge.models import TrainingRun
from training_bridge.models_in_use import Load
from training_bridge.overall_progress import overall_report
from training_bridge.pipeline import run_training, stages_of
from training_bridge.principles import ConstitutionError, read_constitution
from training_bridge.record_files import DamagedFileError
from training_bridge.run_settings import DEMONSTRATION, RunSettings
from training_bridge.texts import Texts

TASK = "training_bridge.tasks.train"


def configured_settings() -> RunSettings:
    """Give the demonstration's settings with the model and the server that this site is set up for."""
    model = site_settings.TRAINING_MODEL
    return dataclasses.replace(
        DEMONSTRATION,
        model=DEMONSTRATION_MODEL if model == DEMONSTRATION_PACKAGE else model,
        server=site_settings.TRAINING_SERVER_URL or None,
    )


@transaction.atomic
def start_training_run(
    *,
    version: ConstitutionVersion,
    settings: RunSettings | None = None,
    started_by: User | None = None,
) -> TrainingRun:
    """Write down a run and the job that will do it, with the site's settings unless others are given.

    Without an account it is a command's own act.

    Raises:
        PermissionError: the account does not own the deliberation.
        WorkRefused: the version is not ratified, or a run on this constitution is not finished yet.
    """
    if started_by is not None and started_by.role_in(version.deliberation) != Role.OWNER:
        raise PermissionError("Only owners of this deliberation start training runs.")
    version = ConstitutionVersion.objects.select_for_update().get(pk=version.pk)
    if not version.is_ratified:
        raise WorkRefused(
            f"Version {version.number} is not ratified: only a ratified version trains a model."
        )
    if TrainingRun.objects.of(version.deliberation).unfinished().exists():
        raise WorkRefused("A training run on this constitution is already under way.")
    settings = settings or configured_settings()
    public_id = new_public_id()
    job = request_job(
        key=f"{TASK}:{public_id}",
        task=TASK,
        arguments={"training_run": public_id},
        input_hash=content_hash({"constitution": version.content_sha256, "settings": settings.to_json()}),
    )
    return TrainingRun.objects.create(
        public_id=public_id, version=version, settings=settings.to_json(), job=job, started_by=started_by
    )


def run_training_run(
    *, run: TrainingRun, report: Report, texts: Texts | None = None, load: Load | None = None
) -> dict[str, Any]:
    """Do what is missing of a run and keep its summary.

    Raises:
        WorkRefused: the constitution, the folder or the model cannot be used; what was written stays.
    """
    settings = RunSettings.from_json(run.settings)
    constitution = canonical_constitution(run.version)
    stages = stages_of("all", settings)
    try:
        expected = estimate(settings, read_constitution(constitution), texts or Texts.own(), stages)
        summary = run_training(
            run.artifact_folder,
            constitution,
            settings,
            "all",
            overall_report(report, stages, expected.seconds_by_stage),
            texts=texts,
            load=load,
        )
    except (ConstitutionError, DamagedFileError, FolderError, GenerationError) as error:
        raise WorkRefused(str(error)) from error
    run.summary = summary
    run.save(update_fields=["summary"])
    return summary
