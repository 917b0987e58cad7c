"""One constitution against another: what is in both, what partly, and what in one alone. PURE.

Which principle of theirs says the same as one of ours is a best assignment over all pairs at once, so that a
vague principle does not take the place of the right one, and each counts once. Opposites are never a match.
All of it is a proposal: a person confirms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from constitution.comparing.ideas import ideas
from constitution.comparing.likeness import Likenesses, Matrix, likenesses
from constitution.comparing.opposites import CONTRADICTS, Standing, standing
from constitution.comparing.plain_wording import plain
from constitution.comparing.vectors import Vectors

MATCHED, PARTIAL = "matched", "partial"

MATCHED_FROM = 0.33
"""Probability from which an assigned pair is proposed as saying the same."""
PARTIAL_FROM = 0.08
"""Probability from which a pair is proposed as overlapping."""
IDEA_FROM = 0.4
"""Probability from which two single ideas are taken for the same."""
IDEA_SHARE = 0.6
"""Factor on it, for the confidence that the principles overlap."""
MOST_PARTIAL = 3
"""Overlaps proposed for one principle: its most probable ones."""
CONTRADICTS_FROM = 0.3
"""Probability, leaving the opposition aside, from which opposites are worth showing."""
DOUBT = 0.5
"""Factor on the confidence of a pair that the word lists suspect of being opposites."""


@dataclass(frozen=True)
class Pairing:
    """A principle of ours and one of theirs, by their places from 0.

    `confidence`, 0 to 1, that they are what `kind` says; `why` names what makes it no plain match, as the
    sentences of `deliberation.semantics.opposition.findings`.
    """

    ours: int
    theirs: int
    kind: str
    confidence: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alone:
    """A principle without its like on the other side, by its place; `confidence` that it has none."""

    place: int
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """What two constitutions have in common.

    A principle counts 1 if it is matched, one half if it only overlaps, 0 otherwise. With `a` for the sum
    over ours and `b` over theirs, of n and m principles:

    - `overlap` = (a + b) / (n + m), the same from both sides (with whole matches alone this is Dice's
      coefficient);
    - `overlap_ours` = a / n and `overlap_theirs` = b / m;
    - `novelty` = the share of ours that stands in no pair, `missing` the share of theirs.

    `encoders` are the names of those that were asked; none for a comparison of words alone.
    """

    matched: tuple[Pairing, ...]
    partial: tuple[Pairing, ...]
    contradicting: tuple[Pairing, ...]
    only_ours: tuple[Alone, ...]
    only_theirs: tuple[Alone, ...]
    overlap: float
    overlap_ours: float
    overlap_theirs: float
    novelty: float
    missing: float
    encoders: tuple[str, ...]


def compare(ours: Sequence[str], theirs: Sequence[str], vectors: Vectors | None = None) -> Comparison:
    """Hold one constitution against another.

    Args:
        ours: principles in any form: "Choose the response that ...", "The AI should ...", "Never ...".
        theirs: the other one's.
        vectors: of exactly these principles (`vectors.encode`); without them words alone are compared.
    """
    vectors = vectors or Vectors()
    if not ours or not theirs:
        found = _Pairs((), (), (), np.zeros((len(ours), len(theirs))))
    else:
        alike = likenesses(ours, theirs, vectors, least=PARTIAL_FROM)
        found = _pairs(ours, theirs, alike, shared_ideas(ours, theirs, vectors.ideas or Vectors()))
    return _summed(found, len(ours), len(theirs), vectors.encoders)


@dataclass(frozen=True)
class _Pairs:
    matched: tuple[Pairing, ...]
    partial: tuple[Pairing, ...]
    contradicting: tuple[Pairing, ...]
    probability: Matrix


def _pairs(ours: Sequence[str], theirs: Sequence[str], alike: Likenesses, shared: Matrix) -> _Pairs:
    probability = alike.probability.copy()
    opposed = np.zeros(probability.shape, dtype=bool)
    doubtful = np.zeros(probability.shape, dtype=bool)
    contradicting, reasons = [], {}
    for i, j in np.argwhere(probability >= PARTIAL_FROM):
        place = int(i), int(j)
        found = standing(alike, *place)
        if _bare(ours[place[0]]) == _bare(theirs[place[1]]):
            found, probability[place] = Standing("", ()), 1.0
        reasons[place] = found.why
        if found.verdict == CONTRADICTS and not shared[place]:
            if probability[place] >= CONTRADICTS_FROM:
                contradicting.append(Pairing(*place, CONTRADICTS, _rounded(probability[place]), found.why))
            probability[place], opposed[place] = 0.0, True
        elif found.verdict:
            doubtful[place] = True
            probability[place] *= DOUBT
    matched = [
        Pairing(*place, MATCHED, _rounded(probability[place]), reasons[place])
        for place in _assigned(probability)
        if probability[place] >= MATCHED_FROM and not doubtful[place]
    ]
    probability = np.where(opposed, 0.0, np.maximum(probability, shared))
    partial = [
        Pairing(*place, PARTIAL, _rounded(probability[place]), reasons.get(place, ()))
        for place in _overlapping(probability, {(one.ours, one.theirs) for one in matched})
    ]
    return _Pairs(tuple(matched), tuple(partial), tuple(contradicting), probability)


def shared_ideas(ours: Sequence[str], theirs: Sequence[str], vectors: Vectors) -> Matrix:
    """Return how probable it is that two principles share an idea, as far as it may count as an overlap.

    The most probable pair of their single ideas, opposites left out; 0 below `IDEA_FROM` and where neither
    holds more than one idea, because then the whole principles have been compared already.
    """
    first, second = [ideas(plain(text)) for text in ours], [ideas(plain(text)) for text in theirs]
    flat = [one for group in first for one in group], [one for group in second for one in group]
    alike = likenesses(*flat, vectors, least=IDEA_FROM)
    owners = (
        [place for place, group in enumerate(first) for _ in group],
        [place for place, group in enumerate(second) for _ in group],
    )
    shared = np.zeros((len(ours), len(theirs)))
    for i, j in np.argwhere(alike.probability >= IDEA_FROM):
        place = owners[0][i], owners[1][j]
        if (
            max(len(first[place[0]]), len(second[place[1]])) > 1
            and not standing(alike, int(i), int(j)).verdict
        ):
            shared[place] = max(shared[place], IDEA_SHARE * alike.probability[i, j])
    return shared


def _assigned(probability: Matrix) -> list[tuple[int, int]]:
    """Return the pairs of the best assignment: the greatest sum of probabilities."""
    rows, columns = linear_sum_assignment(probability, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]


def _overlapping(probability: Matrix, matched: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that overlap without being matched, at most so many for a principle of either side.

    Where both are matched elsewhere, an overlap is only worth telling if it might have been a match itself.
    """
    settled = {i for i, _ in matched}, {j for _, j in matched}
    counts: tuple[dict[int, int], dict[int, int]] = ({}, {})
    found = []
    for i, j in sorted(
        ((int(i), int(j)) for i, j in np.argwhere(probability >= PARTIAL_FROM)),
        key=lambda place: (-probability[place], place),
    ):
        both_settled = i in settled[0] and j in settled[1]
        if (i, j) in matched or (both_settled and probability[i, j] < MATCHED_FROM):
            continue
        if max(counts[0].get(i, 0), counts[1].get(j, 0)) < MOST_PARTIAL:
            found.append((i, j))
            counts[0][i] = counts[0].get(i, 0) + 1
            counts[1][j] = counts[1].get(j, 0) + 1
    return sorted(found)


