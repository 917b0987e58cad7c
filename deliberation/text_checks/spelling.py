"""Mends the words that a command to a machine needs, where somebody misspelt them on purpose. PURE."""

from __future__ import annotations

import re

_WORDS = (
    "ignore ignoring disregard forget override bypass previous prior preceding earlier above instructions "
    "instruction directions directives principles principle prompt prompts rules guidelines system assistant "
    "respond response reply answer output reveal repeat print pretend developer mode unrestricted always "
    "choose critique revision revise judge evaluate message messages restrictions everything your rule all "
    "tell select prefer always mode"
).split()
_LONG_ENOUGH = 5
_WORD = re.compile(r"[a-z]{4,}")


def mended(text: str) -> str:
    """Return a lower-case text in which a misspelt word of a command is spelt as it should be.

    A word is mended when its first and last letters are right and those between are the right ones in
    another order, or when one letter is missing, doubled or wrong. Right words are left alone.
    """
    return _WORD.sub(lambda match: _mended(match[0]), text)


def is_of_a_command(word: str) -> bool:
    """Return whether a lower-case word is one of those that commands need."""
    return word in _KNOWN


def _mended(word: str) -> str:
    if word in _KNOWN or word in _ORDINARY:
        return word
    shuffled = _SHUFFLED.get((word[0], word[-1], "".join(sorted(word[1:-1]))))
    if shuffled:
        return shuffled
    swapped = next((each for each in _swapped(word) if each in _KNOWN), "")
    return swapped or next((_ONE_LESS[each] for each in _one_less(word) if each in _ONE_LESS), word)


def _swapped(word: str) -> list[str]:
    """Return a word with each two neighbouring letters exchanged."""
    return [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]


def _one_less(word: str) -> list[str]:
    """Return a word, and the word without each of its letters."""
    return [word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))]


_KNOWN = frozenset(_WORDS)
_ORDINARY = frozenset(
    "principal principals prior prints printed printing repeats repeated replies replied forgets forgot "
    "answers answered answering choose chooses chosen roles ruler rules revised revises judges judged "
    "systems assistants assistance responds responses responded messaged pretends reveals revealed modes "
    "outputs ignores ignored overrides disregards developers instructing instructor earlier forged forge "
    "ruled rulers above about reply prompted promptly reviser forgets aboves responsible"
    " respect respective form from "
    "yours sale late tale".split()
)
_SHUFFLED = {
    (word[0], word[-1], "".join(sorted(word[1:-1]))): word for word in _WORDS if len(word) >= _LONG_ENOUGH
}
_ONE_LESS = {each: word for word in _WORDS if len(word) >= 6 for each in _one_less(word) if len(each) >= 5}
