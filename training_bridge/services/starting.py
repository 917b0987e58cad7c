"""Starting a training run."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.conf import settings as site_settings
from django.db import transaction

from constitution.exports.canonical import canonical_constitution
from constitution.models import ConstitutionVersion
from deliberation.integrity.evidence import content_hash
from deliberation.jobs import WorkRefused, request_job
from deliberation.models import Event, Role, User
from deliberation.models.public_ids import new_public_id
from training_bridge.cost import Prices, estimate
from training_bridge.generation.weights import DEMONSTRATION_MODEL, DEMONSTRATION_PACKAGE
from training_bridge.models import TrainingRun
from training_bridge.pipeline import stages_of
from training_bridge.principles import read_constitution
from training_bridge.run_settings import ADDITIONS, DEMONSTRATION, RunSettings
from training_bridge.services.recording import record_started
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


def cost_of(
    *, version: ConstitutionVersion, settings: RunSettings, prices: Prices | None = None
) -> dict[str, Any]:
    """Estimate what a run will take, as it is shown before it starts and kept beside it."""
    constitution = read_constitution(canonical_constitution(version))
    found = estimate(settings, constitution, Texts.own(), stages_of("all", settings), prices=prices)
    return {**found.to_json(), "prices": dataclasses.asdict(prices) if prices else None}


def seconds_of_additions(*, version: ConstitutionVersion, settings: RunSettings) -> Mapping[str, float]:
    """Estimate how long each addition would take with these settings, for whoever chooses among them."""
    everything = dataclasses.replace(settings, additions=ADDITIONS)
    lines = cost_of(version=version, settings=everything)["lines"]
    return {line["stage"]: line["seconds"] for line in lines if line["stage"] in ADDITIONS}


@transaction.atomic
def start_training_run(
    *,
    version: ConstitutionVersion,
    settings: RunSettings | None = None,
    started_by: User | None = None,
    cost_estimate: dict[str, Any] | None = None,
    needs_sign_off: bool | None = None,
) -> TrainingRun:
    """Write down a run and the job that will do it, with the site's settings unless others are given.

    Without an account it is a command's own act. A run that somebody starts waits for two people to sign its
    data before anything is trained on it; a command says whether it does (`needs_sign_off`).

    Raises:
        PermissionError: the account does not own the deliberation.
        WorkRefused: the version is not ratified, or a run on this constitution is under way.
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
        subject=public_id,
        deliberation=version.deliberation,
        arguments={"training_run": public_id},
        input_hash=content_hash({"constitution": version.content_sha256, "settings": settings.to_json()}),
    )
    run = TrainingRun.objects.create(
        public_id=public_id,
        version=version,
        settings=settings.to_json(),
        job=job,
        started_by=started_by,
        cost_estimate=cost_estimate,
        needs_sign_off=started_by is not None if needs_sign_off is None else needs_sign_off,
    )
    record_started(run, origin=Event.Origin.WEB if started_by else Event.Origin.COMMAND)
    return run
