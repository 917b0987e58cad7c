"""Telling other programs that a training run has ended, and how."""

from __future__ import annotations

from deliberation.models import Webhook
from deliberation.webhooks.facts import deliberation_facts, whole_address
from deliberation.webhooks.services import announce
from training_bridge.models import Standing, TrainingRun

ENDINGS = {
    Standing.FINISHED: "finished",
    Standing.FAILED: "failed",
    Standing.STOPPED: "stopped",
    Standing.REFUSED: "refused",
}
"""Where a run stands when nothing more happens unless somebody lets it go on, and the word for it."""


def announce_ending(run: TrainingRun) -> None:
    """Announce how a run has ended, if it has; call it in the transaction that ends it.

    A run that goes on later and ends again is announced again; the same ending is announced once.
    """
    result = ENDINGS.get(run.standing)
    if result is None:
        return
    deliberation = run.deliberation
    announce(
        deliberation=deliberation,
        kind=Webhook.Kind.TRAINING_FINISHED,
        key=f"training:{run.public_id}:{run.job_id}:{result}",
        data={
            "deliberation": deliberation_facts(deliberation),
            "run": {
                "id": run.public_id,
                "result": result,
                "version": run.version.number,
                "constitution_sha256": run.version.content_sha256,
                "page": whole_address("training_bridge:run", deliberation.slug, run.public_id),
                "api": whole_address("api:run", deliberation.slug, run.public_id),
            },
        },
    )
