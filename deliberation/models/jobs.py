from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, read as sentences."""

    def to_publish(self) -> "JobQuerySet":
        """Jobs the relay has to hand to Celery: new ones, and ones whose worker was lost.

        A published job that no worker has claimed for a lease is published again: the message may have
        been lost with Redis, and a second message does no harm because only one claim succeeds.
        """
        now = timezone.now()
        lease = timedelta(seconds=settings.JOB_LEASE_SECONDS)
        waiting = Q(state=Job.State.QUEUED) & (Q(published_at=None) | Q(published_at__lt=now - 10 * lease))
        abandoned = Q(state=Job.State.RUNNING, lease_until__lt=now) & (
            Q(published_at__lt=now - lease) | Q(published_at=None)
        )
        return self.filter(waiting | abandoned).order_by("id")

    def unfinished(self) -> "JobQuerySet":
        """Jobs that are waiting or running."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """Work that must happen once, written in the transaction that causes it.

    A relay publishes it to Celery; the worker claims it by a lease, so that two deliveries of the same
    message do the work once and a killed worker's job is taken up again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        SUCCEEDED = "succeeded", _("Done")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    step = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"], name="job_by_state")]

    def __str__(self) -> str:
        return self.key

    @property
    def percent(self) -> int:
        """Progress in whole per cent, for pages."""
        return round(100 * self.progress)

    @property
    def is_finished(self) -> bool:
        """Whether the job has ended, well or not."""
        return self.state in {self.State.SUCCEEDED, self.State.FAILED}

    def claim(self) -> bool:
        """Take the lease; return False when it is finished or someone else is working on it.

        A job whose worker was lost as often as JOB_MAXIMUM_ATTEMPTS allows is marked as failed.
        """
        now = timezone.now()
        free = Job.objects.filter(pk=self.pk).filter(
            Q(state=self.State.QUEUED) | Q(state=self.State.RUNNING, lease_until__lt=now)
        )
        free.filter(attempts__gte=settings.JOB_MAXIMUM_ATTEMPTS).update(
            state=self.State.FAILED,
            error="The worker was lost too often; the job was given up.",
            finished_at=now,
        )
        claimed = free.update(
            state=self.State.RUNNING, attempts=F("attempts") + 1, error="", lease_until=self._lease_end()
        )
        self.refresh_from_db()
        return bool(claimed)

    def renew_lease(self) -> None:
        """Tell others that the work goes on."""
        Job.objects.filter(pk=self.pk, state=self.State.RUNNING).update(lease_until=self._lease_end())

    def report(self, step: str, fraction: float) -> None:
        """Store how far the work has come: a short sentence and a share from 0 to 1."""
        self.step, self.progress = step[:200], min(1.0, max(0.0, fraction))
        Job.objects.filter(pk=self.pk).update(
            step=self.step, progress=self.progress, lease_until=self._lease_end()
        )

    def succeed(self, result: dict[str, Any] | None = None) -> None:
        """Mark the work as done and keep its result."""
        self._finish(self.State.SUCCEEDED, progress=1.0, result=result)

    def fail(self, error: str) -> None:
        """Mark the work as failed for good and keep the reason."""
        self._finish(self.State.FAILED, error=error)

    def retry(self) -> None:
        """Put a failed job back into the queue with all its attempts."""
        Job.objects.filter(pk=self.pk, state=self.State.FAILED).update(
            state=self.State.QUEUED,
            attempts=0,
            published_at=None,
            lease_until=None,
            error="",
            finished_at=None,
        )
        self.refresh_from_db()

    def _finish(self, state: str, **fields: Any) -> None:
        Job.objects.filter(pk=self.pk).update(
            state=state, lease_until=None, finished_at=timezone.now(), **fields
        )
        self.refresh_from_db()

    @staticmethod
    def _lease_end() -> Any:
        return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
