"""From an English sentence to what follows "Choose the response that". PURE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from constitution.wording.english.inflection import split_adverbs, starts_with_verb, third_person_phrase
from constitution.wording.english.sentences import parsed
from constitution.wording.principle_wording import Kind
from constitution.wording.rules import FORBIDS, IN_A_SITUATION

Form = Literal["quality", "doing", "whole"]

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
class Clause:
    """What follows "the response", and the same thing for asking critique and revision.

    Attributes:
        relative: finishes "Choose the response that …".
        lacking: finishes "Identify specific ways in which the response …".
        wanted: finishes "Rewrite the response so that it …".
        form: what can be joined to others of its form: a quality, or a phrase that begins with a verb.
        base: that quality or phrase as the statement has it.
    """

    relative: str
    lacking: str
    wanted: str
    kind: Kind
    rule: str
    form: Form = "whole"
    base: str = ""

    @property
    def forbids(self) -> bool:
        """Whether it is a sentence of its own, "Do NOT choose responses that …"."""
        return self.rule == FORBIDS


def clauses_of(sentence: str) -> list[Clause]:
    """Return the clauses of one sentence; none where no rule fits."""
    parts = parsed(sentence)
    if parts is None or not parts.is_about_an_ai:
        return []
    situation, negated, predicate = parts.situation, parts.is_negated, parts.predicate
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


def _forbidden(phrase: str) -> Clause:
    plural = re.sub(r"^be\b", "are", phrase)
    return Clause(
        relative=f"Do NOT choose responses that {plural}.",
        lacking=f"might {phrase}",
        wanted=f"does not {phrase}" if plural == phrase else f"is not {phrase[3:]}",
        kind="avoid",
        rule=FORBIDS,
        form="quality" if plural != phrase else "doing",
        base=phrase.removeprefix("be "),
    )


def _positive(predicate: str) -> Clause | None:
    predicate = re.sub(r"^(?:simply|just|also|really|try and)\s+", "", predicate, flags=re.IGNORECASE)
    if re.match(r"(?:always\s+|only\s+)?be\b", predicate, re.IGNORECASE):
        return _positive_being(
            re.sub(r"^(?:always\s+)?(?:only\s+)?be\s+", "", predicate, flags=re.IGNORECASE)
        )
    if not starts_with_verb(predicate):
        return None
    return _positive_doing(predicate)


def _positive_being(complement: str) -> Clause | None:
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
        return Clause(
            relative=f"most acts as {acting}{tail}",
            lacking=f"does not act as {acting}{lacking_tail}, or does so less than it could",
            wanted=f"acts as {acting}{wanted_tail}",
            kind="promote",
            rule="should be NOUN",
        )
    quality = _INTENSIFIERS.sub("", re.sub(r"\band be\s+", "and ", quality))
    return Clause(
        relative=f"is {_most(quality)}{tail}",
        lacking=f"is not {_as_far_as_possible(quality)}{lacking_tail}, or less so than it could be",
        wanted=f"is {_as_far_as_possible(quality)}{wanted_tail}",
        kind="promote",
        rule="should be ADJECTIVE",
        form="whole" if doing else "quality",
        base=quality,
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


def _positive_doing(predicate: str) -> Clause:
    inflected = third_person_phrase(predicate)
    has_own_degree = bool(
        _CONDITION.search(predicate)
        or _AS_POSSIBLE.search(predicate)
        or _COMPARISON.search(predicate)
        or re.match(r"(?:always|only|still|even|have|rather)\b", predicate, re.IGNORECASE)
    )
    if not inflected.is_sure:
        return Clause(
            relative=f"is most likely to {predicate}",
            lacking=f"does not {predicate}, or does so less than it could",
            wanted=f"does {predicate}",
            kind="promote",
            rule="should VERB (likely to)",
        )
    doing = re.sub(r"^best\s+", "", inflected.text)
    return Clause(
        relative=doing if has_own_degree else f"most {doing}",
        lacking=f"does not {predicate}, or does so less than it could",
        wanted=inflected.text,
        kind="promote",
        rule="should VERB on a condition" if _CONDITION.search(predicate) else "should VERB",
        form="whole" if has_own_degree else "doing",
        base=re.sub(r"^best\s+", "", predicate),
    )


def _negative(predicate: str) -> Clause | None:
    predicate = re.sub(r",?\s+nor\s+", " or ", predicate)
    if re.match(r"(?:ever\s+)?be\b", predicate, re.IGNORECASE):
        return _negative_being(re.sub(r"^(?:ever\s+)?be\s+", "", predicate, flags=re.IGNORECASE))
    if not starts_with_verb(predicate):
        return None
    adverbs, _verb = split_adverbs(predicate)
    inflected = third_person_phrase(predicate)
    stance = not adverbs and _STANCE.match(predicate) and inflected.is_sure
    return Clause(
        relative=f"least {inflected.text}" if stance else f"is least likely to {predicate}",
        lacking=f"might {predicate}",
        wanted=f"does not {predicate}",
        kind="avoid",
        rule="should not VERB" if stance else "should not VERB (likely to)",
        form="whole" if _CONDITION.search(predicate) else "doing",
        base=predicate,
    )


def _negative_being(complement: str) -> Clause | None:
    quality, joint, doing = _split_before_verb(complement)
    if not quality:
        return None
    if re.match(r"(?:used|utili[sz]ed)\b", quality) or _NOUN_PHRASE.match(quality):
        return Clause(
            relative=f"is least likely to be {complement}",
            lacking=f"might be {complement}",
            wanted=f"is not {complement}" if not doing else f"is not {quality} and does not {doing}",
            kind="avoid",
            rule="should not be NOUN",
        )
    quality = _INTENSIFIERS.sub("", quality)
    return Clause(
        relative=f"is least {quality}" + (f"{joint}and least likely to {doing}" if doing else ""),
        lacking=f"is {quality}" + (f" or might {doing}" if doing else ""),
        wanted=f"is not {quality}" + (f" and does not {doing}" if doing else ""),
        kind="avoid",
        rule="should not be ADJECTIVE",
        form="whole" if doing else "quality",
        base=quality,
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


def _in_situation(clause: Clause, situation: str) -> Clause:
    if not situation:
        return clause
    setting = situation[0].lower() + situation[1:]
    plain = re.sub(r"^most (?=\w)", "", clause.relative) if _CONDITION.match(setting) else clause.relative
    return Clause(
        relative=f"{plain} {setting}",
        lacking=f"{clause.lacking} ({setting})",
        wanted=f"{clause.wanted} {setting}",
        kind=clause.kind,
        rule=clause.rule + IN_A_SITUATION,
    )
