"""The first figures of a run: margin before and after, by theme and against the control, and refusals."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from training_bridge.evaluation.figures import share_figures
from training_bridge.evaluation.margin import MarginChange, margin_change, margin_change_by_theme
from training_bridge.evaluation.refusal import classifier_error, is_held_out
from training_bridge.evaluation.refusal_rates import refusal_rates
from training_bridge.prompts import LabelledAnswer
from training_bridge.records import AnswerRow, MarginRow


def summarise(
    margins: Sequence[MarginRow],
    answers: Sequence[AnswerRow],
    labelled: Sequence[LabelledAnswer],
    *,
    seed: int,
) -> dict[str, Any]:
    """Give the before-and-after figures of a finished evaluation as JSON."""
    rates = refusal_rates(answers)
    primary = margin_change(margins, seed=seed)
    return {
        "margin": {
            **_change(primary),
            "unit": "nats a token",
            "whole_answers": _change(margin_change(margins, seed=seed, total=True)),
            "control": _control(margins, seed),
            "by_theme": {
                theme: _change(change) for theme, change in margin_change_by_theme(margins, seed=seed).items()
            },
        },
        "refusal": {
            "harmful": {
                "before": share_figures(rates.harmful_before),
                "after": share_figures(rates.harmful_after),
            },
            "over_refusal": {
                "before": share_figures(rates.over_refusal_before),
                "after": share_figures(rates.over_refusal_after),
            },
            "classifier_error": dataclasses.asdict(classifier_error(labelled)),
            "classifier_error_held_out": dataclasses.asdict(
                classifier_error([answer for answer in labelled if is_held_out(answer)])
            ),
        },
    }


def _control(margins: Sequence[MarginRow], seed: int) -> dict[str, Any] | None:
    """Compare with the training without revisions; `before` is the control's margin."""
    if not any(row.phase == "control" for row in margins):
        return None
    return _change(margin_change(margins, seed=seed, phases=("control", "after")))


def _change(change: MarginChange) -> dict[str, Any]:
    return {
        "pairs": change.pairs,
        "before": change.before,
        "after": change.after,
        "difference": change.difference,
        "interval": [change.interval.low, change.interval.high],
        "verdict": change.verdict,
        "won_before": change.won_before,
        "won_after": change.won_after,
    }
