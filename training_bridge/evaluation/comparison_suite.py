"""A judged suite that compares answers with those from before: what both kinds of it share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.comparing import Asked, Question, asked_of, write_comparisons
from training_bridge.evaluation.suite import Answers, Conditions, OnDone, Rows
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile


@dataclass(frozen=True)
class ComparisonSuite(ABC):
    """A `JudgedSuite`; a subclass says by what the answers to the prompts are compared, and sums it up."""

    conditions: Conditions
    prompts: Sequence[Prompt]
    judged_phases: tuple[str, ...]
    feedback: FeedbackSettings

    def absence(self) -> str | None:
        """See `JudgedSuite.absence`."""
        return None if self.prompts else "there are no held-out prompts"

    def judgements(self, answers: Answers) -> int:
        """See `JudgedSuite.judgements`."""
        return len(self._asked(answers))

    def is_judged(self, answers: Answers, records: RecordFile) -> bool:
        """See `JudgedSuite.is_judged`."""
        return all(each.id in records for each in self._asked(answers))

    def judge(self, judge: Generator, answers: Answers, records: RecordFile, on_done: OnDone) -> None:
        """Compare the answers."""
        write_comparisons(judge, self._asked(answers), records, self.conditions, self.feedback, on_done)

    @abstractmethod
    def questions(self) -> list[Question]:
        """Give every prompt with what its answers are compared by."""

    @abstractmethod
    def summarise(self, rows: Rows) -> dict[str, Any]:
        """See `JudgedSuite.summarise`."""

    def _asked(self, answers: Answers) -> list[Asked]:
        return [each for each in asked_of(self.questions(), answers) if each.phase in self.judged_phases]
