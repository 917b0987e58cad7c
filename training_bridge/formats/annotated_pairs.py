"""Preference pairs as annotated pairs, version 2.0, which inverse CAI (icai 0.4) reads. PURE.

Each principle is an annotator: the judge's preference by that principle is its vote, and null where the judge
was not sure enough. So principles learnt back from the pairs can be held against those that people ratified.
People are annotators too, each under the run's pseudonym: of a pair that was judged, by the same principle or
for helpfulness. A program that answered in a person's place is of the type that the form calls unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from training_bridge.people.comparisons import SIMULATED

VERSION = "2.0"
VOTES = {"first": "a", "second": "b"}
QUESTIONS = {"principle": "by the principle of the pair", "helpfulness": "for helpfulness"}
Rows = Iterable[Mapping[str, Any]]


def annotated_pairs(
    pairs: Rows, *, constitution_sha256: str, items: Rows = (), comparisons: Rows = ()
) -> bytes:
    """Return the file; the same pairs give the same bytes.

    `items` and `comparisons` are what people were asked and what they said (`people.comparisons`).
    """
    rows = list(pairs)
    annotators = {
        row["principle_id"]: {"description": row["principle_text"], "type": "principle"} for row in rows
    }
    votes = _votes(items, comparisons)
    for name, kind in sorted({(name, kind) for found in votes.values() for name, kind, _vote in found}):
        is_human = not name.startswith(SIMULATED)
        who = "A person" if is_human else "A program in a person's place"
        annotators[name] = {
            "description": f"{who}, asked {QUESTIONS[kind]}.",
            "type": "human" if is_human else "unknown",
        }
    content = {
        "metadata": {
            "version": VERSION,
            "description": "Preferences of a judge, by the principles of a ratified constitution.",
            "constitution_sha256": constitution_sha256,
            "judges": sorted({row["provenance"]["model"] for row in rows}),
        },
        "annotators": dict(sorted(annotators.items())),
        "comparisons": [_comparison(row, votes.get(row["id"], ())) for row in rows],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _votes(items: Rows, comparisons: Rows) -> dict[str, list[tuple[str, str, str | None]]]:
    """Give annotator, question and vote of each person, by the pair that was judged.

    A person is one annotator for each question: in this form nobody votes twice on a pair.
    """
    asked = {item["id"]: item for item in items}
    votes: dict[str, list[tuple[str, str, str | None]]] = {}
    for row in comparisons:
        item = asked.get(row["item_id"])
        if item is None or item["feedback_id"] is None:
            continue
        name = row["person"] + ("" if item["kind"] == "principle" else " (helpfulness)")
        votes.setdefault(item["feedback_id"], []).append((name, item["kind"], VOTES.get(row["choice"])))
    return votes


def _comparison(row: Mapping[str, Any], people: Iterable[tuple[str, str, str | None]]) -> dict[str, Any]:
    preferred = "a" if row["p_first"] > 0.5 else "b"
    return {
        "id": row["id"],
        "prompt": row["prompt"],
        "response_a": {"text": row["first"]},
        "response_b": {"text": row["second"]},
        "annotations": {
            row["principle_id"]: {"pref": None if row["dropped"] else preferred},
            **{name: {"pref": vote} for name, _kind, vote in sorted(people)},
        },
    }
