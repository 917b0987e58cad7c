"""What is in a package of files, for programs and for people: datapackage.json and DATA_DICTIONARY.md. PURE.

`datapackage.json` is a Data Package 2.0 with a Table Schema for each table, in either format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from deliberation.research.citation import Work, sentence
from deliberation.research.columns import Column, Kind, Table

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES: Final[dict[Kind, str]] = {
    "integer": "integer",
    "number": "number",
    "word": "string",
    "text": "string",
    "truth": "boolean",
    "date": "date",
}
_DIALECT: Final = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


@dataclass(frozen=True)
class WrittenFile:
    """A file of the package with what is said of it; `table` where it holds one."""

    name: str
    title: str
    description: str
    media_type: str
    data: bytes
    table: Table | None = None
    row_count: int | None = None
    needs_rows: bool = False

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def ending(self) -> str:
        """What comes after the last point of its name."""
        return self.name.rpartition(".")[2]


def datapackage_json(
    work: Work, files: Sequence[WrittenFile], about: dict[str, str], *, exact: bool
) -> bytes:
    """Return the description of the package for programs; `about` are the hashes of the snapshot."""
    content: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{about['deliberation']}-{work.version}",
        "title": work.title,
        "description": work.summary,
        "version": work.version,
        "created": f"{work.issued.isoformat()}T00:00:00Z",
        "homepage": work.address,
        "contributors": [{"title": author.sorted_name, "roles": ["creator"]} for author in work.authors],
        "keywords": ["deliberation", "votes", "opinion groups"],
        "concord": about,
        # A path of a data package may not begin with a point.
        "resources": [_resource(file, exact) for file in files if not file.name.startswith(".")],
    }
    if work.licence:
        spdx, title, address = work.licence
        content["licenses"] = [{"name": spdx, "title": title, "path": address}]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(file: WrittenFile, exact: bool) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": file.name.lower().replace(".", "-"),
        "path": file.name,
        "title": file.title,
        "description": file.description,
        "format": file.ending,
        "mediatype": file.media_type.partition(";")[0],
        "bytes": len(file.data),
        "hash": f"sha256:{file.sha256}",
    }
    if file.ending != "parquet":
        resource["encoding"] = "utf-8"
    if file.table is None:
        return resource
    if file.ending == "csv":
        resource |= {"dialect": _DIALECT, "textsAreExact": exact}
    return resource | {
        "type": "table",
        "rows": file.row_count,
        "schema": table_schema(file.table, file.ending),
    }


def table_schema(table: Table, ending: str) -> dict[str, Any]:
    """Return the Table Schema of a table whose files have this ending."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    references = [
        {
            "fields": [column.name],
            "reference": {"resource": f"{column.refers_to[0]}-{ending}", "fields": [column.refers_to[1]]},
        }
        for column in table.columns
        if column.refers_to
    ]
    return schema | ({"foreignKeys": references} if references else {})


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    # An empty text is a text: it is what an author left who took it back.
    if not column.can_be_empty and column.kind != "text":
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description,
    }
    if column.kind == "date":
        described["format"] = "default"
    return described | ({"constraints": constraints} if constraints else {})


def data_dictionary(work: Work, files: Sequence[WrittenFile], *, exact: bool) -> bytes:
    """Return the description of the package for people, in Markdown."""
    tables = {file.table.name: file.table for file in files if file.table}
    parts = [
        f"# Data of “{_line(work.title)}”\n",
        f"{_line(work.summary)}\n",
        f"Snapshot: `{work.snapshot}`\n",
        f"Cite as: {_line(sentence(work))}\n",
        f"Licence: {work.licence.title if work.licence else 'none was stated; ask the publisher.'}\n",
        "## Files\n",
        "| file | what it is | rows | bytes | SHA-256 |\n|---|---|---:|---:|---|\n"
        + "".join(
            f"| `{file.name}` | {file.title} | {'' if file.row_count is None else file.row_count} | "
            f"{len(file.data)} | `{file.sha256}` |\n"
            for file in files
        ),
        "## How to read them\n",
        _how_to_read(exact),
        *(_table_part(table) for table in tables.values()),
    ]
    return "\n".join(parts).encode()


def _how_to_read(exact: bool) -> str:
    apostrophe = (
        "Texts are exactly as they were typed; do not open these files in a spreadsheet program."
        if exact
        else "A text that a spreadsheet would compute has an apostrophe before it. The Parquet files have "
        "every text exactly as it was typed."
    )
    return (
        "CSV files follow RFC 4180 in UTF-8; an empty cell says nothing, truth values are `true` and "
        f"`false`, days are year-month-day. {apostrophe} In Parquet files votes are single bytes, words are "
        "dictionaries and days are dates; the metadata `concord` of each holds the hashes of the snapshot.\n"
    )


def _table_part(table: Table) -> str:
    rows = "".join(
        f"| `{column.name}` | {_type_words(column)} | {_line(column.description)} |\n"
        for column in table.columns
    )
    key = ", ".join(f"`{name}`" for name in table.key)
    return (
        f"## {table.title} (`{table.name}`)\n\n{table.description} Known by: {key}.\n\n"
        f"| column | type | meaning |\n|---|---|---|\n{rows}"
    )


def _type_words(column: Column) -> str:
    said = f"{column.bits}-bit integer" if column.kind == "integer" else column.kind
    return f"{said}, may be empty" if column.can_be_empty else said


def _line(text: str) -> str:
    """A text that breaks no line, no table and begins no mark-up of its own."""
    escaped = "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
    return " ".join(escaped.split())
