"""Conflicts: the judge compares the same two answers by several principles, and some pull apart.

The answers are those that the feedback stage drew. Rows are named by answers, principle and judge alone, so
that other settings add rows beside them and repeat none; figures are those of the settings of the sitting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.conflicts.drawing import (
    NO_ANSWERS,
    ONE_PRINCIPLE,
    by_hash,
    divided,
    nearest_to_another,
)
from training_bridge.conflicts.pulling import Judged, conflict_figures
from training_bridge.conflicts.settings import FEWEST
from training_bridge.feedback.judging import Comparison, Judgement, compare, judging_template, position_prior
from training_bridge.generation.interface import Generator
from training_bridge.principles import Principle
from training_bridge.record_files import RecordFile
from training_bridge.records import AnswerPair, Provenance, row_id
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.stages.feedback import answers_path
from training_bridge.tailoring.relevance import load_relevance_check

JUDGING = "judging by two principles"
Asked = tuple[AnswerPair, Principle]


def run(context: RunContext) -> None:
    """Judge what is not judged yet.

    Raises:
        StageStopped: there is one principle only, or no pair of answers.
    """
    if len(context.constitution.principles) < FEWEST:
        raise StageStopped(ONE_PRINCIPLE)
    asked = _asked(context)
    if not asked:
        raise StageStopped(NO_ANSWERS)
    records = RecordFile(context.artifacts.conflicts)
    if all(_row_id(context, *each) in records for each in asked):
        return
    judge = context.models.judge()
    feedback = context.settings.feedback
    prior = position_prior(judge, feedback)
    size = context.settings.batch_rows
    with context.watch.step(JUDGING, len(asked)) as advance:
        for start in range(0, len(asked), size):
            batch = asked[start : start + size]
            if all(_row_id(context, *each) in records for each in batch):
                advance(len(batch))
                continue
            judged = compare(
                judge,
                [
                    Comparison(_row_id(context, pair, by), pair.prompt, *pair.answers, by.text)
                    for pair, by in batch
                ],
                feedback,
                advance,
                prior_a=prior,
                seed=context.settings.seed,
            )
            records.append(_row(context, judge, *each, one) for each, one in zip(batch, judged, strict=True))


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give how often principles pull apart, by the settings of this sitting; None before it was judged."""
    stored = list(RecordFile(context.artifacts.conflicts))
    if not stored:
        return None
    try:
        wanted = {_row_id(context, *each) for each in _asked(context)}
    except StageStopped:
        return None
    rows = [row for row in stored if row["id"] in wanted]
    if not rows:
        return None
    settings = context.settings
    found = conflict_figures(
        [Judged.from_json(row) for row in rows],
        clear=settings.conflicts.clear,
        examples=settings.conflicts.examples,
        least_agreement=settings.feedback.least_agreement,
        seed=settings.seed,
    )
    return {
        "judge": rows[0]["provenance"]["model"],
        "settings": dataclasses.asdict(settings.conflicts),
        "principles_in_all": len(context.constitution.principles),
        "still_to_judge": len(wanted) - len(rows),
        **found,
    }


def _asked(context: RunContext) -> list[Asked]:
    """Give each pair of answers with each principle that it is judged by, in the order of the answers."""
    settings, seed = context.settings.conflicts, context.settings.seed
    answers = {pair.id: pair for row in RecordFile(answers_path(context)) if not (pair := _pair(row)).dropped}
    if not answers:
        return []
    chosen = by_hash(list(answers), settings.pairs, seed=seed, of="conflicting answers")
    principles = {each.id: each for each in _taking_part(context)}
    by = divided(chosen, list(principles), settings.principles_a_pair, seed=seed)
    return [(answers[item], principles[name]) for item in chosen for name in by[item]]


def _taking_part(context: RunContext) -> Sequence[Principle]:
    settings, principles = context.settings.conflicts, context.constitution.principles
    if settings.principles is None or settings.principles >= len(principles):
        return principles
    names = [each.id for each in principles]
    if settings.drawn == "near":
        drawn = _nearest(context, names)
    else:
        drawn = by_hash(names, settings.principles, seed=context.settings.seed, of="conflicting principles")
    return [each for each in principles if each.id in drawn]


def _nearest(context: RunContext, names: Sequence[str]) -> list[str]:
    """Give the principles nearest to another one. Raises StageStopped without a sentence encoder."""
    texts = [each.text for each in context.constitution.principles]
    check = load_relevance_check(texts, language=context.constitution.language, nearest_share=1.0)
    if isinstance(check, str):
        raise StageStopped(f"principles cannot be drawn by nearness: {check}")
    return nearest_to_another(names, check.cosines(), context.settings.conflicts.principles)


def _row(
    context: RunContext, judge: Generator, pair: AnswerPair, principle: Principle, judged: Judgement
) -> Mapping[str, Any]:
    made_with = Provenance(
        constitution_sha256=context.constitution.sha256,
        model=judge.name,
        model_sha256=judge.sha256,
        prompt_id=pair.provenance.prompt_id,
        prompt_sha256=pair.provenance.prompt_sha256,
        template_sha256=judging_template(context.settings.feedback),
        sampling={
            "judging": "chain of thought" if context.settings.feedback.chain_of_thought else "direct",
            "calibration": context.settings.feedback.calibration,
        },
        seed=context.settings.seed,
    )
    return {
        "id": judged.id,
        "answer_pair_id": pair.id,
        "principle_id": principle.id,
        "principle_sha256": principle.sha256,
        "statement_ids": list(principle.statement_ids),
        "p_first": judged.p_first,
        "p_first_in_order": judged.p_first_in_order,
        "p_first_in_reverse": judged.p_first_in_reverse,
        "agrees_in_both_orders": judged.agrees_in_both_orders,
        "log_probabilities_in_order": [judged.log_a_in_order, judged.log_b_in_order],
        "log_probabilities_in_reverse": [judged.log_a_in_reverse, judged.log_b_in_reverse],
        "prior_a": judged.prior_a,
        "reason": judged.reason,
        "reason_in_reverse": judged.reason_in_reverse,
        "provenance": dict(vars(made_with)),
    }


def _row_id(context: RunContext, pair: AnswerPair, principle: Principle) -> str:
    """Name a row by answers and principle; judge and form are the same in all sittings of a run."""
    return row_id("conflict", pair.id, principle.sha256, judging_template(context.settings.feedback))


def _pair(row: Mapping[str, Any]) -> AnswerPair:
    return AnswerPair.from_json(row)
