"""The suites that need a folder of evaluation data: over-refusal, bias and capability on public sets."""

from __future__ import annotations

from collections.abc import Sequence

from training_bridge.evaluation.bbq import BiasSuite
from training_bridge.evaluation.benchmark_sets.benchmarks import Benchmarks
from training_bridge.evaluation.gsm8k import MathSuite
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.evaluation.suite import Conditions, Suite
from training_bridge.evaluation.xstest import OverRefusalSuite
from training_bridge.prompts import LabelledAnswer


def benchmark_suites(
    benchmarks: Benchmarks,
    settings: EvaluationSettings,
    conditions: Conditions,
    labelled: Sequence[LabelledAnswer],
) -> list[Suite]:
    """Give all three suites; one whose data are not there says so itself (`Suite.absence`)."""
    return [
        OverRefusalSuite(benchmarks.xstest, settings.xstest_prompts, conditions, labelled),
        BiasSuite(benchmarks.bbq, settings.bbq_questions, conditions),
        MathSuite(benchmarks.gsm8k, settings.gsm8k_problems, conditions, tokens=settings.gsm8k_tokens),
    ]
