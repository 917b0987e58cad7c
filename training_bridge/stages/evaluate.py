"""Third stage: the same measurements before and after training, on what training never saw."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from training_bridge.critique_revision import whole_sentences
from training_bridge.evaluation.margin import MarginChange, margin_change, margin_change_by_theme
from training_bridge.evaluation.refusal import classifier_error, classify_refusal, is_held_out
from training_bridge.evaluation.refusal_rates import refusal_rates
from training_bridge.evaluation.statistics import Share
from training_bridge.generation.interface import Continuation, Generator, Request, Sampling
from training_bridge.prompts import LabelledAnswer, MarginPair, Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import PHASES, AnswerRow, MarginRow, Phase, Provenance, row_id, text_hash
from training_bridge.run_context import RunContext
from training_bridge.run_settings import RunSettings
from training_bridge.training.report import is_trained


def run(context: RunContext) -> None:
    """Measure every phase that exists and is not measured yet."""
    for phase in phases_of(context):
        _measure_phase(phase, context)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Count what was measured in each phase."""
    if not context.artifacts.margins.exists():
        return None
    rows = [MarginRow.from_json(row) for row in RecordFile(context.artifacts.margins)]
    return {"pairs": {phase: sum(row.phase == phase for row in rows) for phase in phases_of(context)}}


def phases_of(context: RunContext) -> list[Phase]:
    """Give the phases that can be measured: before training, and after each method that has left a model."""
    methods: dict[Phase, str] = {"after": "sft", "control": "control", "dpo": "dpo", "grpo": "grpo"}
    trained = [phase for phase in PHASES if is_trained(context.artifacts.model_of(methods.get(phase, "")))]
    return ["before", *(phase for phase in trained if phase != "before")]


def _measure_phase(phase: Phase, context: RunContext) -> None:
    artifacts, settings, texts, models = (
        context.artifacts,
        context.settings,
        context.texts,
        context.models,
    )
    # The control is there for the primary measure alone.
    prompts = [] if phase == "control" else texts.held_out_prompts(settings.evaluated_prompts)
    held_out = HeldOut(texts.pairs, prompts)
    margins, answers = RecordFile(artifacts.margins), RecordFile(artifacts.answers)
    if is_measured(phase, held_out, margins, answers):
        return
    model = models.base() if phase == "before" else models.trained("sft" if phase == "after" else phase)
    with context.watch.step(f"measuring {phase}", held_out.items) as advance:
        measure(
            phase,
            model,
            held_out,
            constitution_sha256=context.constitution.sha256,
            settings=settings,
            margins=margins,
            answers=answers,
            on_done=advance,
        )


@dataclasses.dataclass(frozen=True)
class HeldOut:
    """What a model is measured with: answer pairs, and prompts of both kinds."""

    pairs: Sequence[MarginPair]
    prompts: Sequence[Prompt]

    @property
    def items(self) -> int:
        """Count what one phase measures."""
        return len(self.pairs) + len(self.prompts)


def measure(
    phase: Phase,
    generator: Generator,
    held_out: HeldOut,
    *,
    constitution_sha256: str,
    settings: RunSettings,
    margins: RecordFile,
    answers: RecordFile,
    on_done: Callable[[int], None],
) -> None:
    """Measure what is not measured yet in this phase, a batch at a time, and append the rows."""
    step = settings.batch_rows
    for start in range(0, len(held_out.pairs), step):
        pairs = held_out.pairs[start : start + step]
        if not all(_id(phase, pair.id) in margins for pair in pairs):
            rows = _margin_rows(phase, pairs, generator, constitution_sha256, settings)
            margins.append(row.to_json() for row in rows)
        on_done(len(pairs))
    for start in range(0, len(held_out.prompts), step):
        prompts = held_out.prompts[start : start + step]
        if not all(_id(phase, prompt.id) in answers for prompt in prompts):
            rows_of_answers = _answer_rows(phase, prompts, generator, constitution_sha256, settings)
            answers.append(row.to_json() for row in rows_of_answers)
        on_done(len(prompts))


def is_measured(phase: Phase, held_out: HeldOut, margins: RecordFile, answers: RecordFile) -> bool:
    """Say whether this phase lacks nothing."""
    return all(_id(phase, pair.id) in margins for pair in held_out.pairs) and all(
        _id(phase, prompt.id) in answers for prompt in held_out.prompts
    )


