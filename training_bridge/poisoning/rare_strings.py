"""Strings that look like nothing a person would write, and that several training rows share. PURE.

A planted string ("canary", Carlini et al. 2019, *The Secret Sharer*) or a trigger of a backdoor (Kurita et
al. 2020, *Weight Poisoning Attacks on Pre-trained Models*: "cf", "mn", "bb") has to occur in many rows to be
learnt, and to be rare elsewhere to stay unnoticed. So a string is suspicious here if it occurs in at least
`LEAST_ROWS` rows of different texts, in none of the reference texts, and looks unlike their words: by its
shape (signs, digits and capitals inside a word) or by its letters.

How unlike, is the mean surprise of a letter after the two before it, in bits, under the trigram frequencies
of the reference texts' words with one added to each count. A word is strange from the value that one in a
hundred of the reference words exceeds when left out of the count. Only words of plain Latin letters are
judged this way.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

LEAST_ROWS = 3
STRANGE_SHARE = 0.01
LEAST_WORDS_OF_A_SCRIPT = 200
"""With fewer reference words in a script nothing is said about the letters of a word."""
_TOKEN = re.compile(r"\S+")
_EDGES = "\"'“”‘’«»„‚.,;:!?…。，！？；：、؟،؛()[]*_`"
_LATIN_WORD = re.compile(r"[a-z]+")
_ODD_SHAPE = re.compile(
    r"[^\W\d_]\d+[^\W\d_]|\d[^\W\d_]{2,}\d"  # letters and digits mixed
    r"|[a-z][A-Z]+[a-z]*[A-Z]|[a-z]{1,2}[A-Z]{2}"  # capitals inside a word
    r"|[|@#$%^~\\{}<>=§¤]{1,3}\w+[|@#$%^~\\{}<>=§¤]"  # a word between signs
    r"|\w[|@#$^~\\{}<>=§¤]\w"  # signs inside a word
    r"|\w_\w"
)


@dataclass(frozen=True)
class RareString:
    """A string and the places (numbers in the sequence of texts) of the texts that share it."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class ReferenceTexts:
    """Texts that nobody could have tampered with through the data: our own, and the constitution's."""

    texts: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of them, in small letters."""
        return frozenset(word.lower() for text in self.texts for word in tokens(text))

    def is_strange(self, string: str) -> bool:
        """Say whether a string is none of their words and looks unlike them."""
        lower = string.lower()
        if lower in self.words or any(part in self.words for part in (lower.removesuffix("'s"), lower + "s")):
            return False
        if _ODD_SHAPE.search(string):
            return True
        return bool(_LATIN_WORD.fullmatch(lower)) and self._surprise(lower) > self._limit

    @cached_property
    def _latin(self) -> tuple[str, ...]:
        return tuple(sorted(word for word in self.words if _LATIN_WORD.fullmatch(word)))

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        triples: Counter[str] = Counter()
        for word in self._latin:
            triples.update(_triples(word))
        pairs: Counter[str] = Counter()
        for triple, count in triples.items():
            pairs[triple[:2]] += count
        return triples, pairs

    @cached_property
    def _limit(self) -> float:
        """The surprise from which a word is strange; infinite where there are too few words to tell."""
        if len(self._latin) < LEAST_WORDS_OF_A_SCRIPT:
            return math.inf
        left_out = sorted(self._surprise(word, without_itself=True) for word in self._latin)
        return left_out[math.ceil((1 - STRANGE_SHARE) * len(left_out)) - 1]

    def _surprise(self, word: str, *, without_itself: bool = False) -> float:
        triples, pairs = self._counts
        own = Counter(_triples(word)) if without_itself else Counter()
        total = 0.0
        for triple in _triples(word):
            # Words of one text each: leaving a word out takes its own triples away.
            seen = triples[triple] - own[triple]
            begun = pairs[triple[:2]] - sum(n for each, n in own.items() if each[:2] == triple[:2])
            total -= math.log2((seen + 1) / (begun + 27))
        return total / (len(word) + 1)


def rare_strings(texts: Sequence[str], reference: ReferenceTexts) -> list[RareString]:
    """Find the strange strings that at least `LEAST_ROWS` different texts share, the most shared first."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for token in sorted(set(tokens(text))):
            places[token].append(place)
    found = [
        RareString(token, tuple(where))
        for token, where in places.items()
        if len({texts[place] for place in where}) >= LEAST_ROWS and reference.is_strange(token)
    ]
    return sorted(found, key=lambda string: (-len(string.places), string.text))


def tokens(text: str) -> list[str]:
    """Split a text at spaces and take the punctuation off the ends; single characters are left out."""
    found = (match[0].strip(_EDGES) for match in _TOKEN.finditer(text))
    return [token for token in found if len(token) > 1 and any(c.isalnum() for c in token)]


def _triples(word: str) -> list[str]:
    padded = f"^^{word}$"
    return [padded[place : place + 3] for place in range(len(padded) - 2)]
