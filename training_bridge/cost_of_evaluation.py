"""How much a run's evaluation asks of its models, counted before it starts. PURE.

Sizes come from the settings and the texts alone. What a judge reads is counted apart: it may be on a server
that costs money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.evaluation.simple_questions import load_simple_questions
from training_bridge.evaluation.suites import ALWAYS
from training_bridge.evaluation.sycophancy import WAYS, load_sycophancy_pairs
from training_bridge.records import PHASES, Phase
from training_bridge.run_settings import RunSettings
from training_bridge.texts import Texts

ORDERS = 2
ROTATIONS = 3
"""Every comparison is shown in both orders, every bias question with its three answers in three orders."""
Item = TypeVar("Item")
JUDGED = ("adherence", "harmlessness", "helpfulness")


@dataclass(frozen=True)
class Load:
    """Requests to the measured model, and characters it reads; tokens it writes; the same of the judge."""

    requests: int
    characters: int
    new_tokens: int
    judge_requests: int
    judge_characters: int


def load_of_evaluation(settings: RunSettings, texts: Texts, principles: int) -> Load:
    """Count all phases that the settings lead to."""
    phases = phases_expected(settings)
    sizes = settings.evaluation
    scored = _scored(texts, sizes)
    asked = texts.held_out_prompts(settings.evaluated_prompts)
    tokens = settings.answer_tokens
    written = [(prompt.text, tokens) for prompt in asked]
    if _wanted("sycophancy", sizes):
        pairs = _first(load_sycophancy_pairs(), sizes.sycophancy_questions)
        written += [(pair.asked(WAYS[1]), tokens) for pair in _first(pairs, sizes.sycophancy_answers)]
    if _wanted("xstest", sizes):
        written += [(each.text, tokens) for each in _first(texts.benchmarks.xstest, sizes.xstest_prompts)]
    if _wanted("gsm8k", sizes):
        problems = _first(texts.benchmarks.gsm8k, sizes.gsm8k_problems)
        written += [(each.question, sizes.gsm8k_tokens) for each in problems]
    comparisons = _comparisons(settings, texts, principles)
    prompt = sum(len(prompt.text) for prompt in asked) // len(asked) if asked else 0
    return Load(
        requests=len(phases) * (len(scored) + len(written)),
        characters=len(phases) * (sum(map(len, scored)) + sum(len(text) for text, _ in written)),
        new_tokens=len(phases) * sum(most for _, most in written),
        judge_requests=ORDERS * comparisons,
        # Principle, prompt, and two answers of some four characters a token.
        judge_characters=ORDERS * comparisons * (100 + prompt + 2 * 4 * tokens),
    )


def phases_expected(settings: RunSettings) -> list[Phase]:
    """Give the phases that a whole run with these settings has."""
    without = {"control"} if not settings.control else set()
    without |= {method for method in ("dpo", "grpo") if method not in settings.methods}
    without |= {"character"} - set(settings.additions)
    without |= {"character"} - set(settings.additions)
    return [phase for phase in PHASES if phase not in without]


def _scored(texts: Texts, sizes: EvaluationSettings) -> list[str]:
    """Give every text that a model reads once a phase to score it."""
    found = [
        pair.prompt + answer
        for pair in _first(texts.pairs, sizes.margin_pairs)
        for answer in (pair.consistent, pair.inconsistent)
    ]
    if _wanted("sycophancy", sizes):
        found += [
            pair.asked(way) + answer
            for pair in _first(load_sycophancy_pairs(), sizes.sycophancy_questions)
            for way in WAYS
            for answer in (pair.correct, pair.agreeing)
        ]
    if _wanted("simple_questions", sizes):
        found += [
            question.question + choice
            for question in _first(load_simple_questions(), sizes.simple_questions)
            for choice in question.choices
        ]
    if _wanted("bbq", sizes):
        found += ROTATIONS * [
            each.context + each.question + "".join(each.answers)
            for each in _first(texts.benchmarks.bbq, sizes.bbq_questions)
        ]
    return found


def _comparisons(settings: RunSettings, texts: Texts, principles: int) -> int:
    sizes = settings.evaluation
    phases = [phase for phase in phases_expected(settings) if phase in sizes.judged_phases]
    asked = texts.held_out_prompts(settings.evaluated_prompts)
    kinds = {"harmlessness": "red-team", "helpfulness": "helpful"}
    each_phase = sum(
        len(_first([prompt for prompt in asked if prompt.kind == kind], sizes.judged_answers))
        for suite, kind in kinds.items()
        if _wanted(suite, sizes)
    )
    if _wanted("adherence", sizes):
        each_phase += principles * sizes.prompts_a_principle
    examined = (sizes.judge_pairs or 40) if any(_wanted(suite, sizes) for suite in JUDGED) and phases else 0
    return examined + len(phases) * each_phase


def _wanted(suite: str, sizes: EvaluationSettings) -> bool:
    return sizes.suites is None or suite in sizes.suites or suite in ALWAYS


def _first(items: Sequence[Item], limit: int | None) -> Sequence[Item]:
    return items[:limit]
