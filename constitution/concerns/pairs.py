"""Which two principles of a draft say the same, contradict or negate each other. PURE; heavy imports inside.

Candidates alone: a person decides. Two principles are read twice, as demands (`demand.py`) and by the
statements behind them. One sign of opposition in either reading, in words or in votes, and the two are never
proposed as the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from constitution.concerns.demand import demands_of
from constitution.concerns.finding import PairFinding, PairKind, PrincipleText
from constitution.concerns.shared_sides import SharedSides
from deliberation.semantics.near_duplicates import BARELY_ALIKE
from deliberation.semantics.opposition.differences import differences
from deliberation.semantics.opposition.judgement import (
    NEGATED,
    OPPOSITE,
    SAME,
    Judgement,
    Likeness,
    judge,
    may_say_the_same,
    meaning_of,
)
from deliberation.semantics.opposition.languages import language_of

Texts = tuple[str, str]
Compare = Callable[[Sequence[Texts]], Sequence[Judgement]]
"""Judges pairs of texts, with or without an encoder."""
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors."""

NEAR = 0.55
"""Cosine from which two principles are compared even if they share no words."""
ALIKE = 0.6
"""Cosine that two principles need to be proposed as the same, unless they share nearly all their content."""
SURE_ENOUGH = 0.6
"""Score of the comparison that they need besides."""
ONE_SUBJECT, NEARLY_ALL = 0.6, 0.9
"""Share of the content from which two demands are about one subject, and from which about the very same."""
UNKNOWN_LIKENESS = Likeness(BARELY_ALIKE)
"""For judging by words alone."""
VOTED_APART = "voted apart"
VOTED_CONTRARY = "voted contrary"


def compare_by_words(pairs: Sequence[Texts]) -> tuple[Judgement, ...]:
    """Judge pairs by their words alone, where no encoder is installed."""
    return tuple(judge(first, second, UNKNOWN_LIKENESS) for first, second in pairs)


def why_opposite(first: PrincipleText, second: PrincipleText) -> str:
    """Return why two principles must not become one, by their words; "" where nothing speaks for it."""
    for pair in _readings(first, second, with_all=True):
        judged = judge(*pair, UNKNOWN_LIKENESS)
        if _is_opposite(pair, judged):
            return judged.warnings[0]
    return ""


def pair_findings(
    principles: Sequence[PrincipleText],
    *,
    compare: Compare = compare_by_words,
    encode: Encode | None = None,
    votes: Mapping[tuple[int, int], SharedSides] | None = None,
) -> tuple[PairFinding, ...]:
    """Return what to look at in pairs of principles, in the order of the principles.

    Args:
        principles: the principles of one draft.
        compare: judges pairs of texts; by words alone where none is given.
        encode: finds pairs that share no words; without it those are not compared.
        votes: what the votes say of pairs, by positions (the smaller first).
    """
    votes = votes or {}
    cosines = _cosines(principles, encode)
    readings = _candidates(principles, cosines)
    asked = [texts for candidates in readings.values() for texts in candidates]
    judged = dict(zip(asked, compare(asked), strict=True))
    found = []
    for pair in combinations(range(len(principles)), 2):
        finding = None
        if pair in readings:
            compared = [(texts, judged[texts]) for texts in readings[pair]]
            demands = len(demands_of(principles[pair[0]].text)) * len(demands_of(principles[pair[1]].text))
            # Of several demands in one principle one may be the same and another not: not the same.
            whole = compared if demands == 1 else compared[demands:]
            same = [judged.score for texts, judged in whole if _is_same(texts, judged, float(cosines[pair]))]
            finding = _in_words(pair, compared, max(same, default=None), votes.get(pair))
        finding = finding or _in_votes(pair, votes.get(pair))
        if finding is not None:
            found.append(finding)
    return tuple(found)


def _cosines(principles: Sequence[PrincipleText], encode: Encode | None) -> NDArray[np.float32]:
    """Return (p, p) cosines; just alike enough to be the same by their words where there is no encoder."""
    if encode is None or len(principles) < 2:
        return np.full((len(principles), len(principles)), ALIKE, dtype=np.float32)
    vectors = encode([" ".join(demands_of(principle.text)) for principle in principles])
    return np.asarray(vectors @ vectors.T, dtype=np.float32)


def _candidates(
    principles: Sequence[PrincipleText], cosines: NDArray[np.float32]
) -> dict[tuple[int, int], list[Texts]]:
    """Return the pairs worth comparing, with the texts in which they are compared."""
    found = {}
    for first, second in combinations(range(len(principles)), 2):
        readings = _readings(principles[first], principles[second])
        if cosines[first, second] >= NEAR or any(may_say_the_same(*texts) for texts in readings):
            found[first, second] = readings
    return found


def _readings(first: PrincipleText, second: PrincipleText, *, with_all: bool = False) -> list[Texts]:
    """Return the pairs of texts in which two principles are compared; `with_all` takes every statement."""
    demands = list(product(demands_of(first.text), demands_of(second.text)))
    if not (first.statements and second.statements):
        return demands
    ours, theirs = (one.statements if with_all else one.statements[:1] for one in (first, second))
    return demands + list(product(ours, theirs))


def _in_words(
    pair: tuple[int, int],
    compared: Sequence[tuple[Texts, Judgement]],
    same: float | None,
    votes: SharedSides | None,
) -> PairFinding | None:
    opposite = max(
        (judged for texts, judged in compared if _is_opposite(texts, judged)),
        key=lambda judged: judged.score,
        default=None,
    )
    if opposite is not None:
        kind: PairKind = "negation" if opposite.warnings[0] == NEGATED else "contradiction"
        return PairFinding(*pair, kind, "words", opposite.score, opposite.warnings[0])
    if any(judged.verdict == OPPOSITE for _texts, judged in compared) or _votes_differ(votes):
        return None
    if same is None:
        return None
    return PairFinding(*pair, "same meaning", "words" if same == 1.0 else "semantics", same, "")


def _is_opposite(texts: Texts, judged: Judgement) -> bool:
    return judged.verdict == OPPOSITE and _overlap(texts) >= ONE_SUBJECT


def _is_same(texts: Texts, judged: Judgement, cosine: float) -> bool:
    if judged.verdict != SAME or judged.score < SURE_ENOUGH:
        return False
    return cosine >= ALIKE or _overlap(texts) >= NEARLY_ALL


def _overlap(texts: Texts) -> float:
    code = language_of(texts[0])
    if not code or code != language_of(texts[1]):
        return 0.0
    return differences(meaning_of(texts[0], code), meaning_of(texts[1], code)).overlap


def _votes_differ(votes: SharedSides | None) -> bool:
    return votes is not None and (votes.is_apart or votes.is_contrary)


def _in_votes(pair: tuple[int, int], votes: SharedSides | None) -> PairFinding | None:
    if votes is None or not _votes_differ(votes):
        return None
    sign = VOTED_APART if votes.is_apart else VOTED_CONTRARY
    sure = votes.opposite_interval[0] if votes.is_apart else -votes.correlation
    return PairFinding(*pair, "contradiction", "votes", sure, sign)
