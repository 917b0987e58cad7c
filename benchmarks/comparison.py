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
    same = Counter(
        pair["kind"]
        for pair, found in zip(pairs, judgements, strict=True)
        if (found.verdict == "same") != (pair["relation"] == "paraphrase")
        and (pair["relation"] == "paraphrase" or found.verdict == "same")
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
        "wrong_by_kind": dict(sorted(same.items())),
        "seconds": round(seconds, 2),
    }


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    arguments = parser.parse_args()
    rows = [measure(language, half) for language in LANGUAGES for half in HALVES]
    rows.append(measure("en", "unused", with_english_encoder=False) | {"name": "en, unused, without torch"})
    result = {"machine": measured_machine(), "rows": rows}
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False))  # noqa: T201
        return
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
