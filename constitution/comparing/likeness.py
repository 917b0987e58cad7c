"""How alike each principle of one constitution is to each of another. PURE.

Four signs, each 0 to 1: the cosines of the sentences by the English and by the multilingual encoder (the mean
of the plain text's and the core's, because the first hears who and not, and the second hears what), the share
of content words that both have with synonyms folded (`deliberation.semantics.opposition`), and shared runs of
letters. A logistic model makes of them the probability that two principles say the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from constitution.comparing.letters import shared_letters
from constitution.comparing.plain_wording import Plain, plain
from constitution.comparing.vectors import CORE, TEXT, TURNED, Sides, Vectors
from deliberation.semantics.opposition.differences import differences
from deliberation.semantics.opposition.judgement import meaning_of
from deliberation.semantics.opposition.languages import language_of
from deliberation.semantics.opposition.wording import evened

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """A logistic model: the log-odds that two principles say the same."""

    constant: float
    english: float = 0.0
    multilingual: float = 0.0
    content: float = 0.0
    letters: float = 0.0


BOTH = Weights(-11.6, english=4.1, multilingual=6.5, content=3.7, letters=4.2)
ENGLISH_ONLY = Weights(-10.1, english=6.4, content=5.0, letters=5.1)
MULTILINGUAL_ONLY = Weights(-10.4, multilingual=7.9, content=4.6, letters=4.8)
WORDS_ONLY = Weights(-7.4, content=7.3, letters=5.9)
UNREAD = Weights(-11.6, multilingual=14.3)
"""Across languages, and in languages without word lists: only what the multilingual encoder hears."""
_PREFERENCE = re.compile(
    r"\s+(?:rather than|instead of|more than|over|before|above|ahead of)\s+", re.IGNORECASE
)
OTHER_FIRST = "Each puts first what the other puts second."
LEAST_STEP = 0.2
"""Length of the step from a demand to its opposite below which an encoder hears hardly any."""
UNREAD_WORDS = Weights(-6.7, letters=11.8)


@dataclass(frozen=True)
class Likenesses:
    """All pairs of two constitutions, as matrices (ours, theirs).

    `probability` that a pair says the same, leaving opposites aside; `content` the shared content words, NaN
    where it was not worth reading; `core` the cosine of the cores (None without encoders); `turning` near 1
    where both demand the same way and below 0 where one demands what the other forbids, as far as an encoder
    hears it (None without); `readable` where both are in one language with word lists; `findings` what may
    make a pair opposites, of those that were read; `built_alike` those with half of all words in common.
    """

    ours: tuple[Plain, ...]
    theirs: tuple[Plain, ...]
    probability: Matrix
    content: Matrix
    core: Matrix | None
    turning: Matrix | None
    readable: NDArray[np.bool_]
    findings: dict[tuple[int, int], tuple[str, ...]]
    built_alike: frozenset[tuple[int, int]]


def likenesses(
    ours: Sequence[str], theirs: Sequence[str], vectors: Vectors, *, least: float = 0.0
) -> Likenesses:
    """Return how alike all pairs are.

    Args:
        ours: the principles of one constitution, in any of the forms that `plain_wording` reads.
        theirs: those of the other.
        vectors: of exactly these principles; empty ones for a comparison of words alone.
        least: pairs that cannot reach this probability are not read with the word lists.
    """
    first, second = tuple(plain(text) for text in ours), tuple(plain(text) for text in theirs)
    languages = [language_of(one.text) for one in first], [language_of(one.text) for one in second]
    readable = np.array([[a == b != "" for b in languages[1]] for a in languages[0]], dtype=bool)
    english = np.array([[a == b == "en" for b in languages[1]] for a in languages[0]], dtype=bool)
    shape = (len(first), len(second))
    readable, english = readable.reshape(shape), english.reshape(shape)
    signs = _Signs(
        _cosines(vectors.english, shape),
        _cosines(vectors.multilingual, shape),
        shared_letters([one.core for one in first], [one.core for one in second]).reshape(shape),
        english,
        readable,
    )
    content = np.full(shape, np.nan)
    findings: dict[tuple[int, int], tuple[str, ...]] = {}
    built_alike: set[tuple[int, int]] = set()
    for place in np.argwhere(readable & (signs.probability(np.ones(shape)) >= least)):
        i, j = int(place[0]), int(place[1])
        meanings = (
            meaning_of(evened(first[i].text), languages[0][i]),
            meaning_of(evened(second[j].text), languages[0][i]),
        )
        found = differences(*meanings)
        content[i, j] = found.overlap
        findings[i, j] = tuple(dict.fromkeys(what for what, _words in found.findings))
        if _puts_other_first(first[i].core, second[j].core, languages[0][i]):
            findings[i, j] = (OTHER_FIRST, *findings[i, j])
        if found.is_alike:
            built_alike.add((i, j))
    heard = vectors.english or vectors.multilingual
    return Likenesses(
        first,
        second,
        signs.probability(np.nan_to_num(content)),
        content,
        _product(heard.ours[:, CORE], heard.theirs[:, CORE]) if heard else None,
        _turning(heard, first, second) if heard else None,
        readable,
        findings,
        frozenset(built_alike),
    )


@dataclass(frozen=True)
class _Signs:
    """The signs that are cheap for all pairs at once; None where an encoder was not there."""

    english: Matrix | None
    multilingual: Matrix | None
    letters: Matrix
    is_english: NDArray[np.bool_]
    readable: NDArray[np.bool_]

    def probability(self, content: Matrix) -> Matrix:
        """Return the probability that each pair says the same, given the content that both share."""
        if self.multilingual is None:
            elsewhere, unread = WORDS_ONLY, UNREAD_WORDS
        else:
            elsewhere, unread = MULTILINGUAL_ONLY, UNREAD
        both = BOTH if self.multilingual is not None else ENGLISH_ONLY
        odds = np.where(
            self.readable,
            np.where(
                self.is_english & (self.english is not None),
                self._odds(both, content),
                self._odds(elsewhere, content),
            ),
            self._odds(unread, content),
        )
        return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)

    def _odds(self, weights: Weights, content: Matrix) -> Matrix:
        odds = weights.constant + weights.content * content + weights.letters * self.letters
        if self.english is not None:
            odds = odds + weights.english * self.english
        if self.multilingual is not None:
            odds = odds + weights.multilingual * self.multilingual
        return np.asarray(odds, dtype=np.float64)


def _puts_other_first(first: str, second: str, language: str) -> bool:
    """Return whether one prefers to the other what the other prefers to the one: facts over opinions."""
    sides = [_PREFERENCE.split(core, maxsplit=1) for core in (first, second)]
    if min(map(len, sides)) < 2:
        return False
    keys = [[meaning_of(part, language).keys for part in side] for side in sides]
    return bool(keys[0][0] & keys[1][1] and keys[0][1] & keys[1][0])


def _cosines(sides: Sides | None, shape: tuple[int, int]) -> Matrix | None:
    if sides is None:
        return None
    mean = (
        _product(sides.ours[:, TEXT], sides.theirs[:, TEXT])
        + _product(sides.ours[:, CORE], sides.theirs[:, CORE])
    ) / 2
    return mean.reshape(shape)


def _turning(sides: Sides, ours: Sequence[Plain], theirs: Sequence[Plain]) -> Matrix:
    """Return how the difference between demanding and forbidding runs in one principle and in the other.

    The cosine of (text - turned) of both: 1 where the step from one to the other leads the same way. NaN for
    principles that have no opposite demand.
    """
    first, second = (_unit(vectors[:, TEXT] - vectors[:, TURNED]) for vectors in (sides.ours, sides.theirs))
    product = _product(first, second)
    product[[not one.turned for one in ours], :] = np.nan
    product[:, [not one.turned for one in theirs]] = np.nan
    return product


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, LEAST_STEP), dtype=np.float32)


def _product(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> Matrix:
    return np.asarray(ours @ theirs.T, dtype=np.float64)
