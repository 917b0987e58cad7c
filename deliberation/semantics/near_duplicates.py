"""Which statements may say the same. PURE.

Cosine similarity only proposes: it scores a sentence and its reverse as almost equal ("freedom over the
common good" and the other way round: 0.99), so every pair is also checked for signs of opposition, and a
person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.semantics.similar_pairs import similar_pairs

NEGATIONS = frozenset(
    "not no never nor neither without cannot can't don't doesn't shouldn't won't mustn't isn't "
    "aren't avoid avoids refuse refuses refrain stop stops forbid forbids forbidden ban against less "
    "least minimise minimize "
    "evitar evite eviten prohibir prohibido prohibida rechazar rechace contra "
    "لا ولا فلا ألا بألا لم لن ليس ليست عدم بعدم دون بدون بلا منع حظر تجنب رفض".split()
)
WITH_NO = frozenset("nunca jamás tampoco nadie nada ningún ninguna ninguno ni".split())
"""Spanish words that negate by themselves, and that add nothing beside a "no"."""
HAN_NEGATIONS = tuple("不 沒 没 勿 禁止 拒絕 拒绝 避免 無 无 別 别".split())
PRECEDENCE = re.compile(r"\b(?:over|above|before|than|rather than|instead of|ahead of|outweighs?)\b")


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
    vectors: NDArray[np.float32], texts: Sequence[str], *, threshold: float, known: int = 0
) -> tuple[CandidatePair, ...]:
    """Return the pairs at least as similar as the threshold, the most similar first.

    Exact. Each statement is paired with at most `MOST_PER_VECTOR` of those before it, its most similar
    ones, so that a flood of copies stays a list that can be stored (see `similar_pairs`).

    Args:
        vectors: (n, d) unit vectors.
        texts: the n statements.
        threshold: least cosine similarity of a candidate.
        known: so many statements at the start have been compared with each other before.
    """
    pairs = similar_pairs(vectors, threshold=threshold, known=known)
    return tuple(
        CandidatePair(first, second, similarity, opposition(texts[first], texts[second]))
        for first, second, similarity in zip(
            pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist(), strict=True
        )
    )


def opposition(first: str, second: str) -> str:
    """Return why two similar statements may be opposites, or an empty text.

    Two signs are known: one of them negates more than the other (odd difference), and the same words
    stand on different sides of a comparison ("freedom over safety", "safety over freedom").
    """
    if (_negations(first) - _negations(second)) % 2:
        return "One of them negates what the other says."
    if _swapped(first, second):
        return "They use the same words in the opposite order."
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)?", text.lower().replace("\u2019", "'"))


def _negations(text: str) -> int:
    words = _words(text)
    alone = "no" not in words and any(word in WITH_NO for word in words)
    signs = sum(text.count(sign) for sign in HAN_NEGATIONS)
    return sum(word in NEGATIONS for word in words) + alone + signs


def _swapped(first: str, second: str) -> bool:
    sides = [PRECEDENCE.split(text.lower(), maxsplit=1) for text in (first, second)]
    if any(len(parts) != 2 for parts in sides):
        return False
    (first_left, first_right), (second_left, second_right) = (
        tuple(set(_words(part)) for part in parts) for parts in sides
    )
    straight = len(first_left & second_left) + len(first_right & second_right)
    crossed = len(first_left & second_right) + len(first_right & second_left)
    only_crossed = (first_left & second_right) - (first_left & second_left)
    return crossed > 0 and bool(only_crossed) and crossed >= straight - 3
