"""Text that stays text: nothing a person or a model wrote becomes a turn or a control mark of a chat. PURE.

A chat template puts messages between control marks ("<|im_start|>", "[INST]", "ASSISTANT:"). A tokenizer that
meets such a mark inside a message takes it for its own, and the message has ended. So every mark inside a
message is broken up by a space before the template is applied, and what the tokenizer makes of it is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from constitution.exports.inert_text import inert

Render = Callable[[Sequence[Mapping[str, str]]], str]
"""Applies a chat template to messages of `role` and `content`."""

_MARK_SIGNS = re.compile(r"[<>\[\]|｜#:{}]")
_PART_OF_A_LINE = re.compile(r"[^\W\d_]\w*:|[<\[{|｜#]+[^<>\[\]{}|｜\s]*[>\]}|｜]+")
"""A name with its colon, and a word in brackets, also where they touch what stands before them."""
_LAST_RESORT = re.compile(r"[^\w\s.,;!?'’\"()-]|_")
_PLACEHOLDERS = ("firstplaceholder", "secondplaceholder", "thirdplaceholder")


def template_marks(render: Render) -> tuple[str, ...]:
    """Return what a chat template writes between messages and looks like a mark, longest first.

    That is how a template without control tokens ("USER:", "### Response:") is protected too.
    """
    first, second, third = _PLACEHOLDERS
    rendered = render(
        [
            {"role": "user", "content": first},
            {"role": "assistant", "content": second},
            {"role": "user", "content": third},
        ]
    )
    between = re.split("|".join(_PLACEHOLDERS), rendered)[1:]
    written = [line.strip() for part in between for line in part.splitlines()]
    pieces = {
        piece
        for line in written
        for piece in (line, *line.split(), *_PART_OF_A_LINE.findall(line))
        if _MARK_SIGNS.search(piece)
    }
    return tuple(
        sorted((piece for piece in pieces if len(piece) > 1), key=lambda piece: (-len(piece), piece))
    )


def inert_for(text: str, marks: Iterable[str], control_tokens_in: Callable[[str], bool]) -> str:
    """Return an inert text of which the tokenizer itself says that it holds no control token.

    Args:
        text: what somebody wrote.
        marks: the control marks of the tokenizer and its template.
        control_tokens_in: asks the tokenizer. One that composes or lower-cases text before it looks may
            find a mark where there was none; then all signs go but those of ordinary sentences, and at
            last everything but letters and digits.
    """
    kept = inert(text, marks)
    for harsher in (lambda given: given, _without_signs, _letters_alone):
        kept = harsher(kept)
        if not control_tokens_in(kept):
            return kept
    return ""


def _without_signs(text: str) -> str:
    return _LAST_RESORT.sub(" ", text)


def _letters_alone(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
