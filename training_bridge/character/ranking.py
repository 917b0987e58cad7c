"""A model ranks its own answers by a trait, two at a time and in both orders; the ends make a pair. PURE."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from training_bridge.character.traits import Trait
from training_bridge.feedback.judging import Comparison, Judgement
from training_bridge.feedback.sampling import EMPTY, IDENTICAL
from training_bridge.feedback.soft_labels import is_near_tie

ORDERS_DISAGREE = "the two orders disagree"
NEAR_TIE = "near tie"
CIRCULAR = "the ranking goes round in a circle"
REASONS = (EMPTY, IDENTICAL, NEAR_TIE, ORDERS_DISAGREE, CIRCULAR)


@dataclass(frozen=True)
class Ranking:
    """What a model made of its own answers to one question.

    Attributes:
        scores: of each answer, the mean probability that it is the better one of a comparison; None for
            an answer that takes no part.
        chosen, rejected: places of the answers that make the pair; None where there is none.
        p_chosen: the label of the pair, the mean over both orders.
        agrees_in_both_orders: whether both orders chose that answer.
        dropped: why there is no pair.
    """

    scores: tuple[float | None, ...]
    chosen: int | None = None
    rejected: int | None = None
    p_chosen: float | None = None
    agrees_in_both_orders: bool | None = None
    dropped: str | None = None


def asked_by(trait: Trait) -> str:
    """Give what the model is asked to compare by, in the form in which a judge reads a principle."""
    return f"Choose the response of an assistant that says of itself: “{trait.text}”"


def comparisons_of(
    row_id: str, question: str, answers: Sequence[str], trait: Trait
) -> list[tuple[int, int, Comparison]]:
    """Give every two of the answers that can be compared: those that are not empty, each wording once."""
    places: dict[str, int] = {}
    for place, answer in enumerate(answers):
        if answer.strip():
            places.setdefault(" ".join(answer.casefold().split()), place)
    return [
        (
            one,
            other,
            Comparison(f"{row_id}-{one}-{other}", question, answers[one], answers[other], asked_by(trait)),
        )
        for one, other in combinations(sorted(places.values()), 2)
    ]


def ranking_of(
    answers: Sequence[str],
    judged: Mapping[tuple[int, int], Judgement],
    *,
    tie_margin: float,
    keep_disagreeing: bool,
) -> Ranking:
    """Rank the answers of one question, and take the pair that lies furthest apart.

    Of all comparisons only those count whose label is no near tie, goes the same way as the ranking, and,
    unless `keep_disagreeing`, is the same in both orders. `judged` holds the comparisons by their places.
    """
    scores = tuple(_score(place, judged) for place in range(len(answers)))
    if not judged:
        return Ranking(scores, dropped=IDENTICAL if any(map(str.strip, answers)) else EMPTY)
    reasons = {
        pair: _why_not(pair, found, scores, tie_margin, keep_disagreeing) for pair, found in judged.items()
    }
    usable = [pair for pair, reason in reasons.items() if reason is None]
    widest = sorted(usable or judged, key=lambda pair: (-_distance(pair, scores), pair))[0]
    if not usable:
        return Ranking(scores, dropped=reasons[widest])
    found = judged[widest]
    chosen, rejected = widest if found.p_first > 0.5 else widest[::-1]
    return Ranking(
        scores, chosen, rejected, max(found.p_first, 1 - found.p_first), found.agrees_in_both_orders
    )


def _score(place: int, judged: Mapping[tuple[int, int], Judgement]) -> float | None:
    wins = [
        found.p_first if pair[0] == place else 1 - found.p_first
        for pair, found in judged.items()
        if place in pair
    ]
    return math.fsum(wins) / len(wins) if wins else None


def _why_not(
    pair: tuple[int, int],
    found: Judgement,
    scores: Sequence[float | None],
    tie_margin: float,
    keep_disagreeing: bool,
) -> str | None:
    if is_near_tie(found.p_first, tie_margin):
        return NEAR_TIE
    if not (found.agrees_in_both_orders or keep_disagreeing):
        return ORDERS_DISAGREE
    first, second = (scores[place] or 0.0 for place in pair)
    return None if (found.p_first - 0.5) * (first - second) > 0 else CIRCULAR


def _distance(pair: tuple[int, int], scores: Sequence[float | None]) -> float:
    first, second = (scores[place] or 0.0 for place in pair)
    return abs(first - second)
