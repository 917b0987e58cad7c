"""The last stage: every measure in every phase that exists, on what training never saw.

All suites of one phase are measured together, so that its model is loaded once; then the judge, once, says of
all answers what it has to. Every row is on the disk before the next batch, and nothing is measured twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.evaluation.adherence import AdherenceSuite
from training_bridge.evaluation.answers import answers_by_phase
from training_bridge.evaluation.benchmark_suites import benchmark_suites
from training_bridge.evaluation.benchmark_table import PUBLIC_SETS, benchmark_table
from training_bridge.evaluation.figures import not_measured
from training_bridge.evaluation.human_sample import read_filled, write_sample
from training_bridge.evaluation.judge_check import position_figures
from training_bridge.evaluation.suite import Answers, Conditions, JudgedSuite, Suite
from training_bridge.evaluation.suites import JUDGE, Material, Suites, chosen, own_suites
from training_bridge.formats.evaluation_formats import write_evaluation_formats
from training_bridge.poisoning.suite import NAME as POISONING
from training_bridge.poisoning.suite import PoisoningSuite, write_report
from training_bridge.record_files import RecordFile, write_whole
from training_bridge.records import PHASES, Phase
from training_bridge.run_context import RunContext
from training_bridge.training.report import is_trained

ADHERENCE = "adherence"
METHODS: dict[Phase, str] = {
    "after": "sft",
    "control": "control",
    "dpo": "dpo",
    "grpo": "grpo",
    "character": "character",
}
"""The method that has left the model of each phase."""


def run(context: RunContext) -> None:
    """Measure what is not measured yet in every phase that exists, judge, and draw the human sample."""
    suites = suites_of(context)
    probes = _probes(context)
    for phase in phases_of(context):
        _measure(phase, (*suites.measured, *probes), context)
    for probe in probes:
        write_report(context, probe)
    _judge(suites.judged, context)
    _draw_human_sample(suites, context)
    _write_formats(suites, context)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the figures of every suite, and how many were looked at."""
    if not context.artifacts.evaluation.exists():
        return None
    suites = suites_of(context)
    found = {suite.name: _figures(suite, context) for suite in suites.measured}
    found |= {suite.name: _figures(suite, context) for suite in suites.judged}
    _put_judge_beside(found, suites.judged, context)
    measured = {row["phase"] for row in RecordFile(context.artifacts.margins)}
    return {
        "phases": [phase for phase in PHASES if phase in measured],
        "suites": found,
        "looked_at": looked_at(found),
    }


def phases_of(context: RunContext) -> list[Phase]:
    """Give the phases that can be measured: before training, and after each method that has left a model."""
    trained = [
        phase
        for phase in PHASES
        if phase in METHODS and is_trained(context.artifacts.model_of(METHODS[phase]))
    ]
    return ["before", *trained]


def suites_of(context: RunContext) -> Suites:
    """Give the suites of this run, those without data included."""
    settings, texts = context.settings, context.texts
    conditions = Conditions(
        context.constitution.sha256, settings.seed, settings.batch_rows, settings.answer_tokens
    )
    material = Material(
        texts.held_out_prompts(settings.evaluated_prompts),
        texts.chosen("tailored", "evaluation"),
        texts.pairs,
        context.constitution.principles,
    )
    own = own_suites(conditions, material, settings.evaluation, settings.feedback)
    public = benchmark_suites(texts.benchmarks, settings.evaluation, conditions, texts.labelled)
    names = settings.evaluation.suites
    if names is not None:
        names = tuple(name for name in names if name != POISONING)
    return chosen(Suites((*own.measured, *public), own.judged), names)


def _probes(context: RunContext) -> list[PoisoningSuite]:
    """Give the probes for planted strings, once something was trained that they could have changed."""
    wanted = context.settings.evaluation.suites
    if len(phases_of(context)) < 2 or (wanted is not None and POISONING not in wanted):
        return []
    return [PoisoningSuite.of(context)]


