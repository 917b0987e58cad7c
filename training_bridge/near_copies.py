"""Prompts of training that say nearly the same as what is measured. PURE.

Two texts are near copies if they share a run of six words, letters alone compared. A text of fewer words
counts as one run. Six is the length at which ordinary English hardly repeats by chance.
"""

from __future__ import annotations

from collections.abc import Iterable

from training_bridge.filters import words

RUN = 6


class NearCopies:
    """Remembers texts by their runs of words."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Take (name, text) pairs; the first name is told for a run that several texts have."""
        self._name_of: dict[tuple[str, ...], str] = {}
        for name, text in texts:
            self.add(name, text)

    def add(self, name: str, text: str) -> None:
        """Remember one more text."""
        for run in word_runs(text):
            self._name_of.setdefault(run, name)

    def near(self, text: str) -> str | None:
        """Give the name of a text that this one nearly copies, or None."""
        return next((self._name_of[run] for run in word_runs(text) if run in self._name_of), None)


def word_runs(text: str) -> list[tuple[str, ...]]:
    """Give the runs of six words of a text in their order, or all its words where there are fewer."""
    spoken = tuple(words(text))
    if len(spoken) <= RUN:
        return [spoken] if spoken else []
    return [spoken[start : start + RUN] for start in range(len(spoken) - RUN + 1)]
