"""People who vote in lock step: a few who agree with one another on practically everything.

A campaign that hands out answers, or one person with many accounts, is the most clear-cut "group" that votes
can show, and is no opinion group. It is recognised by being small and of one mind: two of its members who
voted on the same statement gave the same answer nearly always, which people who merely think alike do not.

Such people keep their votes and are assigned to the group they are nearest to, but the search for groups is
made without them. They are reported; what to do about them is for people to decide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.latent_classes import KINDS, LatentClasses

# A larger share of the participants is a group whatever it does.
LARGEST_SHARE = 0.1
# How often two of them who voted on the same statement gave the same answer, and at least how many they are.
OF_ONE_MIND = 0.95
LEAST_MEMBERS = 5
# How many of a person's votes have to be those of most members of the class, and how many of its members are
# such people: a class catches a few others besides.
IN_LINE = 0.9
MOST_MEMBERS = 0.6


def in_lock_step(indicators: sparse.csr_array, models: Sequence[LatentClasses]) -> NDArray[np.bool_]:
    """(n,) who belongs to a class of people voting in lock step, in any of these models.

    Args:
        indicators: (n, 3 m) of `latent_classes.vote_indicators`.
        models: fitted to these votes, with different numbers of classes.
    """
    people = indicators.shape[0]
    found = np.zeros(people, dtype=bool)
    for model in models:
        labels = model.membership.argmax(axis=1)
        for number in range(model.log_odds.shape[1]):
            members = np.flatnonzero(labels == number)
            if LEAST_MEMBERS <= len(members) <= LARGEST_SHARE * people:
                found[_of_one_mind(indicators[members], members)] = True
    return found


def _of_one_mind(votes: sparse.csr_array, members: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the members who vote in lock step; nobody where the members are not of one mind."""
    counts = _counts(votes)
    usual = np.zeros_like(counts, dtype=np.float32)
    usual[np.arange(len(counts)), counts.argmax(axis=1)] = 1.0
    in_line = np.flatnonzero(votes @ usual.ravel() >= IN_LINE * np.diff(votes.indptr))
    if len(in_line) < max(LEAST_MEMBERS, MOST_MEMBERS * len(members)):
        return members[:0]
    counts = _counts(votes[in_line])
    cast = counts.sum(axis=1)
    alike, pairs = float((counts * (counts - 1)).sum()), float((cast * (cast - 1)).sum())
    return members[in_line] if pairs > 0 and alike >= OF_ONE_MIND * pairs else members[:0]


def _counts(votes: sparse.csr_array) -> NDArray[np.float64]:
    """(m, 3) disagreements, passes and agreements."""
    return np.asarray(votes.sum(axis=0), dtype=np.float64).reshape(-1, KINDS)
