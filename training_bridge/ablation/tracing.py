"""From one item of the evaluation back to the training rows, principles and statements nearest to it. PURE.

Everything is read from a run's folder; nothing is computed, and no model is loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.data_rows import flat_text
from training_bridge.evaluation.margin import per_token_margin
from training_bridge.record_files import read_records
from training_bridge.records import MarginRow

NEAREST = Path("ablation", "nearest.jsonl")
NUMBERED = re.compile(r"p0*(\d{1,9})")


class NothingToTrace(ValueError):
    """The folder or the item cannot be traced; the message says why."""


@dataclass(frozen=True)
class TracedPrinciple:
    """One principle with what people said; `statements` are (number, text)."""

    id: str
    text: str
    statements: tuple[tuple[str, str], ...]

    @property
    def number(self) -> int | None:
        """The number in its id, under which a site shows it; None where the id is of another make."""
        found = NUMBERED.fullmatch(self.id)
        return int(found[1]) if found else None


@dataclass(frozen=True)
class TracedRow:
    """One training row: how near it is, its rank among all rows, and what it taught."""

    id: str
    kind: str
    similarity: float
    rank: int
    prompt: str
    answer: str
    principle: TracedPrinciple | None


@dataclass(frozen=True)
class Neighbours:
    """The nearest rows by one way of asking: "meaning" or "gradient"."""

    by: str
    rows: tuple[TracedRow, ...]
    rank_correlation: float | None

    @property
    def revisions(self) -> tuple[TracedRow, ...]:
        """Those that a principle brought about, the nearest first."""
        return tuple(row for row in self.rows if row.kind == "revision")

    @property
    def helpful(self) -> tuple[TracedRow, ...]:
        """Those that stand beside them and are owed to no principle."""
        return tuple(row for row in self.rows if row.kind == "helpful")


@dataclass(frozen=True)
class Listed:
    """One item as a list shows it."""

    id: str
    kind: str
    prompt: str
    with_gradients: bool


@dataclass(frozen=True)
class TracedItem:
    """One item with what the model made of it and what is nearest.

    Attributes:
        said: for each phase what the model answered; of an answer pair nothing.
        margins: for each phase the margin in nats a token; of an answered prompt nothing.
        fitting, other: the two answers of a pair; of an answered prompt empty.
        principles: the principles whose texts are nearest, with the similarity.
        neighbours: the nearest rows, by meaning and, for some items, by gradients.
    """

    id: str
    kind: str
    prompt: str
    fitting: str
    other: str
    said: Mapping[str, str]
    margins: Mapping[str, float]
    principles: tuple[tuple[float, TracedPrinciple], ...]
    neighbours: tuple[Neighbours, ...]
    provenance: Mapping[str, Any]


def items_listed(folder: Path, asked: str = "") -> list[Listed]:
    """Give the items that can be traced, those with gradients first; with `asked`, those that hold its words.

    Raises:
        NothingToTrace: the nearest rows were not found in this run.
    """
    rows = _nearest_rows(folder)
    with_gradients = {row["item"] for row in rows if row["by"] == "gradient"}
    words = asked.casefold().split()
    found = {
        row["item"]: Listed(row["item"], row["kind"], row["prompt"], row["item"] in with_gradients)
        for row in rows
        if all(word in f"{row['item']} {row['prompt']} {row['answer']}".casefold() for word in words)
    }
    return sorted(found.values(), key=lambda each: (not each.with_gradients, each.kind, each.id))


def trace_item(folder: Path, item: str) -> TracedItem:
    """Trace one item, by the id of its answer pair or of its prompt.

    Raises:
        NothingToTrace: the run did not look for the nearest rows, or there is no such item.
    """
    rows = [row for row in _nearest_rows(folder) if row["item"] == item]
    if not rows:
        raise NothingToTrace(f"this run has no item {item[:60]!r} in its evaluation")
    # Other settings may have added rows: the newest of each way of asking counts.
    newest = {row["by"]: row for row in rows}
    principles = _principles(folder)
    training = {str(row["id"]): row for row in read_records(folder / "data" / "sft" / "train.jsonl")}
    any_row = newest.get("meaning") or rows[-1]
    is_pair = any_row["kind"] == "pair"
    return TracedItem(
        id=item,
        kind=any_row["kind"],
        prompt=any_row["prompt"],
        fitting=any_row["answer"] if is_pair else "",
        other=any_row.get("other", "") if is_pair else "",
        said={} if is_pair else _said(folder, item),
        margins=_margins(folder, item) if is_pair else {},
        principles=tuple(
            (float(near["similarity"]), principles[near["principle_id"]])
            for near in any_row.get("principles", ())
            if near["principle_id"] in principles
        ),
        neighbours=tuple(
            Neighbours(
                by, tuple(_traced_rows(newest[by], training, principles)), newest[by].get("rank_correlation")
            )
            for by in ("meaning", "gradient")
            if by in newest
        ),
        provenance=any_row["provenance"],
    )


def _traced_rows(
    found: Mapping[str, Any], training: Mapping[str, Any], principles: Mapping[str, TracedPrinciple]
) -> Iterator[TracedRow]:
    for near in found["rows"]:
        row = training.get(near["row_id"])
        if row is not None:
            yield TracedRow(
                near["row_id"],
                near["kind"],
                float(near["similarity"]),
                int(near["rank"]),
                flat_text(row["prompt"]),
                flat_text(row["completion"]),
                principles.get(str(near["principle_id"])),
            )


def _nearest_rows(folder: Path) -> list[dict[str, Any]]:
    path = folder / NEAREST
    if not path.is_file():
        raise NothingToTrace("this run has not looked for the nearest training rows")
    return list(read_records(path))


def _principles(folder: Path) -> dict[str, TracedPrinciple]:
    content = json.loads((folder / "constitution.json").read_bytes())
    found = {}
    for row in content.get("principles", []):
        numbers: Sequence[Any] = row.get("statement_ids", [])
        texts = [*row.get("original_texts", []), *[""] * len(numbers)]
        statements = tuple((str(number), str(text)) for number, text in zip(numbers, texts, strict=False))
        found[str(row["id"])] = TracedPrinciple(str(row["id"]), str(row["text"]), statements)
    return found


def _said(folder: Path, item: str) -> dict[str, str]:
    rows = read_records(folder / "evaluation" / "answers.jsonl")
    return {row["phase"]: row["answer"] for row in rows if row["provenance"]["prompt_id"] == item}


def _margins(folder: Path, item: str) -> dict[str, float]:
    rows = [MarginRow.from_json(row) for row in read_records(folder / "evaluation" / "margins.jsonl")]
    return {row.phase: per_token_margin(row) for row in rows if row.pair_id == item}
