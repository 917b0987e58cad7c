"""Answers of each phase against those from before training, by a judge, in both orders.

An answer *wins* if the judge prefers it in both orders, *loses* if the judge prefers the other in both, and
else it is a *tie*: a judge that follows the place of an answer decides nothing. Two equal answers are a tie
that no judge is asked about. The win rate counts a tie as one half, so one half means "no better".
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.figures import as_list
from training_bridge.evaluation.statistics import (
    CONFIDENCE,
    Verdict,
    bootstrap_mean_interval,
    paired_difference,
    score_interval,
    sign_test,
)
from training_bridge.evaluation.suite import Answers, Conditions, OnDone, Rows, measured_id, missing_batches
from training_bridge.feedback.judging import Comparison, Judgement, compare, judging_template, position_prior
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator
from training_bridge.record_files import RecordFile
from training_bridge.records import PHASES

VALUE = {"win": 1.0, "tie": 0.5, "loss": 0.0}


@dataclass(frozen=True)
class Question:
    """One prompt and what its answers are compared by.

    `part` names the figure it also belongs to; `fit` says how the prompt fits the principle.
    """

    item: str
    prompt_id: str
    prompt: str
    principle_text: str
    part: str
    principle_sha256: str | None = None
    fit: str = "drawn"


@dataclass(frozen=True)
class Asked:
    """A question with the two answers of one phase."""

    phase: str
    question: Question
    before: str
    then: str

    @property
    def id(self) -> str:
        """The id of its row."""
        return measured_id(self.phase, self.question.item)


def asked_of(questions: Sequence[Question], answers: Answers) -> list[Asked]:
    """Give every question in every phase in which its prompt was answered, as well as before."""
    before = answers.get("before", {})
    return [
        Asked(phase, each, before[each.prompt_id], answers[phase][each.prompt_id])
        for phase in PHASES
        if phase != "before" and phase in answers
        for each in questions
        if each.prompt_id in before and each.prompt_id in answers[phase]
    ]


def write_comparisons(
    judge: Generator,
    asked: Sequence[Asked],
    records: RecordFile,
    conditions: Conditions,
    settings: FeedbackSettings,
    on_done: OnDone,
) -> None:
    """Append a row for every question that has none yet."""
    if all(each.id in records for each in asked):
        on_done(len(asked))
        return
    prior = position_prior(judge, settings)
    for batch in missing_batches(asked, lambda each: each.id, records, conditions.batch_rows, on_done):
        judged = [each for each in batch if each.before != each.then]
        found = compare(
            judge,
            [
                Comparison(
                    each.id, each.question.prompt, each.then, each.before, each.question.principle_text
                )
                for each in judged
            ],
            settings,
            prior_a=prior,
            seed=conditions.seed,
        )
        by_id = {judgement.id: judgement for judgement in found}
        records.append(_row(each, by_id.get(each.id), judge, conditions, settings) for each in batch)


def win_rate_figures(rows: Rows, *, seed: int) -> dict[str, Any]:
    """Give the win rate of each phase against "before", and its difference to the control's.

    The interval is the score interval; the verdict is that of the exact sign test on wins and losses.
    """
    by_phase: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_phase.setdefault(row["phase"], []).append(row)
    phases: dict[str, dict[str, Any]] = {
        phase: _phase(by_phase[phase], seed) for phase in PHASES if phase in by_phase
    }
    return {
        "unit": "win rate against before",
        "better": "higher",
        "neutral": 0.5,
        "phases": phases,
        "differences": {phase: _differences(phase, phases, by_phase, seed) for phase in phases},
    }


def verdict_by_test(p_value: float, wins: int, losses: int) -> Verdict:
    """Say "rise" or "fall" where chance would bring about so much in less than 5 % of cases."""
    if p_value >= 1 - CONFIDENCE or wins == losses:
        return "no clear change"
    return "rise" if wins > losses else "fall"


def outcome_of(judgement: Judgement | None) -> str:
    """Say what a judgement is for the later answer; without one the answers are equal."""
    if judgement is None or not judgement.agrees_in_both_orders:
        return "tie"
    return "win" if judgement.p_first > 0.5 else "loss"


def _phase(rows: Sequence[Mapping[str, Any]], seed: int) -> dict[str, Any]:
    outcomes = [row["outcome"] for row in rows]
    wins, losses = outcomes.count("win"), outcomes.count("loss")
    value = math.fsum(VALUE[outcome] for outcome in outcomes) / len(outcomes)
    p_value = sign_test(wins, losses)
    return {
        "value": value,
        "interval": as_list(score_interval(value, len(outcomes))),
        "items": len(outcomes),
        "wins": wins,
        "losses": losses,
        "ties": len(outcomes) - wins - losses,
        "equal_answers": sum(row["judgement"] is None for row in rows),
        "p_value": p_value,
        "verdict": verdict_by_test(p_value, wins, losses),
        "preference": _preference(rows, seed),
    }


def _preference(rows: Rows, seed: int) -> dict[str, Any]:
    """Give the mean probability that the judge gives the later answer, over both orders; one half is neither.

    It uses what little a judge says where most comparisons are ties.
    """
    values = [row["judgement"]["p_first"] if row["judgement"] else 0.5 for row in rows]
    interval = bootstrap_mean_interval(values, seed=seed)
    return {"value": math.fsum(values) / len(values), "interval": as_list(interval), "items": len(values)}


def _differences(
    phase: str, phases: Mapping[str, Any], by_phase: Mapping[str, Rows], seed: int
) -> dict[str, Any]:
    own = phases[phase]
    found = {
        "to_before": {
            "value": own["value"] - 0.5,
            "interval": [end - 0.5 for end in own["interval"]],
            "items": own["items"],
            "verdict": own["verdict"],
        }
    }
    control, then = _values(by_phase.get("control", ())), _values(by_phase[phase])
    if phase != "control" and control.keys() & then.keys():
        difference = paired_difference(control, then, seed=seed)
        found["to_control"] = {
            "value": difference.value,
            "interval": as_list(difference.interval),
            "items": difference.items,
            "verdict": difference.verdict,
        }
    return found


def _values(rows: Rows) -> dict[str, float]:
    return {row["item"]: VALUE[row["outcome"]] for row in rows}


def _row(
    asked: Asked,
    judgement: Judgement | None,
    judge: Generator,
    conditions: Conditions,
    settings: FeedbackSettings,
) -> dict[str, Any]:
    question = asked.question
    return {
        "id": asked.id,
        "phase": asked.phase,
        "item": question.item,
        "part": question.part,
        "principle_text": question.principle_text,
        "principle_sha256": question.principle_sha256,
        "fit": question.fit,
        "prompt": question.prompt,
        "before": asked.before,
        "then": asked.then,
        "outcome": outcome_of(judgement),
        "judgement": dataclasses.asdict(judgement) if judgement else None,
        "provenance": conditions.provenance(
            judge, question.prompt_id, question.prompt, template_sha256=judging_template(settings)
        ),
    }
