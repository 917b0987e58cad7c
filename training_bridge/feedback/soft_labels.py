"""From the log-probabilities of two letters to a label between 0 and 1. PURE.

All probabilities of one comparison are those of the answer that is called the first, whichever place it was
shown in.
"""

from __future__ import annotations

import math

ROUNDING = 1e-9


def choice_probability(log_a: float, log_b: float, prior_a: float = 0.5) -> float:
    """Give the probability of the letter A among the two, in [0, 1].

    The softmax of the two natural-log probabilities (Bai et al. 2022, section 4.1). `prior_a` is what the
    judge gives A when there is nothing to compare; both letters are divided by theirs and the sum is brought
    back to one (contextual calibration, Zhao et al. 2021, section 5, without the second softmax, so that a
    prior of one half changes nothing).
    """
    odds = log_a - log_b - _logit(prior_a)
    if odds >= 0:
        return 1 / (1 + math.exp(-odds))
    return math.exp(odds) / (1 + math.exp(odds))


def soft_label(p_first_in_order: float, p_first_in_reverse: float) -> float:
    """Give the mean over both orders: a judge that looks at places alone comes out at one half."""
    return (p_first_in_order + p_first_in_reverse) / 2


def clamped(label: float, least: float) -> float:
    """Keep a label between `least` and 1 - `least` (Bai et al. 2022, section 4.1: 40 to 60 per cent).

    After a chain of thought the letter is all but certain, and that certainty is not worth much.
    """
    return min(max(label, least), 1 - least)


def tie_weight(label: float) -> float:
    """Give the weight of a pair whose near-ties are weighted: 0 at one half, 1 at certainty."""
    return abs(2 * label - 1)


def is_tie(label: float) -> bool:
    """Say whether a label is one half, but for the rounding of its sum."""
    return abs(label - 0.5) < ROUNDING


def is_near_tie(label: float, margin: float) -> bool:
    """Say whether a label lies closer than `margin` to one half; a tie always does."""
    return abs(label - 0.5) < margin or is_tie(label)


def _logit(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept) - math.log1p(-kept)
