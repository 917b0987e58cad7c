from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models.deliberations import Deliberation

PAUSE_GROWTH = 6
"""How many times as long each pause before another attempt is as the one before it."""
TURN = timedelta(seconds=3)
"""How long a job waits before it looks again whether the one before it about the same has ended."""


class LeaseLost(Exception):
    """The work was handed to another worker, because this one was not heard of for too long."""


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, read as sentences."""

    def to_publish(self) -> "JobQuerySet":
        """Jobs the relay has to hand to Celery: new ones, rested ones, and ones whose worker was lost.

        A published job that no worker has claimed for ten leases is published again: the message may have
        been lost with Redis, and a second message does no harm because only one claim succeeds. Most that
        are lost are noticed sooner: see deliberation/lost_messages.py.
        """
        now = timezone.now()
        lease = timedelta(seconds=settings.JOB_LEASE_SECONDS)
        waiting = Q(state=Job.State.QUEUED) & (Q(published_at=None) | Q(published_at__lt=now - 10 * lease))
        abandoned = Q(state=Job.State.RUNNING, lease_until__lt=now) & (
            Q(published_at__lt=now - lease) | Q(published_at=None)
        )
        return self.filter(waiting & _has_rested() | abandoned).order_by("id")

    def unclaimed_for_a_lease(self) -> "JobQuerySet":
        """Jobs that wait although they were handed over a lease ago, the longest waiting first."""
        before = timezone.now() - timedelta(seconds=settings.JOB_LEASE_SECONDS)
        return self.filter(_has_rested(), state=Job.State.QUEUED, published_at__lt=before).order_by("id")

    def unfinished(self) -> "JobQuerySet":
        """Jobs that are waiting or running."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def about(self, task: str, subject: str) -> "JobQuerySet":
        """Jobs that do one kind of work about one thing."""
        return self.filter(task=task, key__startswith=f"{task}:{subject}:")

    def failed_within(self, pause: timedelta) -> "JobQuerySet":
        """Jobs that failed a short while ago."""
        return self.filter(state=Job.State.FAILED, finished_at__gt=timezone.now() - pause)

    def dead_letters(self) -> "JobQuerySet":
        """Failed jobs that nothing has followed: no later job does the same work about the same thing."""
        return self.filter(~Exists(_later()), state=Job.State.FAILED)

    def not_needed_since(self, moment: datetime) -> "JobQuerySet":
        """Jobs that ended before a moment and that no row refers to; failed ones only if another followed."""
        unreferred = {f"{relation.name}__isnull": True for relation in Job._meta.related_objects}
        dealt_with = Q(state=Job.State.SUCCEEDED) | (Q(state=Job.State.FAILED) & Exists(_later()))
        return self.filter(dealt_with, finished_at__lt=moment, **unreferred)


def _has_rested() -> Q:
    """Whether no pause holds a job back; by the database's clock, which all machines share."""
    return Q(not_before=None) | Q(not_before__lte=Now())


def _later() -> "models.QuerySet[Job]":
    same = Job.objects.filter(task=OuterRef("task"), subject=OuterRef("subject"), id__gt=OuterRef("id"))
    return same.exclude(subject="")


