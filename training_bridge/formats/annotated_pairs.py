"""Preference pairs as annotated pairs, version 2.0, which inverse CAI (icai 0.4) reads. PURE.

Each principle is an annotator: the judge's preference by that principle is its vote, and null where the judge
was not sure enough. So principles learnt back from the pairs can be held against those that people ratified.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

VERSION = "2.0"


def annotated_pairs(pairs: Iterable[Mapping[str, Any]], *, constitution_sha256: str) -> bytes:
    """Return the file; the same pairs give the same bytes."""
    rows = list(pairs)
    annotators = {
        row["principle_id"]: {"description": row["principle_text"], "type": "principle"} for row in rows
    }
    content = {
        "metadata": {
            "version": VERSION,
            "description": "Preferences of a judge, by the principles of a ratified constitution.",
            "constitution_sha256": constitution_sha256,
            "judges": sorted({row["provenance"]["model"] for row in rows}),
        },
        "annotators": dict(sorted(annotators.items())),
        "comparisons": [_comparison(row) for row in rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _comparison(row: Mapping[str, Any]) -> dict[str, Any]:
    preferred = "a" if row["p_first"] > 0.5 else "b"
    return {
        "id": row["id"],
        "prompt": row["prompt"],
        "response_a": {"text": row["first"]},
        "response_b": {"text": row["second"]},
        "annotations": {row["principle_id"]: {"pref": None if row["dropped"] else preferred}},
    }
