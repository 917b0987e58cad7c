"""AI feedback: two answers of the supervised model to each prompt, compared by one drawn principle.

    check the judge on pairs with an obvious winner -> draw answers -> judge them in both orders

Every row is on the disk before the next batch is made. Answers are all drawn before any is judged, so that
the model on this machine changes its adapter twice and not for every batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deliberation.integrity.evidence import content_hash
from training_bridge.drawing import Asked, draw_principles
from training_bridge.feedback.judge_check import check_figures, check_judge
from training_bridge.feedback.judged_pairs import JudgedPair, load_judged_pairs
from training_bridge.feedback.judging import compare, judging_template, position_prior
from training_bridge.feedback.preferences import comparison_of, preference_figures, preference_pair
from training_bridge.feedback.sampling import draw_answers, sample_seed
from training_bridge.generation.interface import Generator
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.principles import Principle
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import AnswerPair, PreferencePair, Provenance, row_id, text_hash
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.stages.critique_revision import prompts_to_revise

CHECKING = "checking the judge"
DRAWING = "drawing answers"
JUDGING = "judging"


def run(context: RunContext) -> None:
    """Write the preference pairs that are missing.

    Raises:
        StageStopped: the judge follows places and not answers, and the settings do not allow that.
    """
    _check_judge(context)
    _draw_answers(context)
    _judge(context)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give how good the judge is, and what came of the pairs; None before the judge was checked."""
    settings = context.settings.feedback
    checked = _check_rows(context)
    if not checked:
        return None
    answers = _answers(context)
    pairs = [PreferencePair.from_json(row) for row in RecordFile(context.artifacts.feedback)]
    judge = check_figures(checked, settings, seed=context.settings.seed)
    return {
        "judge": judge,
        "judging": _judging(context),
        "prompts": len(prompts_to_judge(context)),
        "answer_pairs": len(answers),
        "drawn_again": sum(pair.samples != (1, 2) for pair in answers),
        "dropped_before_judging": dict(
            sorted(Counter(pair.dropped for pair in answers if pair.dropped).items())
        ),
        **preference_figures(pairs, settings, seed=context.settings.seed),
        "notice": judge["notice"],
    }


def prompts_to_judge(context: RunContext) -> list[Prompt]:
    """Give the training prompts that get a pair of answers, drawn by the hash of their text.

    A part of them are helpful ones: a judge that only ever compares answers to harmful requests would teach
    to decline.
    """
    settings = context.settings.feedback
    asked = prompts_to_revise(context.texts, context.settings.limit)
    helpful = context.texts.chosen("helpful", "train")
    share = settings.helpful_share
    if settings.pairs is None:
        wanted = round(len(asked) * share / (1 - share))
    else:
        wanted = min(len(helpful), round(settings.pairs * share))
        asked = _drawn(asked, settings.pairs - wanted)
    return [*asked, *_drawn(helpful, wanted)]


def answers_path(context: RunContext) -> Path:
    """Name the file of the answers that were drawn."""
    return context.artifacts.data / "answer_pairs.jsonl"


def judge_check_path(context: RunContext) -> Path:
    """Name the file of what the judge said of the pairs with an obvious winner."""
    return context.artifacts.data / "judge_check.jsonl"


def _check_judge(context: RunContext) -> None:
    settings = context.settings
    pairs = load_judged_pairs("held-out", settings.feedback.checked_pairs)
    records = RecordFile(judge_check_path(context))
    if len(records) < len(pairs):
        judge = context.models.judge()
        with context.watch.step(CHECKING, len(pairs)) as advance:
            check_judge(
                judge,
                pairs,
                records,
                settings.feedback,
                lambda pair: _check_provenance(context, judge, pair),
                prior_a=position_prior(judge, settings.feedback),
                batch_rows=settings.batch_rows,
                seed=settings.seed,
                on_done=advance,
            )
    found = check_figures(_check_rows(context), settings.feedback, seed=settings.seed)
    allowed = settings.feedback.allow_poor_judge
    if allowed is None:
        allowed = found["model"] == DEMONSTRATION_MODEL
    if found["is_poor"] and not allowed:
        agreement = found["position"]["agreement"]
        raise StageStopped(
            "the judge follows the place of an answer: stopped (it preferred the same answer in both orders "
            f"on {agreement['count']} of {agreement['items']} pairs with an obvious winner)"
        )


def _draw_answers(context: RunContext) -> None:
    prompts = prompts_to_judge(context)
    records = RecordFile(answers_path(context))
    if all(_pair_id(context, prompt) in records for prompt in prompts):
        return
    settings = context.settings
    model = context.models.trained("sft")
    with context.watch.step(DRAWING, 2 * len(prompts)) as advance:
        for batch in _batches(prompts, settings.batch_rows):
            if all(_pair_id(context, prompt) in records for prompt in batch):
                advance(2 * len(batch))
                continue
            drawn = draw_answers(
                model,
                [prompt.text for prompt in batch],
                settings.feedback,
                seed=settings.seed,
                on_done=advance,
            )
            records.append(
                AnswerPair(
                    id=_pair_id(context, prompt),
                    family=prompt.family,
                    kind=prompt.kind,
                    prompt=prompt.text,
                    answers=(pair.first.text, pair.second.text),
                    samples=(pair.first.sample, pair.second.sample),
                    dropped=pair.dropped,
                    provenance=_answers_provenance(
                        context, model, prompt, (pair.first.sample, pair.second.sample)
                    ),
                ).to_json()
                for prompt, pair in zip(batch, drawn, strict=True)
            )


