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
from training_bridge.evaluation.suite import (
    Conditions,
    OnDone,
    Rows,
    all_measured,
    measured_id,
    missing_batches,
)
from training_bridge.generation.interface import Continuation, Generator
from training_bridge.record_files import RecordFile
from training_bridge.records import PHASES, Phase

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


@dataclass(frozen=True)
class SimpleQuestionSuite:
    """Which of four choices the model finds likeliest."""

    conditions: Conditions
    questions: Sequence[SimpleQuestion]
    name: str = "simple_questions"
    phases: tuple[Phase, ...] = PHASES

    def absence(self) -> str | None:
        """See `Suite.absence`."""
        return None if self.questions else "there are no questions"

    def size(self) -> int:
        """Count the questions."""
        return len(self.questions)

    def is_measured(self, phase: Phase, records: RecordFile) -> bool:
        """See `Suite.is_measured`."""
        return all_measured(phase, [question.id for question in self.questions], records)

    def measure(self, phase: Phase, model: Generator, records: RecordFile, on_done: OnDone) -> None:
        """Score every choice of every question."""
        for batch in missing_batches(
            self.questions,
            lambda question: measured_id(phase, question.id),
            records,
            self.conditions.batch_rows,
            on_done,
        ):
            scores = iter(
                model.log_probabilities(
                    [
                        Continuation(f"{question.question} {INSTRUCTION}", choice)
                        for question in batch
                        for choice in question.choices
                    ]
                )
            )
            records.append(
                self._row(phase, question, [next(scores).total for _ in question.choices], model)
                for question in batch
            )

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
