"""The background work of one deliberation, as the panel shows it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from deliberation.models import Deliberation, Job
from deliberation.results.semantic_index import INDEX_TASK
from deliberation.results.services import ANALYSIS_TASK

SHOWN = 20


@dataclass(frozen=True)
class JobLine:
    """One job in words."""

    job: Job

    @property
    def name(self) -> str:
        """What the job does."""
        if self.job.task == ANALYSIS_TASK:
            return _("Analysis of the votes")
        return _("Reading what the statements mean")

    @property
    def reason(self) -> str:
        """Why it failed, in one line."""
        lines = self.job.error.strip().splitlines()
        return lines[-1] if lines else ""

    @property
    def has_trace(self) -> bool:
        """Whether there is more to the error than its last line."""
        return len(self.job.error.strip().splitlines()) > 1


def jobs_of(deliberation: Deliberation) -> QuerySet[Job]:
    """Return the analysis and index jobs of a deliberation, the newest first."""
    ours = Q()
    for task in (ANALYSIS_TASK, INDEX_TASK):
        ours |= Q(task=task, key__startswith=f"{task}:{deliberation.public_id}:")
    return Job.objects.filter(ours).order_by("-id")


def latest_jobs(deliberation: Deliberation) -> list[JobLine]:
    """Return the latest jobs in words."""
    return [JobLine(job) for job in jobs_of(deliberation)[:SHOWN]]
