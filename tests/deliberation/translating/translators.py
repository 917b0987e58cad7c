"""Programs that translate, as an operator would plug them in."""

from collections.abc import Sequence

ASKED: list[tuple[list[str], str, str]] = []


def shout(texts: list[str], source: str, target: str) -> Sequence[str]:
    """Say it louder; leave alone what asks to be."""
    ASKED.append((texts, source, target))
    return ["" if "leave" in text else f"{target}: {text.upper()}" for text in texts]


def forget(texts: list[str], source: str, target: str) -> Sequence[str]:
    """Lose the last text."""
    return texts[:-1]
