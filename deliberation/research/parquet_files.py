"""Tables as Parquet files, with types, descriptions and the snapshot in the schema. PURE.

Texts are exactly as they were typed. Votes are single bytes, words are dictionaries, days are `date32`. The
same table gives the same bytes with the same release of pyarrow, which each file names.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from deliberation.research.columns import Column, FilledTable

if TYPE_CHECKING:
    import pyarrow

ABOUT = b"concord"
"""Key of the file's metadata under which the table's title, meaning and snapshot stand, as JSON."""
ROWS_PER_GROUP = 1 << 20


def parquet_bytes(filled: FilledTable, about: Mapping[str, str]) -> bytes:
    """Return a table as a Parquet file; `about` goes into its metadata with what the table is."""
    import pyarrow
    import pyarrow.parquet

    schema = _schema_of(filled, about)
    arrays = [
        pyarrow.array(
            cells if isinstance(cells, np.ndarray) and not column.can_be_empty else list(cells),
            type=_type_of(column),
        )
        for column, cells in zip(filled.table.columns, filled.cells.values(), strict=True)
    ]
    written = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.Table.from_arrays(arrays, schema=schema),
        written,
        row_group_size=ROWS_PER_GROUP,
        compression="zstd",
        version="2.6",
        use_dictionary=True,
    )
    return written.getvalue()


def _schema_of(filled: FilledTable, about: Mapping[str, str]) -> pyarrow.Schema:
    import pyarrow

    table = filled.table
    said = {"table": table.name, "title": table.title, "description": table.description, **about}
    return pyarrow.schema(
        [
            pyarrow.field(
                column.name,
                _type_of(column),
                nullable=column.can_be_empty,
                metadata={b"description": column.description.encode()},
            )
            for column in table.columns
        ],
        metadata={ABOUT: json.dumps(said, sort_keys=True, ensure_ascii=False).encode()},
    )


def _type_of(column: Column) -> pyarrow.DataType:
    import pyarrow

    if column.kind == "integer":
        return {8: pyarrow.int8(), 16: pyarrow.int16(), 32: pyarrow.int32(), 64: pyarrow.int64()}[column.bits]
    return {
        "number": pyarrow.float64(),
        "word": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
        "text": pyarrow.string(),
        "truth": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }[column.kind]
