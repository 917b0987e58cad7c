"""Tables as files: CSV for spreadsheets, in which nothing runs, and JSON lines, which keep texts exact."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.http import HttpRequest, StreamingHttpResponse

from deliberation.interchange.spreadsheet_cells import csv_line

Row = Sequence[str | int | float]
LOSSLESS = "jsonl"
"""Value of `?format=` that asks for the lossless form of a table."""


def table_response(
    request: HttpRequest, name: str, header: Sequence[str], rows: Iterable[Row]
) -> StreamingHttpResponse:
    """Return a table to download: as CSV, or with `?format=jsonl` as one JSON object per row.

    `name` is the name of the file without its ending.
    """
    if request.GET.get("format") == LOSSLESS:
        return json_lines_response(f"{name}.jsonl", header, rows)
    return csv_response(f"{name}.csv", header, rows)


def csv_response(name: str, header: Sequence[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Return a table as a CSV file to download."""
    return _file(name, "text/csv; charset=utf-8", map(csv_line, chain([header], rows)))


def json_lines_response(name: str, header: Sequence[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Return a table as JSON lines to download; a cell that is empty in the CSV file is null."""
    lines = (json_line(header, row) for row in rows)
    return _file(name, "application/x-ndjson; charset=utf-8", lines)


def json_line(header: Sequence[str], row: Row) -> str:
    """Return one row as a line with a JSON object: every text exactly, sign by sign.

    ASCII alone, so that no program takes a separator within a text for the end of the line.
    """
    cells = {name: None if cell == "" else cell for name, cell in zip(header, row, strict=True)}
    return json.dumps(cells) + "\n"


def _file(name: str, content_type: str, lines: Iterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
