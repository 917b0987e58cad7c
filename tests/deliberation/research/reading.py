"""Reading the files for researchers back, as their programs would."""

import csv
import io
from datetime import date
from typing import Any

import pyarrow.parquet

from deliberation.interchange.spreadsheet_cells import typed_text
from deliberation.research.columns import Column, Table


def from_csv(data: bytes, table: Table, *, exact: bool = False) -> list[dict[str, Any]]:
    """Return the rows of a CSV file with the types that its table says."""
    read = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    assert tuple(read.fieldnames or ()) == table.column_names
    return [
        {column.name: _value(row[column.name], column, exact) for column in table.columns} for row in read
    ]


def _value(cell: str, column: Column, exact: bool) -> Any:
    if cell == "" and column.can_be_empty:
        return None
    if column.kind in ("text", "word"):
        return cell if exact else typed_text(cell)
    kinds: dict[str, Any] = {
        "integer": int,
        "number": float,
        "truth": {"true": True, "false": False}.__getitem__,
        "date": date.fromisoformat,
    }
    return kinds[column.kind](cell)


def from_parquet(data: bytes) -> list[dict[str, Any]]:
    """Return the rows of a Parquet file."""
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
    return rows
