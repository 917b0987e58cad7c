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
from typing import Literal

from deliberation.integrity.evidence import content_hash
from training_bridge.critique_revision import SEPARATOR, one_turn

Letter = Literal["A", "B"]
PRINCIPLE, PROMPT, FIRST, SECOND, REASONS, CHOICE = (
    "Principle",
    "Human",
    "Answer A",
    "Answer B",
    "Reasons",
    "Better answer",
)
TURNS = (PRINCIPLE, PROMPT, FIRST, SECOND, REASONS, CHOICE)
CHOICES = (" A", " B")
"""What follows the last turn's name; one token each in the tokenizers in wide use."""
STOP = ("\n",)

_COLON = r"[\s\u200c\u200d]*[:\uff1a\ufe13\ufe55]"
_TURN_MARK = re.compile(rf"({'|'.join(TURNS)}|Answer){_COLON}", re.IGNORECASE)
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
        text = one_turn(_CHOICE_MARK.sub(r"\1", _TURN_MARK.sub(r"\1 -", text)))
    return text


def judging_prefix(shots: Sequence[JudgeShot], *, reasons: bool) -> str:
    """Write the example comparisons, each closed by a line that is a clean token boundary."""
    written = [
        question(shot.principle, shot.prompt, shot.first, shot.second)
        + (_line(REASONS, shot.reasons) if reasons else "")
        + f"{CHOICE}: {shot.better}\n{SEPARATOR}\n"
        for shot in shots
    ]
    return "".join(written)


def question(principle: str, prompt: str, first: str, second: str) -> str:
    """Write one comparison without its outcome: four lines."""
    return _line(PRINCIPLE, principle) + _line(PROMPT, prompt) + _line(FIRST, first) + _line(SECOND, second)


def asking_for_reasons(prefix: str, asked: str) -> str:
    """End a request where the judge's reasons begin."""
    return f"{prefix}{asked}{REASONS}:"


def asking_for_choice(prefix: str, asked: str, reasons: str | None = None) -> str:
    """End a request where the judge's letter stands, after its reasons where it gave some."""
    return prefix + asked + (_line(REASONS, reasons) if reasons is not None else "") + f"{CHOICE}:"


def template_hash(shots: Sequence[JudgeShot], *, reasons: bool) -> str:
    """Hash everything in a request that does not come from the principle, the prompt or the answers."""
    return content_hash(
        {
            "turns": list(TURNS),
            "few_shots": judging_prefix(shots, reasons=reasons),
            "choices": list(CHOICES),
            "stop": list(STOP),
        }
    )


def _line(name: str, text: str) -> str:
    return f"{name}: {slot(text)}".rstrip() + "\n"
