"""Words that two people may take for two things. PURE.

A short list on purpose: each rule names something that changes what a principle demands, not a matter of
taste. That a word like "harmful" is open is no double meaning; people voted on it.
"""

from __future__ import annotations

import re

from constitution.concerns.demand import clauses_of
from constitution.concerns.rules import Rule, found_by, language, rule

_ACTORS = (
    "users|people|humans|children|companies|governments|developers|experts|doctors|parents|adults|minors|women"
    "|men|workers|employers|citizens|politicians|teachers|students|machines|robots|journalists|scientists"
)
_NO = r"(?:not|never|no|none|neither|n['’]t|without \s+ not)"
_REFUSES = (
    r"(?:refus(?:e|es|ing)|fail(?:s|ing)?|avoid(?:s|ing)?|neglect(?:s|ing)?|den(?:y|ies|ying)|forbids?"
    r"|prevents?)"
)
_UN = "(?:un|dis|in)(?:able|honest|fair|clear|truthful|biased|kind|helpful|accurate|reliable|safe)"


def _is_compared(match: re.Match[str]) -> bool:
    """Return whether the clause goes on to say with what."""
    rest = re.split(r"[.;]", match.string[match.end() :])[0]
    return bool(re.match(r"[^,]*\bthan\b", rest)) or bool(
        re.search(
            r"(?:the|to|no|any|once|what['’]s|even|more or|learn|much|many|not)\s$",
            match.string[: match.start()],
        )
    )


def _are_one(match: re.Match[str]) -> bool:
    """Return whether the two are named together, so that "they" are both."""
    together = re.match(r"^\w+(?:,?\s(?:and|or|nor)\s|,\s)(?:the\s)?\w+\b", match[0])
    # "adults they can turn to": the last one named is meant.
    is_relative = match[0].split()[-2] == match[2]
    return bool(together) or is_relative or match[1] == match[2]


