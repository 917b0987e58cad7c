"""What a critic's flags are worth: do they tell faulty rows from others, and what people make of them. PURE.

Three arms face the same planted faults: people alone, people with the critic's flags, the critic alone (the
design of McAleese et al. 2024, *LLM Critics Help Catch LLM Bugs*). Reviews of one row hang together, so
intervals resample rows and not reviews (the cluster bootstrap: Davison and Hinkley 1997, section 3.8).
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from training_bridge.critic.flagging import FlaggedRow
from training_bridge.critic.passages import Passage, meet, passage_of
from training_bridge.critic.planting import KINDS, PlantedFault
from training_bridge.critic.reviews import Review
from training_bridge.evaluation.figures import share_figures
from training_bridge.evaluation.statistics import (
    CONFIDENCE,
    FEWEST_ITEMS,
    RESAMPLES,
    Interval,
    paired_difference,
    score_interval,
    share_of,
)

CriticVerdict = Literal[
    "tells them apart",
    "no better than chance",
    "flags everything",
    "flags nothing",
    "flags sound rows more",
    "too few rows",
]
ALL_BUT_ALL = 0.95
SIMULATED = "simulated-"
"""How a pseudonym begins under which a program answers in place of a person."""
LEVEL = 0.05
Outcomes = Mapping[str, Sequence[float]]
"""Row -> one number for each review of it."""


@dataclass(frozen=True)
class Material:
    """The rows that were read, the faults planted in some of them by the row's id, and people's reviews."""

    rows: Mapping[str, FlaggedRow]
    planted: Mapping[str, PlantedFault]
    reviews: tuple[Review, ...]
    seed: int

    @classmethod
    def of(
        cls,
        rows: Iterable[FlaggedRow],
        planted: Iterable[PlantedFault],
        reviews: Iterable[Review],
        seed: int,
    ) -> Material:
        """Take those that belong together: faults and reviews of rows that were read."""
        by_id = {row.id: row for row in rows}
        return cls(
            by_id,
            {fault.row_id: fault for fault in planted if fault.row_id in by_id},
            tuple(review for review in reviews if review.row_id in by_id),
            seed,
        )

    @property
    def untouched(self) -> list[FlaggedRow]:
        """The rows in which no fault was planted."""
        return [row for row in self.rows.values() if row.id not in self.planted]


def critic_figures(material: Material) -> dict[str, Any]:
    """Say what the critic flagged, and whether it flags rows with a planted fault more often than others.

    Fisher's exact test, two-sided (Fisher 1935): how often chance alone would part the flags as unevenly. A
    row counts as flagged where a passage quoted from it was found in it.
    """
    faulty = [material.rows[name] for name in material.planted]
    untouched = material.untouched
    flags = [flag for row in material.rows.values() for flag in row.flags]
    found = [row for row in faulty if finds(_pointed_at(row), material.planted[row.id])]
    in_faulty, in_untouched = _flagged(faulty), _flagged(untouched)
    p_value = _fisher(in_faulty, len(faulty), in_untouched, len(untouched))
    return {
        "planted_flagged": share_figures(share_of(in_faulty, len(faulty))),
        "untouched_flagged": share_figures(share_of(in_untouched, len(untouched))),
        "p_value": p_value,
        "verdict": _verdict(in_faulty, len(faulty), in_untouched, len(untouched), p_value),
        "found": share_figures(share_of(len(found), len(faulty))),
        "flags": len(flags),
        "quotes_not_found": sum(flag.passage is None for flag in flags),
        "unreadable_lines": sum(row.unreadable for row in material.rows.values()),
        "says_nothing_wrong": sum(row.says_nothing_wrong for row in material.rows.values()),
    }


def people_figures(material: Material) -> dict[str, Any] | None:
    """Say what people made of the flags, and what they found with and without them; None without reviews."""
    if not material.reviews:
        return None
    arms = {name: [each for each in material.reviews if each.with_critic == shown] for name, shown in ARMS}
    found = {name: _found(material, reviews) for name, reviews in arms.items()}
    marked = {name: _marked(material, reviews) for name, reviews in arms.items()}
    return {
        "people": len({review.person for review in material.reviews}),
        "simulated": len({each.person for each in material.reviews if each.person.startswith(SIMULATED)}),
        "reviews": len(material.reviews),
        "reviews_by_arm": {name: len(reviews) for name, reviews in arms.items()},
        "found": {name: cluster_share(values, material.seed) for name, values in found.items()},
        "found_difference": arm_difference(found["alone"], found["with_critic"], material.seed),
        "marked_untouched": {name: cluster_share(values, material.seed) for name, values in marked.items()},
        "marked_difference": arm_difference(marked["alone"], marked["with_critic"], material.seed),
        "flags": _flag_figures(material),
    }


ARMS = (("alone", False), ("with_critic", True))


def kind_figures(material: Material) -> list[dict[str, Any]]:
    """Count, for each kind of fault that was planted, the rows and who found it; too few for intervals."""
    lines = []
    for kind in KINDS:
        planted = {name: fault for name, fault in material.planted.items() if fault.kind == kind}
        if not planted:
            continue
        part = dataclasses.replace(material, planted=planted)
        line: dict[str, Any] = {
            "kind": kind,
            "rows": len(planted),
            "critic": sum(finds(_pointed_at(part.rows[name]), fault) for name, fault in planted.items()),
        }
        for name, shown in ARMS:
            values = _found(part, [each for each in part.reviews if each.with_critic == shown])
            outcomes = [value for of_row in values.values() for value in of_row]
            line[name] = {"found": int(sum(outcomes)), "reviews": len(outcomes)}
        lines.append(line)
    return lines


def finds(passages: Iterable[Passage], fault: PlantedFault) -> bool:
    """Say whether one of the passages points at the planted fault."""
    return any(meet(passage, fault.passage) for passage in passages)


def passages_in(review: Review, row: FlaggedRow) -> list[Passage]:
    """Give the passages in which a person sees a fault: marked, or flagged by the critic and confirmed."""
    marked = [_marked_passage(fault.quote, row.answer) for fault in review.faults]
    confirmed = [flag.passage for flag in row.shown_flags if review.flags.get(flag.id) == "confirmed"]
    return [passage for passage in (*marked, *confirmed) if passage is not None]


def cluster_share(outcomes: Outcomes, seed: int) -> dict[str, Any] | None:
    """Give the share of reviews with outcome 1, with the interval from resampling whole rows.

    Where all rows say the same, resampling would claim to be certain; the score interval of a share of so
    many rows (Wilson 1927) stands there instead. None without reviews.
    """
    kept = {row: values for row, values in outcomes.items() if values}
    if not kept:
        return None
    sums = np.array([sum(values) for values in kept.values()])
    counts = np.array([len(values) for values in kept.values()])
    value = float(sums.sum() / counts.sum())
    if len(set(sums / counts)) == 1:
        interval = score_interval(value, len(kept))
    else:
        draws = np.random.default_rng(seed).integers(0, len(kept), size=(RESAMPLES, len(kept)))
        shares = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
        low, high = np.quantile(shares, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
        interval = Interval(float(low), float(high))
    return {
        "count": int(sums.sum()),
        "items": int(counts.sum()),
        "rows": len(kept),
        "share": value,
        "interval": [interval.low, interval.high],
    }


def arm_difference(alone: Outcomes, with_critic: Outcomes, seed: int) -> dict[str, Any] | None:
    """Give how much larger the share is with the critic, over rows that were seen both ways.

    The paired bootstrap over rows. Where every row differs by the same there is nothing to resample: the
    interval is None. With fewer than six rows nothing is called clear. None where no row was seen both ways.
    """
    means = [
        {row: sum(values) / len(values) for row, values in outcomes.items() if values}
        for outcomes in (alone, with_critic)
    ]
    both = sorted(means[0].keys() & means[1].keys())
    if not both:
        return None
    each = {means[1][row] - means[0][row] for row in both}
    if len(each) == 1:
        value = each.pop()
        clear = value and len(both) >= FEWEST_ITEMS
        verdict = ("rise" if value > 0 else "fall") if clear else "no clear change"
        return {"rows": len(both), "value": value, "interval": None, "verdict": verdict}
    found = paired_difference(*means, seed=seed)
    return {
        "rows": found.items,
        "value": found.value,
        "interval": [found.interval.low, found.interval.high],
        "verdict": found.verdict,
    }


def _found(material: Material, reviews: Sequence[Review]) -> dict[str, list[float]]:
    outcomes: dict[str, list[float]] = defaultdict(list)
    for review in reviews:
        fault = material.planted.get(review.row_id)
        if fault is not None:
            found = finds(passages_in(review, material.rows[review.row_id]), fault)
            outcomes[review.row_id].append(float(found))
    return outcomes


def _marked(material: Material, reviews: Sequence[Review]) -> dict[str, list[float]]:
    outcomes: dict[str, list[float]] = defaultdict(list)
    untouched = {row.id for row in material.untouched}
    for review in reviews:
        if review.row_id in untouched:
            sees_fault = bool(review.faults) or "confirmed" in review.flags.values()
            outcomes[review.row_id].append(float(sees_fault))
    return outcomes


def _flag_figures(material: Material) -> dict[str, Any]:
    """Give the share of flags that people confirm, and how far they agree on it."""
    verdicts: dict[str, list[str]] = defaultdict(list)
    by_row: dict[str, list[float]] = defaultdict(list)
    left_open = 0
    for review in material.reviews:
        if not review.with_critic:
            continue
        for flag in material.rows[review.row_id].shown_flags:
            if flag.id not in review.flags:
                left_open += 1
                continue
            verdicts[flag.id].append(review.flags[flag.id])
            by_row[review.row_id].append(float(review.flags[flag.id] == "confirmed"))
    several = [said for said in verdicts.values() if len(said) > 1]
    return {
        "confirmed": cluster_share(by_row, material.seed),
        "confirmed_of_planted": cluster_share(_only(by_row, material.planted), material.seed),
        "confirmed_of_untouched": cluster_share(
            _only(by_row, {row.id for row in material.untouched}), material.seed
        ),
        "left_open": left_open,
        "judged_by_several": len(several),
        "people_differ": sum(len(set(said)) > 1 for said in several),
    }


def _only(outcomes: Outcomes, rows: Collection[str]) -> Outcomes:
    return {row: values for row, values in outcomes.items() if row in rows}


def _pointed_at(row: FlaggedRow) -> list[Passage]:
    return [flag.passage for flag in row.shown_flags if flag.passage is not None]


def _marked_passage(quote: str, answer: str) -> Passage | None:
    """Find what a person marked; a sentence chosen from a list stands there letter by letter."""
    at = answer.find(quote) if quote else -1
    return Passage(at, at + len(quote)) if at >= 0 else passage_of(quote, answer)


def _flagged(rows: Iterable[FlaggedRow]) -> int:
    return sum(bool(row.shown_flags) for row in rows)


def _fisher(first: int, of_first: int, second: int, of_second: int) -> float:
    from scipy.stats import fisher_exact

    return float(fisher_exact([[first, of_first - first], [second, of_second - second]]).pvalue)


def _verdict(faulty: int, of_faulty: int, untouched: int, of_untouched: int, p_value: float) -> CriticVerdict:
    if min(of_faulty, of_untouched) < FEWEST_ITEMS:
        return "too few rows"
    shares = faulty / of_faulty, untouched / of_untouched
    if p_value < LEVEL:
        return "tells them apart" if shares[0] > shares[1] else "flags sound rows more"
    if min(shares) >= ALL_BUT_ALL:
        return "flags everything"
    return "flags nothing" if max(shares) <= 1 - ALL_BUT_ALL else "no better than chance"
