"""What an AI should be or do, as what a response most is or does. PURE."""

from __future__ import annotations

import re

from constitution.wording.english.clause import Clause
from constitution.wording.english.degrees import (
    CONDITION,
    NOUN_PHRASE,
    as_far_as_possible,
    has_own_degree,
    most,
    plain_quality,
    split_before_verb,
    without_intensifier,
)
from constitution.wording.english.inflection import (
    split_adverbs,
    starts_like_a_verb,
    third_person_phrase,
)
from constitution.wording.word_lists import alternatives, words

_ABLE = re.compile(r"^have (?:an?|the) (?:option|ability|capability|capacity) to\s+", re.IGNORECASE)
_HAVING = re.compile(
    r"^have (?P<noun>(?!a\b|an\b|the\b|no\b|any\b|some\b|all\b|its\b|to\b)[a-z-]+)"
    r"(?P<rest>(?: (?:for|toward|towards|to|of|in|about|with) .*)?)$",
    re.IGNORECASE,
)
_SINGLE_ACTS = words("english", "single_acts")
_ADVERB_TO_DROP = re.compile(
    rf"^(?:simply|just|also|really|try and|{alternatives('english', 'intensifiers')})\s+", re.IGNORECASE
)


def wish(predicate: str) -> Clause | None:
    """Return the clause of what follows "should"; None where no rule fits."""
    predicate = _ADVERB_TO_DROP.sub("", predicate)
    being = re.match(r"(?:only\s+)?be\s+(?:always\s+)?", predicate, re.IGNORECASE)
    if being:
        return _being(predicate[being.end() :])
    if _ABLE.match(predicate):
        return _being(_ABLE.sub("able to ", predicate))
    having = _HAVING.match(predicate)
    if having:
        return _having(having["noun"], having["rest"])
    return _doing(predicate) if starts_like_a_verb(predicate) else None


def _being(complement: str) -> Clause | None:
    quality, joint, doing = split_before_verb(complement)
    if not quality:
        return None
    inflected = third_person_phrase(doing) if doing else None
    if inflected and not inflected.is_sure:
        return None
    tail = f"{joint}and that {inflected.text}" if inflected else ""
    wanted_tail = f" and {inflected.text}" if inflected else ""
    lacking_tail = f" and does not {doing}" if doing else ""
    if NOUN_PHRASE.match(quality):
        acting = re.sub(r"\band be\s+", "and as ", quality)
        return Clause(
            relative=f"most acts as {acting}{tail}",
            lacking=f"does not act as {acting}{lacking_tail}, or does so less than it could",
            wanted=f"acts as {acting}{wanted_tail}",
            kind="promote",
            rule="should be NOUN",
        )
    quality = without_intensifier(re.sub(r"\band be\s+", "and ", quality))
    compared = bool(re.match(r"(?:more|better|less|fewer)\b", quality))
    named = re.sub(r"^more\s+", "", plain_quality(quality))
    return Clause(
        relative=f"is {quality if compared else most(quality)}{tail}",
        lacking=f"is not {as_far_as_possible(named)}{lacking_tail}, or less so than it could be",
        wanted=f"is {as_far_as_possible(plain_quality(quality))}{wanted_tail}",
        kind="promote",
        rule="should be ADJECTIVE",
        form="whole" if doing or compared or CONDITION.search(quality) else "quality",
        base=quality,
    )


def _having(noun: str, rest: str) -> Clause:
    return Clause(
        relative=f"has the most {noun}{rest}",
        lacking=f"does not have {noun}{rest}, or has less of it than it could",
        wanted=f"has {noun}{rest}",
        kind="promote",
        rule="should have NOUN",
    )


def _doing(predicate: str) -> Clause:
    inflected = third_person_phrase(predicate)
    own_degree = has_own_degree(predicate)
    adverbs, rest = split_adverbs(predicate)
    lacking = f"does not {predicate}, or does so less than it could"
    verb = rest.split(" ", 1)[0].lower()
    if not inflected.is_sure or (verb in _SINGLE_ACTS and not adverbs and not own_degree):
        return Clause(
            relative=f"is most likely to {predicate}",
            lacking=lacking if not inflected.is_sure else f"does not {predicate}",
            wanted=f"does {predicate}" if not inflected.is_sure else inflected.text,
            kind="promote",
            rule="should VERB (likely to)" if not inflected.is_sure else "should VERB (once)",
            form="doing" if inflected.is_sure else "whole",
            base=predicate,
        )
    doing = re.sub(r"^best\s+", "", inflected.text)
    return Clause(
        relative=doing if own_degree else f"most {doing}",
        lacking=lacking,
        wanted=inflected.text,
        kind="promote",
        rule="should VERB on a condition" if CONDITION.search(predicate) else "should VERB",
        form="whole" if own_degree else "doing",
        base=re.sub(r"^best\s+", "", predicate),
    )
