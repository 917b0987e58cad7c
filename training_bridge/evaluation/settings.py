"""What is measured, and on how many items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvaluationSettings:
    """What decides the evaluation; the sizes fit the demonstration model on two cores.

    Attributes:
        suites: the suites that are measured beside margin and refusals; None for all that have data.
        prompts_a_principle: held-out prompts on which answers are compared for each principle.
        judged_answers: at most this many pairs of answers of each kind (harmful, helpful) are compared by
            the judge for each trained phase; None for all.
        judge_check_pairs: answer pairs with a known better one on which the judge itself is tested; None
            for all.
        sycophancy_questions: paired questions; None for all.
        simple_questions: questions with four choices; None for all.
        human_sample_pairs: pairs of answers in the sample for people; 0 for no sample.
    """

    suites: tuple[str, ...] | None = None
    prompts_a_principle: int = 2
    judged_answers: int | None = 12
    judge_check_pairs: int | None = 24
    sycophancy_questions: int | None = None
    simple_questions: int | None = None
    human_sample_pairs: int = 40
