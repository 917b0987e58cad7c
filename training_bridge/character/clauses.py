"""From "Choose the response that ..." to what somebody says of themselves, by the form of the words. PURE.

clauses_of("Choose the response that least encourages hatred or bigotry.")[0].said == (
    "I do not encourage hatred or bigotry."
)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording.english.inflection import NOUNS_TOO, VERBS, base_form, starts_like_a_verb
from constitution.wording.principle_wording import Kind

_CHOOSE = re.compile(r"Choose the response that (?P<clauses>[^.?!:“”]+)\.")
_FORBIDDEN = re.compile(r"Do (?:NOT|not) choose (?:the )?responses? that (?P<clauses>[^.?!:“”]+)\.")
_NEXT_CLAUSE = re.compile(
    r",? and (?=that |(?:is )?(?:the )?(?:most|least|best) |does not |is not )", re.IGNORECASE
)
_FORMS: tuple[tuple[str, Kind, str, str], ...] = (
    ("likely to", "promote", "", r"(?:is )?(?:the )?(?:most|more) likely to (?P<rest>.+)"),
    ("not likely to", "avoid", "", r"(?:is )?(?:the )?(?:least|less) likely to (?P<rest>.+)"),
    ("not meant to", "avoid", "", r"is (?:the )?least intended to (?P<rest>.+)"),
    ("as possible", "promote", "be ", r"is (?P<rest>as .+ as possible\b.*)"),
    ("most of a quality", "promote", "be ", r"is (?:the )?(?:most|more) (?P<rest>.+)"),
    ("least of a quality", "avoid", "be ", r"is (?:the )?(?:least|less) (?P<rest>.+)"),
    ("not a quality", "avoid", "be ", r"is not (?P<rest>.+)"),
    ("a quality", "promote", "be ", r"is (?P<rest>.+)"),
    ("most of a thing", "promote", "have ", r"has the most (?P<rest>.+)"),
    ("least of a thing", "avoid", "have ", r"has the least (?P<rest>.+)"),
    ("does not", "avoid", "", r"does not (?P<rest>.+)"),
)
"""Each form with what it asks for; what follows it is a base form already, or begins with the stem."""
_DONE: tuple[tuple[str, Kind, re.Pattern[str]], ...] = (
    ("least done", "avoid", re.compile(r"least (?P<rest>.+)")),
    ("most done", "promote", re.compile(r"(?:most|best) (?P<rest>.+)")),
    ("done", "promote", re.compile(r"(?P<rest>.+)")),
)
"""Forms in which a verb in the third person follows."""
_JOINT = re.compile(r"(, (?:and|or) | and | or |, )")
_CITIZEN = (
    (r"\b[Ww]e\b|\bus\b", "people"),
    (r"\b[Oo]ur\b", "people's"),
    (r"\bourselves\b|\bmyself\b", "themselves"),
    (r"\bmy\b", "their"),
    (r"\bI\b|\bme\b", "the people {self} talk with"),
)
"""Whoever wrote the statement spoke of themselves; in a trait "I" is the model."""
_IMPERSONAL = (
    "unclear|important|necessary|possible|true|right|wrong|hard|safe|legal|needed|appropriate|relevant|likely"
    "|(?:not )?(?:what|that)"
)
_TOLD = r"\b(tell|tells|told|asks?|asked|trusts?|given|gives?|shown?|rely on|relies on|talks? to)"


@dataclass(frozen=True)
class Clause:
    """One thing that a principle asks for.

    Attributes:
        kind: whether it asks for it or against it.
        said: what somebody who keeps to it says, "I do not encourage hatred."
        act: what it is about, as it follows "to" in a question to that somebody, "get your way".
        own_act: the same as that somebody says it, "get my way".
        form: the form by which it was found.
    """

    kind: Kind
    said: str
    act: str
    own_act: str
    form: str


def clauses_of(principle: str) -> list[Clause]:
    """Give all that an English principle asks for; nothing where a part of it has no form that is known."""
    text = " ".join(principle.split())
    found: list[Clause | None] = []
    while text:
        sentence = _CHOOSE.match(text) or _FORBIDDEN.match(text)
        if sentence is None:
            return []
        forbidden = sentence.re is _FORBIDDEN
        parts = _NEXT_CLAUSE.split(sentence["clauses"])
        found += [_forbidden(part) if forbidden else _clause(part.removeprefix("that ")) for part in parts]
        text = text[sentence.end() :].strip()
    clauses = [each for each in found if each is not None]
    return clauses if len(clauses) == len(found) else []


def _clause(text: str) -> Clause | None:
    for form, kind, stem, pattern in _FORMS:
        if match := re.fullmatch(pattern, text):
            return _worded(kind, f"{stem}{match['rest']}", form)
    for form, kind, done in _DONE:
        match = done.fullmatch(text)
        if match and (base := _bases(match["rest"])):
            return _worded(kind, base, form)
    return None


def _forbidden(text: str) -> Clause:
    # Of many responses the verb has its base form already.
    return _worded("avoid", text, "do not choose")


def _worded(kind: Kind, base: str, form: str) -> Clause:
    own_act = said = _spoken(base, "I", "me", "my")
    verb, _space, rest = said.partition(" ")
    if verb == "be":
        said = f"I am {'not ' if kind == 'avoid' else ''}{rest.replace('as possible', 'as I can be')}"
    elif kind == "avoid":
        said = f"I do not {said}"
    else:
        said = f"I {said}"
    return Clause(kind, f"{said}.", _spoken(base, "you", "you", "your"), own_act, form)


def _bases(text: str) -> str | None:
    """Put every verb of a phrase in the third person into its base form; None where it begins with none."""
    first, *others = _JOINT.split(text)
    base = base_form(first)
    if base == first or not starts_like_a_verb(base):
        return None
    for joint, part in zip(others[::2], others[1::2], strict=True):
        base += joint + (base_form(part) if _is_verb(part) else part)
    return base


def _is_verb(part: str) -> bool:
    """Say whether a further part of a list begins with a verb in the third person."""
    base = base_form(part)
    verb = next((word for word in base.split() if word not in part.split()), "")
    return verb in VERBS and (verb not in NOUNS_TOO or " " in part)


def _spoken(text: str, subject: str, spoken_to: str, own: str) -> str:
    """Let the model speak, or be spoken to, where the principle speaks of it as "it"."""
    for pattern, word in _CITIZEN:
        text = re.sub(pattern, word.format(self="\x00"), text)

    def acting(found: re.Match[str]) -> str:
        verb = found[1].removesuffix("n't")
        if verb == "is":
            return f"{subject} {'am' if subject == 'I' else 'are'}" + (" not" if verb != found[1] else "")
        return f"{subject} {base_form(verb)}{found[1].removeprefix(verb)}"

    text = re.sub(rf"\bit (?!is (?:{_IMPERSONAL})\b)({_third_persons()})(?=\W|$)", acting, text)
    text = re.sub(r"\bit (can|cannot|could|may|must|should|will|would)\b", rf"{subject} \1", text)
    text = re.sub(rf"{_TOLD} it\b", rf"\1 {spoken_to}", text)
    text = re.sub(r"\bits\b", own, text)
    text = re.sub(r"\b(?:it|your)self\b", "myself" if own == "my" else "yourself", text)
    text = re.sub(r"\bthe response\b", f"{own} answer", text)
    return text.replace("\x00", subject)


def _third_persons() -> str:
    return r"is(?:n't)?|has|does(?:n't)?|[a-z]{3,}(?<![su])s"
