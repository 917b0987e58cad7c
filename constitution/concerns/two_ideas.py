"""Two demands in one principle, so that somebody who shares only one of them cannot vote. PURE.

"Honest and clear" is one idea in two words and is let pass; looked for are two demands of which each could
be a principle by itself. What is said twice in other words ("harmful, and likely to cause harm") is one idea
as well: two parts that share a word stem are let pass.
"""

from __future__ import annotations

import re

from constitution.concerns.demand import clauses_of
from constitution.concerns.rules import Rule, found_by, language, rule

_VERBS = (
    "provides|helps|gives|supports|respects|protects|explains|avoids|refuses|cites|admits|tells|asks|encourages"
    "|promotes|offers|shows|uses|keeps|makes|allows|lets|acknowledges|identifies|warns|corrects|speaks|answers"
    "|reports|treats|considers|includes|inspires|discourages|prevents|follows|checks|names|states|suggests"
)
_COMMON = frozenset(
    "that this with from than their them they such most least more likely should must never does being other "
    "others user users people human humans response responses answer answers when where which about into "
    "anyone everyone always debe deben debería deberían tiene tienen asistente también".split()
)
_BARE_VERB = re.compile(rf"^(?:most\s+|best\s+)?\w+(?:,\s+\w+)*,?\s+and\s+(?:{_VERBS})\b", re.IGNORECASE)


def _says_the_same(match: re.Match[str]) -> bool:
    """Return whether the part after the match takes up a word of the part before it."""
    text, start = match.string, match.start("second")
    return _share_a_word(text[:start], text[start:])


def _shares_its_object(match: re.Match[str]) -> bool:
    """Return whether two verbs stand side by side with one object: "encourages and supports people"."""
    return bool(_BARE_VERB.match(match.string)) or _says_the_same(match)


def _share_a_word(first: str, second: str) -> bool:
    """Return whether a word of one stands in the other, be it with another ending: "harm" and "harmful"."""
    ours, theirs = (
        [word for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word not in _COMMON]
        for text in (first, second)
    )
    return any(
        one.startswith(other) or other.startswith(one) or one[:6] == other[:6]
        for one in ours
        for other in theirs
    )


ENGLISH: tuple[Rule, ...] = (
    rule(
        "second degree",
        r",?\s and \s+ (?P<second> (?:that \s+)? (?:is \s+)? (?:the \s+)? (?:most|least) \s+ \w+ .*)",
        _says_the_same,
    ),
    rule(
        "yes and no",
        r"""(?:,\s*(?:and|but) | \s(?:and|but)) \s+
        (?P<second> (?:does \s+ not | doesn['’]t | never | (?:it \s+)? (?:should|must) \s+ not)
        \s+ \w+ .*)""",
        _says_the_same,
    ),
    rule(
        "second demand",
        r"\b (?:should|must) \b .*? ,?\s and \s+ (?P<second> (?:it \s+)? (?:should|must) \s+ (?!not) \w+ .*)",
        _says_the_same,
    ),
    rule(
        "second verb",
        rf"""^ (?!is\b|are\b) (?:most\s+|best\s+)? \w+s \s .*? ,?\s and \s+
        (?P<second> (?:{_VERBS}) \s+ \w+ .*)""",
        _shares_its_object,
    ),
    rule(
        "in addition",
        r""",?\s (?P<second>
        (?:while \s+ also | in \s+ addition | as \s+ well \s+ as \s+ \w+ing | but \s+ also) \b .*)""",
    ),
)
SPANISH: tuple[Rule, ...] = (
    rule(
        "second demand",
        r"""\b deb(?:e|er[ií]a|en) \b .*? ,?\s [ye] \s+
        (?P<second> (?:tambi[eé]n \s+)? (?:no \s+)? (?:deb(?:e|er[ií]a|en)|tiene \s+ que|ha \s+ de) \b .*)""",
        _says_the_same,
    ),
    rule(
        "yes and no",
        r"\b deb(?:e|er[ií]a|en) \b .*? ,?\s [ye] \s+ (?P<second> (?:no|nunca) \s+ \w+ [aei]r\b .*)",
    ),
    rule("in addition", r",?\s (?:y \s+)? (?P<second> (?:adem[aá]s|as[ií] \s+ como) \s+ .*)"),
)
ARABIC: tuple[Rule, ...] = (
    rule("second demand", r"\s و(?:يجب|ينبغي|لا\s+يجب|لا\s+ينبغي|عليه|عليها)\s .*"),
    rule("second demand", r"\s أن \s .*? \s و(?:أن|ألا|أّلا|ألّا) \s .*"),
    rule("in addition", r"(?:،\s*|\s)كما \s+ (?:يجب|ينبغي|عليه) .*"),
)
CHINESE: tuple[Rule, ...] = (
    rule("in addition", r"[，,；;](?:並且|并且|而且|同時|同时|此外|另外) .*"),
    rule(
        "second demand",
        r"""[，,；;]?(?:也|還|还|並|并)
        (?:應該|应该|應當|应当|應|应|必須|必须|要|不應|不应|不要|不得|不能|不可) .*""",
    ),
)
RULES = {"en": ENGLISH, "es": SPANISH, "ar": ARABIC, "zh": CHINESE}


def two_ideas(principle: str) -> tuple[str, str] | None:
    """Return the rule and the words of the second demand, or None where there is one demand."""
    clauses = clauses_of(principle)
    for clause in clauses:
        for sign, words in found_by(RULES[language(clause)], clause):
            return sign, words
    if len(clauses) > 1 and not _share_a_word(clauses[0], " ".join(clauses[1:])):
        return "second sentence", clauses[1]
    return None
