"""What a judge reads: example comparisons, then the one to be judged, up to where its letter stands. PURE.

Plain text with one turn a line, as in critique and revision. The examples are the same in every request and
come first, so that they are computed once and hit the prompt cache of a server. The better answer stands
first and second equally often in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

from deliberation.integrity.evidence import content_hash
from training_bridge.critique_revision import SEPARATOR, one_turn

Letter = Literal["A", "B"]
PROMPT, FIRST, SECOND, REASONS = ("Human", "A", "B", "Reasons")
TURNS = (PROMPT, FIRST, SECOND, REASONS)
ASKED = "Response"
"""The word that the judge ends with a letter, at the end of the line that holds the principle."""
CHOICES = (" A", " B")
"""What follows it; one token each in the tokenizers in wide use."""
PRINCIPLE_FORM = (r"^Choose the response that ([^.!?]+)\.?$", r"Which response \1?")
"""How a principle of one such sentence becomes a question; others are asked as they are.

Chosen on the development half of the hand-written comparisons, as was the order of the lines: weak models
read it better than a principle that stands before the answers (docs/feedback.md).
"""
STOP = ("\n",)

_COLON = r"[\s\u200c\u200d]*[:\uff1a\ufe13\ufe55]"
_TURN_MARK = re.compile(rf"({PROMPT}|{REASONS}|\b{FIRST}|\b{SECOND}){_COLON}", re.IGNORECASE)
_ASKED_MARK = re.compile(r"\b((?i:response))\s+([AB])\b")
_CHOICE_MARK = re.compile(r"[(\[{（［｛]\s*([ab])\s*[)\]}）］｝]", re.IGNORECASE)


@dataclass(frozen=True)
class JudgeShot:
    """One example comparison; `better` is the letter under which the better answer stands."""

    id: str
    principle: str
    prompt: str
    first: str
    second: str
    reasons: str
    better: Letter


def load_judge_shots() -> list[JudgeShot]:
    """Return our own example comparisons in the order in which a judge should read them."""
    file = resources.files("training_bridge.data") / "judge_few_shots.jsonl"
    return [JudgeShot(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]


def slot(text: str) -> str:
    """Return a text that can neither begin a turn nor pass for a choice: one line without their marks."""
    before = ""
    while text != before:
        before = text
        unmarked = _CHOICE_MARK.sub(r"\1", _TURN_MARK.sub(r"\1 -", text))
        text = one_turn(_ASKED_MARK.sub(r"\1, \2", unmarked))
    return text


def judging_prefix(shots: Sequence[JudgeShot], *, reasons: bool) -> str:
    """Write the example comparisons, each closed by a line that is a clean token boundary."""
    written = [
        asking_for_choice(
            "",
            question(shot.principle, shot.prompt, shot.first, shot.second),
            shot.reasons if reasons else None,
        )
        + f" {shot.better}\n{SEPARATOR}\n"
        for shot in shots
    ]
    return "".join(written)


def question(principle: str, prompt: str, first: str, second: str) -> str:
    """Write one comparison without its outcome: three turns and, last, what the principle asks."""
    turns = "\n".join(
        f"{name}: {slot(text)}".rstrip()
        for name, text in ((PROMPT, prompt), (FIRST, first), (SECOND, second))
    )
    return f"{turns}\n{re.sub(*PRINCIPLE_FORM, slot(principle))}"


def asking_for_reasons(prefix: str, asked: str) -> str:
    """End a request where the judge's reasons begin."""
    return f"{prefix}{asked}\n{REASONS}:"


def asking_for_choice(prefix: str, asked: str, reasons: str | None = None) -> str:
    """End a request where the judge's letter stands, after its reasons where it gave some."""
    if reasons is None:
        return f"{prefix}{asked} {ASKED}"
    return f"{asking_for_reasons(prefix, asked)} {slot(reasons)}\n{ASKED}"


def portable_template(shots: Sequence[JudgeShot]) -> dict[str, Any]:
    """Give what a program without this package needs to ask in the same words, as JSON.

    `principle` is a pattern and its replacement, as `re.sub` takes them.
    """
    return {
        "examples": judging_prefix(shots, reasons=False),
        "lines": {"prompt": PROMPT, "first": FIRST, "second": SECOND},
        "principle": list(PRINCIPLE_FORM),
        "asks": ASKED,
        "choices": list(CHOICES),
        "turns": list(TURNS),
    }


def template_hash(shots: Sequence[JudgeShot], *, reasons: bool) -> str:
    """Hash everything in a request that does not come from the principle, the prompt or the answers."""
    return content_hash(
        {
            "turns": list(TURNS),
            "asked": ASKED,
            "principle": list(PRINCIPLE_FORM),
            "few_shots": judging_prefix(shots, reasons=reasons),
            "choices": list(CHOICES),
            "stop": list(STOP),
        }
    )
