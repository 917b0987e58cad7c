"""The training runs that used a version of a constitution, for those who read or trace it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion
from constitution.tracing import Use
from constitution.used_elsewhere import PageAbout
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


def page_about(version: ConstitutionVersion) -> list[PageAbout]:
    """Return the page that says what a ratified version changed, once a run has been measured."""
    if not version.is_ratified or not TrainingRun.objects.filter(version=version).measured().exists():
        return []
    address = reverse("training_bridge:changed", args=[version.deliberation.slug, version.number])
    return [PageAbout(_("What this constitution changed in a model"), address)]
