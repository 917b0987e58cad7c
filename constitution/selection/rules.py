"""The rules a selection can follow, by name, and what it can be told. PURE."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

EQUAL_SHARES = "equal_shares"
PHRAGMEN = "phragmen"
PROPORTIONAL_APPROVAL = "proportional_approval"
LOWER_BOUND = "lower_bound"
GEOMETRIC_MEAN = "geometric_mean"
MINIMUM = "minimum"
POLIS_PRODUCT = "polis_product"
CCAI_PRODUCT = "ccai_product"
BRIDGING = "bridging"
WEIGHTED_LOWER_BOUND = "weighted_lower_bound"

SLATES = (EQUAL_SHARES, PHRAGMEN, PROPORTIONAL_APPROVAL)
"""Rules that choose principles together, so that every part of the public gets its share."""
RANKINGS = (
    LOWER_BOUND,
    GEOMETRIC_MEAN,
    MINIMUM,
    POLIS_PRODUCT,
    CCAI_PRODUCT,
    BRIDGING,
    WEIGHTED_LOWER_BOUND,
)
"""Rules that take the top of a list."""
RULES = SLATES + RANKINGS


class UnknownRule(ValueError):
    """Raised for a name that is no rule's; says which there are."""


class RuleNotMeasured(ValueError):
    """Raised where the analysis lacks what a rule ranks by."""


@dataclass(frozen=True)
class SelectionRules:
    """What the selection can be told; stored with every draft.

    Attributes:
        size: number of principles asked for.
        rule: how they are chosen among the statements that every group agrees with, one of `RULES`.
        minimum_votes: votes that a statement needs in each group. A group of fewer than twice as many
            members has to give votes of half its members, rounded up: else a small group could block all.
        least_share: more than this share of those in each group who saw the statement must agree; passes
            count as not agreeing.
        least_score: least geometric mean over the groups of the smoothed share that agrees; None for no
            further threshold. It means the same for any number of groups: a product over g groups of 0.723
            is a mean of 0.723 to the power 1 / g.
        contested_difference: greatest difference between groups in the share that agrees, from which a
            statement is published as contested.
        contested_without_groups: the same between the two halves of the opinion space, where the analysis
            found fewer than two groups; there the halves stand in for groups, so such a statement is not
            selected even if most people agree.
    """

    size: int = 20
    rule: str = LOWER_BOUND
    minimum_votes: int = 5
    least_share: float = 0.5
    least_score: float | None = None
    contested_difference: float = 0.3
    contested_without_groups: float = 0.4

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise UnknownRule(f"there is no rule {self.rule!r}; there are {', '.join(RULES)}")
        if self.size < 1:
            raise ValueError("size must be at least 1")
        if self.minimum_votes < 1:
            raise ValueError("minimum_votes must be at least 1")
        if not (0 < self.least_share < 1 and 0 < self.contested_difference <= 1):
            raise ValueError("least_share and contested_difference must lie between 0 and 1")
        if self.least_score is not None and not 0 < self.least_score < 1:
            raise ValueError("least_score must lie between 0 and 1")

    def as_dict(self) -> dict[str, Any]:
        """All rules as plain values."""
        return asdict(self)
