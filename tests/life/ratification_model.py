"""How a version of a constitution is put to the vote, in plain Python: no database, no Django."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from tests.life.model import Refused

QUORUM = 2
LEAST_SHARE = 0.6


@dataclass
class Version:
    """A drafted version: which principles it has is for the analysis to say, the rest is not."""

    number: int
    principles: tuple[str, ...]
    state: Literal["draft", "ratifying", "ended"] = "draft"
    answers: dict[tuple[str, int], int] = field(default_factory=dict)
    """The current answers by (label of the principle, participant)."""
    keys: dict[tuple[int, str], tuple[int, str, int]] = field(default_factory=dict)
    """What each participant has used which key for, in the versions before as well."""

    def open(self) -> None:
        if self.state != "draft" or not self.principles:
            raise Refused("nothing to vote on")
        self.state = "ratifying"

    def answer(self, participant: int, principle: str, value: int, key: str) -> None:
        if self.state != "ratifying":
            raise Refused("no vote is open on it")
        act = (self.number, principle, value)
        if (participant, key) not in self.keys:
            self.keys[participant, key] = act
            self.answers[principle, participant] = value
        elif self.keys[participant, key] != act:
            raise Refused("the key was used for another answer")

    def close(self) -> None:
        if self.state != "ratifying" or len({participant for _on, participant in self.answers}) < QUORUM:
            raise Refused("no vote is open, or too few have answered")
        self.state = "ended"

    def counts(self, principle: str) -> Counter[int]:
        return Counter(value for (on, _participant), value in self.answers.items() if on == principle)