class Job(models.Model):
    """Work that must happen once, written in the transaction that causes it.

    A relay publishes it to Celery; the worker claims it by a lease, so that two deliveries of the same
    message do the work once and a killed worker's job is taken up again. Two jobs that do the same kind of
    work about the same subject never run at once. docs/jobs.md tells a job's whole life.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        SUCCEEDED = "succeeded", _("Done")
        FAILED = "failed", _("Failed")

    class Failure(models.TextChoices):
        """Why the last attempt failed, in words for people who cannot read a program's errors."""

        REFUSED = "refused", _("It cannot be done as things are.")
        LOST = "lost", _("The program that did it was ended each time before it was done.")
        DATABASE = "database", _("The database could not be reached.")
        SERVER = "server", _("Another server that it needs could not be reached.")
        TIME = "time", _("It took longer than it is allowed to.")
        MEMORY = "memory", _("The memory of the machine was not enough.")
        PROGRAM = "program", _("The program made an error. Whoever runs this site finds it in the log.")

    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=100)
    subject = models.CharField(max_length=200, blank=True, default="", db_default="")
    """What the work is about; of one task and subject one job runs at a time. Empty: any number may."""
    deliberation = models.ForeignKey(
        Deliberation, on_delete=models.CASCADE, null=True, blank=True, related_name="jobs", db_index=False
    )
    arguments = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    step = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    """Until when a waiting job pauses after a failed attempt, or lets another about the same end."""
    published_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    failure = models.CharField(max_length=10, choices=Failure.choices, blank=True, default="", db_default="")
    error = models.TextField(blank=True)
    """A refusal's sentence, or the program's trace, which only operators see."""
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "lease_until"], name="job_by_state"),
            models.Index(fields=["task", "subject", "id"], name="job_by_subject"),
            models.Index(fields=["deliberation", "task", "state", "id"], name="job_of_deliberation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "subject"],
                condition=Q(state="running") & ~Q(subject=""),
                name="one_job_about_a_subject_runs",
            ),
        ]

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

    @property
    def is_tried_again(self) -> bool:
        """Whether an attempt has failed and the next one waits for its pause to end."""
        return self.state == self.State.QUEUED and bool(self.failure) and self.not_before is not None

    @property
    def reason(self) -> str:
        """Why the last attempt failed, as a sentence; the trace of an error is for operators alone."""
        is_sentence = not self.failure and "\n" not in self.error.strip()
        if is_sentence or self.failure == self.Failure.REFUSED:
            return self.error
        return str(self.Failure(self.failure or self.Failure.PROGRAM).label)

    @property
    def next_attempt(self) -> int:
        """The number of the attempt that comes next."""
        return self.attempts + 1

    @property
    def most_attempts(self) -> int:
        """How many attempts there are before the job has failed."""
        return settings.JOB_MAXIMUM_ATTEMPTS

    def claim(self) -> bool:
        """Take the lease; return False when it is finished, pauses, or someone else is working on it.

        A job whose worker was lost as often as JOB_MAXIMUM_ATTEMPTS allows is marked as failed. One whose
        subject another job is working on goes back to wait for its turn.
        """
        now = timezone.now()
        lost = Q(state=self.State.RUNNING, lease_until__lt=now)
        own = Job.objects.filter(pk=self.pk)
        own.filter(lost, attempts__gte=settings.JOB_MAXIMUM_ATTEMPTS).update(
            state=self.State.FAILED,
            failure=self.Failure.LOST,
            error="The worker was lost too often; the job was given up.",
            lease_until=None,
            finished_at=now,
        )
        free = own.filter(lost | Q(state=self.State.QUEUED) & _has_rested())
        try:
            with transaction.atomic():
                claimed = free.update(
                    state=self.State.RUNNING,
                    attempts=F("attempts") + 1,
                    failure="",
                    error="",
                    not_before=None,
                    lease_until=self._lease_end(),
                )
        except IntegrityError:
            claimed = 0
            own.filter(state=self.State.QUEUED).update(not_before=Now() + TURN, published_at=None)
        self.refresh_from_db()
        return bool(claimed)

    def renew_lease(self) -> None:
        """Tell others that the work goes on."""
        self._held().update(lease_until=self._lease_end())

    def report(self, step: str, fraction: float) -> None:
        """Store how far the work has come: a short sentence and a share from 0 to 1.

        Raises:
            LeaseLost: another worker has taken the job over, or ended it.
        """
        self.step, self.progress = step[:200], min(1.0, max(0.0, fraction))
        kept = self._held().update(step=self.step, progress=self.progress, lease_until=self._lease_end())
        if not kept:
            raise LeaseLost(f"Job {self.pk} is no longer held by this worker.")

    def succeed(self, result: dict[str, Any] | None = None) -> bool:
        """Mark the work as done and keep its result; return False when somebody else has the job by now."""
        return self._finish(self.State.SUCCEEDED, progress=1.0, result=result)

    def fail(self, error: str, failure: str = "") -> bool:
        """Mark the work as failed for good and keep why; return False when somebody else has the job."""
        return self._finish(self.State.FAILED, error=error, failure=failure)

    def fail_for_now(self, error: str, failure: str) -> bool:
        """Put the work back to be tried again after a pause; with the last attempt it has failed.

        Pauses grow: JOB_RETRY_SECONDS, then `PAUSE_GROWTH` times as long, and so on.
        """
        if self.attempts >= settings.JOB_MAXIMUM_ATTEMPTS:
            return self.fail(error, failure)
        seconds = settings.JOB_RETRY_SECONDS * PAUSE_GROWTH ** max(0, self.attempts - 1)
        put_back = self._mine().update(
            state=self.State.QUEUED,
            not_before=Now() + timedelta(seconds=seconds),
            published_at=None,
            lease_until=None,
            error=error,
            failure=failure,
        )
        self.refresh_from_db()
        return bool(put_back)

    def retry(self) -> bool:
        """Put a failed job back into the queue with all its attempts; return False when it has not failed."""
        put_back = Job.objects.filter(pk=self.pk, state=self.State.FAILED).update(
            state=self.State.QUEUED,
            attempts=0,
            published_at=None,
            lease_until=None,
            not_before=None,
            error="",
            failure="",
            finished_at=None,
        )
        self.refresh_from_db()
        return bool(put_back)

    def _finish(self, state: str, **fields: Any) -> bool:
        finished = self._mine().update(state=state, lease_until=None, finished_at=timezone.now(), **fields)
        self.refresh_from_db()
        return bool(finished)

    def _mine(self) -> "JobQuerySet":
        """The row, unless another attempt than the one this object knows of has it, or it has ended."""
        return Job.objects.unfinished().filter(pk=self.pk, attempts=self.attempts)

    def _held(self) -> "JobQuerySet":
        return self._mine().filter(state=self.State.RUNNING)

    @staticmethod
    def _lease_end() -> datetime:
        return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)
