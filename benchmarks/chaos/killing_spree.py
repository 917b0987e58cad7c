"""Many people vote while processes are killed, and PostgreSQL stops at once in the middle of it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.chaos.browser import Browser
from benchmarks.chaos.killing import Kill, Target, kill, plan
from benchmarks.chaos.running_site import Site
from benchmarks.chaos.voters import Place, Voter, in_threads, vote_until
from benchmarks.chaos.waiting import wait_until
from benchmarks.chaos.witness import Witness

READ_EVERY_SECONDS = 0.5
RECOVERY_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Spree:
    """What is to happen: how many votes of how many people, how many kills and how often."""

    votes: int
    clients: int
    kills: int
    every: float
    """Seconds between two kills, on average; each pause is a third shorter or longer."""
    postgres_away: float
    seed: int
    deadline: float
    """When everybody gives up (`time.monotonic`)."""


@dataclass(frozen=True)
class Outcome:
    """What happened."""

    kills: tuple[Kill, ...]
    recovery_seconds: float | None
    """From PostgreSQL's return until votes were taken and no answer was 503 any more; None: never."""
    votes_settled: bool
    """Whether everything that was cast was acknowledged in time."""


def vote_while_killing(site: Site, place: Place, witness: Witness, spree: Spree) -> Outcome:
    """Let everybody vote, kill meanwhile, and wait until every vote is acknowledged."""
    chance = random.Random(spree.seed)
    over = threading.Event()
    voters = [
        Voter(number, place, witness, random.Random(f"{spree.seed} {number}"))
        for number in range(spree.clients)
    ]
    quota = -(-spree.votes // spree.clients)

    def enough(voter: Voter) -> bool:
        return voter.settled >= quota and over.is_set()

    threads = in_threads(
        [lambda voter=voter: vote_until(voter, enough, spree.deadline) for voter in voters]
        + [lambda: _read_until(over, place, witness)]
    )
    try:
        kills, recovery = _kill_all(site, witness, spree, chance)
    finally:
        over.set()
    for thread in threads:
        thread.join()
    return Outcome(tuple(kills), recovery, all(voter.has_settled_all for voter in voters))


def _kill_all(
    site: Site, witness: Witness, spree: Spree, chance: random.Random
) -> tuple[list[Kill], float | None]:
    start, kills, recovery = time.monotonic(), [], None
    planned: list[Target | None] = [*plan(spree.kills, chance)]
    planned.insert(len(planned) // 2, None)
    for target in planned:
        _pause(spree.every, chance)
        _wait_until_people_vote(witness)
        if target is None:
            recovery = _stop_postgres_at_once(site, witness, spree.postgres_away)
            continue
        name = kill(target, site.processes, chance)
        kills.append(Kill(name, round(time.monotonic() - start, 1)))
        print(f"{kills[-1].after_seconds:6.1f} s: killed {name}", flush=True)
    _pause(spree.every, chance)
    return kills, recovery


def _stop_postgres_at_once(site: Site, witness: Witness, away_seconds: float) -> float | None:
    """Stop PostgreSQL as a crash does, start it again after a while, and wait until the site is well."""
    print("          PostgreSQL stops at once", flush=True)
    site.postgres.stop_at_once()
    time.sleep(away_seconds)
    site.postgres.start()
    back = time.monotonic()
    print("          PostgreSQL is back", flush=True)
    wait_until(lambda: witness.seconds_until_well(back) is not None, RECOVERY_PATIENCE_SECONDS)
    time.sleep(away_seconds)
    seconds = witness.seconds_until_well(back)
    return None if seconds is None else round(seconds, 2)


def _wait_until_people_vote(witness: Witness) -> None:
    """Wait for one more vote: what has not come back yet cannot lose any."""
    since = time.monotonic()
    wait_until(lambda: witness.last_acknowledged_at > since, RECOVERY_PATIENCE_SECONDS)


def _read_until(over: threading.Event, place: Place, witness: Witness) -> None:
    """Open the pages that everybody reads, one after the other."""
    browser = Browser(place.port, witness)
    pages: Sequence[str] = ("/", f"/d/{place.slug}/", f"/d/{place.slug}/results/", f"/d/{place.slug}/vote/")
    turn = 0
    while not over.wait(READ_EVERY_SECONDS):
        browser.get(pages[turn % len(pages)])
        turn += 1
    browser.close()


def _pause(every: float, chance: random.Random) -> None:
    time.sleep(every * chance.uniform(2 / 3, 4 / 3))
