"""What people wrote, made inert for one model: by its own tokenizer and its own chat template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from training_bridge.inert_text import inert_for, template_marks


class InertText:
    """Breaks up the control marks of one tokenizer in messages and passages."""

    def __init__(self, tokenizer: Any) -> None:
        """Take a Hugging Face tokenizer; it is asked for its marks when the first text comes."""
        self._tokenizer = tokenizer

    def message(self, content: str) -> str:
        """Return the content of a message that a chat template may be put around."""
        return inert_for(content, (*self._control_marks, *self._template_marks), self._holds_control_tokens)

    def passage(self, text: str) -> str:
        """Return a text to be continued word for word. Its own turns were set by whoever composed it."""
        return inert_for(text, self._control_marks, self._holds_control_tokens)

    def messages(self, messages: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """Return messages of `role` and `content` with inert contents."""
        return [{**message, "content": self.message(message["content"])} for message in messages]

    @cached_property
    def _control_marks(self) -> tuple[str, ...]:
        """Every token that was added to the vocabulary, but for runs of white space.

        `all_special_tokens` alone would miss many: Llama 3 counts neither "<|eot_id|>" nor
        "<|start_header_id|>" among them.
        """
        added = {token.content for token in self._tokenizer.added_tokens_decoder.values()}
        return tuple(sorted(mark for mark in {*added, *self._tokenizer.all_special_tokens} if mark.strip()))

    @cached_property
    def _template_marks(self) -> tuple[str, ...]:
        return template_marks(
            lambda messages: str(
                self._tokenizer.apply_chat_template(
                    list(messages), add_generation_prompt=True, tokenize=False
                )
            )
        )

    @cached_property
    def _control_tokens(self) -> frozenset[int]:
        added = self._tokenizer.added_tokens_decoder.items()
        return frozenset(number for number, token in added if token.content.strip())

    def _holds_control_tokens(self, text: str) -> bool:
        tokens = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return not self._control_tokens.isdisjoint(tokens)
