"""What the kinds of background work are called in the panel, and who may have them tried again.

This app may know nothing of those that build on it; each registers its kinds of work when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.anomaly_report import ANOMALIES_TASK
from deliberation.integrity.sealing import SEAL_TASK
from deliberation.models import Job, User
from deliberation.people.notices import SEND_TASK
from deliberation.results.semantic_index import INDEX_TASK
from deliberation.results.services import ANALYSIS_TASK, REFRESH_TASK
from deliberation.translating.machine import TRANSLATE_TASK
from deliberation.webhooks.services import DELIVER_TASK

Retry = Callable[[Job, User], bool]


def put_back(job: Job, _account: User) -> bool:
    """Put a failed job back into the queue; return False when it has not failed, or no longer."""
    return job.retry()


@dataclass(frozen=True)
class JobKind:
    """One kind of background work.

    Attributes:
        name: what it does, for people.
        retry: has a failed job tried again for an account that moderates, and says whether it will be. It
            raises PermissionError or WorkRefused where the account may not, or where it cannot be done now.
    """

    name: str | Promise
    retry: Retry = put_back


OTHER = JobKind(_("Other work"))
_registered: dict[str, JobKind] = {
    ANALYSIS_TASK: JobKind(_("Analysis of the votes")),
    REFRESH_TASK: JobKind(_("Counting and placing anew")),
    INDEX_TASK: JobKind(_("Reading what the statements mean")),
    TRANSLATE_TASK: JobKind(_("Translating statements by machine")),
    SEND_TASK: JobKind(_("E-mails to participants")),
    DELIVER_TASK: JobKind(_("Messages to other programs")),
    SEAL_TASK: JobKind(_("Sealing the record")),
    ANOMALIES_TASK: JobKind(_("Looking for unusual voting")),
}


def register(task: str, kind: JobKind) -> None:
    """Add a kind of work; the same task again replaces it."""
    _registered[task] = kind


def kind_of(task: str) -> JobKind:
    """Return the kind of work that a task does."""
    return _registered.get(task, OTHER)


def registered_tasks() -> list[str]:
    """Return the tasks whose kind is known, in the order in which they were registered."""
    return list(_registered)
