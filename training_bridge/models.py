"""A training run: one ratified version, one set of settings, one folder of artifacts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation, Job, User
from deliberation.models.public_ids import new_public_id

MEASURED = "trained and measured"


class TrainingRunQuerySet(models.QuerySet["TrainingRun"]):
    """Training runs, read as sentences."""

    def of(self, deliberation: Deliberation) -> TrainingRunQuerySet:
        """The runs on any version of a deliberation's constitution, the newest first."""
        return (
            self.filter(version__constitution__deliberation=deliberation)
            .select_related("version__constitution__deliberation", "job")
            .order_by("-id")
        )

    def measured(self) -> TrainingRunQuerySet:
        """Runs that came to the end and say what changed."""
        return self.filter(summary__outcome=MEASURED)

    def unfinished(self) -> TrainingRunQuerySet:
        """Runs that are waiting or running."""
        return self.filter(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])


class TrainingRun(models.Model):
    """What one ratified version does to one model.

    The rows lie in the artifact folder; the summary repeats its figures, so that pages need no files. How
    far the run has come is in its job.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(ConstitutionVersion, on_delete=models.PROTECT, related_name="training_runs")
    settings = models.JSONField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="training_run")
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    summary = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[TrainingRun]] = TrainingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("training run")

    def __str__(self) -> str:
        return f"training run {self.public_id}"

    @property
    def deliberation(self) -> Deliberation:
        """The deliberation whose constitution is trained on."""
        return self.version.deliberation

    @property
    def state(self) -> Any:
        """Waiting, running, done or failed: the state of the run's job."""
        return Job.State(self.job.state)

    @property
    def is_measured(self) -> bool:
        """Whether it came to the end and says what changed."""
        return bool(self.summary and self.summary["outcome"] == MEASURED)

    @property
    def artifact_folder(self) -> Path:
        """Where its files lie."""
        return Path(settings.DATA_DIR) / "training" / self.public_id
