"""The rows that training reads, whichever stage reads them, and the digest that a sign-off binds. PURE."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.record_files import DamagedFileError

STAGES_WITH_DATA = ("sft", "dpo", "reward", "grpo", "character")
"""The stages that change weights, each with a file of rows of its own."""
TEXT_PARTS = ("prompt", "completion", "chosen", "rejected")
FIRST_FORMAT = {"sft": Path("data", "sft.jsonl")}
"""Where folders of the first format keep the rows of a stage."""


@dataclass(frozen=True)
class TrainingRow:
    """One row as training reads it.

    Attributes:
        stage: the stage that reads it.
        id: its id; empty where the row has none.
        texts: the parts that training reads, by name, messages flattened to text.
        principle_id: the principle that brought it about; None for a helpful example.
        kind: what the row says of itself ("revision", "helpful"); empty where it says nothing.
    """

    stage: str
    id: str
    texts: Mapping[str, str]
    principle_id: str | None
    kind: str = ""

    @property
    def prompt(self) -> str:
        """What the person asks."""
        return self.texts.get("prompt", "")

    @property
    def answer(self) -> str:
        """What the model is to learn to say; empty for a row that is only a prompt."""
        return self.texts.get("completion") or self.texts.get("chosen", "")

    @property
    def content_sha256(self) -> str:
        """The hash of what training reads of the row, whatever its id and origin."""
        return hashlib.sha256(
            json.dumps([self.stage, dict(self.texts)], ensure_ascii=False, sort_keys=True).encode()
        ).hexdigest()


def data_file(folder: Path, stage: str) -> Path | None:
    """Give the file of rows that a stage reads, or None where the folder holds none."""
    written = folder / "data" / stage / "train.jsonl"
    if written.exists():
        return written
    earlier = folder / FIRST_FORMAT.get(stage, Path("data", stage, "train.jsonl"))
    return earlier if earlier.exists() else None


def training_rows(folder: Path) -> list[TrainingRow]:
    """Read every row that training reads, stage by stage.

    Raises:
        DamagedFileError: a line is not a row.
    """
    return [row for stage in STAGES_WITH_DATA for row in _rows_of(folder, stage)]


def file_digests(folder: Path, stages: Sequence[str] = STAGES_WITH_DATA) -> dict[str, str]:
    """Give the SHA-256 of each file that these stages read, by its name in the folder."""
    found = (data_file(folder, stage) for stage in stages)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
        if path is not None
    }


def digest(folder: Path, stages: Sequence[str] = STAGES_WITH_DATA) -> str | None:
    """Give one SHA-256 over all data that these stages read; None before there is any."""
    files = file_digests(folder, stages)
    listing = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
    return hashlib.sha256(listing.encode()).hexdigest() if files else None


def _rows_of(folder: Path, stage: str) -> Iterator[TrainingRow]:
    path = data_file(folder, stage)
    if path is None:
        return
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                yield _row(stage, json.loads(line))
            except (ValueError, TypeError, AttributeError, KeyError) as error:
                name = path.relative_to(folder).as_posix()
                raise DamagedFileError(f"{name}, line {number}: not a training row") from error


def _row(stage: str, row: Mapping[str, Any]) -> TrainingRow:
    texts = {part: flat_text(row[part]) for part in TEXT_PARTS if part in row}
    if "margin" in row:
        texts["margin"] = json.dumps(row["margin"])
    return TrainingRow(
        stage=stage,
        id=str(row.get("id", "")),
        texts=texts,
        principle_id=row.get("principle_id"),
        kind=str(row.get("kind") or ""),
    )


def flat_text(part: Any) -> str:
    """Give the text of a part, which is a string or a list of messages."""
    if isinstance(part, str):
        return part
    return "\n".join(str(message["content"]) for message in part)
