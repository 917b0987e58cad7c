"""Which training rows a critic and people read: some as they are, and others to plant a fault in. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from training_bridge.critic.settings import CriticSettings
from training_bridge.data_rows import flat_text
from training_bridge.principles import Constitution
from training_bridge.records import CritiqueRevision, Provenance, row_id

RowKind = Literal["revision", "helpful"]


@dataclass(frozen=True)
class SourceRow:
    """A row that the supervised stage trains on, and what is known of how it came about.

    `first_response` is what the model said before it revised; both it and the principle are None for a
    helpful example. `answers_provenance` says what the answer was made with.
    """

    id: str
    kind: RowKind
    prompt: str
    answer: str
    first_response: str | None
    principle_id: str | None
    principle_sha256: str | None
    principle_text: str | None
    statement_ids: tuple[str, ...]
    answers_provenance: Provenance


@dataclass(frozen=True)
class Sample:
    """The rows to be read as they are, those to plant a fault in, and answers of rows that are in neither."""

    untouched: tuple[SourceRow, ...]
    to_plant: tuple[SourceRow, ...]
    elsewhere: tuple[SourceRow, ...]


def source_rows(
    training_rows: Sequence[Mapping[str, Any]],
    records: Sequence[CritiqueRevision],
    constitution: Constitution,
) -> list[SourceRow]:
    """Read the rows of the supervised stage, one for each prompt: of several rounds the last."""
    first = {record.id: record.initial_response for record in records}
    provenance = {record.id: record.provenance for record in records}
    texts = {principle.id: principle.text for principle in constitution.principles}
    found: dict[str, tuple[int, SourceRow]] = {}
    for row in training_rows:
        record = row["critique_revision_id"]
        made = SourceRow(
            id=row["id"],
            kind=row["kind"],
            prompt=flat_text(row["prompt"]),
            answer=flat_text(row["completion"]),
            first_response=first.get(record),
            principle_id=row["principle_id"],
            principle_sha256=row["principle_sha256"],
            principle_text=texts.get(row["principle_id"]),
            statement_ids=tuple(row["statement_ids"]),
            answers_provenance=provenance.get(record) or _by_hand(row),
        )
        number = row["round"] or 0
        if made.prompt not in found or found[made.prompt][0] < number:
            found[made.prompt] = (number, made)
    return [row for _number, row in found.values()]


def sample(rows: Sequence[SourceRow], settings: CriticSettings, seed: int) -> Sample:
    """Draw the rows, fixed by the seed and their ids; no row is both read as it is and changed.

    Of either kind of row, at most half get a fault.
    """
    drawn = sorted(rows, key=lambda row: row_id("critic sample", str(seed), row.id))
    untouched: list[SourceRow] = []
    to_plant: list[SourceRow] = []
    for kind in ("revision", "helpful"):
        of_kind = [row for row in drawn if row.kind == kind]
        share = settings.helpful_share if kind == "helpful" else 1 - settings.helpful_share
        planted = min(round(settings.planted * share), len(of_kind) // 2)
        to_plant += of_kind[:planted]
        untouched += of_kind[planted : planted + round(settings.rows * share)]
    taken = {row.id for row in (*untouched, *to_plant)}
    return Sample(tuple(untouched), tuple(to_plant), tuple(row for row in drawn if row.id not in taken))


def _by_hand(row: Mapping[str, Any]) -> Provenance:
    return Provenance(
        constitution_sha256=row["constitution_sha256"],
        model=row["model"],
        model_sha256=row["model_sha256"],
        prompt_id=row["prompt_id"],
        prompt_sha256=row["prompt_sha256"],
        template_sha256=row["template_sha256"],
        sampling={},
        seed=row["seed"],
    )
