"""People who vote over HTTP as the vote page does, and do not give up.

Votes are sent as htmx sends them. One that is not answered, or with 5xx, is kept with its key; the person
votes on meanwhile, and all that was kept is sent together until it is acknowledged (`vote_page.js` and
`vote_sending.js`). A page waits up to a minute between tries; here it is at most `LONGEST_PAUSE_SECONDS`.
"""

from __future__ import annotations

import json
import random
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.chaos.books import CastVote
from benchmarks.chaos.browser import Answer, Browser
from benchmarks.chaos.witness import Witness

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 5.0
MOST_KEPT = 4
"""Votes that somebody casts at most while the site does not answer."""
CHANGES = 0.1
"""Share of votes that change an earlier one."""
SHOWN = re.compile(r'name="statement" value="(\d+)"')


@dataclass(frozen=True)
class Place:
    """Where to vote, and on how many statements."""

    port: int
    slug: str
    statements: int


class Ballot(NamedTuple):
    """A vote with the key that the browser made for it, and the time that it tells if it sends it late."""

    vote: CastVote
    key: str
    cast_at: str


class Voter:
    """One person, who joins by their first vote."""

    def __init__(self, number: int, place: Place, witness: Witness, chance: random.Random) -> None:
        self.number, self.place, self.witness, self.chance = number, place, witness, chance
        self.browser = Browser(place.port, witness)
        self.latencies: list[float] = []
        """Seconds that each vote took which was acknowledged at once."""
        self.settled = 0
        """Votes that are acknowledged, or refused."""
        self._shown: int | None = chance.randrange(1, place.statements + 1)
        self._voted: list[int] = []
        self._kept: list[Ballot] = []
        self._failures = 0

    def vote(self) -> bool:
        """Vote on what is shown, or change an earlier vote; return whether the site has it."""
        ballot = self._cast(self._next_statement())
        start = time.monotonic()
        answer = self.browser.post(
            f"/d/{self.place.slug}/vote/",
            f"statement={ballot.vote.statement}&value={ballot.vote.value}&key={ballot.key}&skipped=",
            {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"},
        )
        if answer is None or answer.status >= 500 or answer.status == 429:
            self._kept.append(ballot)
            self._go_on_without_answer()
            self._failures = 1
            self._wait(answer)
            return False
        self.settled += 1
        if answer.status != 200:
            self.witness.refused(f"{answer.status} {answer.text[:200]}")
            return False
        self.latencies.append(time.monotonic() - start)
        self.witness.acknowledged([ballot.vote.key])
        found = SHOWN.search(answer.text)
        self._shown = int(found[1]) if found else None
        return True

    @property
    def has_settled_all(self) -> bool:
        """Whether nothing is left to send."""
        return not self._kept

    def send_kept(self) -> bool:
        """Send what was kept, all together; return whether nothing is left to send."""
        if self.has_settled_all:
            return True
        votes = [
            {"statement": vote.statement, "value": vote.value, "key": key, "cast_at": cast_at}
            for vote, key, cast_at in self._kept
        ]
        answer = self.browser.post(
            f"/api/v1/deliberations/{self.place.slug}/votes/",
            json.dumps({"votes": votes}),
            {"Content-Type": "application/json"},
        )
        if answer is None or answer.status >= 500 or answer.status == 429:
            self._failures += 1
            self._wait(answer)
            return False
        self._settle(answer)
        return True

    def _settle(self, answer: Answer) -> None:
        """Take what became of each kept vote from the answer."""
        self._failures = 0
        outcomes: dict[str, dict[str, str]] = {}
        if answer.status == 200:
            outcomes = {outcome["key"]: outcome for outcome in json.loads(answer.text)["votes"]}
        has_it = []
        for ballot in self._kept:
            outcome = outcomes.get(ballot.key, {"state": f"{answer.status} {answer.text[:200]}"})
            if outcome["state"] in ("recorded", "known"):
                has_it.append(ballot.vote.key)
            else:
                self.witness.refused(f"{outcome['state']} {outcome.get('reason', '')}")
        self.witness.acknowledged(has_it)
        self.settled += len(self._kept)
        self._kept = []

    def _next_statement(self) -> int:
        changes = bool(self._voted) and self.chance.random() < CHANGES
        return self.chance.choice(self._voted) if changes or self._shown is None else self._shown

    def _cast(self, statement: int) -> Ballot:
        from deliberation.voting.forms import key_of_vote

        value, key = self.chance.choice((1, 1, -1, 0)), secrets.token_hex(16)
        vote = CastVote(self.number, statement, value, key_of_vote(key, value))
        self.witness.cast(vote)
        self._voted.append(statement)
        return Ballot(vote, key, datetime.now(UTC).isoformat())

    def _go_on_without_answer(self) -> None:
        """Vote on other statements that the browser has in advance."""
        waiting = {ballot.vote.statement for ballot in self._kept}
        others = [number for number in range(1, self.place.statements + 1) if number not in waiting]
        for statement in self.chance.sample(others, self.chance.randrange(MOST_KEPT)):
            self._kept.append(self._cast(statement))

    def _wait(self, answer: Answer | None) -> None:
        """Wait before the next try: as long as the site says, or longer each time, and never for long."""
        told = answer.retry_after if answer is not None else None
        pause = told if told is not None else FIRST_PAUSE_SECONDS * 2 ** (self._failures - 1)
        time.sleep(min(pause, LONGEST_PAUSE_SECONDS) * self.chance.uniform(0.75, 1.25))


def vote_until(voter: Voter, enough: Callable[[Voter], bool], deadline: float) -> None:
    """Vote until that is enough and all of it is acknowledged, or the time is over."""
    try:
        while time.monotonic() < deadline:
            if voter.send_kept():
                if enough(voter):
                    return
                voter.vote()
    finally:
        voter.browser.close()


def in_threads(work: list[Callable[[], None]]) -> list[threading.Thread]:
    """Start a thread for each piece of work; they do not keep the program from ending."""
    threads = [threading.Thread(target=run, daemon=True) for run in work]
    for thread in threads:
        thread.start()
    return threads
