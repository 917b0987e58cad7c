"""Where versions of a constitution are used by other parts of the platform, so that a trace goes on to there.

This app may know nothing of those that build on it; each registers how to find its uses when it is loaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from constitution.models import ConstitutionVersion
from constitution.tracing import Use
from deliberation.models import Deliberation


@dataclass(frozen=True)
class PageAbout:
    """A page of another part about one version, for the constitution's own page to lead to."""

    title: str
    address: str


Find = Callable[[Deliberation], Sequence[Use]]
FindPages = Callable[[ConstitutionVersion], Sequence[PageAbout]]

_registered: dict[str, Find] = {}
_registered_pages: dict[str, FindPages] = {}


def register(name: str, find: Find) -> None:
    """Add how one part finds its uses of a deliberation's versions; the same name again replaces it."""
    _registered[name] = find


def uses_of(deliberation: Deliberation) -> list[Use]:
    """Return every use of any version that everybody may know of, the newest first."""
    found = [use for find in _registered.values() for use in find(deliberation)]
    return sorted(found, key=lambda use: use.at, reverse=True)


def register_pages(name: str, find: FindPages) -> None:
    """Add how one part finds its pages about a version; the same name again replaces it."""
    _registered_pages[name] = find


def pages_about(version: ConstitutionVersion) -> list[PageAbout]:
    """Return every page of another part about a version."""
    return [page for find in _registered_pages.values() for page in find(version)]
