"""A deliberation in which everything has happened, and everybody who may ask about it."""

from typing import Any, NamedTuple

from django.conf import settings

from deliberation.models import Deliberation, Participant
from tests.api.callers import Caller, callers_in
from tests.authorisation.ground import ground_with
from tests.browser.kept_site import KeptSite

NO_LIMIT = "1000000/minute"


class Filled(NamedTuple):
    """A deliberation, what stands in its addresses, and who asks."""

    deliberation: Deliberation
    participant: Participant
    parts: dict[str, Any]
    callers: dict[str, Caller]


def bring_back(kept_site: KeptSite) -> Filled:
    """Bring back the deliberation, with everybody who may ask about it."""
    deliberation, _owner, participant = kept_site.bring_back()
    ground = ground_with(deliberation, participant)
    return Filled(deliberation, participant, ground.parts, callers_in(deliberation, participant))


def without_limits() -> dict[str, str]:
    """Return settings under which everybody may do everything as often as they like."""
    return {name: NO_LIMIT for name in dir(settings) if name.endswith("RATE_LIMIT")}
