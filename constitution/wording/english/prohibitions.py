"""What an AI should not be or do, as what a response least is or does. PURE."""

from __future__ import annotations

import re

from constitution.wording.english.clause import Clause
from constitution.wording.english.degrees import (
    CONDITION,
    NOUN_PHRASE,
    in_series,
    split_before_verb,
    without_intensifier,
)
from constitution.wording.english.inflection import starts_like_a_verb, third_person_phrase
from constitution.wording.word_lists import words

_HAVING = re.compile(
    r"^have (?:any )?(?P<noun>(?!a\b|an\b|the\b|any\b|its\b|to\b)[a-z-]+)"
    r"(?P<rest>(?: (?:for|toward|towards|against|of|in|about) .*)?)$",
    re.IGNORECASE,
)
_IN_A_WAY = re.compile(
    r"^(?:act|behave|speak|respond|answer) in (?:a|any) (?:way|manner) (?:that|which) "
    r"(?:might|may|could|can|would|will)\s+",
    re.IGNORECASE,
)
"""What "likely to" says already: "act in a way that might threaten" is to be likely to threaten."""
_STANCES = words("english", "stances")


def prohibition(predicate: str) -> Clause | None:
    """Return the clause of what follows "should not"; None where no rule fits."""
    predicate = re.sub(r"^ever\s+", "", predicate, flags=re.IGNORECASE)
    if re.match(r"be\b", predicate, re.IGNORECASE):
        complement = re.sub(r",?\s+nor\s+(?:be\s+)?", " or ", predicate)
        return _being(re.sub(r"^be\s+", "", complement, flags=re.IGNORECASE))
    having = _HAVING.match(predicate)
    if having:
        return _having(having["noun"], having["rest"])
    return _doing(predicate) if starts_like_a_verb(predicate) else None


def _being(complement: str) -> Clause | None:
    quality, joint, doing = split_before_verb(complement)
    if not quality:
        return None
    if re.match(r"(?:used|utili[sz]ed)\b", quality) or NOUN_PHRASE.match(quality):
        return Clause(
            relative=f"is least likely to be {complement}",
            lacking=f"might be {complement}",
            wanted=f"is not {complement}" if not doing else f"is not {quality} and does not {doing}",
            kind="avoid",
            rule="should not be NOUN",
        )
    quality = without_intensifier(re.sub(r"\bor be\s+", "or ", quality))
    return Clause(
        relative=f"is least {quality}" + (f"{joint}and least likely to {doing}" if doing else ""),
        lacking=f"is {quality}" + (f" or might {doing}" if doing else ""),
        wanted=f"is not {quality}" + (f" and does not {doing}" if doing else ""),
        kind="avoid",
        rule="should not be ADJECTIVE",
        form="whole" if doing or CONDITION.search(quality) else "quality",
        base=quality,
    )


def _having(noun: str, rest: str) -> Clause:
    is_plural = noun.endswith("s") and not noun.endswith(("ss", "us", "is", "ias"))
    return Clause(
        relative=f"has the {'fewest' if is_plural else 'least'} {noun}{rest}",
        lacking=f"has {noun}{rest}",
        wanted=f"does not have {noun}{rest}",
        kind="avoid",
        rule="should not have NOUN",
    )


def _doing(predicate: str) -> Clause:
    """Return the clause of acts; what stands after "nor" is an act of its own."""
    predicate = _IN_A_WAY.sub("", predicate)
    acts = [act for act in re.split(r",?\s+nor\s+", predicate) if act]
    if not all(starts_like_a_verb(act) for act in acts):
        acts = [re.sub(r",?\s+nor\s+", " or ", predicate)]
    inflected = [third_person_phrase(act) for act in acts]
    takes_stances = all(act.split(" ", 1)[0].lower() in _STANCES for act in acts)
    is_stance = takes_stances and all(phrase.is_sure for phrase in inflected)
    either = in_series(acts, "or")
    return Clause(
        relative=", and that ".join(f"least {phrase.text}" for phrase in inflected)
        if is_stance and not CONDITION.search(predicate)
        else f"is least likely to {either}",
        lacking=f"might {either}",
        wanted=f"does not {either}",
        kind="avoid",
        rule="should not VERB" if is_stance else "should not VERB (likely to)",
        form="whole" if CONDITION.search(predicate) or len(acts) > 1 else "doing",
        base=predicate,
    )
