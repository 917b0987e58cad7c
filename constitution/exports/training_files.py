"""The principles in the shapes that programs for training read. PURE.

What these programs make of a text is a conversation, so no text may hold what ends a turn: each is one line,
and every mark that stands between turns is broken up (`inert_text`). `constitution.json` has the exact words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from constitution.exports.inert_text import inert

Principles = Sequence[Mapping[str, Any]]

TURN_MARKS = (
    "Human:", "Assistant:", "User:", "System:", "CritiqueRequest:", "Critique:", "RevisionRequest:",
    "Revision:", "###", "```",
)  # fmt: skip
"""What the programs named here write between turns."""
CHOICE_MARKS = (*TURN_MARKS, "Options:", "The answer is:", "(A)", "(B)", "[[[", "]]]")
"""The same, and what stands around answers to choose from."""
CHOOSE = re.compile(r"^Choose the response that\b")
DO_NOT_CHOOSE = re.compile(r"\bDo NOT choose responses that\b")
CHOOSE_IN_CHINESE = re.compile(r"^(请|請)(选择|選擇)")


def one_line(text: str, marks: Sequence[str] = TURN_MARKS) -> str:
    """Return a text as one line in which none of these marks is left."""
    return inert(" ".join(text.split()), marks)


def critique_revision_instructions(principles: Principles) -> bytes:
    """Return Anthropic's `CritiqueRevisionInstructions.json`, as NVIDIA's NeMo-Aligner reads it.

    Its reader asks for the keys `harmful0`, `harmful1` and so on, whatever the principles are about, takes
    the first of exactly one `prompt`, and cuts off the marks around the request.
    """
    return _json(
        {
            f"harmful{place}": {
                "prompt": [f"\n\nCritiqueRequest: {one_line(principle['critique_request'])}\n\nCritique:"],
                "edit_request": (
                    f"\n\nRevisionRequest: {one_line(principle['revision_request'])}\n\nRevision:"
                ),
            }
            for place, principle in enumerate(principles)
        }
    )


def llm_swarm_constitution(principles: Principles) -> bytes:
    """Return the constitution of llm-swarm's example on constitutional AI.

    Its reader puts the turns of `system_chat` before every conversation; an empty list puts none.
    """
    requests = [
        {
            "critic": one_line(principle["critique_request"]),
            "revision": one_line(principle["revision_request"]),
        }
        for principle in principles
    ]
    return _json({"constitutions": requests, "system_chat": []})


def comparison_instructions(principles: Principles) -> bytes:
    """Return the instructions that come before two answers to choose from, as in Anthropic's RL files."""
    return _json([f"\n{one_line(principle['text'], CHOICE_MARKS)} Options:" for principle in principles])


def character_traits(principles: Principles) -> bytes:
    """Return the principles as traits of a character, in the first person, for OpenCharacterTraining.

    `clarification` is the principle as it is; `questions` are prompts that would show the trait, and those
    are for whoever trains to choose.
    """
    return _json(
        [
            {
                "trait": in_first_person(one_line(principle["text"])),
                "clarification": one_line(principle["text"]),
                "questions": [],
            }
            for principle in principles
        ]
    )


def in_first_person(text: str) -> str:
    """Return what an AI that keeps to a principle could say of itself."""
    if CHOOSE.match(text):
        return DO_NOT_CHOOSE.sub(
            "I do not choose responses that", CHOOSE.sub("I choose the response that", text)
        )
    if CHOOSE_IN_CHINESE.match(text):
        return CHOOSE_IN_CHINESE.sub(r"我\2", text)
    return f"I keep to this principle: {text}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
