"""What a worded principle consists of. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["promote", "avoid"]


@dataclass(frozen=True)
class WordingStep:
    """One rule that acted on the text, in the order in which they acted.

    The steps of one statement follow on from each other: the first begins with the statement as it was
    written, each begins where the one before ended, and the last ends with the principle. Several statements
    come one after the other, and a last step joins them.

    Attributes:
        rule: name of the rule, one of `rules.REASONS`.
        before: the text before it.
        after: the text after it.
        why: what the rule is for, in one English sentence.
    """

    rule: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Wording:
    """A statement in the form of a principle.

    Attributes:
        text: the principle, "Choose the response that …".
        kind: whether it asks for something ("promote") or against something ("avoid").
        critique_request: asks where a response falls short of it.
        revision_request: asks for a response that does not.
        rule: names of the rules that worded it; "quotation" where none fitted.
        needs_review: whether a person should look at the wording before it is voted on.
        not_trainable: code of why the statement is not about a response (see `trainability`); "" where it is.
        steps: what each rule did, in order.
    """

    text: str
    kind: Kind
    critique_request: str
    revision_request: str
    rule: str
    needs_review: bool = False
    not_trainable: str = ""
    steps: tuple[WordingStep, ...] = ()
