"""What a model reads when it is asked for a prompt to which one principle matters. PURE.

Plain text and examples of our own, because that is what small models follow best. Each example gives a
principle of another constitution and several prompts for it, so that a model sees how they may differ.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from constitution.exports.inert_text import inert
from deliberation.integrity.evidence import content_hash
from deliberation.integrity.plain_text import clean_text
from training_bridge.principles import Principle

SEPARATOR = "###"
STOP = ("\n",)
INTRODUCTION = "Messages that people send to an assistant, each of which puts one principle to the test."
BEGINNINGS = (
    "How",
    "I",
    "My",
    "Can you",
    "Write",
    "Please",
    "What",
    "Tell me",
    "Is it",
    "We",
    "Help me",
    "Why",
)
"""A weak model that may begin as it likes begins all prompts alike; so each is begun for it."""


@dataclass(frozen=True)
class TailoringExample:
    """A principle and messages in which it matters, written by hand."""

    id: str
    principle: str
    prompts: tuple[str, ...]


def load_examples() -> list[TailoringExample]:
    """Return our own examples in the order in which a model should read them."""
    path = resources.files("training_bridge.data") / "tailoring_examples.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [TailoringExample(row["id"], row["principle"], tuple(row["prompts"])) for row in rows]


def examples_prefix(examples: Sequence[TailoringExample]) -> str:
    """Write the examples, each closed by a line that is a clean token boundary."""
    return f"{INTRODUCTION}\n{SEPARATOR}\n" + "".join(
        "\n".join([f"Principle: {one_line(each.principle)}", *map(_message, each.prompts), SEPARATOR, ""])
        for each in examples
    )


def tailoring_prompt(prefix: str, principle: Principle, beginning: str) -> str:
    """Write everything up to where the model goes on with its message."""
    return f"{prefix}Principle: {one_line(spoken(principle))}\nMessage: {beginning}"


def beginning_of(number: int, attempt: int, offset: int) -> str:
    """Give the word or two that a message starts with, another one for each number and attempt."""
    return BEGINNINGS[(number + 5 * (attempt - 1) + offset) % len(BEGINNINGS)]


def spoken(principle: Principle) -> str:
    """Give a principle without the words that ask a judge to choose."""
    text = principle.text.removeprefix("Choose the response that ").strip()
    return text[:1].upper() + text[1:]


def template_hash(examples: Sequence[TailoringExample]) -> str:
    """Hash everything that comes neither from the principle nor from the model."""
    return content_hash(
        {"prefix": examples_prefix(examples), "beginnings": list(BEGINNINGS), "stop": list(STOP)}
    )


def one_line(text: str) -> str:
    """Return a text as one line that holds no mark of a chat or of these transcripts."""
    flat = clean_text(text).replace(SEPARATOR, "#")
    for name in ("Principle", "Message"):
        flat = flat.replace(f"{name}:", f"{name} -")
    return inert(flat)


def _message(text: str) -> str:
    return f"Message: {one_line(text)}"
