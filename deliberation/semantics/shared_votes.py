"""How people who voted on two statements voted on both, for many pairs at once. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

ENOUGH = 30
"""People who voted on both, from which their votes speak for or against two statements being the same."""
PAIRS_AT_ONCE = 2000


@dataclass(frozen=True)
class SharedVotes:
    """Arrays over the pairs.

    `voters` counts who agreed or disagreed with both; `agreement` is the share of them who did the same on
    both (NaN where nobody did); `is_contrary` says that at least `ENOUGH` did, and that their votes
    correlate negatively.
    """

    voters: NDArray[np.int64]
    agreement: NDArray[np.float64]
    is_contrary: NDArray[np.bool_]


def shared_votes(votes: csc_array, first: NDArray[np.int64], second: NDArray[np.int64]) -> SharedVotes:
    """Count the people who voted on both statements of each pair.

    The correlation is Pearson's over those people, with 1 for agree and -1 for disagree. Where it has no
    value because all voted the same on one of the two, an agreement below one half counts as negative.

    Args:
        votes: (participants, statements), 1 for agree and -1 for disagree; passes are left out.
        first: (pairs,) columns of the first statements.
        second: (pairs,) columns of the second ones.
    """
    parts = [
        _sums(votes, first[start : start + PAIRS_AT_ONCE], second[start : start + PAIRS_AT_ONCE])
        for start in range(0, len(first), PAIRS_AT_ONCE)
    ]
    voters, products, firsts, seconds = np.concatenate(parts, axis=1) if parts else np.zeros((4, 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        agreement = (voters + products) / (2 * voters)
    covariance = voters * products - firsts * seconds
    is_constant = (np.abs(firsts) == voters) | (np.abs(seconds) == voters)
    is_negative = np.where(is_constant, products < 0, covariance < 0)
    return SharedVotes(voters.astype(np.int64), agreement, is_negative & (voters >= ENOUGH))


def _sums(votes: csc_array, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (4, pairs): shared voters, sum of products, and the sum of each one's votes among them."""
    left, right = votes[:, first], votes[:, second]
    left_seen, right_seen = abs(left), abs(right)
    return np.stack(
        [
            np.asarray(one.multiply(other).sum(axis=0), dtype=np.float64).ravel()
            for one, other in (
                (left_seen, right_seen),
                (left, right),
                (left, right_seen),
                (left_seen, right),
            )
        ]
    )
