"""How far the AI judge agrees with people, people with one another, and whether they follow places. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from training_bridge.evaluation.statistics import (
    CONFIDENCE,
    FEWEST_ITEMS,
    RESAMPLES,
    Interval,
    bootstrap_mean_interval,
    cohen_kappa,
    share_of,
    verdict_of,
)
from training_bridge.feedback.soft_labels import is_tie
from training_bridge.people.comparisons import CHOICES, HumanComparison
from training_bridge.people.preferences import HumanPreference
from training_bridge.records import PreferencePair

CHANCE = 0.5


def agreement_figures(people: Sequence[HumanPreference], judged: Sequence[PreferencePair]) -> dict[str, Any]:
    """Give how often the judge chose what most people chose: over all items, and principle by principle.

    Counted are items of a principle where one answer has people's majority and the judge has a choice at all
    (its label is not exactly one half), also where the judge was too unsure for training to learn from it.
    `where_sure` are those of them that training may learn from.
    """
    by_id = {pair.id: pair for pair in judged}
    both = [
        (one, by_id[one.feedback_id])
        for one in people
        if one.kind == "principle" and one.dropped is None and one.feedback_id in by_id
    ]
    chosen = [(one, pair) for one, pair in both if not is_tie(pair.p_first)]
    by_principle: dict[str, list[tuple[HumanPreference, PreferencePair]]] = {}
    for one, pair in chosen:
        by_principle.setdefault(pair.principle_id, []).append((one, pair))
    return {
        "overall": _agreement(chosen),
        "where_sure": _agreement([(one, pair) for one, pair in chosen if pair.dropped is None]),
        "by_principle": {name: _agreement(rows) for name, rows in sorted(by_principle.items())},
        "judge_without_choice": len(both) - len(chosen),
    }


def position_figures(comparisons: Sequence[HumanComparison]) -> dict[str, Any]:
    """Give how often people chose the answer shown first: half of the time where places do not matter.

    Only choices of one answer count. The interval (Wilson 1927) takes them as independent, although one
    person makes several.
    """
    made = [each for each in comparisons if each.choice in ("first", "second")]
    return _against_chance(sum(each.choice == each.shown_first for each in made), len(made))


def between_people_figures(comparisons: Sequence[HumanComparison], *, seed: int) -> dict[str, Any] | None:
    """Give how far people agree with one another; None where no item has two opinions.

    `pairwise` is the share of pairs of people who said the same of an item, mean over items; `alpha` is
    Krippendorff's (`krippendorff_alpha`). Both intervals resample items.
    """
    by_item: dict[str, list[str]] = {}
    for each in comparisons:
        if each.choice != "skip":
            by_item.setdefault(each.item_id, []).append(each.choice)
    units = [opinions for _item, opinions in sorted(by_item.items()) if len(opinions) > 1]
    if not units:
        return None
    pairwise = [
        sum(one == other for one, other in pairs) / len(pairs)
        for pairs in (list(combinations(opinions, 2)) for opinions in units)
    ]
    interval = alpha_interval(units, seed=seed)
    return {
        "items": len(units),
        "opinions": sum(map(len, units)),
        "pairwise": {
            "value": sum(pairwise) / len(pairwise),
            "interval": _as_list(bootstrap_mean_interval(pairwise, seed=seed)),
        },
        "alpha": krippendorff_alpha(units),
        "alpha_interval": _as_list(interval) if interval else None,
    }


def krippendorff_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Measure the agreement of any number of people beyond chance, for choices without an order.

    alpha = 1 - D_o / D_e from the coincidences of choices within units; a unit with fewer than two choices
    takes no part, and nobody has to have judged all units (Krippendorff 2011, *Computing Krippendorff's
    Alpha-Reliability*, section C). 1 is complete agreement, 0 what chance gives. None where chance alone
    would bring about complete agreement, since everybody chose the same throughout, or without such a unit.
    """
    tables = _coincidences(units)
    return None if tables is None else _alpha(tables.sum(axis=0))


def alpha_interval(
    units: Sequence[Sequence[str]], *, seed: int, resamples: int = RESAMPLES // 5
) -> Interval | None:
    """Give the percentile bootstrap interval of alpha over units (Efron and Tibshirani 1993, section 13.3).

    Draws in which everybody chose the same have no alpha and are left out; None where that is every other
    draw, or where there are fewer than `FEWEST_ITEMS` units.
    """
    tables = _coincidences(units)
    if tables is None or len(tables) < FEWEST_ITEMS:
        return None
    draws = np.random.default_rng(seed).integers(0, len(tables), size=(resamples, len(tables)))
    found = [alpha for draw in draws if (alpha := _alpha(tables[draw].sum(axis=0))) is not None]
    if 2 * len(found) < resamples:
        return None
    low, high = np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def _coincidences(units: Sequence[Sequence[str]]) -> Any:
    """Give a matrix of coincidences for each unit with two choices or more; None where there is none."""
    names = sorted({choice for unit in units for choice in unit})
    rows = [[Counter(unit)[name] for name in names] for unit in units if len(unit) > 1]
    if not rows:
        return None
    counts = np.asarray(rows, dtype=float)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(names))
    return pairs / (counts.sum(axis=1) - 1)[:, None, None]


def _alpha(table: Any) -> float | None:
    totals = table.sum(axis=1)
    everything = totals.sum()
    expected = everything * everything - (totals * totals).sum()
    if expected <= 0:
        return None
    return float(1 - (everything - 1) * (everything - np.trace(table)) / expected)


def _agreement(pairs: Sequence[tuple[HumanPreference, PreferencePair]]) -> dict[str, Any]:
    people = ["first" if one.p_first > CHANCE else "second" for one, _pair in pairs]
    judge = ["first" if pair.p_first > CHANCE else "second" for _one, pair in pairs]
    figures = _against_chance(sum(map(str.__eq__, people, judge)), len(pairs))
    beyond = cohen_kappa(people, judge) if len(pairs) >= FEWEST_ITEMS else None
    return {
        **figures,
        "kappa": beyond.kappa if beyond else None,
        "kappa_interval": _as_list(beyond.interval) if beyond and beyond.interval else None,
    }


def _against_chance(count: int, items: int) -> dict[str, Any]:
    share = share_of(count, items)
    return {
        "count": count,
        "items": items,
        "share": share.value if items else None,
        "interval": _as_list(share.interval),
        "verdict": verdict_of(share.interval, CHANCE, items),
    }


def _as_list(interval: Interval) -> list[float]:
    return [interval.low, interval.high]


def choices_of(comparisons: Sequence[HumanComparison]) -> Mapping[str, int]:
    """Count what people said, every possible choice named."""
    counts = Counter(each.choice for each in comparisons)
    return {choice: counts[choice] for choice in CHOICES}
