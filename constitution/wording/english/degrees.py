"""How much of a quality: "most", "as … as possible", or a degree that the statement has of its own. PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from constitution.wording.english.inflection import split_adverbs, starts_with_verb, third_person_phrase
from constitution.wording.word_lists import alternatives, words

CONDITION = re.compile(
    r"\b(?:if|unless|when|whenever|in case|as long as|provided that|only when|except)\b", re.IGNORECASE
)
NOUN_PHRASE = re.compile(r"^(?:an?|the|our|your|one|\w+['’]s|humans)\s+\w", re.IGNORECASE)

_AS_POSSIBLE = re.compile(
    r"\bas (?:\w+\s+){1,3}as (?:possible|it can|they (?:possibly )?can)\b|\bas possible\b", re.IGNORECASE
)
_COMPARISON = re.compile(r"\bmore\b(?! than (?:one|two|\d)).*\bthan\b|\bas \w+ as\b", re.IGNORECASE)
_INTENSIFIER = re.compile(rf"^{alternatives('english', 'intensifiers')}\s+", re.IGNORECASE)
_SHORT = re.compile(
    r"^(?P<quality>[a-z]+)(?P<object>(?: (?:to|in|of|with|for|about|at|on|towards?|around|from) .*?)?)"
    r"(?P<circumstances>(?:,? (?:when|while|if|regardless|no matter|even|especially|and that)\b.*)?)$",
    re.IGNORECASE,
)
_NO_SHORT_QUALITY = words("english", "no_short_qualities")


def most(quality: str) -> str:
    """Return a quality with its degree: "most helpful", "as smart as possible", "as fair as a judge"."""
    if re.match(r"(?:just |at least )?as\b.*\bas\b", quality, re.IGNORECASE):
        return quality
    quality = plain_quality(quality)
    if _AS_POSSIBLE.search(quality):
        return f"as {quality}"
    short = _SHORT.match(quality)
    if short and _is_short(short["quality"]):
        return f"as {short['quality']}{short['object']} as possible{short['circumstances']}"
    return f"most {quality}"


def plain_quality(quality: str) -> str:
    """Return a quality without an "as" to which nothing is compared: "as fair regardless of topic"."""
    if _AS_POSSIBLE.search(quality) or re.match(r"as\b.*\bas\b", quality, re.IGNORECASE):
        return quality
    return re.sub(r"^as\s+", "", quality, flags=re.IGNORECASE)


def _is_short(word: str) -> bool:
    """Return whether a word is an adjective of one syllable, with which "most" sounds wrong."""
    lower = word.lower()
    syllables = len(
        re.findall(r"i(?=[aou])|u(?=ent)|i(?=et)|[aeiouy]+", re.sub(r"(?<=[^aeioul])e$", "", lower))
    )
    return syllables == 1 and lower not in _NO_SHORT_QUALITY


def as_far_as_possible(quality: str) -> str:
    """Return a quality with the "as" that "… as possible" lacks, otherwise as it is."""
    if _AS_POSSIBLE.search(quality) and not quality.lower().startswith("as "):
        return f"as {quality}"
    return quality


def without_intensifier(quality: str) -> str:
    """Return a quality without "very" and the like: the degree takes its place."""
    return _INTENSIFIER.sub("", quality)


def has_own_degree(predicate: str) -> bool:
    """Return whether a predicate names a condition or a degree, so that "most" would be one too many."""
    return bool(
        CONDITION.search(predicate)
        or _AS_POSSIBLE.search(predicate)
        or _COMPARISON.search(predicate)
        or re.match(r"(?:only|still|even|have|rather)\b", predicate, re.IGNORECASE)
    )


def split_before_verb(complement: str) -> tuple[str, str, str]:
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


def in_series(phrases: Sequence[str], conjunction: str) -> str:
    """Return phrases as a series: "a", "a or b", "a, b, or c" where one of them is a series itself."""
    if len(phrases) < 2:
        return "".join(phrases)
    has_inner = any(re.search(r"\b(?:and|or)\b|,", phrase) for phrase in phrases)
    last = f", {conjunction} " if has_inner else f" {conjunction} "
    return ", ".join(phrases[:-1]) + last + phrases[-1]
