"""What a worded principle consists of. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["promote", "avoid"]


@dataclass(frozen=True)
class Wording:
    """A statement in the form of a principle.

    Attributes:
        text: the principle, "Choose the response that …".
        kind: whether it asks for something ("promote") or against something ("avoid").
        critique_request: asks where a response falls short of it.
        revision_request: asks for a response that does not.
        rule: name of the rule that worded it; "quotation" where none fitted.
        needs_review: whether a person should look at the wording before it is voted on.
        not_trainable: code of why the statement is not about a response (see `trainability`); "" where it is.
    """

    text: str
    kind: Kind
    critique_request: str
    revision_request: str
    rule: str
    needs_review: bool = False
    not_trainable: str = ""
