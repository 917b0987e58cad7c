"""Which prompts that a model made may be used, and the reason where one may not. PURE.

As with revisions, the filters look at form alone; whether a prompt has to do with its principle is asked of
a sentence encoder (`relevance.py`), not of the model that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from deliberation.translating.scripts import script_of
from training_bridge.filters import CopyDetector, content_words, words
from training_bridge.near_copies import NearCopies

CandidateReason = Literal[
    "too short",
    "too long",
    "cut off",
    "loop",
    "copies an example",
    "copies the principle",
    "another script",
    "near a given prompt",
    "near duplicate",
    "not about the principle",
]
CANDIDATE_REASONS: tuple[CandidateReason, ...] = get_args(CandidateReason)

SHORTEST_WORDS = 5
LONGEST_WORDS = 60
COPIED_WORDS = 5
"""A run of as many words shared with an example or with the principle is a copy."""
LOOP_SHARE = 0.2
ALIKE_SHARE = 0.6
"""Two prompts that share this part of their content words (Jaccard 1901) are near duplicates."""


class CandidateFilter:
    """Judges candidates one after the other; an accepted one is remembered against near duplicates."""

    def __init__(self, examples: Iterable[str], given: NearCopies) -> None:
        """Take the examples and the prompts of the run that must not be copied."""
        self._examples = CopyDetector(examples, run=COPIED_WORDS)
        self._given = given
        self._accepted: list[frozenset[str]] = []

    def reject(self, text: str, *, principle: str, finished: bool) -> CandidateReason | None:
        """Name the first fault of a candidate's form, or None."""
        spoken = words(text)
        if len(spoken) < SHORTEST_WORDS:
            return "too short"
        if len(spoken) > LONGEST_WORDS:
            return "too long"
        if not finished and not text.rstrip().endswith((".", "!", "?", '"', "。", "！", "？", "؟")):
            return "cut off"
        runs = [tuple(spoken[start : start + 3]) for start in range(len(spoken) - 2)]
        if runs and 1 - len(set(runs)) / len(runs) > LOOP_SHARE:
            return "loop"
        if self._examples.found_in(spoken):
            return "copies an example"
        if CopyDetector([principle], run=COPIED_WORDS).found_in(spoken):
            return "copies the principle"
        if script_of(text) != script_of(principle):
            return "another script"
        if self._given.near(text):
            return "near a given prompt"
        return "near duplicate" if self._is_alike(text) else None

    def accept(self, text: str) -> None:
        """Remember an accepted prompt."""
        self._accepted.append(content_words(text))

    def _is_alike(self, text: str) -> bool:
        subject = content_words(text)
        return any(_alike(subject, other) >= ALIKE_SHARE for other in self._accepted)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    together = one | other
    return len(one & other) / len(together) if together else 1.0
