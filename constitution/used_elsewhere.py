"""Where versions of a constitution are used by other parts of the platform, so that a trace goes on to there.

This app may know nothing of those that build on it; each registers how to find its uses when it is loaded.
"""

from collections.abc import Callable, Sequence

from constitution.tracing import Use
from deliberation.models import Deliberation

Find = Callable[[Deliberation], Sequence[Use]]

_registered: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Add how one part finds its uses of a deliberation's versions; the same name again replaces it."""
    _registered[name] = find


def uses_of(deliberation: Deliberation) -> list[Use]:
    """Return every use of any version that everybody may know of, the newest first."""
    found = [use for find in _registered.values() for use in find(deliberation)]
    return sorted(found, key=lambda use: use.at, reverse=True)