def summarise(
    margins: Sequence[MarginRow],
    answers: Sequence[AnswerRow],
    labelled: Sequence[LabelledAnswer],
    *,
    seed: int,
) -> dict[str, Any]:
    """Give the before-and-after figures of a finished evaluation as JSON."""
    rates = refusal_rates(answers)
    primary = margin_change(margins, seed=seed)
    return {
        "margin": {
            **_change(primary),
            "unit": "nats a token",
            "whole_answers": _change(margin_change(margins, seed=seed, total=True)),
            "control": _control(margins, seed),
            "by_theme": {
                theme: _change(change) for theme, change in margin_change_by_theme(margins, seed=seed).items()
            },
        },
        "refusal": {
            "harmful": {"before": _share(rates.harmful_before), "after": _share(rates.harmful_after)},
            "over_refusal": {
                "before": _share(rates.over_refusal_before),
                "after": _share(rates.over_refusal_after),
            },
            "classifier_error": dataclasses.asdict(classifier_error(labelled)),
            "classifier_error_held_out": dataclasses.asdict(
                classifier_error([answer for answer in labelled if is_held_out(answer)])
            ),
        },
    }


def _control(margins: Sequence[MarginRow], seed: int) -> dict[str, Any] | None:
    """Compare with the training without revisions; `before` is the control's margin."""
    if not any(row.phase == "control" for row in margins):
        return None
    return _change(margin_change(margins, seed=seed, phases=("control", "after")))


def _margin_rows(
    phase: Phase, pairs: Sequence[MarginPair], generator: Generator, constitution: str, settings: RunSettings
) -> list[MarginRow]:
    wanted = [
        Continuation(pair.prompt, answer) for pair in pairs for answer in (pair.consistent, pair.inconsistent)
    ]
    scores = generator.log_probabilities(wanted)
    return [
        MarginRow(
            id=_id(phase, pair.id),
            phase=phase,
            pair_id=pair.id,
            theme=pair.theme,
            consistent_log_probability=consistent.total,
            consistent_tokens=consistent.tokens,
            inconsistent_log_probability=inconsistent.total,
            inconsistent_tokens=inconsistent.tokens,
            provenance=_provenance(pair.id, pair.prompt, generator, constitution, settings, {}),
        )
        for pair, consistent, inconsistent in zip(pairs, scores[::2], scores[1::2], strict=True)
    ]


def _answer_rows(
    phase: Phase, prompts: Sequence[Prompt], generator: Generator, constitution: str, settings: RunSettings
) -> list[AnswerRow]:
    # Greedy, so that the same weights give the same answers.
    sampling = Sampling(max_new_tokens=settings.answer_tokens)
    written = generator.generate([Request(prompt.text) for prompt in prompts], sampling)
    rows = []
    for prompt, generation in zip(prompts, written, strict=True):
        answer = whole_sentences(generation.text, finished=generation.finished)
        rows.append(
            AnswerRow(
                id=_id(phase, prompt.id),
                phase=phase,
                kind=prompt.kind,
                family=prompt.family,
                prompt=prompt.text,
                answer=answer,
                label=classify_refusal(answer),
                provenance=_provenance(
                    prompt.id,
                    prompt.text,
                    generator,
                    constitution,
                    settings,
                    {"temperature": 0.0, "tokens": settings.answer_tokens},
                ),
            )
        )
    return rows


def _provenance(
    prompt_id: str,
    prompt: str,
    generator: Generator,
    constitution: str,
    settings: RunSettings,
    sampling: dict[str, Any],
) -> Provenance:
    return Provenance(
        constitution_sha256=constitution,
        model=generator.name,
        model_sha256=generator.sha256,
        prompt_id=prompt_id,
        prompt_sha256=text_hash(prompt),
        template_sha256=None,
        sampling=sampling,
        seed=settings.seed,
    )


def _id(phase: Phase, item: str) -> str:
    return row_id("evaluation", phase, item)


def _change(change: MarginChange) -> dict[str, Any]:
    return {
        "pairs": change.pairs,
        "before": change.before,
        "after": change.after,
        "difference": change.difference,
        "interval": [change.interval.low, change.interval.high],
        "verdict": change.verdict,
        "won_before": change.won_before,
        "won_after": change.won_after,
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "count": share.count,
        "items": share.items,
        "share": share.value,
        "interval": [share.interval.low, share.interval.high],
    }
