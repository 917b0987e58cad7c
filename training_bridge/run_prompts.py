"""The prompts of a run as they lie in its folder: every one, with its origin, and why one is left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from training_bridge.near_copies import NearCopies
from training_bridge.principles import Principle
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import text_hash
from training_bridge.run_context import RunContext


def with_prompts_of_run(context: RunContext) -> RunContext:
    """Give the context with the prompts that the prompts stage wrote down, those left out excepted."""
    path = context.artifacts.prompts
    if not path.exists():
        return context
    kept = tuple(read_prompt(row) for row in RecordFile(path) if row["left_out"] is None)
    return dataclasses.replace(context, texts=dataclasses.replace(context.texts, prompts=kept))


def prompt_rows(
    prompts: Sequence[Prompt],
    principles: Mapping[str, Principle],
    *,
    provenance: Mapping[str, Mapping[str, Any]],
    relevant: Mapping[str, Sequence[str]],
    left_out: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Give the rows of prompts.jsonl.

    By prompt id: the provenance of tailored prompts, the principles that an encoder finds nearest, and why a
    prompt is left out.
    """
    rows = []
    for prompt in prompts:
        principle = principles.get(prompt.principle_id or "")
        rows.append(
            {
                "id": prompt.id,
                "kind": prompt.kind,
                "family": prompt.family,
                "split": prompt.split,
                "origin": prompt.origin,
                "principle_id": principle.id if principle else None,
                "principle_sha256": principle.sha256 if principle else None,
                "statement_ids": list(principle.statement_ids) if principle else [],
                "relevant_principles": list(relevant.get(prompt.id, ())),
                "prompt": prompt.text,
                "response": prompt.response,
                "turns_left_out": prompt.turns_left_out,
                "sha256": text_hash(prompt.text),
                "left_out": left_out.get(prompt.id),
                "provenance": provenance.get(prompt.id),
            }
        )
    return rows


def read_prompt(row: Mapping[str, Any]) -> Prompt:
    """Read a row of prompts.jsonl back."""
    return Prompt(
        id=row["id"],
        family=row["family"],
        split=row["split"],
        text=row["prompt"],
        kind=row["kind"],
        response=row["response"],
        origin=row["origin"],
        principle_id=row["principle_id"],
        relevant_principles=tuple(row["relevant_principles"]),
        turns_left_out=row["turns_left_out"],
    )


def near_held_out(prompts: Sequence[Prompt], held_out: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Name for each training prompt that nearly copies a held-out one that one; the others are not named.

    Held out are the evaluation prompts and what else is measured, as (name, text) pairs.
    """
    measured = NearCopies(
        [*((each.id, each.text) for each in prompts if each.split == "evaluation"), *held_out]
    )
    return {
        each.id: f"near the held-out prompt {near}"
        for each in prompts
        if each.split == "train" and (near := measured.near(each.text))
    }
