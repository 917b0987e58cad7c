"""What came of a dictionary: its figures, the features that changed most, and answers with one steered."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training_bridge.features.change import Changes, by_prompt, compare
from training_bridge.features.dictionary import encode_in_blocks
from training_bridge.features.measures import measure
from training_bridge.features.passages import likelier_words, nearest_features, top_passages
from training_bridge.features.steering import Steering, steer
from training_bridge.record_files import RecordFile
from training_bridge.records import text_hash
from training_bridge.run_context import RunContext

if TYPE_CHECKING:
    from training_bridge.stages.features import Gathered

FORMAT = "concord-features/1"
DESCRIPTIONS = "features.jsonl"
STEERING = "steering.jsonl"
COMPARED = (("after", "before"), ("control", "before"), ("after", "control"))
"""Each pair of phases: what training did, what it did without the constitution, and the difference."""
PEAKS = (1.0, 4.0)
"""A feature is clamped at so many times the strongest activation that was seen."""


def describe(
    context: RunContext, sae: Any, layer: int, learnt: Gathered, held_out: Gathered, measured: dict[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give the report and the rows of the features that changed most."""
    base, settings = context.models.base(), context.settings.features
    mean = np.mean(learnt.activations, axis=0, dtype=np.float64)
    activations = {"before": held_out.activations, **measured["activations"]}
    tables = {phase: _tables(sae, values, held_out) for phase, values in activations.items()}
    changes = {
        f"{phase} - {other}": compare(tables[other][0], tables[phase][0], seed=settings.seed)
        for phase, other in COMPARED
        if phase in tables and other in tables
    }
    most_changed = _most_changed(changes, tables)[: settings.described]
    made_with = {
        "constitution_sha256": context.constitution.sha256,
        "model": base.name,
        "model_sha256": base.sha256,
        "seed": settings.seed,
    }
    report = {
        "format": FORMAT,
        "provenance": made_with,
        "settings": context.settings.to_json()["features"],
        "library": f"sae-lens {importlib.metadata.version('sae-lens')}",
        "layer": layer,
        "layers": base.model.config.get_text_config().num_hidden_layers,
        "width": int(mean.shape[0]),
        "texts": {"train": len(learnt.texts), "evaluation": len(held_out.texts)},
        "reconstruction": {
            "train": measure(sae, learnt.activations, mean).to_json(),
            "held_out": measure(sae, held_out.activations, mean).to_json(),
        },
        "loss": measured["loss"],
        "comparisons": {name: _overall(each) for name, each in changes.items()},
        "most_changed": most_changed,
    }
    latents = _columns(sae, held_out.activations, most_changed)
    directions = sae.W_dec.detach().float().cpu().numpy()
    rows = [
        {
            "id": f"feature-{number}",
            "feature": number,
            "strongest": float(latents[:, place].max()),
            "frequency": {phase: float(table[1][number]) for phase, table in tables.items()},
            "comparisons": {name: _of_feature(each, number) for name, each in changes.items()},
            "passages": top_passages(
                latents[:, place], held_out.tokens, held_out.texts, base.tokenizer, settings.passages
            ),
            "nearest": nearest_features(directions, number),
            "words": likelier_words(base.model, base.tokenizer, sae.W_dec[number].detach().float()),
            "provenance": made_with,
        }
        for place, number in enumerate(most_changed)
    ]
    return report, rows


def steer_features(context: RunContext, sae: Any, folder: Path, report: dict[str, Any]) -> None:
    """Answer a few held-out prompts with features changed; each answer is on the disk before the next."""
    settings, base = context.settings.features, context.models.base()
    file = RecordFile(folder / STEERING)
    features = list(RecordFile(folder / DESCRIPTIONS))[: settings.steered]
    prompts = context.texts.held_out_prompts(None)
    chosen = sorted(prompts, key=lambda prompt: text_hash(prompt.text))[: settings.steering_prompts]
    with context.watch.step("steering by features", len(features) * len(chosen)) as advance:
        for row in features:
            number, peak = row["feature"], row["strongest"] or 1.0
            ways = [Steering(number, scale=0.0), *(Steering(number, clamp=times * peak) for times in PEAKS)]
            for prompt in chosen:
                ids = [f"feature-{number}-{_named(way)}-{prompt.id}" for way in ways]
                if not all(each in file for each in ids):
                    answers = steer(
                        base.model,
                        base.tokenizer,
                        sae,
                        report["layer"],
                        prompt.text,
                        ways,
                        settings.steering_tokens,
                    )
                    file.append(
                        {
                            "id": row_id,
                            "feature": number,
                            "scale": way.scale,
                            "clamp": way.clamp,
                            "prompt": prompt.text,
                            "unsteered": answer.unsteered,
                            "steered": answer.steered,
                            "log_probability_change": answer.log_probability_change,
                            "provenance": {
                                **report["provenance"],
                                "prompt_id": prompt.id,
                                "prompt_sha256": text_hash(prompt.text),
                                "template_sha256": None,
                                "sampling": {"greedy": True, "max_new_tokens": settings.steering_tokens},
                            },
                        }
                        for row_id, way, answer in zip(ids, ways, answers, strict=True)
                    )
                advance(1)
    if not file.path.exists():
        file.path.write_bytes(b"")


def _tables(sae: Any, activations: Any, held_out: Gathered) -> tuple[Any, Any]:
    """Give each feature's mean activation at each prompt, and the share of tokens at which it is active."""
    counts = np.asarray(held_out.tokens.counts)
    owner = np.repeat(np.arange(len(counts)), counts)
    sums = np.zeros((len(counts), sae.cfg.d_sae))
    active = np.zeros(sae.cfg.d_sae)
    for where, latents, _ in encode_in_blocks(sae, activations):
        values = latents.float().cpu().numpy()
        np.add.at(sums, owner[where], values)
        active += (values > 0).sum(axis=0)
    means = sums / counts[:, None]
    return by_prompt(means, [text.prompt for text in held_out.texts]), active / counts.sum()


def _most_changed(changes: dict[str, Changes], tables: dict[str, Any]) -> list[int]:
    """Rank features by what the supervised training changed; without it by how often they are active."""
    if changes:
        return next(iter(changes.values())).ranked()
    return [int(each) for each in np.argsort(-tables["before"][1], kind="stable")]


def _overall(changes: Changes) -> dict[str, Any]:
    return {
        "prompts": changes.prompts,
        "tested": int(((changes.first > 0) | (changes.second > 0)).sum()),
        "changed": int(changes.clear.sum()),
        "rose": int((changes.clear & (changes.difference > 0)).sum()),
    }


def _of_feature(changes: Changes, number: int) -> dict[str, Any]:
    return {
        "first": float(changes.first[number]),
        "second": float(changes.second[number]),
        "difference": float(changes.difference[number]),
        "interval": [float(changes.low[number]), float(changes.high[number])],
        "p_value_corrected": float(changes.p_value[number]),
        "changed": bool(changes.clear[number]),
    }


def _columns(sae: Any, activations: Any, numbers: Sequence[int]) -> Any:
    """Give the latents (tokens, numbers) of a few features."""
    found = [
        latents[:, list(numbers)].float().cpu().numpy()
        for _, latents, _ in encode_in_blocks(sae, activations)
    ]
    return np.concatenate(found)


def _named(way: Steering) -> str:
    return f"scale-{way.scale:g}" if way.scale is not None else f"clamp-{way.clamp:.4g}"
