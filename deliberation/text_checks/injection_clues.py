"""Small signs that a text speaks to software, each harmless alone, weighed together. PURE.

The patterns of the other modules know whole phrases. Here each clue is a class of words: who is spoken to,
what is asked, on whose authority, under which condition, and whether the text talks about prompts, reviews
and itself. A good principle speaks *about* an AI; the clues that such a sentence may hold as well are not
counted in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

ENOUGH = 3
"""The sum of weights from which a text is pointed out; one clue counts once."""
# "A.I. must …" is one sentence.
_SENTENCE = re.compile(r"(?:\b[Aa]\.[Ii]\.(?=\s[a-z])|[^.!?;\n。！？；؟؛])+[.!?;\n。！？；؟؛]*")


@dataclass(frozen=True)
class Clue:
    """A class of words that people use more when they speak to software than when they speak about it.

    Attributes:
        sign: what the text attempts if enough clues come together.
        weight: 1 to 3; 3 tells alone.
        words: how to find them.
        anywhere: also counted in a sentence that says what an AI or somebody else should do.
    """

    sign: str
    weight: int
    words: re.Pattern[str]
    anywhere: bool = False


@dataclass(frozen=True)
class Clues:
    """The clues of one language, and how it says what somebody should do."""

    clues: Sequence[Clue]
    opinion: re.Pattern[str]

    def weighed(self, text: str) -> tuple[str, str] | None:
        """Return the sign of the heaviest clue and its words, where all clues together weigh enough."""
        found = list(self._found(text))
        if sum(clue.weight for clue, _ in found) < ENOUGH:
            return None
        clue, words = max(found, key=lambda pair: pair[0].weight)
        return clue.sign, words

    def _found(self, text: str) -> Iterator[tuple[Clue, str]]:
        sentences = [" ".join(match[0].split()) for match in _SENTENCE.finditer(text)]
        addressed = [sentence for sentence in sentences if not self.opinion.search(sentence)]
        for clue in self.clues:
            for sentence in sentences if clue.anywhere else addressed:
                match = clue.words.search(sentence)
                if match:
                    yield clue, match[0]
                    break


def clues(rows: Iterable[tuple[str, int, str]], *, opinion: str) -> Clues:
    """Read a table of sign, weight and words; a sign with "+" counts in every sentence."""
    return Clues(
        tuple(
            Clue(sign.rstrip("+"), weight, re.compile(words, re.IGNORECASE), sign.endswith("+"))
            for sign, weight, words in rows
        ),
        re.compile(opinion, re.IGNORECASE),
    )
