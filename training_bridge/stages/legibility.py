"""Legibility: can a reader tell from the critique alone which of two answers was written after it?

Each critique is read with its two answers, in both orders; for comparison the same answers are read with the
critique of another row, and with none. What the critique itself tells is the difference to these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.generation.interface import Generator
from training_bridge.legibility.asking import (
    Guess,
    Question,
    guess_revisions,
    load_shots,
    reading_prior,
    reading_template,
)
from training_bridge.legibility.figures import ReadRow, illegible, reading_figures
from training_bridge.legibility.readings import Arm, Reading, critiques_of_others, readings_of
from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision, Provenance, row_id, text_hash
from training_bridge.run_context import RunContext, StageStopped

READING = "reading critiques"
NOTHING_TO_READ = "no answer was revised: there is no critique to read"
NOT_READ_YET = "the critiques are to be read before revisions are learnt from"


def run(context: RunContext) -> None:
    """Read what is not read yet.

    Raises:
        StageStopped: no round has two different answers to tell apart.
    """
    readings, _left_out = readings_of(_records(context))
    if not readings:
        raise StageStopped(NOTHING_TO_READ)
    asked = _asked(readings)
    records = RecordFile(context.artifacts.legibility)
    if all(_row_id(context, each, arm) in records for arm, found in asked.items() for each, _ in found):
        return
    reader = context.models.named(context.settings.legibility.model)
    with context.watch.step(READING, sum(len(found) for found in asked.values())) as advance:
        for arm, found in asked.items():
            _read(context, reader, arm, found, records, advance)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give how often the reader was right by arm, what the critique adds, and what was dropped."""
    settings = context.settings
    stored = list(RecordFile(context.artifacts.legibility))
    if not stored:
        return None
    rows = [ReadRow.from_json(row) for row in stored]
    records = _records(context)
    _readings, left_out = readings_of(records)
    accepted = {(each.id, made.number) for each in records for made in each.rounds if made.rejected is None}
    dropped = accepted & illegible(rows, settings.legibility.drop_below)
    found = reading_figures(
        rows,
        listed=settings.legibility.listed,
        least_agreement=settings.feedback.least_agreement,
        seed=settings.seed,
    )
    return {
        **_who(context, stored[0]),
        "rounds": sum(row.arm == "critique" for row in rows),
        "left_out": left_out,
        **found,
        "drop_below": settings.legibility.drop_below,
        "accepted": len(accepted),
        "dropped": len(dropped),
    }


def rounds_to_drop(context: RunContext) -> frozenset[tuple[str, int]]:
    """Give the rounds (record, number) that may not be learnt from; none where nothing is to be dropped.

    Raises:
        StageStopped: not all critiques are read yet.
    """
    if context.settings.legibility.drop_below is None:
        return frozenset()
    readings, _left_out = readings_of(_records(context))
    rows = [ReadRow.from_json(row) for row in RecordFile(context.artifacts.legibility)]
    if {each.key for each in readings} - {row.key for row in rows if row.arm == "critique"}:
        raise StageStopped(NOT_READ_YET)
    return illegible(rows, context.settings.legibility.drop_below)


def _asked(readings: Sequence[Reading]) -> Mapping[Arm, list[tuple[Reading, Reading | None]]]:
    """Give for each arm what is read, and whose critique is read with it."""
    others = critiques_of_others(readings)
    return {
        "critique": [(each, each) for each in readings],
        "other critique": [(each, others[each.key]) for each in readings if each.key in others],
        "no critique": [(each, None) for each in readings],
    }


