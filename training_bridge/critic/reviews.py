"""What a person found in one row, and which row comes next, with or without the critic's flags. PURE.

The design is a crossover. People are taken two by two: both see the rows in one order, and where the one is
shown the critic's flags the other is not. So each person sees every second row with flags, and each row is
seen with and without them equally often, however early people stop.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from training_bridge.records import row_id

Verdict = Literal["confirmed", "dismissed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
LONGEST_REASON = 500
"""Letters of the reason for one fault."""

_NUMBER = re.compile(r"([0-9]+)$")


@dataclass(frozen=True)
class Fault:
    """A passage of a row in which somebody sees a fault, word for word, and why; the reason may be empty."""

    quote: str
    reason: str


@dataclass(frozen=True)
class Review:
    """What one person said of one row: a row of `people/reviews.jsonl`.

    Attributes:
        row_id: the row of `data/critic_flags.jsonl` that was shown.
        person: a pseudonym within the run, such as "person-3"; never a name.
        with_critic: whether the critic's flags were shown beside it.
        faults: what the person marked, apart from flags.
        flags: what the person made of each flag that was shown, by its id; those left open are missing.
        nothing_found: whether the person said that nothing is wrong with the row.
        at: when, in ISO 8601; empty where that was not noted.
    """

    id: str
    row_id: str
    person: str
    with_critic: bool
    faults: tuple[Fault, ...]
    flags: Mapping[str, Verdict]
    nothing_found: bool
    at: str

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return {**dataclasses.asdict(self), "flags": dict(self.flags)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Review:
        """Read a row back; `from_json(review.to_json()) == review` also after a trip through JSON.

        Raises:
            TypeError: a name does not exist or is missing.
            ValueError: a flag is neither confirmed nor dismissed.
        """
        if not set(row["flags"].values()) <= set(VERDICTS):
            raise ValueError("a flag is either confirmed or dismissed")
        faults = tuple(Fault(**fault) for fault in row["faults"])
        return cls(**{**row, "faults": faults, "flags": dict(row["flags"])})


@dataclass(frozen=True)
class Shown:
    """The next row for a person: which, whether with the critic's flags, and how many came before it."""

    row_id: str
    with_critic: bool
    done: int
    total: int


def review_id(person: str, row: str) -> str:
    """Give the id of what one person says of one row: a person speaks of a row once."""
    return row_id("review", person, row)


def row_for(person: str, rows: Collection[str], reviews: Sequence[Review]) -> Shown | None:
    """Give the row that a person sees next; None where they have seen all.

    `rows` are ids, in any order; of `reviews` only the person's own count. It depends on nothing else, so
    that the same row comes again with the same flags until it is answered.
    """
    seen = {review.row_id for review in reviews if review.person == person}
    for place, row in enumerate(rows_in_order(person, rows)):
        if row not in seen:
            return Shown(row, shows_critic(person, place), len(seen & set(rows)), len(rows))
    return None


def rows_in_order(person: str, rows: Collection[str]) -> list[str]:
    """Give the rows in the order in which this person, and the other one of the pair, see them."""
    pair = str((_number_of(person) - 1) // 2)
    return sorted(rows, key=lambda row: row_id("order of rows", pair, row))


def shows_critic(person: str, place: int) -> bool:
    """Say whether a person sees flags at this place (counted from 0) of their order."""
    first_with_flags = int(row_id("first", str((_number_of(person) - 1) // 2))[:8], 16)
    return (first_with_flags + _number_of(person) + place) % 2 == 0


def _number_of(person: str) -> int:
    """Give the number a pseudonym ends in, at least 1; a pseudonym without one gets one by its hash."""
    found = _NUMBER.search(person)
    return max(1, int(found[1])) if found else 1 + int(row_id("person", person)[:8], 16)
