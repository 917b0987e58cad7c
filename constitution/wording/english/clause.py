"""One thing that a principle asks of a response, ready to be put into a sentence. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from constitution.wording.principle_wording import Kind
from constitution.wording.rules import FORBIDS

Form = Literal["quality", "doing", "whole"]


@dataclass(frozen=True)
class Clause:
    """What follows "the response", and the same thing for asking critique and revision.

    Attributes:
        relative: finishes "Choose the response that …".
        lacking: finishes "Identify specific ways in which the response …".
        wanted: finishes "Rewrite the response so that it …".
        form: what can be joined to others of its form: a quality, or a phrase that begins with a verb.
        base: that quality or phrase as the statement has it.
        conjunction: "and" or "but" where it goes on from the clause before in the same sentence.
    """

    relative: str
    lacking: str
    wanted: str
    kind: Kind
    rule: str
    form: Form = "whole"
    base: str = ""
    conjunction: str = ""

    @property
    def forbids(self) -> bool:
        """Whether it is a sentence of its own, "Do NOT choose responses that …"."""
        return self.rule == FORBIDS


def forbidden(phrase: str) -> Clause:
    """Return the sentence that forbids what "be PHRASE" or "VERB …" says."""
    doing = phrase.removeprefix("be ")
    is_quality = doing != phrase
    of_many = doing.replace("itself", "themselves").replace("its own", "their own")
    return Clause(
        relative=f"Do NOT choose responses that {'are ' if is_quality else ''}{of_many}.",
        lacking=f"is {doing}" if is_quality else f"might {doing}",
        wanted=f"is not {doing}" if is_quality else f"does not {doing}",
        kind="avoid",
        rule=FORBIDS,
        form="quality" if is_quality else "doing",
        base=doing,
    )
