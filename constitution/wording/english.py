"""English statements as principles, by the rules that the 75 published ones follow. PURE.

"should be ADJ" -> "is most ADJ"; "should VERB" -> "most VERBs"; "should not be ADJ" -> "is least ADJ";
"should not VERB" -> "least VERBs" or "is least likely to VERB"; a prohibition beside a wish becomes a
sentence of its own; conditions stay as they were written. As few words change as possible. The shapes were
counted in the public constitution of Huang et al., Collective Constitutional AI (FAccT 2024). What fits no
rule is quoted and marked for a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from constitution.wording import trainability
from constitution.wording.inflection import split_adverbs, starts_with_verb, third_person_phrase
from constitution.wording.principle_wording import Kind, Wording

LONGEST = 400
"""Longer statements are quoted: no rule can be trusted with them."""

_SINGLE_QUOTES = str.maketrans("“”", "‘’")

_THE_AI = (
    r"(?:(?:the|an|all|any|our|this)\s+)?(?:ai|al|a\.i\.|ais|artificial intelligence|chatbots?)"
    r"(?:\s+(?:systems?|models?|assistants?|chatbots?|tools?|bots?|responses?))?"
)
_SUBJECT = re.compile(rf"^(?:{_THE_AI}|it|they|so)$", re.IGNORECASE)
_MODAL = re.compile(
    r"\b(?:(?:should|must|shall|ought to|has to|have to|needs to|need to)(?: should| must)?"
    r"(?P<negated>\s+not\b|\s+never\b|n't\b)?"
    r"|(?P<forbidden>may not|may never|can not|cannot|can never|mustn't|shouldn't))\s+",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"^(?P<situation>(?:when|whenever|if|unless|in|at|on|for|before|after|during|while|with|without|where|wherever"
    r"|among|as|to)\b[^,.;]{2,80}),\s+(?=(?:the |an |any )?(?:ai|al|it)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|when|whenever|in case|as long as|provided that|only when|except)\b", re.I
)
_AS_POSSIBLE = re.compile(
    r"\bas (?:\w+\s+){1,3}as (?:possible|it can|they (?:possibly )?can)\b|\bas possible\b", re.I
)
_COMPARISON = re.compile(r"\bmore\b.*\bthan\b|\bas \w+ as\b", re.IGNORECASE)
_NOUN_PHRASE = re.compile(r"^(?:an?|the|our|your|one|\w+['’]s|humans)\s+\w", re.IGNORECASE)
_PROHIBITION = re.compile(
    r",?\s+(?:and|but)\s+(?:it\s+)?(?:should\s+|must\s+)?(?:not|never)\s+(?P<forbidden>\w.*)$", re.IGNORECASE
)
_SECOND_WISH = re.compile(
    r",?\s+(?:and|but)\s+(?:it\s+)?(?:should|must)\s+(?P<wish>(?:refuse|decline)\s+to\s+.*)$", re.I
)
_ALSO_MODAL = re.compile(r"\b(?:should|must|shall)\b", re.IGNORECASE)
_STANCE = re.compile(
    r"^(?:encourage|endorse|promote|condone|support|glorify|justify|praise|spread|repeat|invade|express|reinforce"
    r"|feed|discourage|undermine|favou?r)\b",
    re.IGNORECASE,
)
_INTENSIFIERS = re.compile(
    r"^(?:very|really|extremely|intensely|truly|always|completely|totally|more)\s+", re.I
)


@dataclass(frozen=True)
class _Clause:
    """What follows "the response", and the same thing for asking critique and revision.

    Attributes:
        relative: finishes "Choose the response that …".
        lacking: finishes "Identify specific ways in which the response …".
        wanted: finishes "Rewrite the response so that it …".
    """

    relative: str
    lacking: str
    wanted: str
    kind: Kind
    rule: str


def word_english(statement: str) -> Wording:
    """Return the principle of an English statement; what fits no rule is quoted and marked for a person."""
    if trainability.is_instruction(statement):
        return quote_english(statement, not_trainable=trainability.INSTRUCTION_TO_A_MACHINE)
    sentences = _sentences(statement)
    if len(statement) > LONGEST or not sentences:
        return quote_english(statement)
    codes = [_why_not_trainable(sentence) for sentence in sentences]
    if codes[0]:
        return quote_english(statement, not_trainable=codes[0])
    clauses = [_clauses_of(sentence) for sentence in sentences]
    if any(not found for found in clauses):
        return quote_english(statement)
    worded = [clause for found in clauses for clause in found]
    return _assembled(worded)


def quote_english(statement: str, *, not_trainable: str = "") -> Wording:
    """Return the statement quoted inside a principle, marked for a person.

    Quotation marks inside it become single ones, so that nothing in it can end the quotation.
    """
    quoted = f"“{statement.strip().translate(_SINGLE_QUOTES)}”"
    avoids = bool(
        re.search(r"\b(?:should|must|shall|may|can) ?(?:not|never|n['’]t)\b|shouldn['’]t", statement, re.I)
    )
    return Wording(
        text=f"Choose the response that is most consistent with this: {quoted}",
        kind="avoid" if avoids else "promote",
        critique_request=f"Identify specific ways in which the response is at odds with this: {quoted}",
        revision_request=f"Rewrite the response so that it is consistent with this: {quoted}",
        rule="quotation",
        needs_review=True,
        not_trainable=not_trainable,
    )


def requests_for_edited_english(principle: str) -> tuple[str, str]:
    """Return critique and revision request for a principle that a person worded."""
    quoted = f"“{principle.strip()}”"
    return (
        f"Identify specific ways in which the response would not be chosen by this rule: {quoted}",
        f"Rewrite the response so that it would be chosen by this rule: {quoted}",
    )


def _sentences(statement: str) -> list[str]:
    plain = statement.replace("’", "'").strip().strip("“”\"'").strip()
    plain = re.sub(r"(?<=\w)/(?=\w)", " or ", plain)
    plain = re.sub(r"\s+", " ", plain)
    parts = re.split(r"(?<=[a-z)][.!?;])\s+(?=[A-Z])", plain)
    return [part.rstrip(" .!;") for part in parts if part.strip(" .!;")]


def _parts(sentence: str) -> tuple[str, str, bool, str] | None:
    """Split a sentence into situation, subject, whether it is negated, and predicate."""
    situation = _SITUATION.match(sentence)
    rest = sentence[situation.end() :] if situation else sentence
    modal = _MODAL.search(rest)
    if modal is None:
        return None
    negated = bool(modal["negated"] or modal["forbidden"])
    subject, predicate = rest[: modal.start()].strip(), rest[modal.end() :].strip()
    inner = re.match(r"(?:(also|always|really|just)\s+)?(not|never)\s+", predicate, re.IGNORECASE)
    if inner and not negated:
        negated, predicate = True, predicate[inner.end() :]
    return (situation["situation"] if situation else ""), subject, negated, predicate


def _why_not_trainable(sentence: str) -> str:
    parts = _parts(sentence)
    if parts is None:
        return ""
    _situation, subject, negated, predicate = parts
    if subject and not _SUBJECT.match(subject):
        return trainability.why_subject_is_not_trainable(subject)
    return trainability.why_predicate_is_not_trainable(predicate, is_negated=negated)


def _clauses_of(sentence: str) -> list[_Clause]:
    """Return the clauses of one sentence; none where no rule fits."""
    parts = _parts(sentence)
    if parts is None or (parts[1] and not _SUBJECT.match(parts[1])):
        return []
    situation, _subject, negated, predicate = parts
    main, extra = _without_second_clause(predicate)
    if _ALSO_MODAL.search(main) or re.match(r"(?:only|just|merely)\b", main) and negated:
        return []
    if re.search(r"\bbut\b", main) and (negated or not re.search(r"\bbut (?:also|still|not)\b", main)):
        return []
    clause = _negative(main) if negated else _positive(main)
    if clause is None:
        return []
    clauses = [_in_situation(clause, situation)]
    if extra:
        clauses.append(_forbidden(extra))
    return clauses


def _without_second_clause(predicate: str) -> tuple[str, str]:
    """Split off a prohibition or a refusal at the end: what responses must not do, or ""."""
    wish = _SECOND_WISH.search(predicate)
    if wish:
        refused = re.sub(r"^(?:refuse|decline)\s+to\s+", "", wish["wish"], flags=re.IGNORECASE)
        return predicate[: wish.start()], refused
    prohibition = _PROHIBITION.search(predicate)
    if prohibition and (
        starts_with_verb(prohibition["forbidden"]) or prohibition["forbidden"].startswith("be ")
    ):
        return predicate[: prohibition.start()], prohibition["forbidden"]
    return predicate, ""


def _forbidden(phrase: str) -> _Clause:
    plural = re.sub(r"^be\b", "are", phrase)
    return _Clause(
        relative=f"Do NOT choose responses that {plural}.",
        lacking=f"might {phrase}",
        wanted=f"does not {phrase}" if plural == phrase else f"is not {phrase[3:]}",
        kind="avoid",
        rule="second sentence forbids",
    )


def _positive(predicate: str) -> _Clause | None:
    predicate = re.sub(r"^(?:simply|just|also|really|try and)\s+", "", predicate, flags=re.IGNORECASE)
    if re.match(r"(?:always\s+|only\s+)?be\b", predicate, re.IGNORECASE):
        return _positive_being(
            re.sub(r"^(?:always\s+)?(?:only\s+)?be\s+", "", predicate, flags=re.IGNORECASE)
        )
    if not starts_with_verb(predicate):
        return None
    return _positive_doing(predicate)


def _positive_being(complement: str) -> _Clause | None:
    quality, joint, doing = _split_before_verb(complement)
    if not quality:
        return None
    tail, wanted_tail, lacking_tail = "", "", ""
    if doing:
        inflected = third_person_phrase(doing)
        if not inflected.is_sure:
            return None
        tail = f"{joint}and that {inflected.text}"
        wanted_tail = f" and {inflected.text}"
        lacking_tail = f" and does not {doing}"
    if _NOUN_PHRASE.match(quality):
        acting = re.sub(r"\band be\s+", "and as ", quality)
        return _Clause(
            relative=f"most acts as {acting}{tail}",
            lacking=f"does not act as {acting}{lacking_tail}, or does so less than it could",
            wanted=f"acts as {acting}{wanted_tail}",
            kind="promote",
            rule="should be NOUN",
        )
    quality = _INTENSIFIERS.sub("", re.sub(r"\band be\s+", "and ", quality))
    return _Clause(
        relative=f"is {_most(quality)}{tail}",
        lacking=f"is not {_as_far_as_possible(quality)}{lacking_tail}, or less so than it could be",
        wanted=f"is {_as_far_as_possible(quality)}{wanted_tail}",
        kind="promote",
        rule="should be ADJECTIVE",
    )


def _most(quality: str) -> str:
    if re.match(r"(?:just |at least )?as\b.*\bas\b", quality, re.IGNORECASE):
        return quality
    quality = re.sub(r"^as\s+", "", quality, flags=re.IGNORECASE)
    if _AS_POSSIBLE.search(quality):
        return f"as {quality}"
    return f"most {quality}"


def _as_far_as_possible(quality: str) -> str:
    return (
        f"as {quality}" if _AS_POSSIBLE.search(quality) and not quality.lower().startswith("as ") else quality
    )


def _positive_doing(predicate: str) -> _Clause:
    inflected = third_person_phrase(predicate)
    has_own_degree = bool(
        _CONDITION.search(predicate)
        or _AS_POSSIBLE.search(predicate)
        or _COMPARISON.search(predicate)
        or re.match(r"(?:always|only|still|even|have|rather)\b", predicate, re.IGNORECASE)
    )
    if not inflected.is_sure:
        return _Clause(
            relative=f"is most likely to {predicate}",
            lacking=f"does not {predicate}, or does so less than it could",
            wanted=f"does {predicate}",
            kind="promote",
            rule="should VERB (likely to)",
        )
    doing = re.sub(r"^best\s+", "", inflected.text)
    return _Clause(
        relative=doing if has_own_degree else f"most {doing}",
        lacking=f"does not {predicate}, or does so less than it could",
        wanted=inflected.text,
        kind="promote",
        rule="should VERB on a condition" if _CONDITION.search(predicate) else "should VERB",
    )


def _negative(predicate: str) -> _Clause | None:
    predicate = re.sub(r",?\s+nor\s+", " or ", predicate)
    if re.match(r"(?:ever\s+)?be\b", predicate, re.IGNORECASE):
        return _negative_being(re.sub(r"^(?:ever\s+)?be\s+", "", predicate, flags=re.IGNORECASE))
    if not starts_with_verb(predicate):
        return None
    adverbs, _verb = split_adverbs(predicate)
    inflected = third_person_phrase(predicate)
    stance = not adverbs and _STANCE.match(predicate) and inflected.is_sure
    return _Clause(
        relative=f"least {inflected.text}" if stance else f"is least likely to {predicate}",
        lacking=f"might {predicate}",
        wanted=f"does not {predicate}",
        kind="avoid",
        rule="should not VERB" if stance else "should not VERB (likely to)",
    )


def _negative_being(complement: str) -> _Clause | None:
    quality, joint, doing = _split_before_verb(complement)
    if not quality:
        return None
    if re.match(r"(?:used|utili[sz]ed)\b", quality) or _NOUN_PHRASE.match(quality):
        return _Clause(
            relative=f"is least likely to be {complement}",
            lacking=f"might be {complement}",
            wanted=f"is not {complement}" if not doing else f"is not {quality} and does not {doing}",
            kind="avoid",
            rule="should not be NOUN",
        )
    quality = _INTENSIFIERS.sub("", quality)
    return _Clause(
        relative=f"is least {quality}" + (f"{joint}and least likely to {doing}" if doing else ""),
        lacking=f"is {quality}" + (f" or might {doing}" if doing else ""),
        wanted=f"is not {quality}" + (f" and does not {doing}" if doing else ""),
        kind="avoid",
        rule="should not be ADJECTIVE",
    )


def _split_before_verb(complement: str) -> tuple[str, str, str]:
    """Split "easily understandable and give clear answers" before "give"; the last two are empty without one.

    Words that may be adjectives or nouns as well do not count as verbs here. All empty when it is unclear.
    """
    if re.match(r"(?:un)?able to\b", complement, re.IGNORECASE):
        return complement, "", ""
    for joint in re.finditer(r",?\s+(?:and|or)\s+", complement):
        after = complement[joint.end() :]
        _adverbs, verb_and_rest = split_adverbs(after)
        first = verb_and_rest.split(" ", 1)[0]
        if first.lower() == "be" or not starts_with_verb(verb_and_rest):
            continue
        verdict = third_person_phrase(f"do {joint.group().strip(' ,')} {after}")
        starts = verdict.text.split(" ", 2)[-1]
        if " to " in complement[: joint.start()] and not joint.group().startswith(","):
            continue
        if starts != after and verdict.is_sure:
            return complement[: joint.start()], ", ", after
        if not verdict.is_sure:
            return ("", "", "")
    return complement, "", ""


def _in_situation(clause: _Clause, situation: str) -> _Clause:
    if not situation:
        return clause
    setting = situation[0].lower() + situation[1:]
    plain = re.sub(r"^most (?=\w)", "", clause.relative) if _CONDITION.match(setting) else clause.relative
    return _Clause(
        relative=f"{plain} {setting}",
        lacking=f"{clause.lacking} ({setting})",
        wanted=f"{clause.wanted} {setting}",
        kind=clause.kind,
        rule=f"{clause.rule}, in a situation",
    )


def _assembled(clauses: list[_Clause]) -> Wording:
    first = clauses[0]
    text = f"Choose the response that {first.relative}."
    critique = f"Identify specific ways in which the response {first.lacking}."
    revision = f"Rewrite the response so that it {first.wanted}."
    for clause in clauses[1:]:
        forbids = clause.relative.startswith("Do NOT")
        text += f" {clause.relative}" if forbids else f" Choose the response that also {clause.relative}."
        critique += f" Also name ways in which it {clause.lacking}."
        revision += f" Make sure that it {clause.wanted}."
    return Wording(
        text=text,
        kind=first.kind,
        critique_request=critique,
        revision_request=revision,
        rule="; ".join(dict.fromkeys(clause.rule for clause in clauses)),
        needs_review=bool(re.search(r"\b(?:I|me|my|we|our|us)\b", text)),
    )