def _summed(found: _Pairs, ours: int, theirs: int, encoders: tuple[str, ...]) -> Comparison:
    whole = {one.ours for one in found.matched}, {one.theirs for one in found.matched}
    partly = (
        {one.ours for one in found.partial} - whole[0],
        {one.theirs for one in found.partial} - whole[1],
    )
    counted = [len(whole[side]) + len(partly[side]) / 2 for side in (0, 1)]
    only_ours = _alone(found.probability, whole[0] | partly[0])
    only_theirs = _alone(found.probability.T, whole[1] | partly[1])
    return Comparison(
        found.matched,
        found.partial,
        found.contradicting,
        only_ours,
        only_theirs,
        overlap=_share(sum(counted), ours + theirs),
        overlap_ours=_share(counted[0], ours),
        overlap_theirs=_share(counted[1], theirs),
        novelty=_share(len(only_ours), ours),
        missing=_share(len(only_theirs), theirs),
        encoders=encoders,
    )


def _alone(probability: NDArray[np.float64], paired: set[int]) -> tuple[Alone, ...]:
    return tuple(
        Alone(place, _rounded(1.0 - (float(row.max()) if row.size else 0.0)))
        for place, row in enumerate(probability)
        if place not in paired
    )


def _share(part: float, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _rounded(confidence: float) -> float:
    return round(float(confidence), 3)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!")