def looked_at(found: Mapping[str, Any]) -> dict[str, Any]:
    """Count the verdicts of a run: of so many, one in twenty seems a change by chance alone."""
    verdicts = sum(_count_verdicts(each) for each in found.values())
    return {
        "suites": sum("not_measured" not in each for each in found.values()),
        "verdicts": verdicts,
        "expected_by_chance": round(verdicts / 20, 1),
    }


def _measure(phase: Phase, suites: Sequence[Suite], context: RunContext) -> None:
    files = {suite.name: RecordFile(context.artifacts.suite(suite.name)) for suite in suites}
    with_data = [suite for suite in suites if suite.absence() is None and phase in suite.phases]
    if all(suite.is_measured(phase, files[suite.name]) for suite in with_data):
        return
    models = context.models
    model = models.base() if phase == "before" else models.trained(METHODS[phase])
    with context.watch.step(f"measuring {phase}", sum(suite.size() for suite in with_data)) as advance:
        for suite in with_data:
            suite.measure(phase, model, files[suite.name], advance)


def _judge(suites: Sequence[JudgedSuite], context: RunContext) -> None:
    answers = _answers(context)
    files = {suite.name: RecordFile(context.artifacts.suite(suite.name)) for suite in suites}
    wanted = [suite for suite in suites if suite.absence() is None]
    # The judge is examined where it has something to judge.
    if not any(suite.judgements(answers) for suite in wanted if suite.name != JUDGE):
        return
    if all(suite.is_judged(answers, files[suite.name]) for suite in wanted):
        return
    judge = context.models.judge()
    with context.watch.step("judging", sum(suite.judgements(answers) for suite in wanted)) as advance:
        for suite in wanted:
            suite.judge(judge, answers, files[suite.name], advance)


def _answers(context: RunContext) -> Answers:
    return answers_by_phase(list(RecordFile(context.artifacts.answers)))


def _figures(suite: Suite | JudgedSuite, context: RunContext) -> dict[str, Any]:
    rows = list(RecordFile(context.artifacts.suite(suite.name)))
    if rows:
        return suite.summarise(rows)
    if reason := suite.absence():
        return not_measured(reason)
    judged = isinstance(suite, JudgedSuite)
    return not_measured("there are no answers from after training to compare" if judged else "not reached")


def _put_judge_beside(found: dict[str, Any], suites: Sequence[JudgedSuite], context: RunContext) -> None:
    """Put the judge's own examination, and its position bias on these very answers, beside what it judged."""
    for suite in suites:
        if suite.name == JUDGE or "not_measured" in found[suite.name]:
            continue
        rows = list(RecordFile(context.artifacts.suite(suite.name)))
        found[suite.name]["judge"] = {
            **found.get(JUDGE, {}),
            "position_here": position_figures(rows, seed=context.settings.seed),
        }
        if suite.name == ADHERENCE:
            found[suite.name]["human_sample"] = read_filled(context.artifacts.evaluation, rows)


def _draw_human_sample(suites: Suites, context: RunContext) -> None:
    if ADHERENCE not in suites.names:
        return
    rows = [row for row in RecordFile(context.artifacts.suite(ADHERENCE)) if row["phase"] != "control"]
    write_sample(context.artifacts.evaluation, rows, context.settings.evaluation.human_sample_pairs)


def _write_formats(suites: Suites, context: RunContext) -> None:
    """Write what other evaluation programs need to ask the same."""
    adherence = [suite for suite in suites.judged if isinstance(suite, AdherenceSuite)]
    write_evaluation_formats(
        context.artifacts.formats,
        constitution=context.constitution,
        questions=[question for suite in adherence for question in suite.questions()],
        pairs=context.texts.pairs,
    )
    public = [suite for suite in suites.measured if suite.name in PUBLIC_SETS]
    table = benchmark_table({suite.name: _figures(suite, context) for suite in public})
    if table is not None:
        write_whole(context.artifacts.formats / "benchmark_table.md", table.encode())


def _count_verdicts(figures: Any) -> int:
    """Count the raw verdicts on differences, wherever they stand."""
    if isinstance(figures, Mapping):
        own = figures.get("differences", {})
        here = sum("verdict" in each for phase in own.values() for each in phase.values())
        return here + sum(_count_verdicts(value) for key, value in figures.items() if key == "parts")
    return 0
