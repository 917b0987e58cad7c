"""What a row of somebody's prompt file asks: one question, whichever common form the row has. PURE.

Read are, in this order: `prompt` (text, or a list of messages), `messages` or `conversations` (`role` and
`content`, or `from` and `value`), `text`, `instruction` (with `input` and `output`, or `instances`), and
`chosen` (a transcript as in hh-rlhf, or messages). A text that begins with "Human:" or "User:" is a
transcript. Of a longer conversation the person's first message is taken, and the rest is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = ("prompt", "messages", "conversations", "text", "instruction", "chosen")
PERSON = frozenset({"user", "human", "prompter"})
MODEL = frozenset({"assistant", "gpt", "model", "bot", "chatgpt"})

_TURN = re.compile(
    r"(?:^|\n)[ \t]*(?:#{1,3}[ \t]*)?(Human|User|Assistant|System|Model|Bot)[ \t]*:[ \t]*", re.IGNORECASE
)
_BEGINS_AS_TRANSCRIPT = re.compile(r"\s*(?:#{1,3}[ \t]*)?(Human|User|System)[ \t]*:", re.IGNORECASE)

Turn = tuple[str, str]
"""Who speaks ("person", "model" or "system") and what."""


@dataclass(frozen=True)
class Conversation:
    """The first question of a row and, where it is the row's only exchange, the answer.

    `turns_left_out` counts what came after it or stood before it.
    """

    prompt: str
    response: str | None
    turns_left_out: int = 0


def conversation_of(row: Mapping[str, Any]) -> Conversation:
    """Read a row. Raises ValueError with the reason where it holds no question that can be found."""
    field = next((name for name in FIELDS if row.get(name) is not None), None)
    if field is None:
        raise ValueError(f"the row has none of the fields {', '.join(repr(name) for name in FIELDS)}")
    value = row[field]
    if field == "instruction":
        return _instruction(row)
    if isinstance(value, str) and field in ("prompt", "text", "chosen"):
        transcript = field == "chosen" or _BEGINS_AS_TRANSCRIPT.match(value)
        found = (
            _of_turns(_transcript(value), field) if transcript else Conversation(_text(value, field), None)
        )
    elif isinstance(value, list) and field != "text":
        found = _of_turns(_messages(value, field), field)
    else:
        expected = "text" if field in ("prompt", "text", "chosen") else "a list of messages"
        raise ValueError(f"the field '{field}' is not {expected}")
    # The chosen answer of a comparison was better than another one, which does not make it a good one.
    if field == "chosen":
        return Conversation(found.prompt, None, found.turns_left_out)
    return Conversation(found.prompt, _given_response(row) or found.response, found.turns_left_out)


def _instruction(row: Mapping[str, Any]) -> Conversation:
    """Read an instruction as self-instruct and its kin have it; the first instance stands for all."""
    instances = row.get("instances") or [{}]
    if not isinstance(instances, list) or not isinstance(instances[0], dict):
        raise ValueError("the field 'instances' is not a list of objects")
    given = {**instances[0], **{name: row[name] for name in ("input", "output") if row.get(name)}}
    parts = [_text(row["instruction"], "instruction")]
    if given.get("input"):
        parts.append(_text(given["input"], "input"))
    answer = given.get("output")
    return Conversation("\n\n".join(parts), _text(answer, "output") if answer else _given_response(row))


def _given_response(row: Mapping[str, Any]) -> str | None:
    for name in ("response", "completion"):
        value = row.get(name)
        if isinstance(value, list):
            said = [content for who, content in _messages(value, name) if who == "model"]
            return said[0] if said else None
        if value is not None:
            return _text(value, name)
    return None


def _of_turns(turns: Sequence[Turn], field: str) -> Conversation:
    asked = next((place for place, (who, said) in enumerate(turns) if who == "person" and said), None)
    if asked is None:
        raise ValueError(f"the field '{field}' holds no message of a person")
    after = turns[asked + 1 :]
    is_whole = len(after) == 1 and after[0][0] == "model" and bool(after[0][1])
    answer = after[0][1] if is_whole else None
    return Conversation(turns[asked][1], answer, asked + (0 if is_whole else len(after)))


def _messages(value: Sequence[Any], field: str) -> list[Turn]:
    turns = []
    for message in value:
        if not isinstance(message, dict):
            raise ValueError(f"the field '{field}' is not a list of messages")
        role = message.get("role", message.get("from"))
        content = message.get("content", message.get("value"))
        if not isinstance(role, str) or not isinstance(content, str):
            raise ValueError(f"a message in '{field}' lacks its role or its content")
        turns.append((_who(role), content.strip()))
    return turns


def _transcript(text: str) -> list[Turn]:
    parts = _TURN.split(text)
    return [
        (_who(name), said.strip())
        for name, said in zip(parts[1::2], parts[2::2], strict=True)
        if said.strip()
    ]


def _who(role: str) -> str:
    name = role.strip().lower()
    return "person" if name in PERSON else "model" if name in MODEL else "system"


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"the field '{field}' is not text")
    if not value.strip():
        raise ValueError(f"the field '{field}' is empty")
    return value.strip()
