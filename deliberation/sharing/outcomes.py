"""What came out of a deliberation, told by the parts of the platform that build on it.

This app may know nothing of those; each registers how to find its outcome when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from deliberation.models import Deliberation


@dataclass(frozen=True)
class Outcome:
    """An outcome in short.

    Attributes:
        title, sentence: what it is, and how it stands.
        points: the first of what it says, in `language`; `more` counts those left out.
        address: where it stands for good, as a whole address.
        digest: the hash that tells it from every other; empty before it is final.
    """

    title: str
    sentence: str
    points: tuple[str, ...]
    more: int
    language: str
    address: str
    digest: str


Find = Callable[[HttpRequest, Deliberation], Outcome | None]
_registered: dict[str, Find] = {}


def register(name: str, find: Find) -> None:
    """Add how one part finds its outcome of a deliberation; the same name again replaces it."""
    _registered[name] = find


def outcomes_of(request: HttpRequest, deliberation: Deliberation) -> list[Outcome]:
    """Return every outcome that there is so far."""
    found = (find(request, deliberation) for find in _registered.values())
    return [outcome for outcome in found if outcome is not None]
