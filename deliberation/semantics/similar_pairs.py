"""Exact cosine search for all pairs of vectors above a threshold, in bounded memory. PURE.

Every pair is looked at once, as products of blocks of the matrix small enough for a processor's cache, one
block of rows per core at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

MOST_PER_VECTOR = 20
ROWS, COLUMNS = 256, 4096
"""Of one block of products: 4 MB, which stays in the cache of a processor core."""
ROWS_ON_GPU, COLUMNS_ON_GPU = 2048, 16_384
LARGE = 20_000
"""Vectors from which it is worth the seconds that it takes to load torch and look for a GPU."""
ROUNDING = 1e-5
"""More than float32 errs in a product of unit vectors."""
DIGITS = 6
"""Digits of a similarity; more would depend on the machine."""

Positions = NDArray[np.int64]
Found = tuple[Positions, Positions, NDArray[np.float32]]
"""Firsts, seconds and similarities of pairs."""
Block = Callable[[slice, slice, NDArray[np.float32]], Found]
"""Rows, columns and the least similarity in each row, to what reaches it: row, column, similarity."""


@dataclass(frozen=True)
class SimilarPairs:
    """Pairs by the positions of their vectors, `first` before `second`, and their cosine similarity."""

    first: Positions
    second: Positions
    similarity: NDArray[np.float32]


def similar_pairs(
    vectors: NDArray[np.float32],
    *,
    threshold: float,
    known: int = 0,
    most: int = MOST_PER_VECTOR,
    device: str | None = None,
) -> SimilarPairs:
    """Return the pairs at least as similar as the threshold, the most similar first.

    Each vector is compared with those before it and keeps at most `most` of them: the most similar, the
    earlier of equals. A thousand copies of one statement therefore make 20,000 pairs and not half a
    million, they are still all connected, and adding vectors later finds the same pairs as searching anew.

    Args:
        vectors: (n, d) unit vectors.
        threshold: least cosine similarity of a pair.
        known: so many vectors at the start have been compared with each other before.
        most: greatest number of earlier vectors that one is paired with.
        device: "numpy", or what torch is to compute on. By default a GPU, where there are many vectors and
            one is at hand, and numpy otherwise.
    """
    device = device or _best_device(len(vectors))
    if device == "numpy":
        block, rows, columns, threads = _numpy_block(vectors), ROWS, COLUMNS, _cores()
    else:
        block, rows, columns, threads = _torch_block(vectors, device), ROWS_ON_GPU, COLUMNS_ON_GPU, 1

    def search(start: int) -> Found:
        return _pairs_of_rows(block, start, min(start + rows, len(vectors)), columns, threshold, most)

    with threadpool_limits(1 if threads > 1 else None, "blas"), ThreadPoolExecutor(threads) as pool:
        found = [_nothing(), *pool.map(search, range(known, len(vectors), rows))]
    first, second, similarity = _together(found)
    order = np.lexsort((second, first, -similarity))
    return SimilarPairs(first[order], second[order], similarity[order])


def _pairs_of_rows(block: Block, start: int, stop: int, columns: int, threshold: float, most: int) -> Found:
    """Return the pairs whose second is one of the rows.

    Once a row has `most` partners, a further one has to be more similar than the least of them, so that
    copies in great number fill no memory.
    """
    least = np.full(stop - start, threshold, dtype=np.float32)
    held = _nothing()
    for left in range(0, stop, columns):
        right = min(left + columns, stop)
        row, column, similarity = block(slice(start, stop), slice(left, right), least)
        first, second, rounded = left + column, start + row, np.round(similarity, DIGITS)
        kept = (first < second) & (rounded >= least[row])
        new = (first[kept], second[kept], rounded[kept])
        held = _best_of_each(_together([held, new]), most) if len(new[0]) else held
        partners = np.bincount(held[1] - start, minlength=stop - start)
        full = np.flatnonzero(partners == most)
        if len(full):
            worst = np.full(stop - start, 2.0, dtype=np.float32)
            np.minimum.at(worst, held[1] - start, held[2])
            least[full] = worst[full] + 0.5 * 10.0**-DIGITS
    return held


def _best_of_each(found: Found, most: int) -> Found:
    """Keep of each second its `most` most similar firsts, the earlier of equals."""
    first, second, similarity = found
    order = np.lexsort((first, -similarity, second))
    ordered = second[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    kept = order[rank < most]
    return first[kept], second[kept], similarity[kept]


def _together(found: Sequence[Found]) -> Found:
    firsts, seconds, similarities = zip(*found, strict=True)
    return np.concatenate(firsts), np.concatenate(seconds), np.concatenate(similarities)


def _nothing() -> Found:
    return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)


def _numpy_block(vectors: NDArray[np.float32]) -> Block:
    def block(rows: slice, columns: slice, least: NDArray[np.float32]) -> Found:
        products = vectors[rows] @ vectors[columns].T
        places = np.flatnonzero(products >= (least - ROUNDING)[:, None])
        row, column = np.divmod(places, products.shape[1])
        return row, column, products.ravel()[places]

    return block


def _torch_block(vectors: NDArray[np.float32], device: str) -> Block:
    import torch

    held = torch.from_numpy(np.ascontiguousarray(vectors)).to(device)

    def block(rows: slice, columns: slice, least: NDArray[np.float32]) -> Found:
        products = held[rows] @ held[columns].T
        limits = torch.from_numpy(least - np.float32(ROUNDING)).to(device)
        row, column = torch.nonzero(products >= limits[:, None], as_tuple=True)
        return row.cpu().numpy(), column.cpu().numpy(), products[row, column].cpu().numpy()

    return block


def _best_device(count: int) -> str:
    if count < LARGE:
        return "numpy"
    try:
        import torch
    except ImportError:
        return "numpy"
    return "cuda" if torch.cuda.is_available() else "numpy"


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
