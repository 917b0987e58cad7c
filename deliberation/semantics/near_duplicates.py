"""Which statements may say the same. PURE.

Cosine similarity only proposes: it scores a sentence and its reverse as almost equal ("freedom over the
common good" and the other way round: 0.99), so every pair is also read for signs of opposition (see
`opposition/`), and a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.opposition.judgement import SAME, Likeness, judge, may_say_the_same
from deliberation.semantics.similar_pairs import similar_pairs

BARELY_ALIKE = 0.6
"""A cosine at which the words alone decide whether two statements say the same."""


@dataclass(frozen=True)
class CandidatePair:
    """Two statements, by their position in the input, and how alike their vectors are (cosine, -1 to 1).

    `warning` says why the two may be opposites; it is empty when nothing speaks for it.
    """

    first: int
    second: int
    similarity: float
    warning: str


def candidate_pairs(
    vectors: NDArray[np.float32],
    texts: Sequence[str],
    *,
    threshold: float,
    known: int = 0,
    reworded_from: float | None = None,
    is_english_encoder: bool = False,
) -> tuple[CandidatePair, ...]:
    """Return the pairs that may say the same, the most similar first.

    These are all pairs at least as similar as the threshold, and those below it, down to `reworded_from`,
    that are judged to say the same because they share their content. Each statement is paired with at most
    `MOST_PER_VECTOR` of those before it, its most similar ones, so that a flood of copies stays a list that
    can be stored (see `similar_pairs`).

    Args:
        vectors: (n, d) unit vectors.
        texts: the n statements.
        threshold: cosine similarity from which two statements are a candidate whatever their words.
        known: so many statements at the start have been compared with each other before.
        reworded_from: least cosine similarity of a candidate; the threshold where it is None.
        is_english_encoder: whether the vectors come from the English encoder; otherwise from the
            multilingual one.
    """
    least = threshold if reworded_from is None else min(threshold, reworded_from)
    pairs = similar_pairs(vectors, threshold=least, known=known)
    found = []
    for first, second, similarity in zip(
        pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist(), strict=True
    ):
        if similarity < threshold and not may_say_the_same(texts[first], texts[second]):
            continue
        likeness = Likeness(similarity, similarity if is_english_encoder else None)
        judgement = judge(texts[first], texts[second], likeness)
        if similarity >= threshold or judgement.verdict == SAME:
            warning = judgement.warnings[0] if judgement.warnings else ""
            found.append(CandidatePair(first, second, similarity, warning))
    return tuple(found)


def words_say_the_same(first: str, second: str) -> bool:
    """Return whether two texts say the same by their words, without a vector that says so."""
    return first == second or judge(first, second, Likeness(BARELY_ALIKE)).verdict == SAME


def opposition(first: str, second: str) -> str:
    """Return why two similar statements may be opposites, or an empty text."""
    warnings = judge(first, second, Likeness(1.0)).warnings
    return warnings[0] if warnings else ""
