"""The training runs that used a version of a constitution, for those who trace it."""

from django.urls import reverse

from constitution.tracing import Use
from deliberation.models import Deliberation
from training_bridge.models import TrainingRun


def training_runs_of(deliberation: Deliberation) -> list[Use]:
    """Return the runs on any version of a deliberation's constitution; everybody may see each."""
    return [
        Use(
            version=run.version.number,
            kind="training run",
            name=run.public_id,
            state=str(run.standing),
            at=run.created_at,
            address=reverse("training_bridge:run", args=[deliberation.slug, run.public_id]),
        )
        for run in TrainingRun.objects.of(deliberation)
    ]
