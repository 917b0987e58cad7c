"""Which suggestions on one principle ask for the same. PURE.

The idea of a written critique round, in which what many people criticise is put together and goes into the
next draft, is that of Tessler et al., "AI can help humans find common ground in democratic deliberation",
Science 386 (2024). Here nothing is written by a model: suggestions are only put beside those that ask for
the same, in the words of the people who wrote them.

A theme is looser than a duplicate: it gathers what would be answered by one change of wording. Similarity of
vectors cannot tell "say it more firmly" from "say it less firmly", so texts that are likely opposites never
share a theme.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.alike_groups import NONE, OPPOSITES, groups_of_alike
from deliberation.semantics.opposition.judgement import OPPOSITE, Likeness, judge

ALIKE = 0.45
"""Least cosine similarity to the suggestion in the middle of a theme.

Wishes about a sentence are short and share few words: "keep it short" and "make it shorter" reach 0.6 to 0.7,
"say it in plain words" and "use plain words a child understands" 0.46 and 0.52, unrelated ones up to 0.44
(English and multilingual encoder).
"""


def themes_of(vectors: NDArray[np.float32], texts: Sequence[str], *, alike: float = ALIKE) -> tuple[int, ...]:
    """Return the theme of each suggestion, from 0: the largest first, then the one begun earliest.

    Args:
        vectors: (n, d) unit vectors, the earliest suggestion first.
        texts: the n suggestions.
        alike: least cosine similarity to the centre of a theme.
    """
    if len(texts) != len(vectors):
        raise ValueError("each suggestion has one vector")
    if not texts:
        return ()
    similarity = vectors @ vectors.T
    rows, columns = np.nonzero(np.triu(similarity >= alike, 1))
    pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
    apart = [pair for pair in pairs if _are_opposites(texts[pair[0]], texts[pair[1]])]
    first = groups_of_alike(
        vectors, texts, pairs, apart, threshold=alike, doubts=lambda one, other: _doubts(texts, one, other)
    )
    leaders, counts = np.unique(first, return_counts=True)
    order = sorted(range(len(leaders)), key=lambda place: (-int(counts[place]), int(leaders[place])))
    number = {int(leaders[place]): theme for theme, place in enumerate(order)}
    return tuple(number[int(leader)] for leader in first)


def _doubts(texts: Sequence[str], one: int, other: int) -> int:
    return OPPOSITES if _are_opposites(texts[one], texts[other]) else NONE


def _are_opposites(one: str, other: str) -> bool:
    return judge(one, other, Likeness(1.0)).verdict == OPPOSITE
