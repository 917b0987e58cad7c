"""Part of the stage ablate: the training rows and principles nearest to each item of the evaluation.

By meaning for all items, and by gradients for a few, both over all rows of the supervised stage.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from deliberation.semantics.encoders import EncoderUnavailable
from training_bridge.ablation.gradients import gradient_similarities
from training_bridge.ablation.items import Item, items_of, row_text, rows_compared, sample_of
from training_bridge.ablation.nearness import (
    NamedEncoder,
    encoder_for,
    nearest,
    nearest_principles,
    rank_correlation,
)
from training_bridge.record_files import RecordFile, write_json
from training_bridge.records import row_id
from training_bridge.run_context import RunContext
from training_bridge.stages.weights_training import read_rows

STEP = "finding the nearest rows"
NEAREST = "nearest.jsonl"
NO_ENCODER = "no_encoder.json"
ITEMS_AT_ONCE = 32


def find_nearest(context: RunContext) -> None:
    """Find what is missing, by meaning and by gradients; without an encoder say so and go on."""
    items = _items(context)
    rows = read_rows(context, "sft")
    if not items or not rows:
        return
    records = RecordFile(context.artifacts.ablation / NEAREST)
    absent = context.artifacts.ablation / NO_ENCODER
    try:
        encoder = encoder_for(context.constitution.language)
    except EncoderUnavailable as error:
        write_json(absent, {"reason": str(error)})
        return
    absent.unlink(missing_ok=True)
    sampled = sample_of(items, context.settings.ablation.gradient_items)
    by_meaning = [item for item in items if _id(item, "meaning", context, encoder) not in records]
    by_gradient = [item for item in sampled if _id(item, "gradient", context, encoder) not in records]
    places = rows_compared(rows, context.settings.ablation.gradient_rows)
    total = len(by_meaning) + (len(by_gradient) + len(places) if by_gradient else 0)
    if not total:
        return
    with context.watch.step(STEP, total) as advance:
        of_rows = encoder.encode([row_text(row) for row in rows])
        of_principles = encoder.encode([each.text for each in context.constitution.principles])
        for start in range(0, len(by_meaning), ITEMS_AT_ONCE):
            batch = by_meaning[start : start + ITEMS_AT_ONCE]
            vectors = encoder.encode([item.text for item in batch])
            records.append(
                _by_meaning(item, vector @ of_rows.T, vector @ of_principles.T, rows, context, encoder)
                for item, vector in zip(batch, vectors, strict=True)
            )
            advance(len(batch))
        if by_gradient:
            compared = [rows[place] for place in places]
            meanings = encoder.encode([item.text for item in by_gradient]) @ of_rows[places].T
            model = context.models.trained("sft")
            longest = context.settings.training.longest_row_tokens
            found = gradient_similarities(model, by_gradient, compared, longest=longest, on_done=advance)
            records.append(
                _by_gradient(item, own, meaning, compared, context, encoder)
                for item, own, meaning in zip(by_gradient, found, meanings, strict=True)
            )


def nearest_figures(context: RunContext) -> dict[str, Any]:
    """Say for how many items the nearest rows are known, and how far the two ways of asking agree."""
    path = context.artifacts.ablation / NEAREST
    rows = list(RecordFile(path)) if path.exists() else []
    absent = context.artifacts.ablation / NO_ENCODER
    # Other settings may have added rows: the last of each item counts.
    by_gradient = {row["item"]: row for row in rows if row["by"] == "gradient"}
    found = [row["rank_correlation"] for row in by_gradient.values()]
    correlations = sorted(each for each in found if each is not None)
    return {
        "items": len({row["item"] for row in rows}),
        "by_gradient": len(by_gradient),
        "mean_rank_correlation": sum(correlations) / len(correlations) if correlations else None,
        "rank_correlations": correlations,
        **({"not_measured": json.loads(absent.read_bytes())["reason"]} if absent.exists() else {}),
    }


def _items(context: RunContext) -> list[Item]:
    return items_of(
        context.texts.pairs,
        list(RecordFile(context.artifacts.margins)),
        list(RecordFile(context.artifacts.answers)),
    )


def _id(item: Item, by: str, context: RunContext, encoder: NamedEncoder) -> str:
    """Name an item's row by what decides it, so that other settings add rows and change none."""
    wanted = context.settings.ablation
    last = wanted.nearest_principles if by == "meaning" else wanted.gradient_rows
    counts = (str(wanted.nearest_rows), str(last))
    return row_id("nearest", by, item.kind, item.id, encoder.name, *counts)


def _by_meaning(
    item: Item,
    to_rows: Any,
    to_principles: Any,
    rows: Sequence[Any],
    context: RunContext,
    encoder: NamedEncoder,
) -> dict[str, Any]:
    wanted = context.settings.ablation
    ids = [each.id for each in context.constitution.principles]
    return {
        **_head(item, "meaning", context, encoder),
        "rows": nearest(to_rows, rows, wanted.nearest_rows),
        "principles": nearest_principles(to_principles, ids, wanted.nearest_principles),
        "provenance": _provenance(context, encoder),
    }


def _by_gradient(
    item: Item, own: Any, meaning: Any, rows: Sequence[Any], context: RunContext, encoder: NamedEncoder
) -> dict[str, Any]:
    return {
        **_head(item, "gradient", context, encoder),
        "rows": nearest(own, rows, context.settings.ablation.nearest_rows),
        "rows_compared": len(rows),
        "rank_correlation": rank_correlation(own.tolist(), meaning.tolist()),
        "provenance": _provenance(context, encoder),
    }


def _head(item: Item, by: str, context: RunContext, encoder: NamedEncoder) -> dict[str, Any]:
    return {
        "id": _id(item, by, context, encoder),
        "item": item.id,
        "kind": item.kind,
        "by": by,
        "prompt": item.prompt,
        "answer": item.answer,
        "other": item.other,
    }


def _provenance(context: RunContext, encoder: NamedEncoder) -> dict[str, Any]:
    """Name what a row was made with, each by its hash."""
    artifacts = context.artifacts
    model = json.loads(artifacts.model.read_bytes()) if artifacts.model.exists() else {}
    return {
        "constitution_sha256": context.constitution.sha256,
        "encoder": encoder.name,
        "encoder_sha256": encoder.sha256,
        "model": context.settings.model,
        "model_sha256": model.get("sha256"),
        "adapter_sha256": _sha256(artifacts.adapter / "adapter_model.safetensors"),
        "data_sha256": _sha256(artifacts.training_rows("sft")),
        "seed": context.settings.seed,
    }


def _sha256(path: Any) -> str | None:
    if not path.exists():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
