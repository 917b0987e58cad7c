"""Which features another training changed, on the same held-out texts.

The unit is the prompt: a feature's value at a prompt is its mean over the tokens of the texts with it. All
features are tested together, so that one in twenty does not seem changed by chance: the largest studentised
difference under random changes of sign is the yardstick for each (Westfall and Young 1993, *Resampling-Based
Multiple Testing*, section 2.6; as strict as Holm, without its need for tiny p-values).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Table = np.ndarray[Any, np.dtype[np.float64]]
RESAMPLES = 2000
LEVEL = 0.05
FEWEST_PROMPTS = 8
"""With fewer no feature is called changed."""


@dataclass(frozen=True)
class Changes:
    """Differences of every feature, arrays of one value a feature; the second measurement less the first."""

    prompts: int
    first: Table
    second: Table
    difference: Table
    low: Table
    high: Table
    p_value: Table

    @property
    def clear(self) -> Any:
        """Say of each feature whether it changed."""
        return (self.p_value < LEVEL) & (self.prompts >= FEWEST_PROMPTS)

    def ranked(self) -> list[int]:
        """Give the features that changed at all, the clear ones first, each by the size of its difference."""
        order = sorted(
            range(len(self.difference)), key=lambda n: (not self.clear[n], -abs(self.difference[n]), n)
        )
        return [number for number in order if self.difference[number] != 0]


def by_prompt(values: Table, prompts: Sequence[str]) -> Table:
    """Average the rows (texts, features) that have the same prompt; prompts in the order of their names."""
    names = sorted(set(prompts))
    places = np.asarray([names.index(prompt) for prompt in prompts])
    sums = np.zeros((len(names), values.shape[1]))
    np.add.at(sums, places, values)
    return np.asarray(sums / np.bincount(places)[:, None])


def compare(first: Table, second: Table, *, seed: int) -> Changes:
    """Compare two measurements (prompts, features) of the same prompts."""
    found = second - first
    prompts = len(found)
    random = np.random.default_rng(seed)
    draws = random.integers(0, prompts, size=(RESAMPLES, prompts))
    weights = np.stack([np.bincount(draw, minlength=prompts) for draw in draws]) / prompts
    means = weights @ found
    low, high = np.quantile(means, [0.025, 0.975], axis=0)
    observed = np.abs(_studentised(found.mean(axis=0), found, prompts))
    signs = random.choice([-1.0, 1.0], size=(RESAMPLES, prompts))
    largest = np.abs(_studentised(signs @ found / prompts, found, prompts)).max(axis=1)
    exceeded = (largest[:, None] >= observed[None, :] - 1e-12).sum(axis=0)
    return Changes(
        prompts=prompts,
        first=first.mean(axis=0),
        second=second.mean(axis=0),
        difference=found.mean(axis=0),
        low=low,
        high=high,
        p_value=(1 + exceeded) / (1 + RESAMPLES),
    )


def _studentised(means: Table, found: Table, prompts: int) -> Table:
    """Divide means by their standard error; the mean of squares does not change with signs."""
    squares = (found**2).mean(axis=0)
    spread = np.sqrt(np.maximum(squares - means**2, 0) / max(1, prompts - 1))
    floor = 1e-9 + 1e-3 * np.sqrt(squares)
    return np.asarray(means / np.maximum(spread, floor))
