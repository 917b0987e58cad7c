"""A training run: one ratified version, one folder of artifacts."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation, Job, User
from deliberation.models.public_ids import new_public_id

MEASURED = "trained and measured"


class Data(models.TextChoices):
    """What a run writes that a model then learns from: each is looked at and signed before it does."""

    REVISIONS = "revisions", _("rewritten answers")
    FEEDBACK = "feedback", _("comparisons of answers")
    CHARACTER = "character", _("answers in character")


class Standing(models.TextChoices):
    """Where a run stands, for whoever looks at it."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    STOPPING = "stopping", _("Stopping")
    STOPPED = "stopped", _("Stopped, can go on")
    SIGN_OFF = "sign-off", _("Waits for two people to sign its data")
    COMPARING = "comparing", _("Waits for people to compare answers")
    REFUSED = "refused", _("Ended: somebody refused its data")
    FAILED = "failed", _("Failed")
    FINISHED = "finished", _("Done")


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
        """Runs that are waiting for a worker or running."""
        return self.filter(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])


class TrainingRun(models.Model):
    """What one ratified version does to one model.

    The rows lie in the artifact folder; the summary repeats its figures, so that pages need no files. How
    far the run has come is in its job; a run that goes on after a stop or a sign-off does so under a new job.
    A run that came from elsewhere has none.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(ConstitutionVersion, on_delete=models.PROTECT, related_name="training_runs")
    settings = models.JSONField()
    job = models.OneToOneField(
        Job, on_delete=models.PROTECT, null=True, blank=True, related_name="training_run"
    )
    started_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_imported = models.BooleanField(default=False)
    """Whether it was run on somebody else's machines and its folder brought here."""
    cost_estimate = models.JSONField(null=True, blank=True)
    """What the run was expected to take, as confirmed by whoever started it."""
    needs_sign_off = models.BooleanField(default=False)
    """Whether two people sign each set of data before a model learns from it."""
    awaits_sign_off = models.CharField(max_length=10, choices=Data.choices, blank=True, default="")
    """The data that waits to be signed, or was refused."""
    data_sha256 = models.CharField(max_length=64, blank=True, default="")
    """Fingerprint of the data that is waiting or was signed last."""
    comparing_opened_at = models.DateTimeField(null=True, blank=True)
    """Since when the run waits, or waited, for people to compare answers."""
    comparing_closed_at = models.DateTimeField(null=True, blank=True)
    comparing_closed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stop_requested_at = models.DateTimeField(null=True, blank=True)
    stop_requested_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    summary = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[TrainingRun]] = TrainingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("training run")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_imported=True, job__isnull=True) | Q(is_imported=False, job__isnull=False),
                name="imported_runs_have_no_job",
            ),
            models.CheckConstraint(
                condition=Q(awaits_sign_off="") | ~Q(data_sha256=""), name="what_awaits_signing_has_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"training run {self.public_id}"

    @property
    def deliberation(self) -> Deliberation:
        """The deliberation whose constitution is trained on."""
        return self.version.deliberation

    @property
    def standing(self) -> Standing:
        """Where the run stands: what its job, its sign-offs and a wish to stop it come to together."""
        if self.job is None:
            return Standing.FINISHED
        if not self.job.is_finished:
            return Standing.STOPPING if self.stop_requested_at else Standing(self.job.state)
        if self.job.state == Job.State.FAILED:
            return Standing.FAILED
        if self.awaits_comparisons:
            return Standing.COMPARING
        if self.awaits_sign_off:
            return Standing.REFUSED if self.is_refused else Standing.SIGN_OFF
        return Standing.STOPPED if self.stop_requested_at else Standing.FINISHED

    @property
    def awaits_comparisons(self) -> bool:
        """Whether it goes on only once the comparing is closed."""
        return self.comparing_opened_at is not None and self.comparing_closed_at is None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will take it."""
        return self.job is not None and not self.job.is_finished

    @property
    def is_refused(self) -> bool:
        """Whether somebody refused the data that waits to be signed."""
        return self.sign_offs.of_data(self.data_sha256).filter(refused=True).exists()

    @property
    def is_scripted(self) -> bool:
        """Whether no model took part: a script wrote every answer."""
        return str(self.settings.get("model", "")) == "scripted"

    @property
    def is_measured(self) -> bool:
        """Whether it came to the end and says what changed."""
        return bool(self.summary and self.summary["outcome"] == MEASURED)

    @property
    def artifact_folder(self) -> Path:
        """Where its files lie."""
        return Path(settings.DATA_DIR) / "training" / self.public_id
