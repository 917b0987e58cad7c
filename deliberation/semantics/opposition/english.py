"""English, for telling the same from the opposite. PURE."""

from __future__ import annotations

import functools
import re

from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.word_lists import bases_of_forms, language_rules, word_lists

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[|,.;:!?()—–\n]")
_DUMMY_IT = re.compile(
    r"\bit (?=(?:\w+ ){0,2}(?:be|is|was|would|worries|bothers|makes|takes|falls)\b"
    r"[^.;]*\b(?:to|that|if|when|for|who)\b)"
)
"""The "it" of "it is wrong that", which stands for nobody."""
_LISTS = word_lists("english")
_NUMBERS = _LISTS["numbers"]
_IRREGULAR = bases_of_forms(_LISTS["irregular"])
_ENDINGS = sorted(_LISTS["endings"].split(), key=len, reverse=True)
_CLAUSE_WORDS = frozenset("but however whereas since although though so while yet".split())


@functools.lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Return a word without its endings; crude, but the same for the lists and for what is compared."""
    if word in _IRREGULAR:
        return _without_e(_IRREGULAR[word])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return _stem(word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1])
    if word.endswith(("ily", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ing") and len(word) == 6 and re.search("[aeiou]", word[:3]):
        return _stem(word[:3] + "e") if word[2] not in "ywxk" else word[:3]
    if word.endswith(("enced", "encing", "anced", "ancing")) and len(word) > 7:
        return _stem(re.sub("c(?:ed|ing)$", "ce", word))
    if word.endswith("ss") and not word.endswith("ness"):
        return word
    for suffix in _ENDINGS:
        rest = word[: -len(suffix)]
        if word.endswith(suffix) and len(rest) >= (3 if len(suffix) < 3 else 4):
            if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "sl":
                rest = rest[:-1]
            return rest[:-1] if rest[-1] in "ei" and len(rest) > 3 else rest
    return word


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


_LIST = re.compile(
    r"\b([a-z]+), ([a-z]+),? (and|or) ([a-z]+)\b"
    r"|(?<=\bbe )(?!not|only)([a-z]+) (and) (?!not|only)([a-z]+)(?=[.,;!?]|$)"
)
"""Words in a row whose order says nothing: "honest, helpful and harmless", "be fair and kind."."""


_HELD = re.compile(r"\b(?:in the hands of|under the control of|owned by|run by)\b")
_FOR_WHOM = re.compile(
    r"\b(understandable|intelligible|comprehensible|affordable|accessible|available) (?:to|for)\b"
)
"""Who does it stands behind, as after a passive: "understandable for people" is "people understand"."""


_REWORDED = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bwrong (information|answers?|advice|facts?|data|decisions?|results?|claims?)\b", r"incorrect \1"),
        (r"\b(do|does|did) something wrong\b", "make a mistake"),
        (
            r"\b(they|he|she|i|we|you|people|users?|someone|somebody|ai) (is|are|am|be) wrong\b(?! to\b)",
            r"\1 \2 mistaken",
        ),
        (r"\b(?:nobody|no one) (should|must|shall) (have to|be forced|be obliged)\b", r"people \1 not \2"),
        (r"\b(judged?|judging) (\w+ )?by (their|its)\b", r"\1 \2on \3"),
    )
)
"""Phrases of which a word means something else by itself."""


def _sorted(match: re.Match[str]) -> str:
    """Return a row of words in alphabetical order; a row that tells what comes first is left alone."""
    words = [word for word in match.groups() if word and word not in ("and", "or")]
    if {"not", "then", "first", "second", "only", "later", "next", "finally"} & set(words):
        return match[0]
    *front, last = sorted(words)
    return f"{', '.join(front)} {match[3] or match[6]} {last}"


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


def english_words(text: str) -> tuple[str, ...]:
    """Return the units of an English text: lower-case stems, with a boundary where a clause ends."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"\b(?:in order to|so as to|so that|such that)\b", "|", text)
    text = re.sub(r"\bcannot\b|\bcan't\b", "can not", text)
    text = re.sub(r"\bwon't\b", "will not", text)
    text = re.sub(r"n't\b", " not", text)
    text = re.sub(
        r"\b(anything|nothing|none|anyone|anybody|nobody|no one|everyone|everybody|all) but\b", _joined, text
    )
    text = re.sub(r"'(?:s|re|ve|ll|d|m)\b|s'(?=\s)", lambda m: "s" if m[0].startswith("s") else "", text)
    text = re.sub(r"\ba\.i\.?(?=\W|$)", "ai", text)
    text = _LIST.sub(_sorted, text)
    text = re.sub(r"\b(gets?|got|receives?|obtain)\b([^.,;!?]{1,40}?)\bfrom\b", r"\1\2by", text)
    text = re.sub(r"\bkeep((?: \w+){1,4}?) out of\b", r"keep out of\1 in", text)
    for pattern, replacement in _REWORDED:
        text = pattern.sub(replacement, text)
    text = _HELD.sub("controlled by", text)
    text = re.sub(r"\bunder (state|government|human|public|democratic) control\b", r"controlled by \1", text)
    text = _FOR_WHOM.sub(r"\1 by", text)
    text = text.replace("-", " ")
    text = re.sub(r"\bneither\b([^.;]*?)\bnor\b", r"neither\1or", text)
    text = _DUMMY_IT.sub("", text)
    units: list[str] = []
    for token in _TOKEN.findall(text):
        if token in ("a", "an", "the"):
            continue
        if token[0].isalpha():
            unit = BOUNDARY if token in _CLAUSE_WORDS else _NUMBERS.get(token) or _stem(token)
        else:
            unit = token.replace(",", "") if token[0].isdigit() else BOUNDARY
        if unit != BOUNDARY or (units and units[-1] != BOUNDARY):
            units.append(unit)
    return tuple(units)


ENGLISH = language_rules("english", code="en", words=english_words)
