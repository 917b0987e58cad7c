"""Which statements of a queue say about the same, each group around its most central statement. PURE.

Following pairs from one to the next would let a chain swallow everything: each statement resembles its
neighbour, and the ends have nothing in common. So pairs only say where to look: among statements that they
connect, those that resemble most others become centres, one after the other, and each gathers what
resembles the centre itself and is no likely opposite of it (Aslam, Pelekhov and Rus, "The star clustering
algorithm", 2004, section 2).

A letter that a thousand people send with their own name and town in it varies more in meaning than a
paraphrase may, but keeps its words: what shares many words with the centre needs to be less alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

ROWS = 1024
"""Of the products computed at a time."""
SAME_LETTER = 0.45
"""Share of four-letter pieces (cosine) from which two texts are taken for one letter with changed words."""
LETTER_SLACK = 0.25
"""How much less alike in meaning those may be."""

NONE, SOME, OPPOSITES = 0, 1, 2
"""Doubts whether two statements say the same: none, they may differ in what they mean, likely opposites."""
Doubts = Callable[[int, int], int]
"""The doubts about the statements at two positions."""
Pairs = Sequence[tuple[int, int]]
Vectors = NDArray[np.float32]
Positions = NDArray[np.int64]


def groups_of_alike(
    vectors: Vectors, texts: Sequence[str], pairs: Pairs, apart: Pairs, *, threshold: float, doubts: Doubts
) -> Positions:
    """Return for each statement the position of the first statement of its group, its own if it is alone.

    Args:
        vectors: (n, d) unit vectors, the oldest statement first.
        texts: the n statements.
        pairs: positions of two statements that may say the same.
        apart: positions of two statements that must not be in one group.
        threshold: least cosine similarity to the centre of the group.
        doubts: asked about the centre of a group and a statement that might join it. Where there are some,
            it joins only if it is the same letter: whoever decides is told of them.
    """
    first: Positions = np.arange(len(vectors), dtype=np.int64)
    kept_apart: dict[int, set[int]] = defaultdict(set)
    for one, other in apart:
        kept_apart[one].add(other)
        kept_apart[other].add(one)
    for members in _connected(len(vectors), pairs):
        likeness = _Likeness(vectors[members], [texts[position] for position in members])
        left = np.ones(len(members), dtype=bool)
        for centre in likeness.most_connected_first(threshold):
            if not left[centre]:
                continue
            group = {int(members[centre])}
            for row, is_same_letter in likeness.near(centre, threshold):
                position = int(members[row])
                if not left[row] or row == centre or kept_apart[position] & group:
                    continue
                if doubts(int(members[centre]), position) <= (SOME if is_same_letter else NONE):
                    group.add(position)
                    left[row] = False
            left[centre] = False
            first[list(group)] = min(group)
    return first


class _Likeness:
    """How alike some statements are: by meaning, or less so by meaning and in most of their letters."""

    def __init__(self, vectors: Vectors, texts: Sequence[str]) -> None:
        pieces = HashingVectorizer(analyzer="char_wb", ngram_range=(4, 4), binary=True, alternate_sign=False)
        self.vectors = vectors
        self.pieces: csr_array = csr_array(pieces.transform(texts))

    def most_connected_first(self, threshold: float) -> list[int]:
        """Return the rows, those near to most others first, the earlier of equals."""
        starts = range(0, len(self.vectors), ROWS)
        degree = np.concatenate(
            [self._is_near(slice(row, row + ROWS), threshold)[0].sum(axis=1) for row in starts]
        )
        order: list[int] = np.argsort(-degree, kind="stable").tolist()
        return order

    def near(self, centre: int, threshold: float) -> list[tuple[int, bool]]:
        """Return the rows near to the centre, the nearest first, and whether each is the same letter."""
        (is_near,), (similarity,) = self._is_near(slice(centre, centre + 1), threshold)
        order = np.argsort(-similarity, kind="stable")
        rows = order[is_near[order]]
        shared = (self.pieces[rows] @ self.pieces[[centre]].T).toarray().ravel()
        return list(zip(rows.tolist(), (shared >= SAME_LETTER).tolist(), strict=True))

    def _is_near(self, rows: slice, threshold: float) -> tuple[NDArray[np.bool_], Vectors]:
        similarity: Vectors = self.vectors[rows] @ self.vectors.T
        is_near = similarity >= threshold
        if (unsure := ~is_near & (similarity >= threshold - LETTER_SLACK)).any():
            shared = (self.pieces[rows] @ self.pieces.T).toarray()
            is_near |= unsure & (shared >= SAME_LETTER)
        return is_near, similarity


def _connected(count: int, pairs: Pairs) -> list[Positions]:
    """Return the positions that pairs connect, directly or by way of others, two or more at a time."""
    if not pairs:
        return []
    one, other = np.array(pairs, dtype=np.int64).T
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(count, count))
    _number, component = connected_components(links, directed=False)
    order = np.argsort(component, kind="stable")
    starts = np.flatnonzero(np.diff(component[order], prepend=-1))
    return [members for members in np.split(order, starts[1:]) if len(members) > 1]
