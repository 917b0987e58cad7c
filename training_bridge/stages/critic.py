"""The stage critic: faults are planted, a model reads the rows, and people's reviews of them are measured.

Which rows are read, and all ids, follow from the settings: another setting reads rows of its own beside them.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from deliberation.integrity.evidence import content_hash
from training_bridge.critic.flagging import (
    STOP,
    CriticShot,
    FlaggedRow,
    load_critic_shots,
    read_flags,
    reading_prefix,
    reading_prompt,
    template_hash,
)
from training_bridge.critic.measuring import Material, critic_figures, kind_figures, people_figures
from training_bridge.critic.planting import PlantedFault, plant_faults, planting_hash, shown_id
from training_bridge.critic.reviews import Review
from training_bridge.critic.rows import SourceRow, sample, source_rows
from training_bridge.data_rows import training_rows
from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision, Provenance, text_hash
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import RunSettings
from training_bridge.training.rows import sft_rows

NOTHING_TO_READ = "no revision was accepted, so there is no training row that a critic could read"


def run(context: RunContext) -> None:
    """Plant what is not planted yet, and let the critic read the rows that it has not read.

    Raises:
        StageStopped: there are no training rows.
    """
    rows, planted = _rows_to_read(context)
    RecordFile(context.artifacts.planted_faults).append(fault.to_json() for fault in planted)
    flags = RecordFile(context.artifacts.critic_flags)
    size = context.settings.batch_rows
    if all(name in flags for name, _row, _answer in rows):
        return
    critic, shots = context.models.judge(), shots_of(context.settings)
    with context.watch.step("looking for faults", len(rows)) as advance:
        for start in range(0, len(rows), size):
            batch = rows[start : start + size]
            if not all(name in flags for name, _row, _answer in batch):
                flags.append(row.to_json() for row in _read(batch, critic, shots, context))
            advance(len(batch))


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give what the critic flagged, and what people made of it; None before any row was read."""
    material = material_of(context.artifacts.root, context.settings)
    return None if material is None else figures_of(material, context.artifacts.root)


def figures_of(material: Material, folder: Path) -> dict[str, Any]:
    """Give all figures of rows that were read, faults and reviews."""
    return {
        "set": next(iter(material.rows.values())).set,
        "rows": len(material.rows),
        "planted": len(material.planted),
        "critic_model": next(iter(material.rows.values())).provenance.model,
        "critic": critic_figures(material),
        "people": people_figures(material),
        "kinds": kind_figures(material),
        "planted_rows_trained_on": _trained_on(material, folder),
    }


def material_of(folder: Path, settings: RunSettings, reviews: list[Review] | None = None) -> Material | None:
    """Read the rows, faults and reviews of these settings from a run's folder; None where there are no rows.

    `reviews` stand for those in the folder where they are given.
    """
    name = set_of(settings)
    data, people = folder / "data", folder / "people"
    rows = [row for row in RecordFile(data / "critic_flags.jsonl") if row["set"] == name]
    if not rows:
        return None
    planted = [row for row in RecordFile(data / "planted_faults.jsonl") if row["set"] == name]
    if reviews is None:
        reviews = [Review.from_json(row) for row in RecordFile(people / "reviews.jsonl")]
    return Material.of(
        map(FlaggedRow.from_json, rows), map(PlantedFault.from_json, planted), reviews, settings.seed
    )


def set_of(settings: RunSettings) -> str:
    """Name the rows that belong to these settings of the critic."""
    asked = {
        "critic": dataclasses.asdict(settings.critic),
        "seed": settings.seed,
        "template": template_hash(shots_of(settings)),
        "planting": planting_hash(),
    }
    return content_hash(asked)[:16]


def shots_of(settings: RunSettings) -> list[CriticShot]:
    """Give the example readings that a critic sees."""
    return load_critic_shots()[: settings.critic.few_shots]


def _rows_to_read(context: RunContext) -> tuple[list[tuple[str, SourceRow, str]], list[PlantedFault]]:
    """Give each row with the id and the answer that it is read with, and the faults in some of them.

    They come in the order of their ids, which says nothing of where faults are.
    """
    settings = context.settings
    records = [CritiqueRevision.from_json(row) for row in RecordFile(context.artifacts.critique_revisions)]
    trained_on = sft_rows(
        records,
        context.texts.chosen("helpful", "train"),
        seed=settings.seed,
        helpful_a_revision=settings.helpful_rows_a_revision,
        unchanged_too=settings.prompts.learn_from_unchanged,
    )
    drawn = sample(source_rows(trained_on, records, context.constitution), settings.critic, settings.seed)
    if not drawn.untouched:
        raise StageStopped(NOTHING_TO_READ)
    name = set_of(settings)
    planted = plant_faults(drawn, name_of_set=name, seed=settings.seed)
    changed = {fault.source_id: fault.answer for fault in planted}
    rows = [(shown_id(name, row.id), row, row.answer) for row in drawn.untouched]
    rows += [(shown_id(name, row.id), row, changed[row.id]) for row in drawn.to_plant if row.id in changed]
    return sorted(rows, key=lambda each: each[0]), planted


def _read(
    batch: list[tuple[str, SourceRow, str]], critic: Generator, shots: list[CriticShot], context: RunContext
) -> list[FlaggedRow]:
    prefix = reading_prefix(shots)
    # Without any penalty on repetition: a quote repeats what the row says.
    sampling = Sampling(context.settings.critic.tokens, seed=context.settings.seed)
    written = critic.generate(
        [
            Request(reading_prompt(prefix, row.prompt, answer, row.principle_text), style="plain", stop=STOP)
            for _name, row, answer in batch
        ],
        sampling,
    )
    return [
        _flagged_row(name, row, answer, said, critic, context)
        for (name, row, answer), said in zip(batch, written, strict=True)
    ]


def _flagged_row(
    name: str, row: SourceRow, answer: str, said: Generation, critic: Generator, context: RunContext
) -> FlaggedRow:
    settings = context.settings
    reading = read_flags(said.text, answer, row=name, most=settings.critic.flags)
    return FlaggedRow(
        id=name,
        set=set_of(settings),
        prompt=row.prompt,
        answer=answer,
        principle_id=row.principle_id,
        principle_sha256=row.principle_sha256,
        principle_text=row.principle_text,
        statement_ids=row.statement_ids,
        flags=reading.flags,
        written=said.text,
        unreadable=reading.unreadable,
        says_nothing_wrong=reading.says_nothing_wrong,
        answers_provenance=row.answers_provenance,
        provenance=Provenance(
            constitution_sha256=context.constitution.sha256,
            model=critic.name,
            model_sha256=critic.sha256,
            prompt_id=row.answers_provenance.prompt_id,
            prompt_sha256=text_hash(row.prompt),
            template_sha256=template_hash(shots_of(settings)),
            sampling={"temperature": 0.0, "tokens": settings.critic.tokens, "flags": settings.critic.flags},
            seed=settings.seed,
        ),
    )


def _trained_on(material: Material, folder: Path) -> int:
    """Count planted rows among the rows of any training: anything but 0 is a fault of the bridge."""
    answers = {
        (row.prompt, text)
        for row in training_rows(folder)
        for part, text in row.texts.items()
        if part in ("completion", "chosen")
    }
    return sum((fault.prompt, fault.answer) in answers for fault in material.planted.values())
