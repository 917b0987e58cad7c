"""What other parts of the platform keep about participants, so that people can read and erase that too.

This app may know nothing of those that build on it; each registers what it keeps when it is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deliberation.models import Participant


@dataclass(frozen=True)
class KeptElsewhere:
    """What one part keeps.

    Attributes:
        data: returns everything that is kept about a participant, as plain JSON under names of its own.
        erase: takes away who they are and what they wrote; counts of answers may stay, under a number
            that is nobody's. Called in the transaction of the erasure.
    """

    data: Callable[[Participant], dict[str, Any]]
    erase: Callable[[Participant], None]


_registered: dict[str, KeptElsewhere] = {}


def register(name: str, kept: KeptElsewhere) -> None:
    """Add what a part keeps; the same name again replaces it."""
    _registered[name] = kept


def data_kept_elsewhere(participant: Participant) -> dict[str, Any]:
    """Return what all parts keep about a participant."""
    data: dict[str, Any] = {}
    for kept in _registered.values():
        data |= kept.data(participant)
    return data


def erase_elsewhere(participant: Participant) -> None:
    """Take away what all parts keep about who a participant is and what they wrote."""
    for kept in _registered.values():
        kept.erase(participant)
