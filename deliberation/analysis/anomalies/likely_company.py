"""Who has to be compared with whom: people cut into cells of bounded size, those who vote alike together.

Comparing everybody with everybody takes the square of the number of people. Up to `CELL` people are one
cell, and everybody meets everybody. More are cut in two again and again, at the median of the direction in
which the people of a cell differ most, several times over with directions turned at random; whoever votes
alike stands at nearly the same point and is hardly ever parted from all of their company (random projection
trees: Dasgupta and Freund 2008). The work then grows with the number of people.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from deliberation.analysis.vote_matrix import VoteMatrix

Rows = NDArray[np.int64]

CELL = 2048
DIRECTIONS = 6
DIVISIONS = 2


def likely_company(votes: VoteMatrix, *, seed: int) -> list[Rows]:
    """Cells of row numbers; with more than `CELL` people everybody is in `DIVISIONS` of them."""
    n, m = votes.shape
    if n <= CELL:
        return [np.arange(n)]
    generator = np.random.default_rng(seed)
    points = _points(votes, min(DIRECTIONS, m - 1), generator)
    cells: list[Rows] = []
    for _ in range(DIVISIONS):
        turn = np.linalg.qr(generator.normal(size=(points.shape[1], points.shape[1])))[0]
        cells += _cut(np.arange(n), points @ turn)
    return cells


def _points(votes: VoteMatrix, directions: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """(n, 2 d) what people voted, and which statements they voted on, on the main directions of each."""
    counted = np.maximum(votes.votes_per_statement, 1)
    means = np.bincount(votes.columns, votes.values, votes.shape[1]) / counted
    lengths = 1.0 / np.sqrt(np.maximum(votes.votes_per_participant, 1))[votes.rows]
    found = []
    for data in ((votes.values - means[votes.columns]) * lengths, lengths):
        matrix = votes.sparse(data)
        _, _, components = svds(matrix, k=directions, v0=generator.normal(size=min(votes.shape)))
        placed = matrix @ components.T
        found.append(placed / max(float(placed.std()), 1e-9))
    return np.concatenate(found, axis=1)


def _cut(people: Rows, points: NDArray[np.float64]) -> list[Rows]:
    if len(people) <= CELL:
        return [people]
    here = points[people]
    order = np.argsort(here[:, here.var(axis=0).argmax()], kind="stable")
    half = len(people) // 2
    return _cut(np.sort(people[order[:half]]), points) + _cut(np.sort(people[order[half:]]), points)


def indicators_of(votes: VoteMatrix, people: Rows) -> tuple[sparse.csr_array, NDArray[np.int64]]:
    """(p, 3 m) a one for each vote of these people, and (w,) which votes they are."""
    starts, ends = votes.row_ends[people], votes.row_ends[people + 1]
    lengths = ends - starts
    bounds = np.concatenate([[0], np.cumsum(lengths)])
    which = np.arange(bounds[-1]) + np.repeat(starts - bounds[:-1], lengths)
    columns = votes.columns[which].astype(np.int64) * 3 + votes.values[which] + 1
    shape = (len(people), 3 * votes.shape[1])
    return sparse.csr_array((np.ones(len(which), np.float32), columns, bounds), shape=shape), which
