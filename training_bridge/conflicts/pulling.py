"""How often two principles pull apart on the same prompt, and how often noise alone would have them. PURE."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from training_bridge.conflicts.drawing import Pair, pair_of
from training_bridge.evaluation.figures import share_figures
from training_bridge.evaluation.statistics import Share, holm, share_of
from training_bridge.feedback.judge_check import position_figures
from training_bridge.feedback.position import BothOrders, position_bias

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Judged:
    """What the judge said of one pair of answers by one principle.

    `p_first` is the mean over both orders of the probability that the first answer keeps better to it.
    """

    item: str
    principle: str
    p_first: float
    p_first_in_order: float
    p_first_in_reverse: float

    def prefers(self, clear: float) -> int:
        """Give 1 for the first answer, -1 for the second; 0 where the preference is not clear."""
        agrees = (self.p_first_in_order - 0.5) * (self.p_first_in_reverse - 0.5) > 0
        if not agrees or abs(self.p_first - 0.5) < clear:
            return 0
        return 1 if self.p_first > 0.5 else -1

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Judged:
        """Read a row of `conflicts.jsonl` back."""
        return cls(
            row["answer_pair_id"],
            row["principle_id"],
            row["p_first"],
            row["p_first_in_order"],
            row["p_first_in_reverse"],
        )


@dataclass(frozen=True)
class PulledApart:
    """Two principles, how often a judge used both on a prompt, and how often they pulled apart there.

    Attributes:
        principles: the two.
        both_clear: on how many of the prompts both preferences were clear.
        apart: on how many prompts different answers were preferred, both clearly.
        p_value: the chance of at least so many by noise alone; `corrected` for having looked at all pairs.
        items: the prompts on which they pulled apart, by their ids.
    """

    principles: Pair
    both_clear: int
    apart: Share
    p_value: float
    corrected: float
    items: tuple[str, ...]

    @property
    def is_more_than_noise(self) -> bool:
        """Whether noise alone would hardly bring this about, all pairs considered."""
        return self.corrected < SIGNIFICANT


def flip_chance(disagreement: Share) -> float:
    """Give the chance that the place turns a single choice round, from how often both orders disagree.

    If each order shows the true preference but for a flip with chance e, both disagree with probability
    2 e (1 - e). The upper end of the interval of the disagreement is put in, so that few judgements do not
    make a judge look surer than it is: e = (1 - sqrt(1 - 2 d)) / 2, and one half where d is above one half.
    """
    upper = min(0.5, disagreement.interval.high)
    return (1 - math.sqrt(1 - 2 * upper)) / 2


def noise_share(flip: float) -> float:
    """Give how often two principles that agree would seem to pull apart, by flips alone.

    One of them must be turned round in both orders and the other in neither: 2 e^2 (1 - e)^2, at most 1/8.
    """
    return 2 * flip**2 * (1 - flip) ** 2


def pulled_apart(judged: Sequence[Judged], *, clear: float, noise: float) -> list[PulledApart]:
    """Count for each pair of principles; those that pull apart most surely come first.

    The p-value is the one-sided exact binomial one against the share `noise`, corrected by Holm 1979.
    """
    counted = _counted(judged, clear)
    chances = {
        "\x1f".join(pair): _chance_of_at_least(len(apart), prompts, noise)
        for pair, (prompts, _clear, apart) in counted.items()
    }
    corrected = holm(chances)
    found = [
        PulledApart(
            principles=pair,
            both_clear=both_clear,
            apart=share_of(len(apart), prompts),
            p_value=chances["\x1f".join(pair)],
            corrected=corrected["\x1f".join(pair)],
            items=tuple(sorted(apart)),
        )
        for pair, (prompts, both_clear, apart) in counted.items()
    ]
    return sorted(found, key=lambda one: (one.corrected, one.p_value, -one.apart.value, one.principles))


def conflict_figures(
    judged: Sequence[Judged], *, clear: float, examples: int, least_agreement: float, seed: int
) -> dict[str, Any]:
    """Give all pairs of principles, what noise alone would give, and how far the judge follows places."""
    position = position_bias(
        [BothOrders(each.p_first_in_order, each.p_first_in_reverse) for each in judged], seed=seed
    )
    disagreement = share_of(position.agreement.items - position.agreement.count, position.agreement.items)
    flip = flip_chance(disagreement)
    pairs = pulled_apart(judged, clear=clear, noise=noise_share(flip))
    by_place = {(each.item, each.principle): each for each in judged}
    return {
        "judgements": len(judged),
        "answer_pairs": len({each.item for each in judged}),
        "principles": sorted({each.principle for each in judged}),
        "clear_from": clear,
        "clear": share_figures(share_of(sum(each.prefers(clear) != 0 for each in judged), len(judged))),
        "position": position_figures(position),
        "least_agreement": least_agreement,
        "follows_places": position.agreement.value < least_agreement,
        "disagreement": share_figures(disagreement),
        "flip_chance": flip,
        "noise_share": noise_share(flip),
        "pairs": [_pair_json(pair, by_place, examples) for pair in pairs],
        "apart_at_all": sum(pair.apart.count > 0 for pair in pairs),
        "more_than_noise": sum(pair.is_more_than_noise for pair in pairs),
    }


def _counted(judged: Iterable[Judged], clear: float) -> dict[Pair, tuple[int, int, list[str]]]:
    """Count for each pair of principles: prompts judged by both, both clear, and the prompts apart."""
    by_item: dict[str, list[Judged]] = {}
    for each in judged:
        by_item.setdefault(each.item, []).append(each)
    counted: dict[Pair, tuple[int, int, list[str]]] = {}
    for item, together in by_item.items():
        for one, other in combinations(together, 2):
            pair = pair_of(one.principle, other.principle)
            prompts, both_clear, apart = counted.get(pair, (0, 0, []))
            product = one.prefers(clear) * other.prefers(clear)
            counted[pair] = (
                prompts + 1,
                both_clear + (product != 0),
                [*apart, item] if product < 0 else apart,
            )
    return counted


def _chance_of_at_least(count: int, items: int, share: float) -> float:
    from scipy.stats import binomtest

    return float(binomtest(count, items, share, alternative="greater").pvalue)


def _pair_json(
    pair: PulledApart, by_place: Mapping[tuple[str, str], Judged], examples: int
) -> dict[str, Any]:
    first, second = pair.principles
    return {
        "first": first,
        "second": second,
        "prompts": pair.apart.items,
        "both_clear": pair.both_clear,
        "apart": share_figures(pair.apart),
        "p_value": pair.p_value,
        "p_value_corrected": pair.corrected,
        "more_than_noise": pair.is_more_than_noise,
        "examples": [
            {
                "answer_pair_id": item,
                "p_first_by_first": by_place[item, first].p_first,
                "p_first_by_second": by_place[item, second].p_first,
            }
            for item in pair.items[:examples]
        ],
    }
