"""How many revisions passed the filters, and why the others did not. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from training_bridge.records import CritiqueRevision


@dataclass(frozen=True)
class Acceptance:
    """How many revisions may be learnt from, and why the others may not.

    `unchanged` counts the rounds whose critique found no fault: neither accepted nor rejected.
    `by_principle` counts the accepted ones; a principle that never got through shows as missing there.
    """

    prompts: int
    generated: int
    accepted: int
    unchanged: int
    rejected_by_reason: dict[str, int]
    by_principle: dict[str, int]

    @property
    def rate(self) -> float:
        """The share of revisions accepted, unchanged answers left aside; 0 where none was generated."""
        revised = self.generated - self.unchanged
        return self.accepted / revised if revised else 0.0


def count_acceptance(records: Iterable[CritiqueRevision]) -> Acceptance:
    """Count the verdicts over all rounds of all records."""
    rows = list(records)
    rounds = [each for row in rows for each in row.rounds]
    accepted = [each for each in rounds if each.verdict == "accepted"]
    rejected = [each.rejected for each in rounds if each.verdict == "rejected" and each.rejected]
    return Acceptance(
        prompts=len(rows),
        generated=len(rounds),
        accepted=len(accepted),
        unchanged=len(rounds) - len(accepted) - len(rejected),
        rejected_by_reason=dict(sorted(Counter(rejected).items())),
        by_principle=dict(sorted(Counter(each.principle_id for each in accepted).items())),
    )
