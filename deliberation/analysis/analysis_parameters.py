"""What the analysis can be told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from deliberation.analysis.agreement import AgreementRule


@dataclass(frozen=True)
class AnalysisParameters:
    """What the analysis can be told; all of it is stored with the result.

    Attributes:
        mode: "polis" repeats what Polis computes (rows in the order of participant ids); "stable" finds
            only groups that repeat themselves and does not depend on any order.
        seed: of the random splits and starts of mode "stable".
        minimum_votes: participants with at least min(this, number of statements) votes are grouped.
        minimum_included: if fewer have that many, those with most votes are taken up to this number.
        maximum_groups: the largest number of groups tried; mode "polis" never tries more than five.
        base_clusters: of mode "polis", see `polis_groups`.
        splits: random halvings of the assembly in mode "stable", see `stable_groups`.
        least_agreement: how well two halves must agree for regions of opinion to be shown (adjusted Rand).
        least_share, credible_level, minimum_group_votes: when a statement is agreed, see `AgreementRule`.
        resamples: how often the assembly is drawn anew in mode "stable"; None: as often as its size allows.
        representative_limit: representative statements per group.
        majority_limit: majority statements per direction.
    """

    mode: Literal["polis", "stable"] = "stable"
    seed: int = 0
    minimum_votes: int = 7
    minimum_included: int = 15
    maximum_groups: int = 6
    base_clusters: int = 100
    splits: int = 24
    least_agreement: float = 0.6
    least_share: float = 0.5
    credible_level: float = 0.95
    minimum_group_votes: int = 5
    resamples: int | None = None
    representative_limit: int = 5
    majority_limit: int = 5

    def __post_init__(self) -> None:
        if self.mode not in ("polis", "stable"):
            raise ValueError(f"mode must be 'polis' or 'stable', not {self.mode!r}")
        if self.seed < 0 or self.minimum_votes < 0 or self.minimum_included < 0:
            raise ValueError("seed, minimum_votes and minimum_included must not be negative")
        if min(self.maximum_groups, self.base_clusters) < 2 or self.splits < 1:
            raise ValueError("maximum_groups and base_clusters must be at least 2, splits at least 1")
        if not 0 < self.least_agreement <= 1:
            raise ValueError("least_agreement must lie between 0 and 1")
        if self.resamples is not None and self.resamples < 1:
            raise ValueError("resamples must be at least 1")
        AgreementRule(self.least_share, self.credible_level, self.minimum_group_votes)

    @property
    def agreement_rule(self) -> AgreementRule:
        """When a statement counts as agreed."""
        return AgreementRule(self.least_share, self.credible_level, self.minimum_group_votes)

    def as_dict(self) -> dict[str, Any]:
        """All parameters as plain values."""
        return asdict(self)
