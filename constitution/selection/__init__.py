"""Which statements become principles, by which rule, and how fairly they represent the public. PURE.

Scores, bounds and resamples come from a stored analysis; nothing here computes them again. Every rule works
among the statements that every opinion group agrees with (`floor`). Rankings take the top of a list; slates
(`equal_shares`, `phragmen`, `proportional_approval`) choose principles together, from `ballots`.
`representation` audits the result, `outcomes` holds all rules side by side. `docs/constitution.md` says more.
"""

from constitution.selection.ballots import Ballots
from constitution.selection.candidates import NOT_MERGED, Candidates
from constitution.selection.floor import Contested, Reason, on_their_own
from constitution.selection.outcomes import JustifiedRepresentation, OnlyHere, RuleOutcome, compare_rules
from constitution.selection.representation import LeftShort
from constitution.selection.rules import (
    EQUAL_SHARES,
    LOWER_BOUND,
    RULES,
    SLATES,
    RuleNotMeasured,
    SelectionRules,
    UnknownRule,
)
from constitution.selection.selecting import NotSelected, Selected, Selection, Tie, select_principles
from constitution.selection.stability import share_selected

__all__ = [
    "EQUAL_SHARES",
    "LOWER_BOUND",
    "NOT_MERGED",
    "RULES",
    "SLATES",
    "Ballots",
    "Candidates",
    "Contested",
    "JustifiedRepresentation",
    "LeftShort",
    "NotSelected",
    "OnlyHere",
    "Reason",
    "RuleNotMeasured",
    "RuleOutcome",
    "Selected",
    "Selection",
    "SelectionRules",
    "Tie",
    "UnknownRule",
    "compare_rules",
    "on_their_own",
    "select_principles",
    "share_selected",
]
