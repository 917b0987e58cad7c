"""The constitution so far, for the summary of its deliberation on one page."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from constitution.models import ConstitutionVersion, Principle
from constitution.reading.addresses import permanent_address
from constitution.sharing.words import standing_in_words
from deliberation.models import Deliberation
from deliberation.sharing.outcomes import Outcome

SHOWN = 8
"""Principles that a sheet has room for."""


def outcome_of(request: HttpRequest, deliberation: Deliberation) -> Outcome | None:
    """Return the version in force, else the one in the making; None where there is neither."""
    versions = ConstitutionVersion.objects.of(deliberation)
    version = versions.in_force().first() or versions.unfinished().first()
    if version is None:
        return None
    principles = list(
        version.principles.exclude(state=Principle.State.REJECTED)
        .order_by("number")
        .values_list("text", flat=True)
    )
    return Outcome(
        title=_("Constitution"),
        sentence=standing_in_words(version),
        points=tuple(principles[:SHOWN]),
        more=max(0, len(principles) - SHOWN),
        language=version.language,
        address=permanent_address(request, version),
        digest=version.content_sha256,
    )
