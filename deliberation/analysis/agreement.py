"""When a statement counts as agreed: in every group, with enough votes, and with stated certainty.

One rule, used alike for the votes as they are, for resampled votes and for votes that somebody might add or
change. With A of S members of a group agreeing, the share that agrees follows Beta(A + 1, S - A + 1) under a
uniform prior (Bayes 1763). Its lower credible bound exceeds x exactly if less than 1 - level of that
distribution lies below x, so the rule needs the distribution function only, never its inverse.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtri

from deliberation.analysis.representativeness import Counts, Floats, GroupVotes
from deliberation.analysis.weighting import WeightedGroupVotes

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class AgreementRule:
    """What agreement asks of each group.

    Attributes:
        least_share: the share of those in the group who saw the statement that has to be exceeded; passes
            count as not agreeing.
        credible_level: how certain that must be, given the votes.
        minimum_votes: votes that a statement needs in each group. A group of fewer than twice as many
            members has to give votes of half its members, rounded up, but at least one.
    """

    least_share: float = 0.5
    credible_level: float = 0.95
    minimum_votes: int = 5

    def __post_init__(self) -> None:
        if not (0 < self.least_share < 1 and 0 < self.credible_level < 1):
            raise ValueError("least_share and credible_level must lie between 0 and 1")
        if self.minimum_votes < 1:
            raise ValueError("minimum_votes must be at least 1")

    def votes_needed(self, group_sizes: Counts) -> Counts:
        """Votes a statement needs in groups of these sizes."""
        half = (np.asarray(group_sizes, dtype=np.int64) + 1) // 2
        needed: Counts = np.maximum(1, np.minimum(self.minimum_votes, half))
        return needed

    def is_exceeded(self, agree: Counts | Floats, seen: Counts | Floats) -> Flags:
        """Whether the lower credible bound of the share that agrees exceeds `least_share`."""
        below = betainc(agree + 1.0, seen - agree + 1.0, self.least_share)
        return np.asarray(below < 1.0 - self.credible_level)

    def least_agreeing(self, seen: Counts) -> Counts:
        """The least number of these votes that must agree; one more than there are if all do not suffice.

        It is the integer form of `is_exceeded`, and exact. The search starts from a binomial quantile by
        Cornish and Fisher 1938, which is off by one vote at most, so it looks up two values a time.
        """
        z, p = float(ndtri(self.credible_level)), self.least_share
        trials = seen + 1.0
        skewed = (z * z - 1) * (1 - 2 * p) / 6
        guess = np.ceil(trials * p + z * np.sqrt(trials * p * (1 - p)) + skewed - 0.5)
        return least_integer(
            lambda agree, index: self.is_exceeded(agree, seen.ravel()[index]),
            np.zeros_like(seen),
            seen + 1,
            guess.astype(np.int64),
        )

    def least_seen_to_fail(self, agree: Counts, seen: Counts) -> Counts:
        """The least number of votes, from `seen` on, among which so many agreeing no longer suffice."""
        z, p = float(ndtri(self.credible_level)), self.least_share
        spread = z * math.sqrt(p * (1 - p))
        root = (np.sqrt(spread * spread + 4 * p * (agree + 1.0)) - spread) / (2 * p)
        return least_integer(
            lambda votes, index: ~self.is_exceeded(agree.ravel()[index], votes),
            seen,
            np.full_like(seen, 2**40),
            np.floor(root * root).astype(np.int64),
        )


def agreed(counts: GroupVotes | WeightedGroupVotes, group_sizes: Counts, rule: AgreementRule) -> Flags:
    """(m,) whether every group agrees and gave votes enough; without any group nothing is agreed.

    `group_sizes` (g,) are the members. Weighted votes count as the effective number that they are worth.
    """
    if len(counts.seen) == 0:
        return np.zeros(counts.seen.shape[1], dtype=bool)
    everywhere: Flags = np.all(agreed_by_group(counts, group_sizes, rule), axis=0)
    return everywhere


def agreed_by_group(
    counts: GroupVotes | WeightedGroupVotes, group_sizes: Counts, rule: AgreementRule
) -> Flags:
    """(g, m) whether each group agrees and gave votes enough."""
    enough = counts.seen >= rule.votes_needed(group_sizes)[:, np.newaxis]
    return enough & rule.is_exceeded(counts.agree, counts.seen)


def least_integer(
    holds: Callable[[Counts, NDArray[np.intp]], Flags], lowest: Counts, highest: Counts, guess: Counts
) -> Counts:
    """For each entry the least integer in [lowest, highest] at which something monotone begins to hold.

    `holds(values, index)` is asked about the entries at the flat positions `index`; at `highest` it is
    taken to hold. The search walks away from `guess` in doubling steps and then bisects.
    """
    below, above = lowest.ravel() - 1, highest.ravel().astype(np.int64)
    first, last = below.copy(), above.copy()
    probe = np.clip(guess.ravel(), below + 1, np.maximum(above - 1, below + 1))
    index = np.flatnonzero(above - below > 1)
    step = 1
    while len(index):
        true = holds(probe[index], index)
        above[index[true]], below[index[~true]] = probe[index[true]], probe[index[~true]]
        index = index[above[index] - below[index] > 1]
        middle = (below[index] + above[index]) // 2
        upwards, downwards = below[index] + step, above[index] - step
        unbounded, unfounded = above[index] == last[index], below[index] == first[index]
        probe[index] = np.where(
            unbounded, np.minimum(upwards, middle), np.where(unfounded, np.maximum(downwards, middle), middle)
        )
        step *= 2
    return above.reshape(highest.shape)
