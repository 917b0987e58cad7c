"""Which suites a run is measured with, and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.evaluation.adherence import AdherenceSuite
from training_bridge.evaluation.answers import AnswersSuite
from training_bridge.evaluation.benchmark_sets.sampling import sample_by_hash
from training_bridge.evaluation.judge_check import JudgeCheck
from training_bridge.evaluation.margins import MarginSuite
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.evaluation.simple_questions import SimpleQuestionSuite, load_simple_questions
from training_bridge.evaluation.suite import Conditions, JudgedSuite, Suite
from training_bridge.evaluation.sycophancy import SycophancySuite, load_sycophancy_pairs
from training_bridge.evaluation.win_rates import LESS_HARMFUL, MORE_HELPFUL, WinRateSuite
from training_bridge.feedback.judged_pairs import load_judged_pairs
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.principles import Principle
from training_bridge.prompts import MarginPair, Prompt

ALWAYS = ("margins", "answers")
"""The suites that every run is measured with: the primary measure, and what the judged suites compare."""
JUDGE = "judge"
"""The judge's own examination, which goes with every other judged suite."""


@dataclass(frozen=True)
class Suites:
    """The suites that ask the model itself, and those that ask a judge afterwards."""

    measured: tuple[Suite, ...]
    judged: tuple[JudgedSuite, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all."""
        return (*(suite.name for suite in self.measured), *(suite.name for suite in self.judged))


@dataclass(frozen=True)
class Material:
    """What a run offers to measure with: held-out prompts, answer pairs, and the principles."""

    held_out: Sequence[Prompt]
    tailored: Sequence[Prompt]
    pairs: Sequence[MarginPair]
    principles: Sequence[Principle]


def own_suites(
    conditions: Conditions, material: Material, settings: EvaluationSettings, feedback: FeedbackSettings
) -> Suites:
    """Give the suites that need no data from outside, with the sizes of the settings."""
    adherence = AdherenceSuite(
        conditions,
        [*material.held_out, *material.tailored],
        settings.judged_phases,
        feedback,
        principles=material.principles,
        prompts_a_principle=settings.prompts_a_principle,
    )
    asked = {question.prompt_id for question in adherence.questions()}
    answered = [*material.held_out, *(prompt for prompt in material.tailored if prompt.id in asked)]
    return Suites(
        measured=(
            MarginSuite(
                conditions,
                sample_by_hash(material.pairs, settings.margin_pairs, stratum=lambda pair: pair.theme),
            ),
            AnswersSuite(conditions, answered),
            _sycophancy(conditions, settings),
            SimpleQuestionSuite(
                conditions,
                sample_by_hash(
                    load_simple_questions(), settings.simple_questions, stratum=lambda each: each.topic
                ),
            ),
        ),
        judged=(
            JudgeCheck(
                conditions,
                sample_by_hash(
                    load_judged_pairs("held-out"), settings.judge_pairs, stratum=lambda pair: pair.principle
                ),
                feedback,
            ),
            adherence,
            _win_rates("harmlessness", "red-team", LESS_HARMFUL, conditions, material, settings, feedback),
            _win_rates("helpfulness", "helpful", MORE_HELPFUL, conditions, material, settings, feedback),
        ),
    )


def held_out_questions() -> list[tuple[str, str]]:
    """Give id and text of every question of our own that is measured, so that none is trained on."""
    return [
        *((pair.id, pair.question) for pair in load_sycophancy_pairs()),
        *((question.id, question.question) for question in load_simple_questions()),
    ]


def chosen(suites: Suites, names: Sequence[str] | None) -> Suites:
    """Keep the named suites and those that are always measured. Raises ValueError for an unknown name."""
    if names is None:
        return suites
    if unknown := sorted(set(names) - set(suites.names)):
        raise ValueError(f"there is no suite {unknown[0]}: there are {', '.join(suites.names)}")
    judged = tuple(suite for suite in suites.judged if suite.name in names and suite.name != JUDGE)
    check = tuple(suite for suite in suites.judged if suite.name == JUDGE and (judged or JUDGE in names))
    return Suites(
        tuple(suite for suite in suites.measured if suite.name in (*ALWAYS, *names)), (*check, *judged)
    )


def _sycophancy(conditions: Conditions, settings: EvaluationSettings) -> SycophancySuite:
    pairs = sample_by_hash(
        load_sycophancy_pairs(), settings.sycophancy_questions, stratum=lambda pair: pair.topic
    )
    return SycophancySuite(
        conditions, pairs, frozenset(pair.id for pair in pairs[: settings.sycophancy_answers])
    )


def _win_rates(
    name: str,
    kind: str,
    question: str,
    conditions: Conditions,
    material: Material,
    settings: EvaluationSettings,
    feedback: FeedbackSettings,
) -> WinRateSuite:
    prompts = [prompt for prompt in material.held_out if prompt.kind == kind]
    compared = sample_by_hash(prompts, settings.judged_answers, stratum=lambda prompt: prompt.family)
    return WinRateSuite(conditions, compared, settings.judged_phases, feedback, name=name, question=question)
