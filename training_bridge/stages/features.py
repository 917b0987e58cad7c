"""The stage features: a dictionary of one layer's activations, and what fine-tuning changed in its terms.

Each setting of it has a folder of its own under `features/`. Activations are kept beside it and belong to no
manifest: they are made again where they are missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.features.activations import TokenRows, gather, tokens_of
from training_bridge.features.dictionary import learn, load, steps_of
from training_bridge.features.layers import chosen_layer, layers_of, refuse_early, refuse_too_large
from training_bridge.features.loss import loss_recovered
from training_bridge.features.texts import FeatureText, gather_texts
from training_bridge.generation.interface import GenerationError
from training_bridge.record_files import RecordFile, json_lines, write_json, write_whole
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import RunSettings
from training_bridge.stages.feature_description import DESCRIPTIONS, STEERING, describe, steer_features
from training_bridge.training.report import is_trained

REPORT = "report.json"
DICTIONARY = "sae"
LONGEST_TEXT = 192
FEWEST_TOKENS = 64
TEXTS_FOR_LOSS = 32
"""The loss with reconstructions takes three whole passes: so many texts, of all lengths, say enough."""


@dataclass(frozen=True)
class Gathered:
    """The texts of one split as tokens, with the model's activations before training."""

    texts: tuple[FeatureText, ...]
    tokens: TokenRows
    activations: Any


def check(settings: RunSettings) -> None:
    """Refuse a layer or a dictionary that cannot be, before a model is loaded or a row written.

    Raises:
        GenerationError: the layer does not exist, or the dictionary does not fit in memory.
    """
    if not settings.is_scripted:
        refuse_early(settings.features, settings.model)


def run(context: RunContext) -> None:
    """Do what is missing: read activations, learn, measure, describe, steer.

    Raises:
        StageStopped: the layer does not exist, the dictionary does not fit in memory, or there is too little
            text to learn from.
    """
    base = context.models.base()
    settings = context.settings.features
    try:
        layer = chosen_layer(settings, len(layers_of(base.model)))
        width = base.model.config.get_text_config().hidden_size
        refuse_too_large(settings, width, base.model.device.type)
    except GenerationError as error:
        raise StageStopped(str(error)) from error
    folder = context.artifacts.features / settings.folder_name(layer)
    if (folder / REPORT).exists() and (folder / STEERING).exists():
        return
    gathered = _read_activations(context, folder, layer)
    _learn(context, folder, gathered["train"])
    if not (folder / REPORT).exists():
        measured = _read_other_models(context, folder, layer, gathered["evaluation"])
        sae = load(folder / DICTIONARY, base.model.device.type)
        report, rows = describe(context, sae, layer, gathered["train"], gathered["evaluation"], measured)
        write_whole(folder / DESCRIPTIONS, json_lines(rows))
        write_json(folder / REPORT, report)
    report = json.loads((folder / REPORT).read_bytes())
    sae = load(folder / DICTIONARY, base.model.device.type)
    steer_features(context, sae, folder, report)


def figures(context: RunContext) -> dict[str, Any] | None:
    """Give the report of the dictionary that the settings name, and how many others there are."""
    found = {path.parent.name: path for path in sorted(context.artifacts.features.glob(f"*/{REPORT}"))}
    if not found:
        return None
    wanted = [name for name in found if name.endswith(context.settings.features.folder_name(0)[-9:])]
    name = wanted[0] if wanted else max(found, key=lambda each: found[each].stat().st_mtime_ns)
    return {"folder": name, "folders": list(found), **json.loads(found[name].read_bytes())}


def _texts(context: RunContext, folder: Path) -> list[FeatureText]:
    """Give the texts, written down the first time, whatever is answered later."""
    path = folder / "texts.jsonl"
    if not path.exists():
        texts = gather_texts(
            context.texts.prompts,
            context.texts.pairs,
            RecordFile(context.artifacts.critique_revisions),
            RecordFile(context.artifacts.answers),
        )
        write_whole(path, json_lines(text.to_json() for text in texts))
    return [FeatureText.from_json(row) for row in RecordFile(path)]


def _read_activations(context: RunContext, folder: Path, layer: int) -> dict[str, Gathered]:
    base, settings = context.models.base(), context.settings.features
    texts = _texts(context, folder)
    tokens = tokens_of(base.tokenizer, texts, LONGEST_TEXT)
    splits = {}
    for split, most in (("train", settings.tokens), ("evaluation", max(1, settings.tokens // 3))):
        places = _first_tokens(
            [place for place, each in enumerate(texts) if each.split == split], tokens, most
        )
        rows = TokenRows(tuple(tokens.rows[place] for place in places), tokens.skipped)
        if sum(rows.counts) < FEWEST_TOKENS:
            raise StageStopped(
                f"There are {sum(rows.counts)} tokens of text for a dictionary, and at least {FEWEST_TOKENS} "
                "are needed to learn from and as many to measure on"
            )
        splits[split] = ([texts[place] for place in places], rows)
    total = sum(len(rows.rows) for _, rows in splits.values())
    with context.watch.step("reading activations", total) as advance:
        return {
            split: Gathered(
                tuple(chosen), rows, _activations(base, rows, folder, f"before-{split}", layer, advance)
            )
            for split, (chosen, rows) in splits.items()
        }


def _first_tokens(places: list[int], tokens: TokenRows, most: int) -> list[int]:
    """Give the first texts, in an order that their hashes fix, up to so many tokens."""
    chosen, sum_so_far = [], 0
    for place in places:
        sum_so_far += tokens.counts[place]
        if sum_so_far > most and chosen:
            break
        chosen.append(place)
    # Texts of like length side by side: a batch is as long as its longest.
    return sorted(chosen, key=lambda place: (tokens.counts[place], place))


def _activations(
    model: Any, rows: TokenRows, folder: Path, name: str, layer: int, advance: Callable[[int], None]
) -> Any:
    padding = model.tokenizer.pad_token_id or 0
    return gather(model.model, rows, layer, folder / "checkpoints" / f"{name}.npy", padding, advance)


def _learn(context: RunContext, folder: Path, gathered: Gathered) -> None:
    settings = context.settings.features
    if (folder / DICTIONARY).exists():
        return
    device = context.models.base().model.device.type
    steps = steps_of(len(gathered.activations), settings)
    with context.watch.step("learning features", steps) as advance:
        learn(
            gathered.activations,
            settings,
            folder / DICTIONARY,
            folder / "checkpoints" / "learning",
            advance,
            device,
        )


def _read_other_models(context: RunContext, folder: Path, layer: int, held_out: Gathered) -> dict[str, Any]:
    """Give the loss with reconstructions, and the held-out activations of the models after training."""
    base = context.models.base()
    sae = load(folder / DICTIONARY, base.model.device.type)
    phases = [
        (phase, method)
        for phase, method in (("after", "sft"), ("control", "control"))
        if is_trained(context.artifacts.model_of(method))
    ]
    rows = held_out.tokens
    some = TokenRows(rows.rows[:: max(1, len(rows.rows) // TEXTS_FOR_LOSS)], rows.skipped)
    with context.watch.step("describing features", len(rows.rows) * len(phases) + len(some.rows)) as advance:
        loss = loss_recovered(base.model, sae, some, layer, held_out.activations.mean(axis=0), advance)
        others: dict[str, Any] = {}
        for phase, method in phases:
            model = context.models.trained(method)
            others[phase] = _activations(model, rows, folder, f"{phase}-evaluation", layer, advance)
    return {"loss": loss, "activations": others}
