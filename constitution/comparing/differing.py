"""The words in which two principles differ, for showing beside them. PURE."""

from __future__ import annotations

import re

from constitution.comparing.plain_wording import plain

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SMALL = frozenset(
    "a an and are as at be by for from has have in is it its may must not of on or should so than that the "
    "their them they this those to was were which will with ai any do does never always".split()
)
STEM = 5
"""Letters by which words are taken for forms of one another."""


def differing_words(ours: str, theirs: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the content words that only the first has, and those that only the second has, in order."""
    first, second = _words(ours), _words(theirs)
    stems = {word[:STEM] for word in first}, {word[:STEM] for word in second}
    return (
        tuple(word for word in first if word[:STEM] not in stems[1]),
        tuple(word for word in second if word[:STEM] not in stems[0]),
    )


def _words(text: str) -> tuple[str, ...]:
    found = (word.casefold() for word in _WORD.findall(plain(text).core))
    return tuple(dict.fromkeys(word for word in found if word not in _SMALL))
