r"""Tables as CSV files: RFC 4180, UTF-8 without a mark, no cell that a spreadsheet would compute. PURE.

Rows end in \r\n. Truth values are true and false, dates are year-month-day, numbers have a point and as many
digits as it takes to read the very same number again, and an empty cell says nothing. A text that a
spreadsheet might compute has an apostrophe before it (`spreadsheet_cells`); `typed_text` takes it off again,
so nothing is lost. `exact` leaves texts as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from deliberation.interchange.spreadsheet_cells import text_cell
from deliberation.research.columns import Cells, Column, FilledTable

ROWS_AT_A_TIME = 5_000

Write = Callable[[Any], str | int | float]


class _Echo:
    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Echo(), lineterminator="\r\n")


def csv_pieces(filled: FilledTable, *, exact: bool = False) -> Iterator[bytes]:
    """Give a table as a CSV file, some thousand rows at a time."""
    yield _lines([filled.table.column_names])
    writers = [_writer_of(column, exact) for column in filled.table.columns]
    for start in range(0, filled.row_count, ROWS_AT_A_TIME):
        columns = [
            [write(cell) for cell in _plain(cells[start : start + ROWS_AT_A_TIME])]
            for write, cells in zip(writers, filled.cells.values(), strict=True)
        ]
        yield _lines(list(zip(*columns, strict=True)))


def _lines(rows: list[Any]) -> bytes:
    return "".join(str(_WRITER.writerow(row)) for row in rows).encode()


def _plain(cells: Cells) -> list[Any]:
    return cells.tolist() if isinstance(cells, np.ndarray) else list(cells)


def _writer_of(column: Column, exact: bool) -> Write:
    if column.kind == "truth":
        return lambda cell: "" if cell is None else "true" if cell else "false"
    if column.kind == "date":
        return lambda cell: "" if cell is None else str(cell.isoformat())
    if column.kind in ("text", "word") and not exact:
        return _safe_texts()
    return lambda cell: "" if cell is None else cell


def _safe_texts() -> Write:
    known: dict[str, str] = {}

    def write(cell: str | None) -> str:
        if cell is None:
            return ""
        if cell not in known:
            if len(known) > ROWS_AT_A_TIME:
                known.clear()
            known[cell] = text_cell(cell)
        return known[cell]

    return write
