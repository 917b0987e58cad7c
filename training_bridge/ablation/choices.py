"""What can be left out of training, by name: one principle, or what one opinion group carried. PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

from training_bridge.records import row_id

Kind = Literal["principle", "group"]
FORMS = "write principle:ID or group:LETTER, as the constitution's file names them"
PLAIN = re.compile(r"[A-Za-z0-9]{1,40}")


@dataclass(frozen=True)
class Choice:
    """One thing to leave out; `name` is the principle's id or the group's letter."""

    kind: Kind
    name: str

    @property
    def slug(self) -> str:
        """The name of its folder: letters, digits and hyphens, whatever the constitution calls it."""
        plain = self.name if PLAIN.fullmatch(self.name) else row_id("ablation", self.name)
        return f"{self.kind}-{plain}"

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def read_choice(text: str) -> Choice:
    """Read "principle:p04" or "group:B".

    Raises:
        ValueError: it is neither; the message says how to write it.
    """
    kind, colon, name = (part.strip() for part in text.partition(":"))
    if kind not in get_args(Kind) or not colon or not name:
        raise ValueError(f"{text[:60]!r} cannot be left out: {FORMS}")
    return Choice(cast(Kind, kind), name)
