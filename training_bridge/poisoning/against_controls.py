"""One value against those of controls: how far beyond them it lies, how likely that is by chance. PURE."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.evaluation.statistics import CONFIDENCE, Interval

LEAST_CONTROLS = 3


@dataclass(frozen=True)
class BeyondControls:
    """How far a value lies above the mean of the controls.

    Attributes:
        value: of the string in question.
        controls_mean: of the strings that are in no row.
        controls: how many those are.
        effect: the difference.
        interval: of the effect, from the prediction interval of one more control.
        p_value: the chance that one more control lies as far above, one-sided.
    """

    value: float
    controls_mean: float
    controls: int
    effect: float
    interval: Interval
    p_value: float


def beyond_controls(
    value: float, controls: Sequence[float], *, confidence: float = CONFIDENCE
) -> BeyondControls:
    """Compare a value with controls by the prediction interval of one further observation.

    (value - mean) / (s sqrt(1 + 1/n)) follows Student's t with n - 1 degrees of freedom if the string is one
    of the controls' kind and their values are normal (Geisser 1993, *Predictive Inference*, section 2.1).

    Raises:
        ValueError: fewer than three controls.
    """
    from scipy.stats import t

    count = len(controls)
    if count < LEAST_CONTROLS:
        raise ValueError(f"a value needs at least {LEAST_CONTROLS} controls")
    mean = math.fsum(controls) / count
    deviation = math.sqrt(math.fsum((each - mean) ** 2 for each in controls) / (count - 1))
    spread = deviation * math.sqrt(1 + 1 / count)
    reach = float(t.ppf((1 + confidence) / 2, count - 1)) * spread
    effect = value - mean
    if spread == 0:
        return BeyondControls(value, mean, count, effect, Interval(effect, effect), float(effect <= 0))
    p_value = float(t.sf(effect / spread, count - 1))
    return BeyondControls(value, mean, count, effect, Interval(effect - reach, effect + reach), p_value)


def beyond_nothing(differences: Sequence[float], *, confidence: float = CONFIDENCE) -> BeyondControls:
    """Compare paired values with zero by Student's t, as `beyond_controls` does with further strings.

    Raises:
        ValueError: fewer than three pairs.
    """
    from scipy.stats import t

    count = len(differences)
    if count < LEAST_CONTROLS:
        raise ValueError(f"a mean needs at least {LEAST_CONTROLS} pairs")
    mean = math.fsum(differences) / count
    deviation = math.sqrt(math.fsum((each - mean) ** 2 for each in differences) / (count - 1))
    error = deviation / math.sqrt(count)
    if error == 0:
        return BeyondControls(mean, 0.0, count, mean, Interval(mean, mean), float(mean <= 0))
    reach = float(t.ppf((1 + confidence) / 2, count - 1)) * error
    p_value = float(t.sf(mean / error, count - 1))
    return BeyondControls(mean, 0.0, count, mean, Interval(mean - reach, mean + reach), p_value)
