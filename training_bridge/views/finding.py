"""Which run or version a page is about, and who is looking."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from constitution.models import ConstitutionVersion
from deliberation.models import Deliberation, Role, User
from training_bridge.models import TrainingRun


def listed_deliberation(slug: str) -> Deliberation:
    """Return a deliberation that everybody may see; without one the page does not exist."""
    return get_object_or_404(Deliberation.objects.listed(), slug=slug)


def listed_run(slug: str, public_id: str) -> TrainingRun:
    """Return a run on a constitution of a deliberation that everybody may see."""
    return get_object_or_404(TrainingRun.objects.of(listed_deliberation(slug)), public_id=public_id)


def own_run(deliberation: Deliberation, public_id: str) -> TrainingRun:
    """Return a run on a constitution of a deliberation that somebody helps to run."""
    return get_object_or_404(TrainingRun.objects.of(deliberation), public_id=public_id)


def version_in_force(deliberation: Deliberation) -> ConstitutionVersion | None:
    """Return the ratified version that a run would be started on."""
    return ConstitutionVersion.objects.of(deliberation).in_force().first()


def account_of(request: HttpRequest) -> User | None:
    """Return the account that is signed in."""
    return request.user if isinstance(request.user, User) else None


def role_of(request: HttpRequest, deliberation: Deliberation) -> Role | None:
    """Return what the visitor is in a deliberation."""
    account = account_of(request)
    return account.role_in(deliberation) if account else None
