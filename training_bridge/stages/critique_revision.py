"""The second stage: the model criticises its answers by drawn principles and revises them.

All principles are drawn before the first answer (`drawing.py`); every record is on the disk before the next
batch is made.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from training_bridge.drawing import Asked, Draws, draw_principles
from training_bridge.few_shot_exports import llm_swarm_file, nemo_samples, whole_transcripts
from training_bridge.prompts import FewShot, Prompt
from training_bridge.record_files import RecordFile, write_whole
from training_bridge.records import CritiqueRevision, text_hash
from training_bridge.revision_rounds import Material, record_id, revise_batch, texts_a_prompt
from training_bridge.run_context import RunContext
from training_bridge.texts import Texts
from training_bridge.training_stage import count_acceptance

FEW_SHOT_FILES = "few_shots"


def run(context: RunContext) -> None:
    """Revise the answer to every prompt of the training split that has no record yet."""
    settings = context.settings
    prompts = prompts_to_revise(context.texts, settings.limit)
    records = RecordFile(context.artifacts.critique_revisions)
    few_shots = context.texts.few_shots[: settings.few_shots]
    _export_few_shots(context, few_shots)
    if all(record_id(prompt, context.constitution, settings) in records for prompt in prompts):
        return
    draws = _draws(context, prompts)
    material = Material(context.constitution, few_shots, context.models.writer(), settings, draws)
    with context.watch.step("critique-revision", len(prompts) * texts_a_prompt(settings)) as advance:
        write_critique_revisions(records, prompts, material, advance)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give how many revisions may be learnt from, why the others may not, and each principle's share."""
    path = context.artifacts.critique_revisions
    if not path.exists():
        return None
    records = [CritiqueRevision.from_json(row) for row in RecordFile(path)]
    found = count_acceptance(records)
    prompts = prompts_to_revise(context.texts, context.settings.limit)
    draws = _draws(context, prompts)
    drawn = Counter(each.principle_id for record in records for each in record.rounds)
    shares = {name: count / drawn.total() for name, count in drawn.most_common()}
    largest = max(shares.items(), key=lambda item: (item[1], item[0]), default=None)
    return {
        **dataclasses.asdict(found),
        "rate": found.rate,
        "weighting": context.settings.prompts.weighting,
        "drawn_among_relevant": _drawn_among_relevant(context, prompts),
        "largest_share_allowed": draws.bound,
        "largest_share": largest and {"principle_id": largest[0], "share": largest[1]},
        "redrawn_for_the_bound": draws.redrawn,
        "shares": dict(sorted(shares.items())),
    }


def prompts_to_revise(texts: Texts, limit: int | None) -> list[Prompt]:
    """Give the red-team and tailored prompts of the training split: all, or a number drawn by their hash."""
    found = [*texts.chosen("red-team", "train"), *texts.chosen("tailored", "train")]
    drawn = {prompt.id for prompt in sorted(found, key=lambda prompt: text_hash(prompt.text))[:limit]}
    return [prompt for prompt in found if prompt.id in drawn]


def write_critique_revisions(
    records: RecordFile, prompts: Sequence[Prompt], material: Material, on_done: Callable[[int], None]
) -> None:
    """Revise the answer to every prompt and append the records, a batch at a time.

    Batches are fixed by the order of the prompts. A batch that was cut short is made again in full, so that
    the records are the same as those of a run that was never stopped; those already written stay.
    `on_done` hears of every text written or found: 1 + 2 x rounds for each prompt.
    """
    size = material.settings.batch_rows
    for start in range(0, len(prompts), size):
        batch = prompts[start : start + size]
        if all(record_id(prompt, material.constitution, material.settings) in records for prompt in batch):
            on_done(len(batch) * texts_a_prompt(material.settings))
            continue
        records.append(row.to_json() for row in revise_batch(batch, material, on_done))


def _draws(context: RunContext, prompts: Sequence[Prompt]) -> Draws:
    settings = context.settings
    return draw_principles(
        [
            Asked(
                prompt.id,
                prompt.principle_id,
                prompt.relevant_principles if settings.prompts.relevant_principles else (),
            )
            for prompt in prompts
        ],
        context.constitution.principles,
        rounds=settings.rounds,
        seed=settings.seed,
        weighting=settings.prompts.weighting,
        largest_share=settings.prompts.largest_share,
    )


def _drawn_among_relevant(context: RunContext, prompts: Sequence[Prompt]) -> int | None:
    """Count the prompts whose principles were drawn among relevant ones; None where that was not wanted."""
    if not context.settings.prompts.relevant_principles:
        return None
    return sum(bool(prompt.relevant_principles) for prompt in prompts)


def _export_few_shots(context: RunContext, few_shots: Sequence[FewShot]) -> None:
    """Write the examples as other programs read them; they belong to the run, not to the constitution."""
    folder = context.artifacts.formats / FEW_SHOT_FILES
    principles = json.loads(context.artifacts.constitution.read_bytes())["principles"]
    write_whole(folder / "llm-swarm_constitution.json", llm_swarm_file(few_shots, principles))
    write_whole(folder / "nemo_few_shot_samples.json", nemo_samples(few_shots))
    write_whole(folder / "CritiqueRevisionFewShotPrompts.json", whole_transcripts(few_shots))
