"""How old the shown results are, whether newer ones are being made, and what has come in since."""

from dataclasses import dataclass

from deliberation.models import Analysis, Deliberation, Event, Job
from deliberation.results.services import ANALYSIS_TASK, REFRESH_TASK

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class Freshness:
    """The last good analysis, the job that makes the next one, and the votes that wait for it.

    Attributes:
        analysis: the last good one, or None.
        job: the latest job that analyses in full, or None; a refresh is over before anybody has read of it.
        refresh: the latest job that refreshes, or None.
        newer_votes: votes and undone votes since the analysis, counted up to `COUNTED_AT_MOST`.

    Where the analysis is a refresh, its counts and positions are younger than its groups: see
    `analysis.grouping`.
    """

    analysis: Analysis | None
    job: Job | None
    refresh: Job | None
    newer_votes: int

    @property
    def is_under_way(self) -> bool:
        """Whether a new analysis is waiting or running."""
        return self.job is not None and not self.job.is_finished

    @property
    def is_waiting(self) -> bool:
        """Whether the new analysis has not started yet."""
        return self.job is not None and self.job.state == Job.State.QUEUED

    @property
    def has_failed(self) -> bool:
        """Whether the latest attempt to analyse failed."""
        return any(job is not None and job.state == Job.State.FAILED for job in (self.job, self.refresh))

    @property
    def is_counted_out(self) -> bool:
        """Whether there may be more newer votes than were counted."""
        return self.newer_votes >= COUNTED_AT_MOST


def freshness_of(deliberation: Deliberation) -> Freshness:
    """Return how up to date the results of a deliberation are."""
    analysis = Analysis.objects.latest_of(deliberation)
    newer = Event.objects.filter(
        deliberation=deliberation,
        kind__in=[Event.Kind.VOTE_CAST, Event.Kind.VOTE_UNDONE],
        id__gt=analysis.event_watermark if analysis else 0,
    )
    return Freshness(
        analysis=analysis,
        job=_latest_job(deliberation, ANALYSIS_TASK),
        refresh=_latest_job(deliberation, REFRESH_TASK),
        newer_votes=newer[:COUNTED_AT_MOST].count(),
    )


def _latest_job(deliberation: Deliberation, task: str) -> Job | None:
    return Job.objects.about(task, deliberation.public_id).order_by("-id").first()
