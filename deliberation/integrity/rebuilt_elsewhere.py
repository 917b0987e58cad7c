"""Rows that other parts of the platform derive from the same event log, checked and made anew with ours.

This app may know nothing of those that build on it; each registers how its rows follow from the log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deliberation.models import Deliberation

if TYPE_CHECKING:
    from deliberation.integrity.rebuild import Difference


@dataclass(frozen=True)
class CheckedElsewhere:
    """What holding the rows of one part against the log brought to light.

    Attributes:
        counts: how much was compared, by what it is.
        differences: where rows and log disagree.
        state: whatever `rewrite` needs to know.
    """

    counts: dict[str, int]
    differences: Sequence["Difference"]
    state: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class RebuiltElsewhere:
    """How the rows of one part are compared with the log, and written anew from it."""

    check: Callable[[Deliberation], CheckedElsewhere]
    rewrite: Callable[[Deliberation, CheckedElsewhere], None]


_registered: dict[str, RebuiltElsewhere] = {}


def register(name: str, part: RebuiltElsewhere) -> None:
    """Add a part; the same name again replaces it."""
    _registered[name] = part


def check_elsewhere(deliberation: Deliberation) -> dict[str, CheckedElsewhere]:
    """Compare the rows of all parts with the log."""
    return {name: part.check(deliberation) for name, part in _registered.items()}


def rewrite_elsewhere(deliberation: Deliberation, checked: dict[str, CheckedElsewhere]) -> None:
    """Write anew what differs."""
    for name, found in checked.items():
        if found.differences:
            _registered[name].rewrite(deliberation, found)
