"""Telling the same from the opposite: ``python -m benchmarks.comparison [--json]``.

Judges the pairs of tests/deliberation/semantics/pairs as `manage.py compare_statements` does. One half of
them has been used for writing word lists and weights, the other half never; only figures of that half are
ever looked at. A row for each language and half: opposites called the same (there must be none), and the
share of paraphrases that are.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.measurement import finish, measured_machine, show, show_machine
from deliberation.semantics.opposition.comparison import compare_pairs
from deliberation.semantics.opposition.judgement import Likeness, judge
from deliberation.simulation.statements import load_statements

PAIRS = Path(__file__).parent.parent / "tests" / "deliberation" / "semantics" / "pairs"
LANGUAGES = ("en", "es", "ar", "zh-hans", "zh-hant")
HALVES = ("tuning", "unused")


def measure(language: str, half: str, *, with_english_encoder: bool = True) -> dict[str, Any]:
    """Judge one half of a language's pairs; return counts and shares, never texts."""
    lines = (PAIRS / f"{language}-{half}.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    start = time.perf_counter()
    judgements = compare_pairs(
        [(pair["a"], pair["b"]) for pair in pairs], with_english_encoder=with_english_encoder
    )
    seconds = time.perf_counter() - start
    counts = Counter((pair["relation"], found.verdict) for pair, found in zip(pairs, judgements, strict=True))
    wrong = Counter(
        pair["kind"]
        for pair, found in zip(pairs, judgements, strict=True)
        if (found.verdict == "same") != (pair["relation"] == "paraphrase")
    )

    def total(relation: str) -> int:
        return sum(count for (of, _verdict), count in counts.items() if of == relation)

    return {
        "name": f"{language}, {half}",
        "opposites": total("opposite"),
        "opposites_same": counts["opposite", "same"],
        "opposites_found": counts["opposite", "opposite"],
        "paraphrases": total("paraphrase"),
        "paraphrases_same": round(counts["paraphrase", "same"] / max(1, total("paraphrase")), 3),
        "paraphrases_opposite": counts["paraphrase", "opposite"],
        "others": total("related") + total("different"),
        "others_same": counts["related", "same"] + counts["different", "same"],
        "wrong_by_kind": dict(sorted(wrong.items())),
        "seconds": round(seconds, 2),
    }


def measure_speed() -> dict[str, Any]:
    """Judge pairs of statements that have been encoded already; return pairs per second."""
    texts = [statement.text for statement in load_statements()]
    pairs = [(first, second) for place, first in enumerate(texts) for second in texts[:place]][:20_000]
    start = time.perf_counter()
    for first, second in pairs:
        judge(first, second, Likeness(0.8))
    seconds = time.perf_counter() - start
    return {"name": "speed", "pairs": len(pairs), "pairs_per_second": round(len(pairs) / seconds)}


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--quick", action="store_true", help="one language: does it work?")
    options = parser.parse_args()
    languages = LANGUAGES[1:2] if options.quick else LANGUAGES
    with measured_machine("numpy") as machine:
        rows = [measure(language, half) for language in languages for half in HALVES]
        if not options.quick:
            alone = measure("en", "unused", with_english_encoder=False)
            rows.append(alone | {"name": "en, unused, without torch"})
        speed = measure_speed()
    columns = ["name", "opposites", "opposites_same", "opposites_found", "paraphrases", "paraphrases_same"]
    show(rows, [*columns, "others", "others_same", "seconds"])
    print(f"{speed['pairs_per_second']} pairs of encoded statements are judged in a second.")
    show_machine(machine)
    finish(
        {"program": "comparison", "machine": machine, "notes": [], "results": [*rows, speed]},
        as_json=options.json,
    )


if __name__ == "__main__":
    main()
