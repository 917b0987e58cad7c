"""Whether a chat template keeps a conversation: one that drops or reorders turns would spoil every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from training_bridge.generation.interface import GenerationError

PROBE = (
    ("user", "What grows on the northern terrace?"),
    ("assistant", "Mostly quinces, and a single medlar."),
    ("user", "Which of them ripens last?"),
    ("assistant", "The medlar does, in November."),
)
Render = Callable[[Sequence[dict[str, str]]], str]


def lost_turn(render: Render) -> str | None:
    """Say which turn of a conversation a template loses, in words, or None where it keeps all in order.

    Rendered are a single question and conversations of two, three and four turns, as training and measuring
    render them. `render` applies the template to messages of `role` and `content`.
    """
    for turns in range(1, len(PROBE) + 1):
        messages = [{"role": role, "content": said} for role, said in PROBE[:turns]]
        rendered, place = render(messages), 0
        for number, (role, said) in enumerate(PROBE[:turns], start=1):
            found = rendered.find(said, place)
            if found < 0:
                return f"turn {number} of {turns} (the {role}'s) is missing or out of order"
            place = found + len(said)
    return None


def check_chat_template(tokenizer: Any, name: str) -> None:
    """Refuse a model whose chat template does not keep what it is given.

    Raises:
        GenerationError: the template fails on an ordinary conversation, or loses a turn of it.
    """

    def render(messages: Sequence[dict[str, str]]) -> str:
        return str(
            tokenizer.apply_chat_template(
                list(messages), add_generation_prompt=messages[-1]["role"] == "user", tokenize=False
            )
        )

    # Templates are programs of others and fail in their own ways; all of them come from jinja2.
    from jinja2 import TemplateError

    try:
        lost = lost_turn(render)
    except (TemplateError, TypeError, ValueError) as error:
        raise GenerationError(f"The chat template of '{name}' fails on a conversation: {error}") from error
    if lost:
        raise GenerationError(f"The chat template of '{name}' loses the conversation: {lost}")
