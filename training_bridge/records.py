"""Every row the training bridge writes, as frozen records with ids that follow from their content's origin.

A row names what made it: constitution, model, prompt, transcript template, sampling and seed. So one
principle can be ablated, and the same settings give the same rows.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

Phase = Literal["before", "after", "control", "dpo", "grpo", "character"]
"""Before training, after the supervised stage, after the same stage without what the constitution brought
about, and after each method that goes on from the supervised stage."""
PHASES: tuple[Phase, ...] = get_args(Phase)
NO_CHANGE_NEEDED = "no change needed"
"""Stands in `Round.rejected` where the critique found no fault: no failure, and nothing to learn from."""
Record = TypeVar("Record", bound="CritiqueRevision | MarginRow | AnswerRow")


@dataclass(frozen=True)
class Provenance:
    """What a row was made with. `model_sha256` is None where the weights cannot be read (a server)."""

    constitution_sha256: str
    model: str
    model_sha256: str | None
    prompt_id: str
    prompt_sha256: str
    template_sha256: str | None
    sampling: Mapping[str, Any]
    seed: int


@dataclass(frozen=True)
class Round:
    """One critique and revision by one principle.

    `rejected` is the filter's reason, None when accepted. Where the critique found no fault it says so, and
    the revision is the answer as it was.
    """

    number: int
    principle_id: str
    principle_sha256: str
    statement_ids: tuple[int | str, ...]
    critique_request: str
    critique: str
    revision_request: str
    revision: str
    rejected: str | None

    @property
    def verdict(self) -> Literal["accepted", "no change needed", "rejected"]:
        """Say what became of the revision."""
        if self.rejected is None:
            return "accepted"
        return "no change needed" if self.rejected == NO_CHANGE_NEEDED else "rejected"

    def is_learnt_from(self, *, unchanged_too: bool = False) -> bool:
        """Say whether a training row is made of it; of an unchanged answer only where that is wanted."""
        return self.verdict == "accepted" or (unchanged_too and self.verdict == NO_CHANGE_NEEDED)


@dataclass(frozen=True)
class CritiqueRevision:
    """One red-team prompt, the model's first response, and all rounds, accepted or not."""

    id: str
    family: str
    prompt: str
    initial_response: str
    rounds: tuple[Round, ...]
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CritiqueRevision:
        """Read a row back; `from_json(r.to_json()) == r` also after a trip through JSON."""
        rounds = tuple(
            Round(**{**written, "statement_ids": tuple(written["statement_ids"])})
            for written in row["rounds"]
        )
        return cls(**{**row, "rounds": rounds, "provenance": Provenance(**row["provenance"])})


@dataclass(frozen=True)
class AnswerPair:
    """Two answers that one model gave to one prompt, to be compared.

    `samples` are the numbers of the draws that the answers are from; (1, 2) unless one was drawn again.
    `dropped` says why the pair cannot be compared; None where it can.
    """

    id: str
    family: str
    kind: str
    prompt: str
    answers: tuple[str, str]
    samples: tuple[int, int]
    dropped: str | None
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> AnswerPair:
        """Read a row back."""
        first, second = row["answers"]
        one, other = row["samples"]
        return cls(
            **{
                **row,
                "answers": (first, second),
                "samples": (one, other),
                "provenance": Provenance(**row["provenance"]),
            }
        )


@dataclass(frozen=True)
class PreferencePair:
    """Two answers and which of them a judge found to keep better to one principle.

    Attributes:
        first, second: the answers as they were drawn; chosen and rejected are the same two by the label.
        p_first: the label, the mean over both orders; p_chosen is the same for the chosen one, at least 0.5.
        p_first_in_order, p_first_in_reverse: with the first answer shown first, and shown second.
        log_probabilities_in_order, log_probabilities_in_reverse: of the letters A and B (natural).
        prior_a: what A was divided by (content-free prior); one half where nothing was calibrated.
        reason, reason_in_reverse: what the judge wrote before choosing; None without a chain of thought.
        weight: how much the pair counts; 1 unless near-ties are weighted.
        dropped: why training may not learn from the pair ("near tie", "tie"); None where it may.
        answers_provenance: what the answers were made with; `provenance` is that of the judgement.
    """

    id: str
    family: str
    kind: str
    prompt: str
    first: str
    second: str
    chosen: str
    rejected: str
    p_chosen: float
    p_first: float
    p_first_in_order: float
    p_first_in_reverse: float
    agrees_in_both_orders: bool
    log_probabilities_in_order: tuple[float, float]
    log_probabilities_in_reverse: tuple[float, float]
    prior_a: float
    principle_id: str
    principle_sha256: str
    principle_text: str
    statement_ids: tuple[int | str, ...]
    reason: str | None
    reason_in_reverse: str | None
    weight: float
    dropped: str | None
    answers_provenance: Provenance
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> PreferencePair:
        """Read a row back; `from_json(p.to_json()) == p` also after a trip through JSON."""
        lists = ("log_probabilities_in_order", "log_probabilities_in_reverse", "statement_ids")
        return cls(
            **{
                **row,
                **{name: tuple(row[name]) for name in lists},
                "answers_provenance": Provenance(**row["answers_provenance"]),
                "provenance": Provenance(**row["provenance"]),
            }
        )


@dataclass(frozen=True)
class MarginRow:
    """Log-probabilities of a principle-consistent and an inconsistent answer, before or after training."""

    id: str
    phase: Phase
    pair_id: str
    theme: str
    consistent_log_probability: float
    consistent_tokens: int
    inconsistent_log_probability: float
    inconsistent_tokens: int
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> MarginRow:
        """Read a row back."""
        return cls(**{**row, "provenance": Provenance(**row["provenance"])})


@dataclass(frozen=True)
class AnswerRow:
    """What the model answered to a held-out prompt, and whether that counts as a refusal."""

    id: str
    phase: Phase
    kind: str
    family: str
    prompt: str
    answer: str
    label: str
    provenance: Provenance

    def to_json(self) -> dict[str, Any]:
        """Give the row as it is written to a file."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> AnswerRow:
        """Read a row back."""
        return cls(**{**row, "provenance": Provenance(**row["provenance"])})


def row_id(*parts: str) -> str:
    """Derive a row's id from what it is about; the same parts give the same id."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def text_hash(text: str) -> str:
    """Hash a text's UTF-8 bytes with SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()
