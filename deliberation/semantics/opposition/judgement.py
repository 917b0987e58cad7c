"""Whether two statements say the same, the opposite, or something else, and why. PURE.

Two steps. How alike the sentences are for one or two encoders, and how much of their content is the same
once synonyms are folded, gives a score (a logistic model with a handful of weights). The word
lists then look for signs of opposition (`differences.py`): a pair with any such sign is never the same,
whatever its score.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

from deliberation.semantics.opposition.differences import Differences, differences
from deliberation.semantics.opposition.findings import HARD, NEGATED, UNEXPLAINED
from deliberation.semantics.opposition.language_rules import BOUNDARY
from deliberation.semantics.opposition.languages import language_of, lexicon_of
from deliberation.semantics.opposition.meaning import Meaning, read

SAME, OPPOSITE, RELATED, DIFFERENT = "same", "opposite", "related", "different"
UNREAD = "Their language has no word lists here, so opposites cannot be told."
LANGUAGES_DIFFER = "They are in different languages, so opposites cannot be told."


@dataclass(frozen=True)
class Likeness:
    """Cosine similarities of two statements: by the multilingual encoder, and by the English one if used."""

    multilingual: float
    english: float | None = None


@dataclass(frozen=True)
class Judgement:
    """What two statements are to each other.

    `score` is 0 to 1, how sure it is that they are about the same thing in the same words or others;
    `warnings` say why they may be opposites all the same (English sentences, most serious first);
    `why` sums it up.
    """

    verdict: str
    score: float
    why: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """A logistic model: the log-odds of saying the same.

    Rounded by hand from a fit to the tuning half of the test pairs, the constant as high as the merely
    related pairs among them allow.
    """

    constant: float
    multilingual: float
    english: float
    overlap: float
    left_over: float


WEIGHTS = {
    "en+": Weights(-5.8, 0.0, 7.0, 4.0, -0.25),
    "en": Weights(-4.1, 4.0, 0.0, 5.0, -0.25),
    "es": Weights(-4.1, 4.0, 0.0, 5.0, -0.25),
    "ar": Weights(-4.0, 4.0, 0.0, 5.0, -0.25),
    "zh": Weights(-4.4, 4.0, 0.0, 5.0, -0.25),
}
"""By language; "en+" where the English encoder has been asked as well."""
SAME_FROM = 0.5
LEAST_SHARED = 0.3
"""Share of content below which nothing is called the same that is not similar to its encoder."""
RELATED_FROM = {"en+": 0.45}
RELATED_OTHERWISE = 0.5
"""Cosine from which statements are called related."""


def judge(first: str, second: str, likeness: Likeness) -> Judgement:
    """Say what two statements are to each other.

    Args:
        first: a statement in any language.
        second: another.
        likeness: their cosine similarities.
    """
    languages = language_of(first), language_of(second)
    cosine = likeness.multilingual if likeness.english is None else likeness.english
    if "" in languages or languages[0] != languages[1]:
        warning = UNREAD if "" in languages else LANGUAGES_DIFFER
        verdict = RELATED if likeness.multilingual >= RELATED_OTHERWISE else DIFFERENT
        return Judgement(verdict, max(0.0, likeness.multilingual), warning, (warning,))
    code = languages[0]
    if _bare(first, code) == _bare(second, code):
        return Judgement(SAME, 1.0, "They are the same words.", ())
    found = differences(meaning_of(first, code), meaning_of(second, code))
    name = code + "+" if code == "en" and likeness.english is not None else code
    score = _score(found, likeness, WEIGHTS[name])
    measured = f"similarity {cosine:.2f}, shared content {found.overlap:.2f}, score {score:.2f}"
    is_related = cosine >= RELATED_FROM.get(name, RELATED_OTHERWISE) or found.overlap >= 0.5
    if found.findings:
        findings = sorted(found.findings, key=lambda finding: _seriousness(finding[0]))
        warnings = tuple(dict.fromkeys(what for what, _words in findings))
        is_opposite = warnings[0] in HARD and is_related
        verdict = OPPOSITE if is_opposite else RELATED if is_related else DIFFERENT
        return Judgement(verdict, score, f"{warnings[0]} ({findings[0][1]}; {measured})", warnings)
    if score >= SAME_FROM:
        return Judgement(SAME, score, f"They say the same in other words ({measured}).", ())
    verdict = RELATED if is_related else DIFFERENT
    return Judgement(verdict, score, f"They have too little in common ({measured}).", ())


def may_say_the_same(first: str, second: str) -> bool:
    """Return whether it is worth judging two texts: whether they share enough of their content; fast."""
    code = language_of(first)
    if not code or code != language_of(second):
        return False
    ours, theirs = meaning_of(first, code).keys, meaning_of(second, code).keys
    return 2 * len(ours & theirs) >= LEAST_SHARED * (len(ours) + len(theirs))


def _seriousness(finding: str) -> int:
    return HARD.index(finding) if finding in HARD else len(HARD) + (finding == UNEXPLAINED)


def _score(found: Differences, likeness: Likeness, weights: Weights) -> float:
    odds = (
        weights.constant
        + weights.multilingual * likeness.multilingual
        + weights.english * (likeness.english or 0.0)
        + weights.overlap * found.overlap
        + weights.left_over * sum(found.left_over)
    )
    return 1.0 / (1.0 + math.exp(-odds))


@functools.lru_cache(maxsize=50_000)
def meaning_of(text: str, code: str) -> Meaning:
    """Read a statement; the last ones are remembered, because a statement stands in many pairs."""
    return read(text, lexicon_of(code))


@functools.lru_cache(maxsize=50_000)
def _bare(text: str, code: str) -> tuple[str, ...]:
    return tuple(unit for unit in lexicon_of(code).rules.words(text) if unit != BOUNDARY)


__all__ = [
    "DIFFERENT",
    "NEGATED",
    "OPPOSITE",
    "RELATED",
    "SAME",
    "Judgement",
    "Likeness",
    "judge",
    "may_say_the_same",
]
