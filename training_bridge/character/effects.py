"""What training on one trait did to each of them: trait trained by trait measured. PURE.

The measure is the margin of hand-written answers to held-out questions: the mean log-probability of a token
of the answer that shows the trait, minus that of the one that does not, in nats a token. It is measured of
the model before (the supervised one) and after, on the same questions.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from training_bridge.evaluation.statistics import CONFIDENCE, FEWEST_ITEMS, holm, paired_difference

BEFORE = "sft"
MOST_EXACT = 16
"""With so many items all ways to turn their signs are gone through; with more, some are drawn."""


def margin_of(row: Mapping[str, Any]) -> float:
    """Give the margin of a measured row, in nats a token."""
    showing = row["showing_log_probability"] / row["showing_tokens"]
    return float(showing - row["not_showing_log_probability"] / row["not_showing_tokens"])


def sign_flip_test(values: Sequence[float], *, seed: int) -> float:
    """Give the two-sided probability of a mean so far from zero if each value's sign were a toss of a coin.

    Exact for up to `MOST_EXACT` values (Fisher 1935, *The Design of Experiments*, section 21), else over
    2^16 random choices of signs, the one that was found counted among them. 1 without values.
    """
    data = np.asarray(values, dtype=float)
    if not len(data):
        return 1.0
    if len(data) <= MOST_EXACT:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(data))))
    else:
        drawn = np.random.default_rng(seed).choice((-1.0, 1.0), size=(2**MOST_EXACT, len(data)))
        signs = np.vstack([np.ones(len(data)), drawn])
    found = abs(data.mean())
    return float(np.mean(np.abs((signs * data).mean(axis=1)) >= found * (1 - 1e-12)))


def effect_matrix(rows: Iterable[Mapping[str, Any]], *, seed: int) -> dict[str, dict[str, dict[str, Any]]]:
    """Give the change of every trait's margin by everything that was trained, each with its interval.

    The intervals are paired bootstrap ones over questions; the p-values are adjusted for having looked at
    all of them together (Holm 1979), and only what stays below 5 % is called a rise or a fall.
    """
    margins: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        margins.setdefault((row["trained"], row["trait_id"]), {})[row["item"]] = margin_of(row)
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for (trained, trait), after in margins.items():
        before = margins.get((BEFORE, trait), {})
        if trained != BEFORE and before.keys() & after.keys():
            cells[trained, trait] = _cell(before, after, seed)
    adjusted = holm({"\x1f".join(key): cell["p_value"] for key, cell in cells.items()})
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (trained, trait), cell in cells.items():
        p_holm = adjusted[f"{trained}\x1f{trait}"]
        verdict = _verdict(cell, p_holm)
        found.setdefault(trained, {})[trait] = {**cell, "p_holm": p_holm, "verdict": verdict}
    return found


def _cell(before: Mapping[str, float], after: Mapping[str, float], seed: int) -> dict[str, Any]:
    difference = paired_difference(before, after, seed=seed)
    values = [after[item] - before[item] for item in sorted(before.keys() & after.keys())]
    return {
        "items": difference.items,
        "before": difference.first,
        "after": difference.second,
        "difference": difference.value,
        "interval": [difference.interval.low, difference.interval.high],
        "p_value": sign_flip_test(values, seed=seed),
    }


def _verdict(cell: Mapping[str, Any], p_holm: float) -> str:
    if cell["items"] < FEWEST_ITEMS or p_holm >= 1 - CONFIDENCE or math.isclose(cell["difference"], 0.0):
        return "no clear change"
    return "rise" if cell["difference"] > 0 else "fall"
