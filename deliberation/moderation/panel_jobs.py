"""The background work of one deliberation, as the panel shows it: by kind, what failed first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Job, User
from deliberation.moderation.job_kinds import kind_of, registered_tasks

SHOWN = 200
"""Jobs of a deliberation that are read for the page, of those that failed and of those under way."""


@dataclass(frozen=True)
class JobGroup:
    """The jobs of one kind.

    Attributes:
        task: the task that does them.
        failed: those that were given up and that nothing has followed, the newest first.
        under_way: those that run, pause or wait, the oldest first.
        last_done: the latest that came to a good end, if it is still kept.
    """

    task: str
    failed: list[Job]
    under_way: list[Job]
    last_done: Job | None

    @property
    def name(self) -> str:
        """What these jobs do."""
        return str(kind_of(self.task).name)

    @property
    def running(self) -> list[Job]:
        """Those that a worker is doing now."""
        return [job for job in self.under_way if job.state == Job.State.RUNNING]

    @property
    def waiting(self) -> list[Job]:
        """Those that wait for a worker or for the end of a pause."""
        return [job for job in self.under_way if job.state == Job.State.QUEUED]

    @property
    def waiting_since(self) -> datetime | None:
        """Since when the oldest that waits has waited."""
        return min((job.created_at for job in self.waiting), default=None)


@dataclass(frozen=True)
class Retried:
    """What came of asking for failed jobs to be tried again.

    Attributes:
        jobs: how many will be.
        for_owners: how many only an owner may ask for.
        refusals: why others will not be.
    """

    jobs: int
    for_owners: int
    refusals: list[str]


def failed_jobs(deliberation: Deliberation) -> QuerySet[Job]:
    """Return the jobs of a deliberation that failed and that nothing has followed, the newest first."""
    return Job.objects.dead_letters().filter(deliberation=deliberation).order_by("-id")


def job_groups(deliberation: Deliberation) -> list[JobGroup]:
    """Return the jobs of a deliberation by kind: first where one failed, then where one is under way."""
    failed = _by_task(failed_jobs(deliberation)[:SHOWN])
    unfinished = Job.objects.unfinished().filter(deliberation=deliberation).order_by("id")
    under_way = _by_task(unfinished[:SHOWN])
    tasks = dict.fromkeys([*registered_tasks(), *failed, *under_way])
    groups = [JobGroup(task, failed[task], under_way[task], _last_done(deliberation, task)) for task in tasks]
    told = [group for group in groups if group.failed or group.under_way or group.last_done]
    return sorted(told, key=lambda group: (not group.failed, not group.under_way))


def retry_jobs(*, jobs: Iterable[Job], retried_by: User) -> Retried:
    """Have failed jobs tried again, each as its kind is; asking twice does no harm."""
    count = for_owners = 0
    refusals: list[str] = []
    for job in jobs:
        try:
            count += kind_of(job.task).retry(job, retried_by)
        except PermissionError:
            for_owners += 1
        except WorkRefused as refusal:
            refusals.append(str(refusal))
    return Retried(count, for_owners, refusals)


def _by_task(jobs: Iterable[Job]) -> defaultdict[str, list[Job]]:
    found: defaultdict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        found[job.task].append(job)
    return found


def _last_done(deliberation: Deliberation, task: str) -> Job | None:
    done = Job.objects.filter(deliberation=deliberation, task=task, state=Job.State.SUCCEEDED)
    return done.order_by("-id").first()
