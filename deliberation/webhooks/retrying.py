"""When a message that did not arrive is sent again, and when it is given up."""

import random
from datetime import datetime, timedelta

DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600, 24 * 3600)
)
"""Between the attempts; after the last one the message is given up."""
MOST_ATTEMPTS = len(DELAYS) + 1
JITTER = 0.2
"""Share by which each delay is made shorter or longer by chance, so that not everybody comes at once."""
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
_chance = random.SystemRandom()


def delay_after(attempts: int, chance: float | None = None) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when it was the last one.

    Args:
        attempts: how often the message has been sent, at least 1.
        chance: a number from 0 to 1 in place of a random one.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    share = _chance.random() if chance is None else chance
    return DELAYS[attempts - 1] * (1 - JITTER + 2 * JITTER * share)


def rest_after(failing_since: datetime, now: datetime) -> timedelta:
    """Return how long a target is left alone after a failure: longer, the longer it has failed.

    So that many messages to one address that hangs take little of a worker's time.
    """
    return min(LONGEST_REST, max(SHORTEST_REST, now - failing_since))
