"""A table says the same as CSV and as Parquet, whatever people typed, and every column is described."""

import io
import json
from datetime import date

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.interchange.spreadsheet_cells import is_formula
from deliberation.research import tables
from deliberation.research.columns import Column, FilledTable, Table
from deliberation.research.csv_files import ROWS_AT_A_TIME, csv_pieces
from deliberation.research.parquet_files import parquet_bytes
from tests.deliberation.research.reading import from_csv, from_parquet

TABLE = Table(
    "all_kinds",
    "All kinds",
    "A column of each kind.",
    (
        Column("number", "integer", "A whole number.", bits=8),
        Column("share", "number", "A number.", can_be_empty=True),
        Column("word", "word", "A word.", can_be_empty=True),
        Column("text", "text", "A text."),
        Column("is_so", "truth", "Yes or no."),
        Column("day", "date", "A day.", can_be_empty=True),
    ),
    ("number",),
)
HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("=+-@\t\r\n\"',;|＝‮‏👩‍🌾﻿ "),
    max_size=40,
)
ROWS = st.lists(
    st.tuples(
        st.integers(-128, 127),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        st.none() | HOSTILE.filter(bool),
        HOSTILE,
        st.booleans(),
        st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    ),
    max_size=8,
)


def as_dictionaries(rows):
    return [dict(zip(TABLE.column_names, row, strict=True)) for row in rows]


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_both_forms_give_back_every_sign(rows):
    filled = FilledTable.from_rows(TABLE, rows)
    written = b"".join(csv_pieces(filled))
    assert from_csv(written, TABLE) == as_dictionaries(rows)
    assert from_csv(b"".join(csv_pieces(filled, exact=True)), TABLE, exact=True) == as_dictionaries(rows)
    assert from_parquet(parquet_bytes(filled, {})) == as_dictionaries(rows)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_no_text_in_a_csv_file_is_computed_by_a_spreadsheet(rows):
    written = b"".join(csv_pieces(FilledTable.from_rows(TABLE, rows)))
    for row in from_csv(written, TABLE, exact=True):
        for cell in (row["text"], row["word"]):
            # An apostrophe says "this is text" to every spreadsheet program.
            assert not cell or cell.startswith("'") or not is_formula(cell)


def test_rows_end_as_rfc_4180_wants_and_nothing_stands_before_the_first_name():
    filled = FilledTable.from_rows(TABLE, [(1, 0.1, "a", "one\r\ntwo\rthree", True, date(2026, 11, 22))])
    assert b"".join(csv_pieces(filled)) == (
        b'number,share,word,text,is_so,day\r\n1,0.1,a,"one\r\ntwo\rthree",true,2026-11-22\r\n'
    )


def test_long_tables_are_written_in_pieces_and_lose_no_row():
    count = 2 * ROWS_AT_A_TIME + 1
    table = Table("long", "Long", "Many rows.", (Column("number", "integer", "A number."),))
    pieces = list(csv_pieces(FilledTable(table, {"number": np.arange(count)})))
    assert len(pieces) == 4
    assert from_csv(b"".join(pieces), table) == [{"number": number} for number in range(count)]


def test_parquet_keeps_types_meanings_and_the_snapshot():
    filled = FilledTable.from_rows(TABLE, [(1, None, "a", "=1", True, date(2026, 11, 22))])
    data = parquet_bytes(filled, {"snapshot": "abc"})
    schema = pyarrow.parquet.read_schema(io.BytesIO(data))
    assert [schema.field(name).type for name in ("number", "day", "share")] == [
        pyarrow.int8(),
        pyarrow.date32(),
        pyarrow.float64(),
    ]
    assert pyarrow.types.is_dictionary(schema.field("word").type)
    assert schema.field("text").metadata[b"description"] == b"A text."
    said = json.loads(schema.metadata[b"concord"])
    assert (said["snapshot"], said["table"]) == ("abc", "all_kinds")
    assert parquet_bytes(filled, {"snapshot": "abc"}) == data


def test_a_column_that_nobody_described_is_refused():
    with pytest.raises(ValueError, match="has the columns"):
        FilledTable(TABLES_OF_ONE, {"number": [1], "secret": [2]})
    with pytest.raises(ValueError, match="differ in length"):
        FilledTable(TABLE, {name: [1] * place for place, name in enumerate(TABLE.column_names)})


TABLES_OF_ONE = Table("one", "One", "One column.", (Column("number", "integer", "A number."),))


@pytest.mark.parametrize(
    "table",
    [*tables.PUBLIC, tables.VOTES, tables.participants_table({"region": "Where do you live?"})],
    ids=lambda table: table.name,
)
def test_every_column_says_in_a_sentence_what_it_means(table):
    assert len(set(table.column_names)) == len(table.column_names)
    assert set(table.key) <= set(table.column_names)
    known = {other.name: other for other in (*tables.PUBLIC, tables.participants_table({}))}
    for column in table.columns:
        assert column.description.endswith(".")
        if column.refers_to:
            assert column.refers_to[1] in known[column.refers_to[0]].column_names
