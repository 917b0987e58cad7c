"""The public moderation log as files: a table for spreadsheets, and JSON in which every text stays exact."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from deliberation.interchange.spreadsheet_cells import text_cell
from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation
from deliberation.moderation.public_log import LogEntry, all_entries

HEADER = (
    "entry",
    "time",
    "about",
    "statement",
    "outcome",
    "reason",
    "public_reason",
    "role",
    "agreed",
    "origin",
    "merged_into",
    "replaced_by",
    "text",
    "text_not_shown",
    "leaf",
    "sealed_position",
)
FORMATS = (".csv", ".json", ".jsonl")


def log_rows(deliberation: Deliberation) -> Iterator[list[str | int]]:
    """Yield the rows of the table below `HEADER`, the newest decision first."""
    for entry in all_entries(deliberation):
        content = content_of(entry)
        content["replaced_by"] = " ".join(map(str, entry.replaced_by))
        yield ["" if content[name] is None else content[name] for name in HEADER]


def content_of(entry: LogEntry) -> dict[str, Any]:
    """Return an entry as a JSON-able object, with the columns of `HEADER`; what is not there is None."""
    words = entry.words
    return {
        "entry": entry.name,
        "time": entry.at.isoformat(),
        "about": entry.about,
        "statement": entry.statement,
        "outcome": entry.outcome,
        "reason": entry.reason or None,
        "public_reason": entry.public_reason or None,
        "role": entry.role or None,
        "agreed": entry.agreed or None,
        "origin": entry.origin,
        "merged_into": entry.merged_into,
        "replaced_by": list(entry.replaced_by),
        "text": words.text if words and not words.hidden_because else None,
        "text_not_shown": (words.hidden_because or None) if words else None,
        "leaf": entry.leaf or None,
        "sealed_position": entry.position,
    }


def json_pieces(deliberation: Deliberation) -> Iterator[str]:
    """Yield one JSON object with all decisions, piece by piece."""
    yield f'{{"deliberation": {json.dumps(deliberation.slug)}, "decisions": [\n'
    before = ""
    for entry in all_entries(deliberation):
        yield before + json.dumps(content_of(entry))
        before = ",\n"
    yield "\n]}\n"


def write_log(deliberation: Deliberation, path: Path) -> int:
    """Write the log into a new file, in the form that its ending names; return how many entries it has.

    Raises:
        WorkRefused: the ending is not one of `FORMATS`, the file exists, or it cannot be written.
    """
    if path.suffix not in FORMATS:
        raise WorkRefused(f"The name of the file has to end in one of: {', '.join(FORMATS)}.")
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            return _write(deliberation, path.suffix, file)
    except FileExistsError as error:
        raise WorkRefused(f"{path} is there already; it was left as it is.") from error
    except OSError as error:
        raise WorkRefused(f"{path} cannot be written: {error.strerror}.") from error


def _write(deliberation: Deliberation, form: str, file: TextIO) -> int:
    if form == ".csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        count = 0
        for row in log_rows(deliberation):
            writer.writerow([text_cell(cell) if isinstance(cell, str) else cell for cell in row])
            count += 1
        return count
    if form == ".jsonl":
        count = 0
        for entry in all_entries(deliberation):
            file.write(json.dumps(content_of(entry)) + "\n")
            count += 1
        return count
    pieces = list(json_pieces(deliberation))
    file.writelines(pieces)
    return len(pieces) - 2
