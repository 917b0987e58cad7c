"""Second stage: accepted revisions and helpful examples become training rows, and the rows an adapter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from training_bridge.prompts import Prompt
from training_bridge.records import CritiqueRevision, Provenance, row_id, supervised_row, text_hash
from training_bridge.run_settings import RunSettings


@dataclass(frozen=True)
class Acceptance:
    """How many revisions may be learnt from, and why the others may not.

    `by_principle` counts the accepted ones; a principle that never got through shows as missing there.
    """

    prompts: int
    generated: int
    accepted: int
    rejected_by_reason: dict[str, int]
    by_principle: dict[str, int]

    @property
    def rate(self) -> float:
        """The share of revisions accepted; 0 where none was generated."""
        return self.accepted / self.generated if self.generated else 0.0


def count_acceptance(records: Iterable[CritiqueRevision]) -> Acceptance:
    """Count the verdicts over all rounds of all records."""
    rows = list(records)
    rounds = [each for row in rows for each in row.rounds]
    accepted = [each for each in rounds if each.rejected is None]
    return Acceptance(
        prompts=len(rows),
        generated=len(rounds),
        accepted=len(accepted),
        rejected_by_reason=dict(sorted(Counter(each.rejected for each in rounds if each.rejected).items())),
        by_principle=dict(sorted(Counter(each.principle_id for each in accepted).items())),
    )


def supervised_rows(
    records: Sequence[CritiqueRevision], helpful: Sequence[Prompt], settings: RunSettings
) -> list[dict[str, Any]]:
    """Give the training rows: every accepted revision, and helpful examples in the ratio of the settings.

    The helpful ones guard against learning that every request is to be declined. Which of them take part
    and the order of all rows depend on the seed and the rows' ids alone.
    """
    revisions = [
        supervised_row(
            prompt=record.prompt,
            completion=made.revision,
            source=record,
            round_number=made.number,
            provenance=record.provenance,
        )
        for record in records
        for made in record.rounds
        if made.rejected is None
    ]
    if not revisions:
        return []
    wanted = settings.helpful_rows_a_revision * len(revisions)
    drawn = sorted(helpful, key=lambda prompt: _order(settings.seed, prompt.id))[:wanted]
    examples = [_helpful_row(prompt, records[0].provenance) for prompt in drawn if prompt.response]
    return sorted(revisions + examples, key=lambda row: _order(settings.seed, row["id"]))


def _helpful_row(prompt: Prompt, provenance: Provenance) -> dict[str, Any]:
    return supervised_row(
        prompt=prompt.text,
        completion=prompt.response or "",
        source=None,
        round_number=None,
        # The response was written by hand: of the run, only the constitution and the seed had a part in it.
        provenance=replace(
            provenance,
            model="written by hand",
            model_sha256=None,
            prompt_id=prompt.id,
            prompt_sha256=text_hash(prompt.text),
            template_sha256=None,
            sampling={},
        ),
    )


def _order(seed: int, name: str) -> str:
    return row_id("order", str(seed), name)
