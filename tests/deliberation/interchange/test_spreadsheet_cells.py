"""No cell of a spreadsheet runs, and no text is lost."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.interchange.spreadsheet_cells import is_formula, text_cell, typed_text
from deliberation.results.csv_response import csv_response, json_line

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff@SUM(A1)",
    "'=1",
    '"=1"',
    "“+1”",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\ufe66 1",
    " \u3000'\uff1d1",
]
ANYTHING = st.text(max_size=40)
HARD = st.text(alphabet="=+-@'\" \t\r\n\uff1d\uff0b\u200bab,;", max_size=12)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_compute_begins_with_an_apostrophe(text):
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["An AI should be honest.", "1 = 1", "a-b", "“Yes” is an answer", "", "诚实"]
)
def test_other_texts_stay_as_they_are(text):
    assert text_cell(text) == text


@given(st.one_of(ANYTHING, HARD))
def test_every_text_comes_back_from_its_cell(text):
    assert typed_text(text_cell(text)) == text


@given(st.one_of(ANYTHING, HARD))
def test_no_cell_is_a_formula_once_its_apostrophe_is_taken_as_text(text):
    cell = text_cell(text)
    assert cell.startswith("'") or not is_formula(cell)


@given(st.one_of(st.text(min_size=1), HARD.filter(bool)))
def test_json_lines_keep_every_text_exactly_and_on_one_line(text):
    line = json_line(["statement", "text"], [1, text])
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"statement": 1, "text": text}


@given(HARD)
def test_a_file_of_csv_neutralises_headings_and_cells_alike(text):
    file = b"".join(csv_response("x.csv", [text], [[text]]).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(file, newline="")))
    assert [typed_text(row[0]) if row else "" for row in rows] == [text, text]