def _judge(context: RunContext) -> None:
    settings = context.settings
    asked = [pair for pair in _answers(context) if pair.dropped is None]
    records = RecordFile(context.artifacts.feedback)
    if all(pair.id in records for pair in asked):
        return
    judge = context.models.judge()
    prior = position_prior(judge, settings.feedback)
    principles = _principles(context)
    with context.watch.step(JUDGING, len(asked)) as advance:
        for batch in _batches(asked, settings.batch_rows):
            if all(pair.id in records for pair in batch):
                advance(len(batch))
                continue
            drawn = [principles[pair.provenance.prompt_id] for pair in batch]
            judged = compare(
                judge,
                [comparison_of(pair, principle) for pair, principle in zip(batch, drawn, strict=True)],
                settings.feedback,
                advance,
                prior_a=prior,
                seed=settings.seed,
            )
            records.append(
                preference_pair(
                    pair, principle, one, settings.feedback, _judge_provenance(context, judge, pair)
                ).to_json()
                for pair, principle, one in zip(batch, drawn, judged, strict=True)
            )


def _principles(context: RunContext) -> Mapping[str, Principle]:
    """Draw one principle for each prompt, within the same bound as those of critique and revision."""
    settings = context.settings
    prompts = prompts_to_judge(context)
    drawn = draw_principles(
        [Asked(prompt.id, prompt.principle_id) for prompt in prompts],
        context.constitution.principles,
        rounds=1,
        # Of its own, so that answers are not judged by the very principle they were revised by.
        seed=int(content_hash({"seed": settings.seed, "draws": "feedback"})[:8], 16),
        weighting=settings.prompts.weighting,
        largest_share=settings.prompts.largest_share,
    )
    return {prompt.id: drawn.by_round[prompt.id, 1] for prompt in prompts}


def _answers(context: RunContext) -> list[AnswerPair]:
    return [AnswerPair.from_json(row) for row in RecordFile(answers_path(context))]


def _check_rows(context: RunContext) -> list[dict[str, Any]]:
    return list(RecordFile(judge_check_path(context)))


def _pair_id(context: RunContext, prompt: Prompt) -> str:
    return row_id("preference", context.constitution.sha256, prompt.id, str(context.settings.seed))


def _answers_provenance(
    context: RunContext, model: Generator, prompt: Prompt, samples: tuple[int, int]
) -> Provenance:
    settings = context.settings
    return Provenance(
        constitution_sha256=context.constitution.sha256,
        model=model.name,
        model_sha256=model.sha256,
        prompt_id=prompt.id,
        prompt_sha256=text_hash(prompt.text),
        template_sha256=None,
        sampling={
            "adapter": None if settings.is_scripted else "sft",
            "temperature": settings.feedback.temperature,
            "tokens": settings.feedback.answer_tokens,
            "seeds": [sample_seed(settings.seed, sample) for sample in samples],
        },
        seed=settings.seed,
    )


def _judge_provenance(context: RunContext, judge: Generator, pair: AnswerPair) -> Provenance:
    origin = pair.provenance
    return _judged_by(context, judge, origin.prompt_id, origin.prompt_sha256)


def _check_provenance(context: RunContext, judge: Generator, pair: JudgedPair) -> Provenance:
    return _judged_by(context, judge, pair.id, text_hash(pair.prompt))


def _judged_by(context: RunContext, judge: Generator, prompt_id: str, prompt_sha256: str) -> Provenance:
    return Provenance(
        constitution_sha256=context.constitution.sha256,
        model=judge.name,
        model_sha256=judge.sha256,
        prompt_id=prompt_id,
        prompt_sha256=prompt_sha256,
        template_sha256=judging_template(context.settings.feedback),
        sampling=_judging(context),
        seed=context.settings.seed,
    )


def _judging(context: RunContext) -> dict[str, Any]:
    """Say how a label came about."""
    settings = context.settings.feedback
    return {
        "judging": "chain of thought" if settings.chain_of_thought else "direct",
        "label": "mean over both orders of the softmax of the two letters",
        "calibration": "none" if settings.chain_of_thought else settings.calibration,
        "clamp": settings.clamp if settings.chain_of_thought else None,
        "ties": settings.ties,
        "tie_margin": settings.tie_margin,
    }


def _drawn(prompts: Sequence[Prompt], count: int) -> list[Prompt]:
    """Draw prompts by the hash of their text, in their order."""
    kept = {prompt.id for prompt in sorted(prompts, key=lambda prompt: text_hash(prompt.text))[:count]}
    return [prompt for prompt in prompts if prompt.id in kept]


def _batches(items: Sequence[Any], size: int) -> list[Sequence[Any]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
