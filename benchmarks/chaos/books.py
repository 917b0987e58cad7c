"""The accounts: what voters were told, held against what the database holds. PURE."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Tally = tuple[int, int, int]
"""How many agree, disagree and pass."""


class CastVote(NamedTuple):
    """A vote as somebody cast it. `key` is the one under which the log would hold it."""

    voter: int
    statement: int
    value: int
    key: str


class LoggedVote(NamedTuple):
    """An event of the log that says that somebody voted."""

    event: int
    participant: int
    statement: int
    value: int
    key: str


class CurrentVote(NamedTuple):
    """A row of the current votes."""

    participant: int
    statement: int
    value: int


@dataclass(frozen=True)
class Balance:
    """What the accounts say: well where nothing is missing, doubled or unknown and the rest is true."""

    votes_acknowledged: int
    votes_missing: int
    """Acknowledged votes that the log lacks, or that should be somebody's current vote and are not."""
    duplicates: int
    """Current votes beyond one of a participant on a statement; participants beyond one of a voter."""
    unknown_events: int
    """Votes in the log that nobody cast."""
    events: int
    distinct_keys: int
    tallies_equal: bool
    """Whether a recount of the log gives the tallies of the current votes, and those of the results."""

    @property
    def events_equal_keys(self) -> bool:
        """Whether each key stands in the log once and for a vote that somebody cast."""
        return self.events == self.distinct_keys and not self.unknown_events


def balance(
    *,
    cast: Sequence[CastVote],
    acknowledged: Collection[str],
    log: Sequence[LoggedVote],
    current: Sequence[CurrentVote],
    results: Mapping[int, Tally],
) -> Balance:
    """Hold what voters cast, each in their order, and which keys were acknowledged, against the log.

    `results` are the tallies by statement that the pages show. The last vote of a voter on a statement has
    to be the current one, unless a later one of theirs was never acknowledged: that one may count or not.
    """
    logged = {(vote.key, vote.statement, vote.value): vote.participant for vote in log}
    told = [vote for vote in cast if vote.key in acknowledged]
    missing = {vote.key for vote in told if (vote.key, vote.statement, vote.value) not in logged}
    people = _participants(cast, logged)
    held = {(row.participant, row.statement): row.value for row in current}
    for last in _last_votes(cast):
        pairs = [(participant, last.statement) for participant in people[last.voter]]
        if last.key in acknowledged and all(held.get(pair) != last.value for pair in pairs):
            missing.add(last.key)
    recount = tallies_of_log(log)
    return Balance(
        votes_acknowledged=len(told),
        votes_missing=len(missing),
        duplicates=len(current) - len(held) + sum(len(found) - 1 for found in people.values() if found),
        unknown_events=len(logged.keys() - {(vote.key, vote.statement, vote.value) for vote in cast}),
        events=len(log),
        distinct_keys=len({(vote.participant, vote.key) for vote in log}),
        tallies_equal=recount == tallies_of_votes(current) == dict(results),
    )


def tallies_of_log(log: Iterable[LoggedVote]) -> dict[int, Tally]:
    """Count the last vote of each participant on each statement, by statement."""
    last = {(vote.participant, vote.statement): vote.value for vote in sorted(log)}
    return _counted((statement, value) for (_participant, statement), value in last.items())


def tallies_of_votes(current: Iterable[CurrentVote]) -> dict[int, Tally]:
    """Count rows of current votes by statement."""
    return _counted((row.statement, row.value) for row in current)


def _counted(votes: Iterable[tuple[int, int]]) -> dict[int, Tally]:
    counted = Counter(votes)
    statements = {statement for statement, _value in counted}
    return {
        statement: (counted[statement, 1], counted[statement, -1], counted[statement, 0])
        for statement in statements
    }


def _participants(
    cast: Iterable[CastVote], logged: Mapping[tuple[str, int, int], int]
) -> dict[int, set[int]]:
    """Return as which participants each voter stands in the log; one each, if all is well."""
    found: dict[int, set[int]] = defaultdict(set)
    for vote in cast:
        participant = logged.get((vote.key, vote.statement, vote.value))
        if participant is not None:
            found[vote.voter].add(participant)
    return found


def _last_votes(cast: Iterable[CastVote]) -> list[CastVote]:
    return [*{(vote.voter, vote.statement): vote for vote in cast}.values()]
