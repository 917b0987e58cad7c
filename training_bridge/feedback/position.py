"""How much a judge follows the place of an answer instead of its content. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.evaluation.statistics import Interval, Share, bootstrap_mean_interval, share_of


@dataclass(frozen=True)
class BothOrders:
    """The probability that the first answer is the better one, in each order."""

    p_first_in_order: float
    p_first_in_reverse: float

    @property
    def p_letter_a(self) -> float:
        """The probability of the letter A, mean over both orders: one half without position bias."""
        return (self.p_first_in_order + 1 - self.p_first_in_reverse) / 2


@dataclass(frozen=True)
class PositionBias:
    """What a judge's choices owe to the place of an answer.

    Attributes:
        bias: mean P(A) over pairs and both orders, minus one half; 0 is none, +0.5 is always A.
        interval: bootstrap interval of the bias, over pairs.
        always_a: share of pairs whose letter is A in both orders, that is a choice by place.
        always_b: the same for B.
        agreement: share of pairs on which both orders prefer the same answer.
        kappa: Cohen's kappa of the two orders, or None where it is not defined.
    """

    bias: float
    interval: Interval
    always_a: Share
    always_b: Share
    agreement: Share
    kappa: float | None


def position_bias(pairs: Sequence[BothOrders], *, seed: int) -> PositionBias:
    """Compare the two orders. Raises ValueError where there are no pairs."""
    letters = [pair.p_letter_a - 0.5 for pair in pairs]
    in_order = [_preferred(pair.p_first_in_order) for pair in pairs]
    in_reverse = [_preferred(pair.p_first_in_reverse) for pair in pairs]
    both = list(zip(in_order, in_reverse, strict=True))
    return PositionBias(
        bias=sum(letters) / len(letters) if letters else 0.0,
        interval=bootstrap_mean_interval(letters, seed=seed),
        always_a=share_of(both.count((1, -1)), len(both)),
        always_b=share_of(both.count((-1, 1)), len(both)),
        agreement=share_of(both.count((1, 1)) + both.count((-1, -1)), len(both)),
        kappa=cohens_kappa(both),
    )


def cohens_kappa(ratings: Sequence[tuple[int, int]]) -> float | None:
    """Give the agreement of two ratings beyond chance, (p_o - p_e) / (1 - p_e) (Cohen 1960).

    1 is full agreement, 0 what chance gives, below 0 less than that. None where there is nothing to rate
    or chance alone would agree always.
    """
    if not ratings:
        return None
    total = len(ratings)
    observed = sum(one == other for one, other in ratings) / total
    labels = {label for pair in ratings for label in pair}
    expected = sum(
        sum(one == label for one, _ in ratings) * sum(other == label for _, other in ratings)
        for label in labels
    ) / (total * total)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _preferred(p_first: float) -> int:
    """Give 1 for the first answer, -1 for the second, 0 for neither."""
    return (p_first > 0.5) - (p_first < 0.5)
