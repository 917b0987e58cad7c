"""Strings that no row holds but that are made like a given one, to compare it with. PURE."""

from __future__ import annotations

import random
import string
from collections.abc import Collection, Sequence


def alike(model: str, count: int, *, unlike: Collection[str], seed: int, letters: bool = True) -> list[str]:
    """Draw different strings of the shape of one: letter for letter, digit for digit, signs as they stand.

    Capitals stay capitals; letters of other scripts are drawn from the string's own. None of `unlike` is
    drawn. Without `letters` only the digits change. Fewer come back where the shape has no more.
    """
    random_source = random.Random(f"{seed}:{model}")  # noqa: S311 - nothing secret is drawn
    avoided = {each.lower() for each in unlike} | {model.lower()}
    drawn: list[str] = []
    for _ in range(50 * count):
        made = "".join(
            _alike(character, model, random_source) if letters or character.isdigit() else character
            for character in model
        )
        if made.lower() not in avoided:
            avoided.add(made.lower())
            drawn.append(made)
        if len(drawn) == count:
            break
    return drawn


def other_words(words: Sequence[str], count: int, *, unlike: Collection[str], seed: int) -> list[str]:
    """Draw ordinary words, for a string that is made of ordinary words."""
    avoided = {each.lower() for each in unlike}
    free = sorted({word for word in words if word.lower() not in avoided})
    return random.Random(seed).sample(free, min(count, len(free)))  # noqa: S311


def _alike(character: str, model: str, source: random.Random) -> str:
    if character in string.ascii_lowercase:
        return source.choice(string.ascii_lowercase)
    if character in string.ascii_uppercase:
        return source.choice(string.ascii_uppercase)
    if character.isdigit():
        return source.choice(string.digits)
    return source.choice([each for each in model if each.isalpha()]) if character.isalpha() else character
