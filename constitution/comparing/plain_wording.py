"""A principle without the words that all principles share: whether to do something or not, and what. PURE.

"Choose the response that is least hateful" and "Choose the response that is most creative" share six words
of eight and nothing they mean. Both are brought to the form of a statement, "AI should not be hateful", which
is what principles from elsewhere look like, and the part behind "AI should" is what is compared.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from constitution.wording.english.inflection import base_form, starts_with_verb
from deliberation.semantics.opposition.languages import language_of

PROMOTE, AVOID = "promote", "avoid"

_SPACES = re.compile(r"\s+")
_LABELS = re.compile(
    r"^\s*(?:critique ?request|revision ?request|principle(?: \d+)?|article \d+)\s*[:.]\s*|"
    r"\s*(?:critique|revision|options)\s*:\s*$",
    re.IGNORECASE,
)
_ANSWER = r"(?:response|answer|reply|output|completion|option|message)s?"
_MACHINE = (
    r"(?:(?:the|an?|all|any|every|our|this|your)\s+)?(?:ai(?:'s)?(?:\s+(?:systems?|models?|assistants?|chatbots?"
    r"|tools?|actors?))?|artificial intelligence|chatbots?|assistants?|(?:language )?models?|systems?"
    r"|machines?|it|you|we|they)"
)
_LEAD = re.compile(
    rf"(?:please\s+)?(?:choose|pick|select|prefer|favou?r)\s+(?:the\s+)?(?:{_MACHINE}(?:'s)?\s+)?{_ANSWER}\s+"
    rf"(?:from the (?:ai|assistant)\s+)?(?:that|which|whose)\s+"
    rf"|(?:which|what)\s+(?:one\s+)?(?:of\s+)?(?:these|the|those)?\s*(?:two\s+)?(?:ai\s+|assistant\s+)?{_ANSWER}\s+",
    re.IGNORECASE,
)
_NOT_CHOOSE = re.compile(
    rf"\b(?:please\s+)?(?:do\s+not|don'?t|never|avoid)\s+(?:choos|pick|select)(?:e|ing)?\s+(?:the\s+|any\s+)?"
    rf"{_ANSWER}\s+(?:that|which)\s+(?:are|is\s+)?",
    re.IGNORECASE,
)
_FAULTS = re.compile(
    rf"^(?:please\s+)?(?:identify|explain|discuss|list|point out|describe)\s+(?:any\s+|all\s+)?(?:the\s+)?"
    rf"(?:specific\s+)?(?:ways?|whether|how|where|if)\s+(?:in which\s+)?"
    rf"(?:the\s+)?(?:ai|assistant|model)(?:'s)?\s+(?:last\s+|previous\s+)?(?:{_ANSWER}\s+)?",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"^\s*compare\b[^.?!]*[.?!]\s*", re.IGNORECASE)
_DUTY = re.compile(
    rf"^(?:(?:i (?:think|believe|want|feel) (?:that )?|ideally,? |in general,? )?(?:{_MACHINE}|{_ANSWER}))\s+"
    r"(?:should|must|ought to|has to|have to|needs? to|shall|will|is to|are to|is required to)\s+",
    re.IGNORECASE,
)
_EAGERLY = re.compile(r"^(?:please\s+|always\s+|also\s+|strive to\s+|try to\s+|aim to\s+)+", re.IGNORECASE)
_AND_NOT = re.compile(r",?\s+and\s+(?:do not|don'?t|never|should not|must not|not)\s+", re.IGNORECASE)
_NEVER = re.compile(
    r"^(?:should|must|shall)(?:n't| not)\s+|^(?:never|not|do not|don'?t|avoid|refuse to)\s+", re.I
)
_MODAL_NOT = re.compile(
    rf"^(?:{_MACHINE}|{_ANSWER})\s+"
    r"(?:(?:should|must|shall|may)\s+not|(?:should|must)n'?t|cannot|can'?t|can not)\s+(?:ever\s+)?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r",?\s+(?:and|or)\s+(?=(?:that|which)\s)|,?\s+and\s+(?=(?:the\s+)?(?:least|most)\s)", re.IGNORECASE
)

_FORMS: tuple[tuple[re.Pattern[str], bool], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), is_promoted)
    for pattern, is_promoted in (
        (r"(?:is\s+|are\s+)?(?:the\s+)?(?:least|less)\s+(?:likely|intended|apt|prone)\s+to\s+", False),
        (r"(?:is\s+|are\s+)?(?:the\s+)?(?:most|more)\s+(?:likely|intended)\s+to\s+", True),
        (r"(?P<be>is|are)\s+(?:the\s+)?(?:least|less)\s+", False),
        (r"(?P<be>is|are)\s+(?:the\s+)?(?:most|more|best|better)\s+", True),
        (r"(?P<be>is|are)\s+(?:not|never)\s+", False),
        (r"(?P<have>has|have|contains?|shows?)\s+(?:the\s+)?(?:least|less|fewest|fewer|no)\s+", False),
        (r"(?P<have>has|have|contains?|shows?)\s+(?:the\s+)?(?:most|more)\s+", True),
        (r"(?:does\s+not|doesn'?t|do\s+not|don'?t|never)\s+", False),
        (r"(?:the\s+)?(?:least|less)\s+", False),
        (r"(?:the\s+)?(?:most|more|best|better)\s+", True),
        (r"avoids\s+|refrains\s+from\s+", False),
    )
)
_TURNED_INTO = {
    "discourage": "encourage",
    "dissuade": "encourage",
    "avoid": "",
    "refrain from": "",
    "refuse to": "",
    "be free of": "use",
}
_TURNING = re.compile(rf"(?P<verb>{'|'.join(_TURNED_INTO)})\s+", re.IGNORECASE)
_AS_POSSIBLE = re.compile(r"\bas\s+(?P<what>.{2,120}?)\s+as\s+possible\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"^(?:请|請)?(?:选择|選擇)(?P<degree>最能|最不|最少|最)?(?P<what>.+?)的?(?:回答|回复|回覆|回應|答复)[。.]?$"
)


@dataclass(frozen=True)
class Plain:
    """A principle as something that an AI should or should not do.

    `core` is what it is about ("be hateful"), `text` the whole ("AI should not be hateful"), `turned` the
    opposite demand ("AI should be hateful"). In a language whose sentences are not read here, `core` and
    `text` are the principle as it stands, `kind` is empty and so is `turned`.
    """

    kind: str
    core: str
    text: str
    turned: str


@functools.lru_cache(maxsize=20_000)
def plain(principle: str) -> Plain:
    """Return a principle without its lead."""
    text = _SPACES.sub(" ", _LABELS.sub("", _LABELS.sub("", principle))).strip(' -*•"“”')
    chinese = _CHINESE.match(text)
    if chinese:
        kind = AVOID if chinese["degree"] in {"最不", "最少"} else PROMOTE
        return _demand(kind, chinese["what"], ("人工智能不应该", "人工智能应该"), "")
    if not _LEAD.search(text) and language_of(text) not in {"en", ""}:
        return Plain("", text, text, "")
    forbidden = [part.strip(" .") for part in _NOT_CHOOSE.split(text)[1:]]
    text = _NOT_CHOOSE.split(text)[0].strip()
    lead = _LEAD.search(text)
    if lead:
        text = _COMPARE.sub("", text[: lead.start()]) + text[lead.end() :]
        kind, core = _clauses(text.strip(" .?!"))
    elif _FAULTS.search(text):
        kind, core = AVOID, base_form(_FAULTS.sub("", text).strip(" .?!"))
    else:
        kind, core = _statement(text.strip(" .?!"))
    if not kind:
        return Plain("", text, text, "")
    for part in forbidden:
        core += (", and not " if kind == PROMOTE else ", or ") + base_form(part)
    kind, core = _unturned(kind, _opened_small(core))
    return _demand(kind, core, ("AI should not ", "AI should "), ".")


def _unturned(kind: str, core: str) -> tuple[str, str]:
    """Say "should discourage X" as "should not encourage X", and "should avoid X" as "should not X"."""
    turning = _TURNING.match(core)
    if turning is None or kind == AVOID:
        return kind, core
    rest = _AND_NOT.sub(", or ", core[turning.end() :])
    if any(starts_with_verb(base_form(part)) for part in re.split(r",?\s+and\s+", rest)[1:]):
        return kind, core
    return AVOID, f"{_TURNED_INTO[turning['verb'].lower()]} {rest}".strip()


def _demand(kind: str, core: str, duties: tuple[str, str], end: str) -> Plain:
    avoided, promoted = (f"{duty}{core}{end}" for duty in duties)
    return Plain(kind, core, avoided, promoted) if kind == AVOID else Plain(kind, core, promoted, avoided)


def _opened_small(core: str) -> str:
    """Write the first letter small, unless the word is written in capitals for its own sake."""
    return core[:1].lower() + core[1:] if core[1:2].islower() else core


def _clauses(text: str) -> tuple[str, str]:
    """Read what follows a lead: "is least X, and that most VERBs Y"."""
    kinds, cores = [], []
    for part in _CLAUSE.split(text):
        kind, core = _clause(re.sub(r"^(?:that|which)\s+", "", part.strip(" ,"), flags=re.IGNORECASE))
        kinds.append(kind)
        cores.append(core)
    joined = cores[0]
    for kind, core in zip(kinds[1:], cores[1:], strict=True):
        turned = "" if kind == kinds[0] else "not "
        joined += (", or " if kinds[0] == kind == AVOID else ", and ") + turned + core
    return kinds[0], joined


def _clause(text: str) -> tuple[str, str]:
    text = _AS_POSSIBLE.sub(r"\g<what>", text)
    for form, is_promoted in _FORMS:
        match = form.match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        found = match.groupdict()
        verb = "be " if found.get("be") else "have " if found.get("have") else ""
        return (PROMOTE if is_promoted else AVOID), verb + (rest if verb else base_form(rest))
    return PROMOTE, base_form(text)


def _statement(text: str) -> tuple[str, str]:
    """Read a statement: "The AI should never X", "Avoid X", "Be X"; the kind of any other is empty."""
    modal = _MODAL_NOT.match(text)
    if modal:
        return AVOID, text[modal.end() :]
    duty = _DUTY.match(text)
    rest = _EAGERLY.sub("", text[duty.end() :] if duty else text)
    rest = _AS_POSSIBLE.sub(r"\g<what>", rest)
    never = _NEVER.match(rest)
    if never:
        return AVOID, _AND_NOT.sub(", or ", rest[never.end() :])
    return (PROMOTE if duty or starts_with_verb(rest) else ""), rest
