"""What the checks of a draft hand back. PURE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TextKind = Literal["two ideas", "double meaning", "injection"]
PairKind = Literal["same meaning", "contradiction", "negation"]


@dataclass(frozen=True)
class PrincipleText:
    """A principle as the checks read it.

    Attributes:
        text: the principle.
        statements: texts of the statements behind it, the leading one first; empty where a person has
            worded the principle anew, so that the statements no longer say what it says.
    """

    text: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextFinding:
    """Something about one principle.

    Attributes:
        kind: what it is.
        sign: name of the rule that found it.
        words: the words in which, as they stand in the text.
        hidden_by: how an injection was disguised; empty where it stands openly.
    """

    kind: TextKind
    sign: str
    words: str
    hidden_by: str = ""


@dataclass(frozen=True)
class PairFinding:
    """Something about two principles, by their positions in the input.

    Attributes:
        kind: what it is.
        found_by: "words", "semantics" or "votes".
        confidence: 0 to 1, how sure; for votes the lower end of the interval of the share on opposite sides.
        sign: why, an English sentence of the comparison or the name of a rule.
    """

    first: int
    second: int
    kind: PairKind
    found_by: Literal["words", "semantics", "votes"]
    confidence: float
    sign: str
