"""Character training: traits of the constitution, the model's own answers by them, and what each trait did.

After Anthropic's account of how Claude's character was trained (2024) and OpenCharacterTraining (Maiya et al.
2025): the model answers with the trait before it, ranks its answers by the trait, and learns from the pairs
without the trait before it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from training_bridge.feedback.judge_check import as_given, position_figures
from training_bridge.feedback.judging import Judgement
from training_bridge.feedback.position import BothOrders, position_bias
from training_bridge.record_files import RecordFile
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.stages.character_data import (
    check_of,
    check_ranking,
    keeps_disagreeing,
    kept_pairs,
    rankings_path,
    write_answers,
    write_rankings,
    write_traits,
)
from training_bridge.stages.character_effects import effects_of, measure, train_alone
from training_bridge.stages.weights_training import (
    fit,
    read_rows,
    train_on_pairs,
    trained_figures,
    write_rows,
)
from training_bridge.training.recipes import CHARACTER
from training_bridge.training.report import is_trained
from training_bridge.training.rows import preference_rows

TRAINING = "training character"
NO_PAIRS = "the model's ranking of its own answers gave no pair to learn from: stopped"


def write_data(context: RunContext) -> None:
    """Write traits, answers and rankings.

    Raises:
        StageStopped: no principle gives a trait, the model ranks by places alone, or no pair is left.
    """
    if is_trained(context.artifacts.model_of(CHARACTER)):
        return
    write_traits(context)
    check_ranking(context)
    write_answers(context)
    write_rankings(context)
    if not kept_pairs(context):
        raise StageStopped(NO_PAIRS)


def prepare(context: RunContext) -> None:
    """Write the rows and the recipes."""
    settings = context.settings.character
    write_rows(
        context,
        CHARACTER,
        lambda: preference_rows(kept_pairs(context), settings.training, weighted=False),
    )


def run(context: RunContext) -> None:
    """Train on all traits together and on each alone, and measure what that did."""
    train_on_pairs(context, CHARACTER, prepare, lambda: fit(context, CHARACTER, TRAINING))
    train_alone(context)
    measure(context)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the traits, what ranking came to, and what each trait did; None before it was reached."""
    traits = list(RecordFile(context.artifacts.traits))
    if not traits:
        return None
    aside = Counter(row["set_aside"] for row in traits if row["set_aside"])
    check = check_of(context)
    return {
        "principles": len(traits),
        "traits": [
            {name: row[name] for name in ("trait_id", "trait", "principle_id", "is_trained")}
            for row in traits
            if row["trait"]
        ],
        "set_aside": dict(sorted(aside.items())),
        "ranking_check": check,
        "ranking": _ranking_figures(context),
        "training": trained_figures(context, CHARACTER),
        "effects": effects_of(context),
        "notice": check["notice"] if check else None,
    }


def _ranking_figures(context: RunContext) -> dict[str, Any] | None:
    """Give what the model made of its own answers, pair by pair and trait by trait."""
    rows = list(RecordFile(rankings_path(context)))
    if not rows:
        return None
    judged = [Judgement(**each["judgement"]) for row in rows for each in row["comparisons"]]
    kept = Counter(row["trait_id"] for row in rows if row["dropped"] is None)
    used = [BothOrders(each.p_first_in_order, each.p_first_in_reverse) for each in judged]
    return {
        "questions": len(rows),
        "comparisons": len(judged),
        "kept": kept.total(),
        "kept_though_orders_disagree": sum(row["agrees_in_both_orders"] is False for row in rows),
        "keeps_disagreeing": keeps_disagreeing(context),
        "dropped": dict(sorted(Counter(row["dropped"] for row in rows if row["dropped"]).items())),
        "rows": len(read_rows(context, CHARACTER)),
        "by_trait": {
            name: {"questions": count, "kept": kept[name]}
            for name, count in sorted(Counter(row["trait_id"] for row in rows).items())
        },
        "chosen_with_trait": _chosen_with_trait(context, rows),
        "position": _position(context, used),
        "position_uncalibrated": _position(context, [as_given(each) for each in judged]),
    }


def _position(context: RunContext, orders: list[BothOrders]) -> dict[str, Any] | None:
    return position_figures(position_bias(orders, seed=context.settings.seed)) if orders else None


def _chosen_with_trait(context: RunContext, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Count how often the chosen, and the rejected, answer was drawn with the trait before it."""
    answers = {row["id"]: row["answers"] for row in RecordFile(context.artifacts.character_answers)}
    kept = [row for row in rows if row["dropped"] is None]
    return {
        part: sum(bool(answers[row["id"]][row[part]]["with_trait"]) for row in kept)
        for part in ("chosen", "rejected")
    }
