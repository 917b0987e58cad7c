"""Activations gathered and learnt from, against the bare forward pass: ``python -m benchmarks.features``.

The same tokens go, in turns, through the whole model (the bare pass), through the layers up to the one that
is looked behind with the activations written to the disk (`gather`), and the activations through one epoch of
learning a TopK dictionary (`learn`). Activations per second; `ratio` is to the bare pass, so above 1 is
faster than it.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.embedding import choose_device, device_name
from benchmarks.measurement import finish, measure_in_turns, measured_machine, show, show_machine
from training_bridge.features.activations import ROWS_A_BATCH, TokenRows, gather, tokens_of
from training_bridge.features.dictionary import learn
from training_bridge.features.layers import chosen_layer, layers_of
from training_bridge.features.settings import FeatureSettings
from training_bridge.features.texts import gather_texts
from training_bridge.generation.weights import DEMONSTRATION_MODEL, load_model
from training_bridge.texts import Texts

COLUMNS = ["name", "tokens", "seconds", "activations_per_second", "ratio", "cpu_ratio"]


def bare_pass(model: Any, rows: TokenRows, padding: int) -> None:
    """Put all tokens through the whole model in the same batches, and throw what comes out away."""
    import torch

    with torch.inference_mode():
        for first in range(0, len(rows.rows), ROWS_A_BATCH):
            batch = rows.rows[first : first + ROWS_A_BATCH]
            longest = max(map(len, batch))
            tokens = torch.tensor([[*row, *[padding] * (longest - len(row))] for row in batch])
            there = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in batch])
            model(input_ids=tokens.to(model.device), attention_mask=there.to(model.device), use_cache=False)
    if model.device.type == "cuda":
        torch.cuda.synchronize()


def own_rows(tokenizer: Any, wanted: int) -> TokenRows:
    """Give our own texts as tokens, over again until there are as many as wanted."""
    texts = Texts.own()
    rows = tokens_of(tokenizer, gather_texts(texts.prompts, texts.pairs, (), ()), 192)
    chosen: list[tuple[int, ...]] = []
    counted = 0
    while counted < wanted:
        row = rows.rows[len(chosen) % len(rows.rows)]
        chosen.append(row)
        counted += len(row) - rows.skipped
    return TokenRows(tuple(chosen), rows.skipped)


def measure(loaded: Any, rows: TokenRows, settings: FeatureSettings) -> list[dict[str, Any]]:
    """Measure the three in turns."""
    model, padding = loaded.model, loaded.tokenizer.pad_token_id or 0
    layer = chosen_layer(settings, len(layers_of(model)))
    device = model.device.type
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        turns = iter(range(10**6))
        activations = gather(model, rows, layer, folder / "kept.npy", padding, lambda _: None)
        work = {
            "bare forward pass": lambda: bare_pass(model, rows, padding),
            "gather": lambda: gather(
                model, rows, layer, folder / f"{next(turns)}.npy", padding, lambda _: None
            ),
            "learn": lambda: learn(
                activations,
                settings,
                folder / "sae",
                folder / f"learning-{next(turns)}",
                lambda _: None,
                device,
            ),
        }
        found = measure_in_turns(work, least_runs=2, most_runs=5)
        seen = {name: len(activations) * (settings.epochs if name == "learn" else 1) for name in work}
    bare = found["bare forward pass"]
    return [
        {
            "name": name,
            "tokens": seen[name],
            "seconds": round(each.seconds, 3),
            "cpu_seconds": round(each.cpu_seconds, 3),
            "activations_per_second": round(seen[name] / each.seconds, 1),
            "ratio": round(seen[name] / each.seconds / (len(activations) / bare.seconds), 3),
            "cpu_ratio": round(seen[name] / each.cpu_seconds / (len(activations) / bare.cpu_seconds), 3),
        }
        for name, each in found.items()
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--device", choices=["cpu", "cuda"], help="default: the GPU where there is one")
    parser.add_argument("--model", default=DEMONSTRATION_MODEL, help="a folder or name")
    parser.add_argument("--tokens", type=int, help="default 4,000, on a GPU 200,000")
    parser.add_argument(
        "--size", type=int, help="features of the dictionary (default 1,024, on a GPU 16,384)"
    )
    parser.add_argument("--quick", action="store_true", help="a few tokens: does it work?")
    options = parser.parse_args()
    device = choose_device(options.device)
    on_gpu = device == "cuda"
    tokens = 300 if options.quick else options.tokens or (200_000 if on_gpu else 4_000)
    settings = FeatureSettings(
        size=options.size or (16_384 if on_gpu else 1_024), epochs=1, batch_tokens=4_096 if on_gpu else 256
    )
    loaded = load_model(options.model)
    rows = own_rows(loaded.tokenizer, tokens)
    with measured_machine("torch", "transformers", "sae-lens") as machine:
        machine["device"] = device_name(device)
        results = measure(loaded, rows, settings)
    show(results, COLUMNS)
    show_machine(machine)
    notes = [f"{options.model}, dictionary of {settings.size}, {settings.k} active, float32, one epoch a run"]
    finish(
        {"program": "features", "machine": machine, "notes": notes, "results": results}, as_json=options.json
    )


if __name__ == "__main__":
    main()
