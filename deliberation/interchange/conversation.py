"""A Polis conversation as its files tell it: frozen rows, agree always +1. PURE."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from deliberation.interchange.csv_tables import Problem
from deliberation.interchange.polis_dates import UTC_ONLY, ZoneRun


class Generation(StrEnum):
    """The program that wrote the files; `docs/interchange.md` tells how each is recognised."""

    DARWIN = "A"
    EARLY_SERVER = "B"
    SERVER = "C"


class VoteSign(StrEnum):
    """What +1 means in votes.csv and participants-votes.csv."""

    AGREE_POSITIVE = "agree-positive"
    AGREE_NEGATIVE = "agree-negative"


@dataclass(frozen=True)
class StatementRow:
    """One row of comments.csv. Times are milliseconds since 1970; `author` is a participant number."""

    number: int
    author: int | None
    text: str
    time: int | None
    moderated: int
    is_meta: bool = False
    is_seed: bool = False
    agrees: int | None = None
    disagrees: int | None = None


@dataclass(frozen=True)
class VoteRow:
    """One vote: +1 agree, 0 pass, -1 disagree. `key` says which row it was; `time` None when unknown."""

    participant: int
    statement: int
    value: int
    time: int | None
    key: str


@dataclass(frozen=True)
class ParticipantRow:
    """What participants-votes.csv says about a person beside their votes; texts may be empty."""

    number: int
    external_id: str = ""
    group: str = ""


@dataclass(frozen=True)
class PolisConversation:
    """Everything that was read. `votes` is in the order in which the votes were cast, re-votes included."""

    generation: Generation
    statements: tuple[StatementRow, ...]
    votes: tuple[VoteRow, ...]
    participants: tuple[ParticipantRow, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()
    zones: tuple[ZoneRun, ...] = UTC_ONLY
    has_external_ids: bool = False
    has_flags: bool = False
    vote_sign: VoteSign = VoteSign.AGREE_POSITIVE
    digests: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def has_vote_history(self) -> bool:
        """Whether the files tell when votes were cast."""
        return any(vote.time is not None for vote in self.votes)

    @cached_property
    def current_votes(self) -> Mapping[tuple[int, int], int]:
        """The last vote of each (participant, statement)."""
        return {(vote.participant, vote.statement): vote.value for vote in self.votes}

    @cached_property
    def people(self) -> tuple[int, ...]:
        """Numbers of everybody who took part: listed, or with at least one vote. Mere authors are not."""
        listed = [row.number for row in self.participants]
        return tuple(dict.fromkeys(listed + [vote.participant for vote in self.votes]))

    @cached_property
    def mere_authors(self) -> tuple[int, ...]:
        """Numbers of authors who neither voted nor are listed, such as the organiser's 0."""
        people = set(self.people)
        authors = {row.author for row in self.statements if row.author is not None}
        return tuple(sorted(authors - people))

    def counts(self) -> dict[str, int]:
        """Return what the import reports: participants, statements by state, and current votes."""
        states = Counter(row.moderated for row in self.statements)
        values = Counter(self.current_votes.values())
        return {
            "participants": len(self.people),
            "statements": len(self.statements),
            "accepted": states[1],
            "pending": states[0],
            "rejected": states[-1],
            "votes": len(self.current_votes),
            "agree": values[1],
            "disagree": values[-1],
            "pass": values[0],
        }

    def count_corrections(self) -> dict[str, list[int]]:
        """Return by how much agrees and disagrees of comments.csv differ from a count of the votes.

        They count re-votes, which a folder without votes.csv does not show. Keys are statement numbers.
        """
        cast = Counter((vote.statement, vote.value) for vote in self.votes)
        corrections = {}
        for row in self.statements:
            agree, disagree = cast[row.number, 1], cast[row.number, -1]
            over = [
                0 if row.agrees is None else row.agrees - agree,
                0 if row.disagrees is None else row.disagrees - disagree,
            ]
            if over != [0, 0]:
                corrections[str(row.number)] = over
        return corrections
