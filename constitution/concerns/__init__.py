"""What a person should look at in a draft before it is put to the vote. PURE.

Everything here proposes; nothing is decided, merged or reworded by it. The rules find little rather than too
much: `docs/constitution.md` says what each looks for and how often it was right.
"""

from constitution.concerns.double_meaning import double_meanings
from constitution.concerns.finding import PairFinding, PairKind, PrincipleText, TextFinding, TextKind
from constitution.concerns.pairs import pair_findings, why_opposite
from constitution.concerns.shared_sides import SharedSides, shared_sides
from constitution.concerns.single import text_findings
from constitution.concerns.two_ideas import two_ideas

__all__ = [
    "PairFinding",
    "PairKind",
    "PrincipleText",
    "SharedSides",
    "TextFinding",
    "TextKind",
    "double_meanings",
    "pair_findings",
    "shared_sides",
    "text_findings",
    "two_ideas",
    "why_opposite",
]
