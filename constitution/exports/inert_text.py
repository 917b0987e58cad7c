"""Text that stays text: no mark that a chat or a transcript puts between its turns survives in it. PURE.

A chat template puts messages between control marks ("<|im_start|>", "[INST]"), a transcript between names
("Human:", "Critique:"). Whoever reads such a mark inside a message takes the message to have ended there. So
every mark is broken up by a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

WELL_KNOWN = re.compile(
    r"<[|｜][^<>|｜\s]{1,40}[|｜]>|<\|(?=\w)|(?<=\w)\|>"
    r"|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|THINK|BOS|EOS|PAD|UNK|SEP|CLS|MASK)\]"
    r"|<</?SYS>>|</?(?:s|bos|eos|pad|unk|sep|cls|mask|think|tool_call|tool_response|tools|begin_of_text|end_of_text)>"
    r"|<(?:start|end)_of_(?:turn|image|role)>|<(?:end_of_utterance|unused\d+|extra_id_\d+|sep_\d+|image|audio|video)>",
    re.IGNORECASE,
)
"""Control marks of the chat formats in wide use, for models whose tokenizer cannot be asked."""


def inert(text: str, marks: Iterable[str] = ()) -> str:
    """Return a text in which every control mark is broken up: the well-known ones and those given.

    A text without marks is returned as it is. Applied twice it changes nothing more.
    """
    pattern = _pattern(tuple(marks))
    while True:
        broken = pattern.sub(_broken, text)
        if broken == text:
            return text
        text = broken


@lru_cache(maxsize=64)
def _pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    given = sorted({mark for mark in marks if mark.strip()}, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, given), WELL_KNOWN.pattern]), re.IGNORECASE)


def _broken(match: re.Match[str]) -> str:
    """Put a space into a mark, or in the place of one that is a single character."""
    mark = match[0]
    if len(mark) == 1:
        return " "
    if mark.endswith(":") and mark[:-1].strip("# ").replace(" ", "").isalnum():
        return f"{mark[:-1].lstrip('# ')} -"
    return f"{mark[0]} {mark[1:]}"
