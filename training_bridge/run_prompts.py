"""The prompts of a run as they lie in its folder: every one, with its origin, and why one is left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from training_bridge.evaluation.suites import held_out_questions
from training_bridge.near_copies import word_runs
from training_bridge.principles import Principle
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import text_hash
from training_bridge.run_context import RunContext
from training_bridge.texts import Texts


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


def near_held_out(prompts: Sequence[Prompt], measured: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Say of each training prompt that nearly copies a held-out one which that is; the others are not named.

    Held out are the evaluation prompts and what else is measured, as (name, text) pairs.
    """
    sharing: dict[tuple[str, ...], list[str]] = {}
    for each in prompts:
        if each.split == "train":
            for run in word_runs(each.text):
                sharing.setdefault(run, []).append(each.id)
    held_out = chain(((each.id, each.text) for each in prompts if each.split == "evaluation"), measured)
    found: dict[str, str] = {}
    for name, text in held_out:
        for run in word_runs(text):
            for prompt_id in sharing.get(run, ()):
                found.setdefault(prompt_id, f"near the held-out prompt {name}")
    return found


def measured_texts(texts: Texts) -> Iterator[tuple[str, str]]:
    """Give id and text of whatever is measured beside the evaluation prompts: ours, and public benchmarks."""
    yield from ((pair.id, pair.prompt) for pair in texts.pairs)
    yield from held_out_questions()
    yield from ((item.id, item.text) for item in texts.benchmarks.xstest)
    yield from ((item.id, f"{item.context} {item.question}") for item in texts.benchmarks.bbq)
    yield from ((item.id, item.question) for item in texts.benchmarks.gsm8k)
