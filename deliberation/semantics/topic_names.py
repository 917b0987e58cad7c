"""Names of topics: the words that are typical of their statements, in any of the scripts. PURE."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

COMMON_HERE = frozenset(
    "ai ais ai's should shouldn must always never people person people's user users use make makes "
    "answer answers give gives say says tell tells help helps try like good want way thing things "
    "human humans does doesn don isn chatbot model assistant let able need right better just".split()
)
"""Words so common in deliberations about an AI that they name no topic."""

HAN_COMMON = frozenset(
    "人工 工智 智能 智慧 應該 应该 不應 不应 使用 用者 用户 必須 必须 應當 应当 不得 回答".split()
)
"""Pairs of Han characters so common in deliberations about an AI that they name no topic."""


def typical_words(topics: Sequence[Sequence[str]]) -> list[str]:
    """Name each topic by the three words that are frequent in it and rare elsewhere (class-based TF-IDF).

    Grootendorst, BERTopic (arXiv 2203.05794), equation 1: tf(word, class) * log(1 + A / f(word)), with A
    the average number of words per class and f the frequency of the word over all classes. Runs of Han
    characters are cut into pairs, which works as words without a dictionary.

    Args:
        topics: the statements of each topic, the most typical first.
    """
    counter = CountVectorizer(analyzer=_terms)
    try:
        counts = np.asarray(counter.fit_transform(" \n ".join(topic) for topic in topics).todense())
    except ValueError:
        return ["…"] * len(topics)
    words = counter.get_feature_names_out()
    weights = counts * np.log1p(counts.sum() / max(1, len(topics)) / counts.sum(axis=0))
    names = []
    for row, topic in zip(weights, topics, strict=True):
        text = " ".join(topic).lower()
        in_han = sum(map(is_han, topic)) > len(topic) / 2
        own = [index for index in np.flatnonzero(row) if is_han(words[index]) == in_han]
        order = sorted(own, key=lambda index: (-row[index], text.find(words[index])))
        names.append(", ".join(_distinct([str(words[index]) for index in order])[:3]) or "…")
    return names


def is_han(text: str) -> bool:
    """Whether any character of a text is Han."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _distinct(words: list[str]) -> list[str]:
    """Drop words that only extend or overlap one that is already there."""
    kept: list[str] = []
    for word in words:
        if not any(word[:5] == other[:5] or set(word) & set(other) and not word.isascii() for other in kept):
            kept.append(word)
    return kept


def _terms(text: str) -> list[str]:
    terms, word, han = [], "", ""
    for character in f"{text.lower()} ":
        in_han = "\u4e00" <= character <= "\u9fff"
        if in_han:
            han += character
        else:
            terms += [han[start : start + 2] for start in range(len(han) - 1)]
            han = ""
        if character.isalpha() and not in_han:
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
