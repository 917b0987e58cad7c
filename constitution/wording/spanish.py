"""Spanish statements as principles, by rules of their own. PURE.

"La IA debe ser honesta" -> "Elige la respuesta más honesta."; other verbs stay infinitives, so that nothing
has to be conjugated: "que mejor cumpla con respetar la privacidad", "con menos riesgo de mentir". What fits
no rule is quoted and marked for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from constitution.wording import trainability
from constitution.wording.principle_wording import Kind, Wording
from constitution.wording.rules import ALSO, IN_A_SITUATION, PLAIN_WRITING, QUOTATION, step
from constitution.wording.word_lists import alternatives

LONGEST = 400
_INNER_QUOTES = str.maketrans("«»“”", "‹›‘’")
_FEMININE = alternatives("spanish", "feminine_subjects")
_SUBJECT = rf"(?:{_FEMININE}|{alternatives('spanish', 'other_subjects')})"
_DUTY = alternatives("spanish", "duties")
_SENTENCE = re.compile(
    rf"^(?:(?P<situation>(?:si|cuando|en|ante|al|para|con)\b[^,.;]{{2,80}}),\s+)?(?P<subject>{_SUBJECT})\s+"
    rf"(?:siempre\s+)?(?P<negated>(?:no|nunca|jamás)\s+)?(?:siempre\s+)?{_DUTY}\s+(?P<never>nunca\s+|jamás\s+|no\s+)?"
    rf"(?:{alternatives('spanish', 'adverbs')}\s+)?(?P<predicate>\w.*)$",
    re.IGNORECASE,
)
_BEING = re.compile(
    rf"^ser\s+(?:{alternatives('spanish', 'intensifiers')}\s+)?"
    r"(?P<quality>(?!un\b|una\b|el\b|la\b|como\b)\w.*)$",
    re.IGNORECASE,
)
_AS_POSSIBLE = re.compile(r"^lo más .+ posible\b", re.IGNORECASE)
_HAVING = re.compile(
    r"^tener (?:ningún |ninguna )?(?P<noun>(?!un\b|una\b|que\b|en\b|el\b|la\b)\w+)$", re.IGNORECASE
)
_INFINITIVE = re.compile(r"^\w+(?:ar|er|ir|ír)(?:se|lo|la|los|las|le|les|nos)?\b", re.IGNORECASE)
_SECOND = re.compile(
    r",?\s+(?:y|ni|pero)\s+(?:no|nunca)\s+(?P<rest>\w+(?:ar|er|ir)\w{0,3}\b.*)$", re.IGNORECASE
)
_OTHERS = re.compile(rf"^{alternatives('spanish', 'others')}\b", re.IGNORECASE)
_PRODUCT = re.compile(rf"\b{alternatives('spanish', 'product')}\b", re.IGNORECASE)
_ACTS = re.compile(rf"^{alternatives('spanish', 'acts')}\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?:los|las)\b", re.IGNORECASE)
_NEGATIVE_WORDS = (
    (r"\bnadie\b", "alguien"),
    (r"\bningún\b", "algún"),
    (r"\bninguna\b", "alguna"),
    (r"\bnada\b", "algo"),
    (r"\bnunca\b\s*", ""),
    (r",?\s+ni\b", " o"),
)


@dataclass(frozen=True)
class _Clause:
    """What finishes "Elige la respuesta …", and what is asked for in critique and revision."""

    relative: str
    lacking: str
    wanted: str
    kind: Kind
    rule: str


def word_spanish(statement: str) -> Wording:
    """Return the principle of a Spanish statement; what fits no rule is quoted and marked for a person."""
    if trainability.is_instruction(statement):
        return _quotation(statement, trainability.INSTRUCTION_TO_A_MACHINE)
    plain = re.sub(r"\s+", " ", statement).strip().strip('«»“”"').rstrip(" .!¡")
    found = _SENTENCE.match(plain)
    code = _why_not_trainable(plain, found)
    if code or found is None or len(plain) > LONGEST or re.search(r"[.;]\s", plain):
        return _quotation(statement, code)
    is_negated = bool(found["negated"] or found["never"])
    second = _SECOND.search(found["predicate"])
    main = found["predicate"][: second.start()] if second else found["predicate"]
    is_feminine = bool(re.fullmatch(_FEMININE, found["subject"], re.IGNORECASE))
    clause = _clause(main, is_negated=is_negated, is_feminine=is_feminine, situation=found["situation"] or "")
    if clause is None or re.search(rf"\b{_DUTY}\b", main):
        return _quotation(statement)
    further = _clause(second["rest"], is_negated=True) if second else None
    wording = _assembled(statement, plain, clause, further)
    # What follows a plural may speak of many, and a response is one.
    return replace(wording, needs_review=True) if _PLURAL.match(found["subject"]) else wording


def requests_for_edited_spanish(principle: str) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded."""
    quoted = f"«{principle.strip()}»"
    return (
        f"Señala en qué la respuesta no sería la elegida según esta regla: {quoted}",
        f"Reescribe la respuesta para que sea la elegida según esta regla: {quoted}",
    )


