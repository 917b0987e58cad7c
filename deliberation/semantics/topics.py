"""Topics: statements clustered by meaning and named by their typical words. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer
from sklearn.metrics import silhouette_score

from deliberation.semantics.encoders import unit_length

COMMON_HERE = frozenset(
    "ai ais ai's should shouldn must always never people person people's user users use make makes "
    "answer answers give gives say says tell tells help helps try like good want way thing things "
    "human humans does doesn don isn chatbot model assistant let able need right better just".split()
)
"""Words so common in deliberations about an AI that they name no topic."""


FEWEST_IN_A_SCRIPT = 20
"""Statements whose mean says more about their script than about their matter."""


@dataclass(frozen=True)
class TopicResult:
    """A topic: its typical words, joined as its name, and its statements by position in the input."""

    name: str
    members: tuple[int, ...]


def find_topics(
    vectors: NDArray[np.float32], texts: Sequence[str], *, fewest: int = 4, most: int = 14
) -> tuple[TopicResult, ...]:
    """Cluster statements into topics, the largest first.

    Ward clustering of unit vectors from which the mean of their script was taken, so that statements
    gather by what they say and not by the language they say it in; the number of topics between `fewest`
    and `most` is the one with the best silhouette. Fewer statements than twice `fewest` are one topic.

    Args:
        vectors: (n, d) unit vectors.
        texts: the n statements.
        fewest: least number of topics to try.
        most: largest number of topics to try.
    """
    if len(texts) < 2 * fewest:
        return (TopicResult(_names([list(texts)])[0], tuple(range(len(texts)))),) if len(texts) else ()
    labels = _labels(_without_script(vectors, texts), fewest, min(most, len(texts) // 2))
    members = [tuple(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)]
    members.sort(key=lambda positions: (-len(positions), positions))
    names = _names([[texts[position] for position in positions] for positions in members])
    return tuple(TopicResult(name, positions) for name, positions in zip(names, members, strict=True))


def _without_script(vectors: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float32]:
    """Take the mean away: of each script where both have statements enough for one, else of all."""
    in_han = np.array([_is_han(text) for text in texts])
    scripts = [in_han, ~in_han]
    if min(script.sum() for script in scripts) < FEWEST_IN_A_SCRIPT:
        scripts = [np.ones(len(texts), dtype=np.bool_)]
    centered = vectors.copy()
    for script in scripts:
        centered[script] -= vectors[script].mean(axis=0)
    return unit_length(centered)


def _labels(centered: NDArray[np.float32], fewest: int, most: int) -> NDArray[np.int64]:
    best: tuple[float, NDArray[np.int64]] | None = None
    for number in range(fewest, most + 1):
        labels = AgglomerativeClustering(number, metric="euclidean", linkage="ward").fit_predict(centered)
        quality = float(silhouette_score(centered, labels, random_state=0))
        if best is None or quality > best[0]:
            best = (quality, labels)
    if best is None:
        return np.zeros(len(centered), dtype=np.int64)
    return best[1]


def _names(groups: list[list[str]]) -> list[str]:
    """Name each group by the three words that are frequent in it and rare elsewhere (class-based TF-IDF).

    Grootendorst, BERTopic (arXiv 2203.05794), equation 1: tf(word, class) * log(1 + A / f(word)), with A
    the average number of words per class and f the frequency of the word over all classes. Runs of Han
    characters are cut into pairs, which works as words without a dictionary.
    """
    counter = CountVectorizer(analyzer=_terms)
    try:
        counts = np.asarray(counter.fit_transform(" \n ".join(group) for group in groups).todense())
    except ValueError:
        return ["…"] * len(groups)
    words = counter.get_feature_names_out()
    weights = counts * np.log1p(counts.sum() / max(1, len(groups)) / counts.sum(axis=0))
    names = []
    for row, group in zip(weights, groups, strict=True):
        text = " ".join(group).lower()
        in_han = sum(map(_is_han, group)) > len(group) / 2
        own = [index for index in np.flatnonzero(row) if _is_han(words[index]) == in_han]
        order = sorted(own, key=lambda index: (-row[index], text.find(words[index])))
        names.append(", ".join(_distinct([str(words[index]) for index in order])[:3]) or "…")
    return names


def _distinct(words: list[str]) -> list[str]:
    """Drop words that only extend or overlap one that is already there."""
    kept: list[str] = []
    for word in words:
        if not any(word[:5] == other[:5] or set(word) & set(other) and not word.isascii() for other in kept):
            kept.append(word)
    return kept


def _is_han(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _terms(text: str) -> list[str]:
    terms, word, han = [], "", ""
    for character in f"{text.lower()} ":
        is_han = "\u4e00" <= character <= "\u9fff"
        if is_han:
            han += character
        else:
            terms += [han[start : start + 2] for start in range(len(han) - 1)]
            han = ""
        if character.isalpha() and not is_han:
            word += character
        else:
            terms.append(word)
            word = ""
    return [
        term
        for term in terms
        if term
        and term not in COMMON_HERE
        and term not in ENGLISH_STOP_WORDS
        and (len(term) > 3 or not term.isascii())
        and term not in HAN_COMMON
    ]


HAN_COMMON = frozenset(
    "人工 工智 智能 智慧 應該 应该 不應 不应 使用 用者 用户 必須 必须 應當 应当 不得 回答".split()
)
"""Pairs of Han characters so common in deliberations about an AI that they name no topic."""
