"""Writing the cards and what else goes with a run's files, from what lies in its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from training_bridge.cards.data_readme import SETS, data_readme
from training_bridge.cards.model_readme import METHODS, model_readme
from training_bridge.formats.annotated_pairs import annotated_pairs
from training_bridge.record_files import RecordFile, write_whole

SCHEMA_FILE = "training-run.schema.json"
REPORT = "training.json"


def write_cards(root: Path, summary: Mapping[str, Any]) -> None:
    """Write the data card, the model card where there is a model, the schema, and the annotated pairs."""
    counts = {name: _lines(root / "data" / file) for name, (file, _) in SETS.items()}
    if any(counts.values()):
        write_whole(root / "data" / "README.md", data_readme(summary, counts).encode())
    reports = {name: found for name in METHODS if (found := _report(root / "models" / name))}
    if reports:
        write_whole(root / "models" / "README.md", model_readme(summary, reports).encode())
    schema = resources.files("training_bridge.format").joinpath(SCHEMA_FILE).read_bytes()
    write_whole(root / "schema" / SCHEMA_FILE, schema)
    feedback = root / "data" / "feedback.jsonl"
    if feedback.exists():
        pairs = annotated_pairs(
            RecordFile(feedback),
            constitution_sha256=summary["constitution_sha256"],
            items=RecordFile(root / "data" / "human_items.jsonl"),
            comparisons=_people(root / "people" / "comparisons.jsonl"),
        )
        write_whole(root / "formats" / "annotated_pairs.json", pairs)


def _people(path: Path) -> list[dict[str, Any]]:
    """Read what people said; nothing where a line is damaged, which the stage itself says by its line."""
    try:
        return [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    except (OSError, ValueError):
        return []


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _report(folder: Path) -> dict[str, Any] | None:
    path = folder / REPORT
    if not path.exists():
        return None
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content
