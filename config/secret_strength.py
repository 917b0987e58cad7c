"""How easily a secret could be guessed: pure functions from the secret to what is wrong with it."""

import math
from collections import Counter

FEWEST_CHARACTERS = 32
FEWEST_DISTINCT = 8
FEWEST_BITS = 128.0
MADE_BY_TOOLS = ("django-insecure-",)
USUAL_WORDS = (
    "changeme",
    "change-me",
    "change me",
    "secret",
    "password",
    "example",
    "insecure",
    "placeholder",
)


def certain_weakness(secret: str) -> str:
    """Return why nobody can have meant this secret for a real site; empty where somebody may have."""
    if len(secret) < FEWEST_CHARACTERS:
        return f"must be at least {FEWEST_CHARACTERS} characters long"
    if len(set(secret)) < FEWEST_DISTINCT:
        return f"must have at least {FEWEST_DISTINCT} different characters"
    if secret.startswith(MADE_BY_TOOLS):
        return f"must not be the one that a tool has made ({MADE_BY_TOOLS[0]}...)"
    return ""


def weakness(secret: str) -> str:
    """Return why a secret may be guessed; empty where nothing speaks for that.

    The bits are Shannon's entropy of its characters times their number: an upper bound for what came by
    chance, which words and repetitions stay below.
    """
    if reason := certain_weakness(secret):
        return reason
    if word := next((word for word in USUAL_WORDS if word in secret.lower()), ""):
        return f"holds the word “{word}”"
    if _repeats(secret):
        return "is a short text repeated"
    if _bits(secret) < FEWEST_BITS:
        return f"is too regular: {_bits(secret):.0f} bits of {FEWEST_BITS:.0f}"
    return ""


def _repeats(secret: str) -> bool:
    return any(secret.startswith(secret[period:]) for period in range(1, len(secret) // 2 + 1))


def _bits(secret: str) -> float:
    counts = Counter(secret)
    return sum(-count * math.log2(count / len(secret)) for count in counts.values())
