"""Limits on what somebody does again and again, counted a few at once: most need no question to Redis.

What was counted and not done within a minute is lost to that person. With several web processes each counts
ahead for itself, so a limit is reached by at most so many too early, never too late by more than those.
"""

import time
from typing import Final

from deliberation.integrity.rate_limits import seconds_to_wait, smallest_amount

MOST_AHEAD: Final = 5
PART_OF_A_LIMIT: Final = 20
"""No more is counted ahead than this part of the smallest limit: small limits are counted one by one."""
KEPT_SECONDS: Final = 60.0
MOST_REMEMBERED: Final = 50_000

_ahead: dict[int, tuple[int, float]] = {}
"""What is counted and not done yet, and until when that holds; by a keyed hash of who does what."""


def seconds_to_wait_counting_ahead(limit: str, action: str, *parts: str) -> int:
    """Count one more of an action and return 0, or return how many seconds to wait if that is too often.

    Args:
        limit: as in the settings, for example "120/minute".
        action: what is counted, for example "vote".
        parts: who does it.
    """
    who = hash((limit, action, *parts))
    left, until = _ahead.pop(who, (0, 0.0))
    if left and time.monotonic() < until:
        if left > 1:
            _ahead[who] = left - 1, until
        return 0
    few = min(MOST_AHEAD, smallest_amount(limit) // PART_OF_A_LIMIT)
    if few > 1 and not seconds_to_wait(limit, action, *parts, times=few):
        if len(_ahead) >= MOST_REMEMBERED:
            _ahead.clear()
        _ahead[who] = few - 1, time.monotonic() + KEPT_SECONDS
        return 0
    return seconds_to_wait(limit, action, *parts)
