"""From which networks people came, as hashes that cannot be turned back and cannot be joined over days.

The network (the /24 of an IPv4 address, the /64 of an IPv6 one) is hashed with a key derived from the site's
`SECRET_KEY`, the deliberation and the day. So it can be counted how many people came from one network on one
day, and nothing else: the same network has another hash tomorrow, and in another deliberation. Rows go after
`KEPT`, with the next anomaly report.
"""

import hashlib
from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from deliberation.models import Deliberation, Participant, ParticipantNetwork

KEPT = timedelta(days=30)
A_DAY = 24 * 3600
MOST_NOTED = 100_000

_noted: set[int] = set()
"""What this process knows to be noted, as Python's keyed hashes: the key ends with the process."""


def network_hash(deliberation: Deliberation, network: str, day: date) -> str:
    """Return the hash of a network on a day: 32 hexadecimal digits."""
    key = f"deliberation.integrity.networks:{deliberation.public_id}:{day.isoformat()}"
    return salted_hmac(key, network, algorithm="sha256").hexdigest()[:32]


def record_network(participant: Participant, network: str) -> None:
    """Note that somebody came from a network today; once a day and network, with no query but the first time.

    That it is noted already is remembered in this process, and for all of them in the cache. A memory that
    forgets costs a question, never a second row.
    """
    today = timezone.now().date()
    mark = hash((participant.public_id, network, today))
    if mark in _noted:
        return
    hashed = network_hash(participant.deliberation, network, today)
    marker = hashlib.sha256(f"{participant.pk}:{hashed}".encode()).hexdigest()[:24]
    if cache.add(f"network:{marker}", 1, A_DAY):
        ParticipantNetwork.objects.bulk_create(
            [ParticipantNetwork(participant=participant, day=today, network_hash=hashed)],
            ignore_conflicts=True,
        )
    if len(_noted) >= MOST_NOTED:
        _noted.clear()
    _noted.add(mark)


def forget_old_networks(deliberation: Deliberation) -> int:
    """Delete what is older than `KEPT`; return how many rows."""
    oldest = timezone.now().date() - KEPT
    deleted, _by_model = ParticipantNetwork.objects.filter(
        participant__deliberation=deliberation, day__lt=oldest
    ).delete()
    return deleted
