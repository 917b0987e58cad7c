"""Every row the training bridge writes, as frozen records with ids that follow from their content's origin.

A row names what made it: constitution, model, prompt, transcript template, sampling and seed. So one
principle can be ablated, and the same settings give the same rows.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from constitution.exports.inert_text import inert

Phase = Literal["before", "after", "control"]
"""Before training, after it, and after the same training without what the constitution brought about."""
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
    """One critique and revision by one principle; `rejected` is the filter's reason, None when accepted."""

    number: int
    principle_id: str
    principle_sha256: str
    statement_ids: tuple[int | str, ...]
    critique_request: str
    critique: str
    revision_request: str
    revision: str
    rejected: str | None


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


def supervised_row(
    *,
    prompt: str,
    completion: str,
    source: CritiqueRevision | None,
    round_number: int | None,
    provenance: Provenance,
) -> dict[str, Any]:
    """Give one training row in TRL's conversational prompt-completion form, with its origin beside it.

    No content holds a control mark of a chat format, whichever model reads the row.
    Rows without a `source` are helpful examples: no principle had a part in them, and they say so.
    """
    rounds = [row for row in source.rounds if row.number == round_number] if source else []
    origin = rounds[0] if rounds else None
    return {
        "id": row_id("supervised", provenance.prompt_id, str(round_number or 0)),
        "kind": "revision" if origin else "helpful",
        "prompt": [{"role": "user", "content": inert(prompt)}],
        "completion": [{"role": "assistant", "content": inert(completion)}],
        "principle_id": origin.principle_id if origin else None,
        "principle_sha256": origin.principle_sha256 if origin else None,
        "statement_ids": list(origin.statement_ids) if origin else [],
        "critique_revision_id": source.id if source else None,
        "round": round_number,
        "provenance": dataclasses.asdict(provenance),
    }


def row_id(*parts: str) -> str:
    """Derive a row's id from what it is about; the same parts give the same id."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def text_hash(text: str) -> str:
    """Hash a text's UTF-8 bytes with SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()