ENGLISH: tuple[Rule, ...] = (
    rule(
        "open list",
        r"\b etc\b\.? | \b and \s+ so \s+ (?:on|forth) \b | \b and/or \b | \b and \s+ the \s+ like \b",
    ),
    rule(
        "vague condition",
        r"""\b (?:when|where|if|wherever|whenever|as) \s+ (?:it \s+ is \s+ | it['’]s \s+ )?
        (?:appropriate|necessary|needed|reasonable|applicable|suitable|required) \b""",
    ),
    rule(
        "comparison without other side",
        r"\b (?:better|worse|less|more) \b (?!\s+(?:or|than|and|likely)\b)",
        _is_compared,
    ),
    rule(
        "unclear reference",
        r"\b the \s+ (?:former|latter|aforementioned) \b | \b respectively \b | \b yourself \b",
    ),
    rule(
        "unclear reference",
        r"""^ (?:is\s+)? (?:(?:most|least|best|not|likely|to|clearly)\s+)* \w+ \s+
        (?:them|this|these|those|it) \b""",
        lambda match: match.end() < len(match.string.rstrip(" .!")),
    ),
    rule(
        "unclear reference",
        rf"\b ({_ACTORS}) \b [^.;]*? \b ({_ACTORS}) \b [^.;]*? \b (?:they|them|their) \b",
        _are_one,
    ),
    rule(
        "double negation",
        rf"""\b least \s+ likely \s+ to \s+ (?:not|never|{_REFUSES}) \b
        | \b {_NO} \s+ (?:\w+ \s+){{0,2}}? (?:not|never|n['’]t) \b
        | \b {_NO} \s+ (?:to \s+)? {_REFUSES} \s+ (?:to|not) \b
        | \b {_REFUSES} \s+ (?:to \s+)? not \b
        | \b (?:least|not) \s+ {_UN} \b""",
    ),
    rule(
        "and with or",
        r"""\b (?!both\b|either\b)\w+ \s and \s \w+ \s or \s \w+
        | \b \w+ \s or \s \w+ \s and \s (?!not\b|never\b)\w+""",
        lambda match: bool(re.search(r"\b(?:one|two|more|less|now|then) (?:and|or) ", match[0])),
    ),
    rule(
        "all or not all",
        r"""\b (?:all|every|everyone|everybody|each) \b
        (?:(?!\b(?:and|but|or|that|who|which|so)\b)[^,.;]){0,40} \b (?:not|never) \b""",
    ),
    rule("reason or not", r"\b (?:not|never) \b [^,.;]{0,60} \b because \b"),
    rule("may not", r"\b may \s+ not \b"),
)
SPANISH: tuple[Rule, ...] = (
    rule("open list", r"\b etc(?:[eé]tera)?\b\.? | \b y/o \b | \b y \s+ as[ií] \s+ sucesivamente \b"),
    rule(
        "vague condition",
        r"""\b (?:cuando|si|donde) \s+ (?:(?:sea|es|resulte) \s+)?
        (?:necesario|apropiado|oportuno|conveniente|razonable|procedente) \b
        | \b cuando \s+ proceda \b | \b seg[uú]n \s+ corresponda \b""",
    ),
    rule(
        "double negation",
        r"""\b no \s+ (?:debe \s+|deber[ií]a \s+|puede \s+)? (?:dejar \s+ de \s+)? no \b
        | \b no \b [^,.;]{0,25} \b dejar \s+ de \s+ no \b""",
    ),
    rule("all or not all", r"\b tod[oa]s \b (?:(?!\b(?:y|pero|o|que)\b)[^,.;]){0,40} \b no \b"),
    rule("reason or not", r"\b no \b [^,.;]{0,60} \b porque \b"),
    rule(
        "unclear reference",
        r"""\b (?:el|la|los|las) \s+ (?:primer[oa]s?|últim[oa]s?) (?=[\s,]*(?:debe|pued|no|$))
        | \b respectivamente \b""",
    ),
)
ARABIC: tuple[Rule, ...] = (
    rule("open list", r"إلخ | الخ\b | وما \s+ إلى \s+ ذلك | و/أو | وهكذا"),
    rule(
        "vague condition",
        r"عند \s+ (?:الضرورة|الحاجة|اللزوم|الاقتضاء) | إذا \s+ لزم(?:\s+الأمر)? | حسب \s+ الاقتضاء",
    ),
    rule(
        "double negation",
        r"(?:ألا|ألّا|لا) \s+ (?:يمتنع|يرفض|يتوقف) \s+ (?:عن|أن) \s+ (?:عدم|لا|ألا) | لا \s+ \S+ \s+ ألا \b",
    ),
    rule("reason or not", r"(?:ألا|لا|لن) \s [^،.؛]{0,60} \s (?:لأن|بسبب \s+ أن)"),
)
CHINESE: tuple[Rule, ...] = (
    rule("open list", r"等等 | 之類 | 之类 | 和/或 | 及/或"),
    rule(
        "vague condition",
        r"必要(?:時|时|的話|的话) | 適當(?:時|的時候) | 适当(?:时|的时候) | 酌情 | 視情況 | 视情况",
    ),
    rule(
        "double negation",
        r"""不(?:能|得|會|会|可|應|应|應該|应该|可以)不 | (?:並非|并非|無|无|沒有|没有)不
        | 最不(?:會|会)不 | 不(?:要|可|得|能)(?:拒絕|拒绝)不""",
        lambda match: match[0] in {"不得不"},
    ),
)
RULES = {"en": ENGLISH, "es": SPANISH, "ar": ARABIC, "zh": CHINESE}


def double_meanings(principle: str) -> tuple[tuple[str, str], ...]:
    """Return the rules that fit a principle with the words in question, each rule's name once."""
    found: dict[str, str] = {}
    for clause in clauses_of(principle):
        for sign, words in found_by(RULES[language(clause)], clause):
            found.setdefault(sign, words)
    return tuple(found.items())
