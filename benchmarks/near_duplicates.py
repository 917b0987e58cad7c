"""The search for near-duplicates: ``python -m benchmarks.near_duplicates [--statements 100000] [--json]``.

Vectors as statements have them: each between two of the demo assembly's statements, with noise, so that
pairs are found and most are not. Three rows: all pairs, what one new statement needs, and a flood of copies.
The baseline is the bare product of all blocks, whose results are thrown away: the least that an exact search
has to compute.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measurement import finish, measured_machine, show, show_machine
from deliberation.semantics.encoders import ENGLISH, load_encoder
from deliberation.semantics.near_duplicates import candidate_pairs
from deliberation.semantics.similar_pairs import COLUMNS, similar_pairs
from deliberation.simulation.statements import load_statements

THRESHOLD = 0.75
NOISE = 0.02


def statement_like(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Return (count, 384) unit vectors spread like those of statements."""
    generator = np.random.default_rng(seed)
    vectors = load_encoder(ENGLISH)([s.text for s in load_statements() if s.language == "en"])
    first, second = generator.integers(0, len(vectors), (2, count))
    share = generator.uniform(0.3, 0.7, (count, 1)).astype(np.float32)
    mixed = vectors[first] * share + vectors[second] * (1 - share)
    mixed += NOISE * generator.standard_normal(mixed.shape, dtype=np.float32)
    return mixed / np.linalg.norm(mixed, axis=1, keepdims=True)


def bare_product(vectors: NDArray[np.float32]) -> None:
    """Multiply each block of rows with all vectors up to it, with all threads of the BLAS."""
    rows = 2048
    for start in range(0, len(vectors), rows):
        stop = min(start + rows, len(vectors))
        for left in range(0, stop, COLUMNS):
            vectors[start:stop] @ vectors[left : min(left + COLUMNS, stop)].T


def timed(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    """Run once; return its seconds by the clock and of the processor, which others disturb less."""
    start, cpu_start = time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    return {"seconds": round(seconds, 3), "cpu_seconds": round(cpu_seconds, 3)}, result


def measure(count: int) -> list[dict[str, Any]]:
    """Measure the three searches, and the bare product beside the first."""
    vectors = statement_like(count)
    texts = ["An AI should be honest."] * count
    copies = np.tile(vectors[:1], (max(2, count // 5), 1))
    taken, found = timed(lambda: similar_pairs(vectors, threshold=THRESHOLD))
    rows = [{"name": "all pairs", "statements": count, "pairs": len(found.first), **taken}]
    bare, _nothing = timed(lambda: bare_product(vectors))
    rows[0] |= {
        "process_peak_mb": _peak_megabytes(),
        "peer": "bare product",
        "peer_seconds": bare["seconds"],
        "ratio": round(bare["seconds"] / taken["seconds"], 2),
    }
    taken, new = timed(lambda: candidate_pairs(vectors, texts, threshold=THRESHOLD, known=count - 1))
    rows.append({"name": "one new statement", "statements": count, "pairs": len(new), **taken})
    taken, flood = timed(lambda: similar_pairs(copies, threshold=THRESHOLD))
    name = "copies of one statement"
    rows.append({"name": name, "statements": len(copies), "pairs": len(flood.first), **taken})
    return rows


def _peak_megabytes() -> int:
    """The most memory this process has held, in MB (ru_maxrss is in KiB on Linux)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--statements", type=int, default=100_000, help="default 100,000")
    parser.add_argument("--quick", action="store_true", help="2,000 statements: does it work?")
    options = parser.parse_args()
    with measured_machine("numpy", "scipy") as machine:
        rows = measure(2000 if options.quick else options.statements)
    columns = ["name", "statements", "pairs", "seconds", "cpu_seconds", "process_peak_mb"]
    show(rows, [*columns, "peer", "peer_seconds", "ratio"])
    print("ratio: how many times as fast as the bare product of all blocks the search is.")
    show_machine(machine)
    finish(
        {"program": "near_duplicates", "machine": machine, "notes": [], "results": rows}, as_json=options.json
    )


if __name__ == "__main__":
    main()
