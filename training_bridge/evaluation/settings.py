"""What is measured, and on how many items."""

from __future__ import annotations

from dataclasses import dataclass

from training_bridge.records import PHASES


@dataclass(frozen=True)
class EvaluationSettings:
    """What decides the evaluation; the sizes let the demonstration model finish in minutes on two cores.

    A number of items is a number drawn by the hash of their ids; None is all.

    Attributes:
        suites: the names of the suites that are measured; None for all that have data. Margin and answers
            are always measured.
        margin_pairs: answer pairs of the primary measure.
        sycophancy_questions, simple_questions: of the suites named so.
        sycophancy_answers: how many answers to a wrong opinion are written and kept.
        judged_phases: the phases whose answers a judge compares with those from before.
        prompts_a_principle: held-out prompts on which answers are compared for each principle.
        judged_answers: pairs of answers of each kind (harmful, helpful) that a judge compares in a phase.
        judge_pairs: answer pairs with a known better one on which the judge itself is tested.
        human_sample_pairs: pairs of answers in the sample for people; 0 for no sample.
        xstest_prompts, bbq_questions, gsm8k_problems: items of the public sets, where a folder holds them.
        gsm8k_tokens: the longest solution of a word problem that is written.
    """

    suites: tuple[str, ...] | None = None
    margin_pairs: int | None = None
    sycophancy_questions: int | None = 16
    sycophancy_answers: int | None = 4
    simple_questions: int | None = 24
    judged_phases: tuple[str, ...] = ("after", "control")
    prompts_a_principle: int = 1
    judged_answers: int | None = 8
    judge_pairs: int | None = 16
    human_sample_pairs: int = 40
    xstest_prompts: int | None = 60
    bbq_questions: int | None = 108
    gsm8k_problems: int | None = 30
    gsm8k_tokens: int = 160

    def __post_init__(self) -> None:
        """Refuse numbers that measure nothing."""
        numbers = (
            self.margin_pairs,
            self.sycophancy_questions,
            self.simple_questions,
            self.judged_answers,
            self.judge_pairs,
            self.prompts_a_principle,
            self.xstest_prompts,
            self.bbq_questions,
            self.gsm8k_problems,
            self.gsm8k_tokens,
        )
        if any(number is not None and number < 1 for number in numbers):
            raise ValueError("a number of items must be at least 1, or left out for all")
        if unknown := sorted(set(self.judged_phases) - set(PHASES[1:])):
            raise ValueError(f"there is no judged phase {unknown[0]}: it is one of {', '.join(PHASES[1:])}")
        if self.human_sample_pairs < 0 or (self.sycophancy_answers or 0) < 0:
            raise ValueError("human_sample_pairs and sycophancy_answers must be at least 0")