def _read(
    context: RunContext,
    reader: Generator,
    arm: Arm,
    asked: Sequence[tuple[Reading, Reading | None]],
    records: RecordFile,
    advance: Any,
) -> None:
    settings = context.settings
    shots = load_shots(settings.legibility.few_shots)
    prior: float | None = None
    for start in range(0, len(asked), settings.batch_rows):
        batch = asked[start : start + settings.batch_rows]
        if all(_row_id(context, each, arm) in records for each, _ in batch):
            advance(len(batch))
            continue
        if prior is None:
            prior = _prior(context, reader, with_critique=arm != "no critique")
        questions = [
            Question(each.prompt, each.response, each.made.revision, told.made.critique if told else None)
            for each, told in batch
        ]
        guesses = guess_revisions(reader, questions, shots, prior_a=prior, on_done=advance)
        records.append(
            _row(context, reader, arm, each, told, guess)
            for (each, told), guess in zip(batch, guesses, strict=True)
        )


def _prior(context: RunContext, reader: Generator, *, with_critique: bool) -> float:
    if context.settings.feedback.calibration == "none":
        return 0.5
    shots = load_shots(context.settings.legibility.few_shots)
    return reading_prior(reader, shots, with_critique=with_critique)


def _row(
    context: RunContext,
    reader: Generator,
    arm: Arm,
    reading: Reading,
    told: Reading | None,
    guess: Guess,
) -> dict[str, Any]:
    made, drop_below = reading.made, context.settings.legibility.drop_below
    is_learnt_from = arm == "critique" and made.rejected is None
    is_low = is_learnt_from and drop_below is not None and guess.p_revision < drop_below
    return {
        "id": _row_id(context, reading, arm),
        "critique_revision_id": reading.record_id,
        "round": made.number,
        "arm": arm,
        "critique_of": told.record_id if told else None,
        "verdict": made.verdict,
        "p_revision": guess.p_revision,
        "p_revision_in_order": guess.p_revision_in_order,
        "p_revision_in_reverse": guess.p_revision_in_reverse,
        "agrees_in_both_orders": guess.agrees_in_both_orders,
        "log_probabilities_in_order": guess.log_probabilities_in_order,
        "log_probabilities_in_reverse": guess.log_probabilities_in_reverse,
        "prior_a": guess.prior_a,
        "dropped": "low legibility" if is_low else None,
        "principle_id": made.principle_id,
        "principle_sha256": made.principle_sha256,
        "statement_ids": list(made.statement_ids),
        "reader_parameters": getattr(reader, "parameters", None) or None,
        "provenance": _provenance(context, reader, arm, reading),
    }


def _provenance(context: RunContext, reader: Generator, arm: Arm, reading: Reading) -> dict[str, Any]:
    shots = load_shots(context.settings.legibility.few_shots)
    made_with = Provenance(
        constitution_sha256=context.constitution.sha256,
        model=reader.name,
        model_sha256=reader.sha256,
        prompt_id=reading.origin.prompt_id,
        prompt_sha256=text_hash(reading.prompt),
        template_sha256=reading_template(shots, with_critique=arm != "no critique"),
        sampling={
            "reading": "softmax of the two letters, mean over both orders",
            "calibration": context.settings.feedback.calibration,
        },
        seed=context.settings.seed,
    )
    return dict(vars(made_with))


def _who(context: RunContext, row: Mapping[str, Any]) -> dict[str, Any]:
    """Say who read and who wrote, and whether the reader is the smaller one where both sizes are known."""
    settings, path = context.settings, context.artifacts.model
    trained = json.loads(path.read_bytes()) if path.exists() else {}
    writes_itself = not settings.server and not settings.is_scripted
    writer = settings.server_model or settings.model if settings.server else settings.model
    written = trained.get("parameters") if writes_itself else None
    reads = row["reader_parameters"]
    return {
        "reader": {"model": row["provenance"]["model"], "parameters": reads},
        "writer": {"model": writer, "parameters": written},
        "is_the_writer": row["provenance"]["model"] == writer,
        "is_smaller": reads < written if reads and written else None,
    }


def _row_id(context: RunContext, reading: Reading, arm: Arm) -> str:
    return row_id("legibility", reading.record_id, str(reading.made.number), arm)


def _records(context: RunContext) -> list[CritiqueRevision]:
    return [CritiqueRevision.from_json(row) for row in RecordFile(context.artifacts.critique_revisions)]
