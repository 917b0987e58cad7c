"""Which revisions may be learnt from, and the reason where one may not.

The filters look at form alone: length, loops, copies, relation to the prompt. They hold no list of refusal
words, because a filter that shares its words with a measure makes the measure confirm the filter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Reason = Literal[
    "empty",
    "cut off",
    "too long",
    "loop",
    "copies a few-shot",
    "copies the instruction",
    "repeats the prompt",
    "comments on the answer",
    "unchanged",
    "irrelevant",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

# A Chinese character counts as a word of its own, since no spaces show where words end.
_WORD = re.compile(r"[\u3400-\u9fff]|(?:(?![\u3400-\u9fff])\w)+(?:['’]\w+)*")
_COMMENT = re.compile(
    r"\W*(the|this|that|my|your|it) (original |revised )?(response|answer|critique|revision|text)\b",
    re.IGNORECASE,
)
"""A weak model goes on criticising where it should answer; no word here has to do with refusing."""
_COMMON_WORDS = frozenset(
    "a about after all also am an and any are as at be because been before being but by can could did "
    "do does for from get give had has have he her here hers him his how i if in into is it its just "
    "like make me more most my no not of on one or other our out over own please put she should so "
    "some such tell than that the their them then there these they this those to too up us use very "
    "want was we were what when where which while who why will with would write you your".split()
)


@dataclass(frozen=True)
class Thresholds:
    """Where each filter draws its line.

    Attributes:
        shortest_words: fewer words than this are "empty".
        longest_words: more are "too long".
        copied_words: a run of as many words shared with a few-shot or a request is a copy. Six is the
            length at which ordinary English hardly repeats by chance.
        loop_share: the share of repeated 3-word runs from which a text counts as a loop.
        prompt_share: the share of its 3-word runs shared with the prompt from which it repeats the prompt;
            so does one that begins with the prompt's first two words.
        unchanged_share: the share of its 3-word runs shared with the response from which it is "unchanged".
        shared_with_prompt: how many content words a revision must share with the prompt.
        shared_in_all: how many it must share with prompt and first response together.
    """

    shortest_words: int = 5
    longest_words: int = 120
    copied_words: int = 6
    loop_share: float = 0.2
    prompt_share: float = 0.3
    unchanged_share: float = 0.8
    shared_with_prompt: int = 1
    shared_in_all: int = 2


def reject_revision(
    revision: str,
    *,
    prompt: str,
    response: str,
    finished: bool,
    copied_from: CopyDetector,
    instructions: Iterable[str] = (),
    thresholds: Thresholds | None = None,
) -> Reason | None:
    """Name the first reason not to learn from a revision, or None where there is none.

    `finished` says whether the model came to an end by itself. `instructions` are the critique and the
    requests of this round, which a weak model tends to repeat instead of answering the person.
    """
    limits = thresholds or Thresholds()
    spoken = words(revision)
    if len(spoken) < limits.shortest_words:
        return "empty"
    if not finished and not revision.rstrip().endswith((".", "!", "?", '"', "。", "！", "？")):
        return "cut off"
    if len(spoken) > limits.longest_words:
        return "too long"
    if _repeated_share(spoken) > limits.loop_share:
        return "loop"
    if copied_from.found_in(spoken):
        return "copies a few-shot"
    asked = words(prompt)
    # What a critique takes over from the prompt, a revision may take over too.
    if CopyDetector(instructions, run=limits.copied_words, but_not=asked).found_in(spoken):
        return "copies the instruction"
    if spoken[:2] == asked[:2] or _shared_share(spoken, asked) >= limits.prompt_share:
        return "repeats the prompt"
    if _COMMENT.match(revision):
        return "comments on the answer"
    if _shared_share(spoken, words(response)) >= limits.unchanged_share:
        return "unchanged"
    subject, said = content_words(prompt), content_words(revision)
    related = len(said & (subject | content_words(response))) >= limits.shared_in_all
    return None if related and len(said & subject) >= limits.shared_with_prompt else "irrelevant"


class CopyDetector:
    """Remembers all runs of `run` words of some texts."""

    def __init__(self, texts: Iterable[str], *, run: int = 6, but_not: Sequence[str] = ()) -> None:
        """Take the texts that must not be copied; the runs of the words `but_not` may be."""
        self._run = run
        forbidden = {each for text in texts for each in _runs(words(text), run)}
        self._runs = frozenset(forbidden - _runs(but_not, run))

    def found_in(self, spoken: Sequence[str]) -> bool:
        """Say whether any run of these words is one of the texts' runs."""
        return not self._runs.isdisjoint(_runs(spoken, self._run))


def words(text: str) -> list[str]:
    """Split a text into lower-case words."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> frozenset[str]:
    """Give the stems (first five letters) of the words that carry a text's subject."""
    return frozenset(
        word[:5]
        for word in words(text)
        if word not in _COMMON_WORDS and (len(word) > 2 or not word.isascii())
    )


def _runs(spoken: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(spoken[start : start + length]) for start in range(len(spoken) - length + 1)}


def _repeated_share(spoken: Sequence[str]) -> float:
    """Give the share of 3-word runs that were there before; 0 for a text without repetition."""
    total = len(spoken) - 2
    return 1 - len(_runs(spoken, 3)) / total if total > 0 else 0.0


def _shared_share(spoken: Sequence[str], others: Sequence[str]) -> float:
    own = _runs(spoken, 3)
    return len(own & _runs(others, 3)) / len(own) if own else 0.0
