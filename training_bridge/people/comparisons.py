"""What people are asked to compare, and what each of them answered: rows of two files of a run. PURE."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from training_bridge.records import Provenance, row_id

Kind = Literal["principle", "helpfulness"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Place = Literal["first", "second"]
PLACES: tuple[Place, ...] = get_args(Place)
Choice = Literal["first", "second", "same", "skip"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
SIMULATED = "simulated-"
"""What the pseudonym of a program begins with that answers in a person's place."""
LONGEST_REASON = 2_000
"""Letters of a person's reason."""


@dataclass(frozen=True)
class HumanItem:
    """Two answers to one prompt that people compare, by a principle or for helpfulness.

    A row of `data/human_items.jsonl`.

    Attributes:
        kind: whether people say which answer keeps better to the principle, or which one helps more.
        first, second: the answers as the run's feedback drew them; a person may be shown them turned round.
        principle_id, principle_text, principle_sha256: the principle by which the judge compared the same
            two answers; None where people are asked which one helps more.
        statement_ids: the statements behind the principle.
        feedback_id: the judge's pair of the same answers; None where there is none.
        answers_provenance: what the answers were made with.
    """

    id: str
    kind: Kind
    prompt: str
    first: str
    second: str
    principle_id: str | None
    principle_text: str | None
    principle_sha256: str | None
    statement_ids: tuple[int | str, ...]
    feedback_id: str | None
    answers_provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> HumanItem:
        """Read a row back; `from_json(item.to_json()) == item` also after a trip through JSON."""
        return cls(
            **{
                **row,
                "statement_ids": tuple(row["statement_ids"]),
                "answers_provenance": Provenance(**row["answers_provenance"]),
            }
        )


@dataclass(frozen=True)
class HumanComparison:
    """What one person said of one item: a row of `people/comparisons.jsonl`.

    Attributes:
        person: a pseudonym within the run, such as "person-3"; never a name.
        shown_first: which of the item's answers stood first on this person's screen.
        choice: the item's answer that was chosen, whichever place it stood in; "same" where neither is
            better, "skip" where the person could not or would not say.
        reason: in the person's own words; empty where none was given.
        at: when, in ISO 8601; empty where that was not noted.
    """

    id: str
    item_id: str
    person: str
    shown_first: Place
    choice: Choice
    reason: str
    at: str

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> HumanComparison:
        """Read a row back. Raises TypeError for a name that does not exist or is missing."""
        return cls(**row)


def comparison_id(person: str, item_id: str) -> str:
    """Give the id of what one person says of one item: a person speaks of an item once."""
    return row_id("comparison", person, item_id)
