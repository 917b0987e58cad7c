"""Voting while Redis is away: every vote is taken, quickly, and what waits is done once Redis is back."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.chaos.browser import Browser
from benchmarks.chaos.killing import Target, kill
from benchmarks.chaos.running_site import Site
from benchmarks.chaos.voters import Place, Voter, in_threads, vote_until
from benchmarks.chaos.waiting import wait_until
from benchmarks.chaos.witness import Witness

FIRST_NUMBER = 1_000_000
"""From here on the voters of this part are numbered."""
VOTERS = 2
PAUSE_SECONDS = 0.1
"""Between two votes of one voter: on two cores the time of a vote is then its own, not that of a queue."""
DRAIN_SECONDS = 120.0
SAYS_LATER = "deliberation/results/_late_results.html"
"""The sentence in the results page and the vote page while results have to wait."""


def vote_without_redis(
    site: Site, place: Place, witness: Witness, *, seconds: float, seed: int
) -> dict[str, Any]:
    """Keep Redis away that long while two people vote; return how that went and how long it took to catch up.

    `p50_ms` and `p95_ms` are of whole votes as a client sees them, and `with_redis` the same from before;
    `votes` is what was cast, `accepted` what was acknowledged at the first try. `drained_seconds` is from
    Redis' return until no job waited or ran of those that had been asked for until then, and
    `page_as_before_seconds` from then until the page said nothing of it any more.
    """
    with_redis = _vote(FIRST_NUMBER, place, witness, seconds=seconds / 4, seed=seed)
    site.kept_away.add("redis")
    kill(Target.REDIS, site.processes, random.Random(seed))
    without = _vote(FIRST_NUMBER + VOTERS, place, witness, seconds=seconds, seed=seed)
    says_later = page_says_later(place, witness)
    site.kept_away.discard("redis")
    site.restart_what_ended()
    drained = seconds_to_drain()
    return without | {
        "seconds": seconds,
        "clients": VOTERS,
        "with_redis": with_redis,
        "page_says_later": says_later,
        "drained_seconds": drained,
        "page_as_before_seconds": wait_until(lambda: not page_says_later(place, witness), DRAIN_SECONDS),
    }


def _vote(first: int, place: Place, witness: Witness, *, seconds: float, seed: int) -> dict[str, Any]:
    """Let two newcomers vote for a while, without hurry; return how that went."""
    voters = [Voter(first + number, place, witness, random.Random(seed + number)) for number in range(VOTERS)]
    accepted: list[bool] = []
    until = time.monotonic() + seconds
    for thread in in_threads([_voting(voter, accepted, until) for voter in voters]):
        thread.join()
    for voter in voters:
        vote_until(voter, lambda _voter: True, time.monotonic() + DRAIN_SECONDS)
    taken = sorted(1000 * latency for voter in voters for latency in voter.latencies)
    return {
        "votes": len(accepted),
        "accepted": sum(accepted),
        "p50_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[int(0.95 * len(taken))], 1),
    }


def page_says_later(place: Place, witness: Witness) -> bool:
    """Return whether the results page says that the map updates later."""
    from django.template.loader import render_to_string

    browser = Browser(place.port, witness)
    try:
        answer = browser.get(f"/d/{place.slug}/results/")
    finally:
        browser.close()
    return answer is not None and render_to_string(SAYS_LATER).strip() in answer.text


def seconds_to_drain() -> float | None:
    """Wait until no job that was asked for waits or runs; return the seconds, None after too many."""
    from deliberation.models import Job

    asked = list(Job.objects.unfinished().values_list("pk", flat=True))
    return wait_until(lambda: not Job.objects.unfinished().filter(pk__in=asked).exists(), DRAIN_SECONDS)


def _voting(voter: Voter, accepted: list[bool], until: float) -> Callable[[], None]:
    def vote() -> None:
        while time.monotonic() < until:
            if voter.send_kept():
                accepted.append(voter.vote())
            time.sleep(PAUSE_SECONDS)

    return vote
