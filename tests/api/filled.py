"""A deliberation in which everything has happened, and everybody who may ask about it."""

from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from deliberation.models import Deliberation, Participant
from tests.api.callers import Caller, callers_in
from tests.authorisation.ground import ground_with
from tests.browser.filled_site import fill_site
from tests.training_bridge.tiny_model import save_tiny_model

NO_LIMIT = "1000000/minute"


class Filled(NamedTuple):
    """A deliberation, what stands in its addresses, and who asks."""

    deliberation: Deliberation
    participant: Participant
    parts: dict[str, Any]
    callers: dict[str, Caller]


def filled_in(folder: Path) -> Filled:
    """Fill a deliberation whose files lie in this folder."""
    save_tiny_model(folder / "model")
    deliberation, _owner, participant = fill_site(folder / "model")
    ground = ground_with(deliberation, participant)
    return Filled(deliberation, participant, ground.parts, callers_in(deliberation, participant))


def without_limits() -> dict[str, str]:
    """Return settings under which everybody may do everything as often as they like."""
    return {name: NO_LIMIT for name in dir(settings) if name.endswith("RATE_LIMIT")}
