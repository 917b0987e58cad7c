"""The effect of each trait alone: a training on its pairs only, and what that does to every trait.

Trait trained by trait measured, so that one sees what spills over. The pairs of a trait alone are those rows
of the whole training that its principle brought about, and no others: what people signed is what is learnt.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from training_bridge.character.effects import BEFORE, effect_matrix
from training_bridge.character.questions import HeldOut, held_out_of
from training_bridge.character.traits import Trait, trained_traits, traits_of
from training_bridge.critique_revision import whole_sentences
from training_bridge.generation.interface import Continuation, Generator, Request, Sampling
from training_bridge.record_files import RecordFile
from training_bridge.records import Provenance, row_id, text_hash
from training_bridge.run_context import RunContext
from training_bridge.stages.weights_training import (
    fit,
    make_supervised_weights,
    read_rows,
    trained_figures,
    write_rows,
)
from training_bridge.training.recipes import CHARACTER
from training_bridge.training.report import is_trained

ALONE = "training a trait alone"
MEASURING = "measuring traits"


def train_alone(context: RunContext) -> None:
    """Train each of the traits that are wanted by itself, unless that is done."""
    for trait in traits_alone(context):
        if is_trained(context.artifacts.model_of(trait.name)):
            continue
        write_rows(context, trait.name, partial(_rows_of, context, trait))
        make_supervised_weights(context)
        fit(context, trait.name, ALONE)


def measure(context: RunContext) -> None:
    """Measure every trait in every model that there is, and let two of them answer a few questions."""
    traits = measured_traits(context)
    names = [BEFORE, *trained_names(context)]
    records = RecordFile(measured_path(context))
    examples = RecordFile(examples_path(context))
    with context.watch.step(MEASURING, len(names)) as advance:
        for name in names:
            _measure_one(context, name, traits, records)
            if name in (BEFORE, CHARACTER):
                _write_examples(context, name, traits, examples)
            advance(1)


def traits_alone(context: RunContext) -> list[Trait]:
    """Give the traits that are trained alone: the first of those that have a pair to learn from."""
    with_rows = {row["principle_id"] for row in read_rows(context, CHARACTER)}
    found = [trait for trait in measured_traits(context) if trait.principle.id in with_rows]
    return found[: context.settings.character.traits_alone]


def measured_traits(context: RunContext) -> list[Trait]:
    """Give the traits that are measured: those that are trained."""
    traits, _aside = traits_of(context.constitution)
    return trained_traits(traits, context.settings.character.traits)


def trained_names(context: RunContext) -> list[str]:
    """Name the trainings on traits that have left a model, all together first."""
    names = [CHARACTER, *(trait.name for trait in measured_traits(context))]
    return [name for name in names if is_trained(context.artifacts.model_of(name))]


def effects_of(context: RunContext) -> dict[str, Any] | None:
    """Give what every training did to every trait, and a few answers; None before it was measured."""
    rows = list(RecordFile(measured_path(context)))
    if not rows:
        return None
    matrix = effect_matrix(rows, seed=context.settings.seed)
    return {
        "unit": "nats a token",
        "matrix": matrix,
        "cells": sum(map(len, matrix.values())),
        "examples": _examples(context),
        "alone": {
            trait.id: trained_figures(context, trait.name)
            for trait in measured_traits(context)
            if is_trained(context.artifacts.model_of(trait.name))
        },
    }


def measured_path(context: RunContext) -> Path:
    """Name the file of the margins of traits."""
    return context.artifacts.root / "character" / "margins.jsonl"


def examples_path(context: RunContext) -> Path:
    """Name the file of answers to held-out questions."""
    return context.artifacts.root / "character" / "examples.jsonl"


def _rows_of(context: RunContext, trait: Trait) -> list[dict[str, Any]]:
    return [row for row in read_rows(context, CHARACTER) if row["principle_id"] == trait.principle.id]


def _measure_one(context: RunContext, name: str, traits: Sequence[Trait], records: RecordFile) -> None:
    asked = [(trait, item) for trait in traits for item in held_out_of(trait)]
    missing = [(trait, item) for trait, item in asked if _margin_id(name, item) not in records]
    if not missing:
        return
    model = context.models.trained(name)
    scores = model.log_probabilities(
        [
            Continuation(item.question.text, answer)
            for _trait, item in missing
            for answer in (item.showing, item.not_showing)
        ]
    )
    records.append(
        {
            **_measured(context, name, trait, item, _margin_id(name, item)),
            "showing": item.showing,
            "not_showing": item.not_showing,
            "showing_log_probability": showing.total,
            "showing_tokens": showing.tokens,
            "not_showing_log_probability": other.total,
            "not_showing_tokens": other.tokens,
            "provenance": _provenance(context, model, name, item, {}),
        }
        for (trait, item), showing, other in zip(missing, scores[::2], scores[1::2], strict=True)
    )


def _write_examples(context: RunContext, name: str, traits: Sequence[Trait], records: RecordFile) -> None:
    """Let a model answer the held-out question of the smallest hash, of each of the first traits."""
    how = context.settings.character
    asked = [
        (trait, min(_about_the_trait(trait), key=lambda item: text_hash(item.question.text)))
        for trait in traits[: how.examples]
    ]
    missing = [(trait, item) for trait, item in asked if _example_id(name, item) not in records]
    if not missing:
        return
    model = context.models.trained(name)
    sampling = Sampling(
        how.answer_tokens, repetition_penalty=context.settings.repetition_penalty, seed=context.settings.seed
    )
    written = model.generate([Request(item.question.text) for _trait, item in missing], sampling)
    records.append(
        {
            **_measured(context, name, trait, item, _example_id(name, item)),
            "answer": whole_sentences(answer.text, finished=answer.finished),
            "provenance": _provenance(context, model, name, item, dataclasses.asdict(sampling)),
        }
        for (trait, item), answer in zip(missing, written, strict=True)
    )


def _about_the_trait(trait: Trait) -> list[HeldOut]:
    """Give the held-out questions that name what the trait is about: others are the same for all traits."""
    return [item for item in held_out_of(trait) if trait.act in item.question.text]


def _examples(context: RunContext) -> list[dict[str, Any]]:
    """Put the answers before and after side by side."""
    found: dict[str, dict[str, Any]] = {}
    for row in RecordFile(examples_path(context)):
        example = found.setdefault(row["item"], {"trait_id": row["trait_id"], "prompt": row["prompt"]})
        example["before" if row["trained"] == BEFORE else "after"] = row["answer"]
    return [example for example in found.values() if "before" in example and "after" in example]


def _measured(context: RunContext, name: str, trait: Trait, item: HeldOut, row: str) -> dict[str, Any]:
    return {
        "id": row,
        "trained": name,
        "trait_id": trait.id,
        "principle_id": trait.principle.id,
        "principle_sha256": trait.principle.sha256,
        "statement_ids": list(trait.principle.statement_ids),
        "item": item.question.id,
        "source": item.question.source,
        "prompt": item.question.text,
    }


def _provenance(
    context: RunContext, model: Generator, name: str, item: HeldOut, sampling: dict[str, Any]
) -> dict[str, Any]:
    return dataclasses.asdict(
        Provenance(
            constitution_sha256=context.constitution.sha256,
            model=model.name,
            model_sha256=model.sha256,
            prompt_id=item.question.id,
            prompt_sha256=text_hash(item.question.text),
            template_sha256=None,
            sampling={"adapter": name, **sampling},
            seed=context.settings.seed,
        )
    )


def _margin_id(name: str, item: HeldOut) -> str:
    return row_id("trait margin", name, item.question.id)


def _example_id(name: str, item: HeldOut) -> str:
    return row_id("trait example", name, item.question.id)
