"""How good a judge is on comparisons whose winner is plain, measured before it judges anything else. PURE."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from training_bridge.evaluation.figures import share_figures
from training_bridge.evaluation.statistics import Share, share_of
from training_bridge.feedback.judged_pairs import JudgedPair
from training_bridge.feedback.judging import Judgement, compare
from training_bridge.feedback.position import BothOrders, PositionBias, position_bias
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.feedback.soft_labels import choice_probability
from training_bridge.generation.interface import Generator
from training_bridge.record_files import RecordFile
from training_bridge.records import Provenance, row_id

LITTLE = 0.1
"""A judge that spends less of its probability on the letters hardly understood the question."""


def check_id(pair: JudgedPair) -> str:
    """Give the id of a pair's row."""
    return row_id("judge check", pair.id)


def check_judge(
    judge: Generator,
    pairs: Sequence[JudgedPair],
    records: RecordFile,
    settings: FeedbackSettings,
    provenance_of: Callable[[JudgedPair], Provenance],
    *,
    prior_a: float,
    batch_rows: int,
    seed: int,
    on_done: Callable[[int], None],
) -> None:
    """Judge the pairs that have no row yet, a batch at a time."""
    for start in range(0, len(pairs), batch_rows):
        batch = pairs[start : start + batch_rows]
        if all(check_id(pair) in records for pair in batch):
            on_done(len(batch))
            continue
        judged = compare(
            judge, [pair.comparison() for pair in batch], settings, on_done, prior_a=prior_a, seed=seed
        )
        records.append(
            {
                "id": check_id(pair),
                "pair_id": pair.id,
                "better_is_first": pair.better_is_first,
                "right": pair.is_right(judgement),
                "judgement": dataclasses.asdict(judgement),
                "provenance": dataclasses.asdict(provenance_of(pair)),
            }
            for pair, judgement in zip(batch, judged, strict=True)
        )


def check_figures(
    rows: Sequence[Mapping[str, Any]], settings: FeedbackSettings, *, seed: int
) -> dict[str, Any]:
    """Give accuracy and position bias of a checked judge, and what they mean in a sentence.

    `position` is as the labels were made, `position_uncalibrated` as the judge gave the letters.
    `probability_on_letters` is how much of its probability lay on the two letters at all.
    """
    judged = [Judgement(**row["judgement"]) for row in rows]
    accuracy = share_of(sum(row["right"] for row in rows), len(rows))
    position = position_bias(
        [BothOrders(each.p_first_in_order, each.p_first_in_reverse) for each in judged], seed=seed
    )
    on_letters = probability_on_letters(judged)
    return {
        "model": rows[0]["provenance"]["model"],
        "accuracy": share_figures(accuracy),
        "position": position_figures(position),
        "position_uncalibrated": position_figures(
            position_bias([as_given(each) for each in judged], seed=seed)
        ),
        "probability_on_letters": on_letters,
        "prior_a": judged[0].prior_a,
        "least_agreement": settings.least_agreement,
        "is_poor": is_poor(position, settings),
        "notice": notice(rows[0]["provenance"]["model"], accuracy, position, on_letters),
    }


def is_poor(position: PositionBias, settings: FeedbackSettings) -> bool:
    """Say whether a judge follows places so much that its labels are not worth having."""
    return position.agreement.value < settings.least_agreement


def probability_on_letters(judged: Sequence[Judgement]) -> float:
    """Give how much of its probability a judge spends on the two letters, mean over pairs and orders."""
    logs = (
        log
        for each in judged
        for log in (each.log_a_in_order, each.log_b_in_order, each.log_a_in_reverse, each.log_b_in_reverse)
    )
    return math.fsum(map(math.exp, logs)) / (2 * len(judged))


def notice(model: str, accuracy: Share, position: PositionBias, on_letters: float) -> str:
    """Say in plain words how far the judge can be trusted."""
    low, value, high = (
        f"{100 * each:.0f}" for each in (accuracy.interval.low, accuracy.value, accuracy.interval.high)
    )
    agreement = position.agreement
    worth = (
        "It is no better than chance there: its preferences show the plumbing and nothing else."
        if accuracy.interval.low <= 0.5
        else "It is better than chance there, on comparisons that nobody would find hard."
    )
    unasked = (
        f" Only {100 * on_letters:.0f} % of its probability lay on the two letters it was asked for."
        if on_letters < LITTLE
        else ""
    )
    return (
        f"The judge {model} was right on {accuracy.count} of {accuracy.items} comparisons with an obvious "
        f"winner ({value} %, 95 % interval {low} to {high} %; chance is 50 %), and it preferred the same "
        f"answer in both orders on {agreement.count} of {agreement.items}. {worth}{unasked}"
    )


def as_given(judged: Judgement) -> BothOrders:
    """Give the probabilities of a judgement without any calibration."""
    return BothOrders(
        choice_probability(judged.log_a_in_order, judged.log_b_in_order),
        1 - choice_probability(judged.log_a_in_reverse, judged.log_b_in_reverse),
    )


def position_figures(found: PositionBias) -> dict[str, Any]:
    """Give the figures of position bias as JSON."""
    return {
        "bias": found.bias,
        "interval": [found.interval.low, found.interval.high],
        "always_a": share_figures(found.always_a),
        "always_b": share_figures(found.always_b),
        "agreement": share_figures(found.agreement),
        "kappa": found.kappa,
    }