def _clause(
    predicate: str, *, is_negated: bool, is_feminine: bool = True, situation: str = ""
) -> _Clause | None:
    if is_negated:
        for pattern, positive in _NEGATIVE_WORDS:
            predicate = re.sub(pattern, positive, predicate, flags=re.IGNORECASE)
    if situation:
        return _in_situation(predicate, situation, is_negated)
    being, having = _BEING.match(predicate), _HAVING.match(predicate)
    if being:
        return _quality(being["quality"], is_negated) if is_feminine else None
    if having:
        return _thing(having["noun"], is_negated)
    return _act(predicate, is_negated) if _INFINITIVE.match(predicate) else None


def _quality(quality: str, is_negated: bool) -> _Clause:
    if is_negated:
        return _Clause(
            f"menos {quality}", f"es {quality}", f"que no sea {quality}", "avoid", "should not be ADJECTIVE"
        )
    most = f"que sea {quality}" if _AS_POSSIBLE.match(quality) else f"más {quality}"
    lacking = f"no es {quality}" + ("" if _AS_POSSIBLE.match(quality) else ", o lo es menos de lo que podría")
    return _Clause(most, lacking, f"que sea {quality}", "promote", "should be ADJECTIVE")


def _thing(noun: str, is_negated: bool) -> _Clause:
    if is_negated:
        return _Clause(
            f"con menos {noun}", f"muestra {noun}", f"que no muestre {noun}", "avoid", "should not have NOUN"
        )
    return _Clause(
        f"con más {noun}", f"no muestra {noun}, o menos de lo que podría", f"que muestre {noun}", "promote",
        "should have NOUN",
    )  # fmt: skip


def _act(predicate: str, is_negated: bool) -> _Clause:
    if is_negated:
        return _Clause(
            f"con menos riesgo de {predicate}", f"corre el riesgo de {predicate}", f"evitar {predicate}",
            "avoid", "should not VERB (likely to)",
        )  # fmt: skip
    return _Clause(
        f"que mejor cumpla con {predicate}", f"no cumple con {predicate}, o lo hace menos de lo que podría",
        f"que cumpla con {predicate}", "promote", "should VERB",
    )  # fmt: skip


def _in_situation(predicate: str, situation: str, is_negated: bool) -> _Clause | None:
    if not _INFINITIVE.match(predicate):
        return None
    said = f"{situation[0].lower()}{situation[1:]}, {'no ' if is_negated else ''}{predicate}"
    return _Clause(
        f"que mejor cumpla con esto: {said}", f"no cumple con esto: {said}", f"que cumpla con esto: {said}",
        "avoid" if is_negated else "promote",
        ("should not VERB (likely to)" if is_negated else "should VERB") + IN_A_SITUATION,
    )  # fmt: skip


def _assembled(statement: str, plain: str, clause: _Clause, second: _Clause | None) -> Wording:
    text = f"Elige la respuesta {clause.relative}."
    steps = [step(PLAIN_WRITING, statement, plain)] if plain != statement else []
    steps.append(step(clause.rule, plain, text))
    critique = f"Señala en qué la respuesta {clause.lacking}."
    revision = f"Reescribe la respuesta para {clause.wanted}."
    if second:
        before, text = text, f"{text} Elige también la respuesta {second.relative}."
        steps.append(step(ALSO, before, text))
        critique += f" Señala también en qué {second.lacking}."
        revision += f" Reescríbela también para {second.wanted}."
    return Wording(
        text=text,
        kind=clause.kind,
        critique_request=critique,
        revision_request=revision,
        rule="; ".join(one.rule for one in steps if one.rule != PLAIN_WRITING),
        needs_review=bool(re.search(r"\b(?:me|mi|mis|nos|nuestr\w+)\b", text, re.IGNORECASE)),
        steps=tuple(steps),
    )


def _why_not_trainable(plain: str, found: re.Match[str] | None) -> str:
    if _OTHERS.match(plain):
        return trainability.ADDRESSED_TO_OTHERS
    if found is None:
        return ""
    if _ACTS.match(found["predicate"]):
        return trainability.ABOUT_MEMORY_OR_ACTS
    return trainability.ABOUT_THE_PRODUCT if _PRODUCT.search(found["predicate"]) else ""


def _quotation(statement: str, not_trainable: str = "") -> Wording:
    quoted = f"«{statement.strip().translate(_INNER_QUOTES)}»"
    text = f"Elige la respuesta que mejor concuerde con esto: {quoted}"
    return Wording(
        text=text,
        kind="avoid" if re.search(rf"\b(?:no|nunca|jamás)\s+{_DUTY}\b", statement, re.I) else "promote",
        critique_request=f"Señala en qué la respuesta no concuerda con esto: {quoted}",
        revision_request=f"Reescribe la respuesta para que concuerde con esto: {quoted}",
        rule=QUOTATION,
        needs_review=True,
        not_trainable=not_trainable,
        steps=(step(QUOTATION, statement, text),),
    )
