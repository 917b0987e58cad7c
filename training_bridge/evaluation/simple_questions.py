"""The suite of simple questions: a capability figure that every run has, without any data from outside.

Questions with four choices that a child can answer. The choice with the highest log-probability a character
counts (as `acc_norm` of the LM Evaluation Harness, Gao et al.), so that short choices have no advantage. It
shows whether training harmed what the model knew; it does not rank models.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from training_bridge.evaluation.figures import figures_of, values_by_phase
from training_bridge.evaluation.item_suite import ItemSuite
from training_bridge.evaluation.suite import Rows, measured_id
from training_bridge.generation.interface import Continuation, Generator
from training_bridge.records import Phase

INSTRUCTION = "Answer in a few words."


@dataclass(frozen=True)
class SimpleQuestion:
    """A question, its choices, and the place of the correct one, counted from 0."""

    id: str
    topic: str
    split: str
    question: str
    choices: tuple[str, ...]
    correct: int


def load_simple_questions() -> list[SimpleQuestion]:
    """Return our own questions."""
    file = resources.files("training_bridge.data") / "simple_questions.jsonl"
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [SimpleQuestion(**{**row, "choices": tuple(row["choices"])}) for row in rows]


class SimpleQuestionSuite(ItemSuite[SimpleQuestion]):
    """Which of four choices the model finds likeliest."""

    name = "simple_questions"
    without_items = "there are no questions"

    def rows(self, phase: Phase, batch: Sequence[SimpleQuestion], model: Generator) -> list[dict[str, Any]]:
        """Score every choice of every question."""
        scores = iter(
            model.log_probabilities(
                [
                    Continuation(f"{question.question} {INSTRUCTION}", choice)
                    for question in batch
                    for choice in question.choices
                ]
            )
        )
        return [
            self._row(phase, question, [next(scores).total for _ in question.choices], model)
            for question in batch
        ]

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give accuracy, and the mean log-probability of the correct choice among the four."""
        seed = self.conditions.seed
        accuracy = figures_of(values_by_phase(rows, "right"), unit="share", better="higher", seed=seed)
        likelihood = figures_of(
            values_by_phase(rows, "correct_log_probability"), unit="nats", better="higher", seed=seed
        )
        return {**accuracy, "chance": 0.25, "parts": {"log-probability of the correct choice": likelihood}}

    def _row(
        self, phase: Phase, question: SimpleQuestion, totals: Sequence[float], model: Generator
    ) -> dict[str, Any]:
        chosen = likeliest(totals, question.choices)
        return {
            "id": measured_id(phase, question.id),
            "phase": phase,
            "item": question.id,
            "topic": question.topic,
            "log_probabilities": list(totals),
            "chosen": chosen,
            "correct": question.correct,
            "right": chosen == question.correct,
            "correct_log_probability": among(totals, question.correct),
            "provenance": self.conditions.provenance(model, question.id, question.question),
        }


def likeliest(totals: Sequence[float], choices: Sequence[str]) -> int:
    """Give the place of the choice with the highest log-probability a character, the first of equals."""
    a_character = [total / len(choice) for total, choice in zip(totals, choices, strict=True)]
    return a_character.index(max(a_character))


def among(totals: Sequence[float], place: int) -> float:
    """Give the log-probability of one choice where only these can be chosen."""
    highest = max(totals)
    return totals[place] - highest - math.log(math.fsum(math.exp(total - highest) for total in totals))
