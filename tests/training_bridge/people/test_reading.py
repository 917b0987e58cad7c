"""Reading what people compared elsewhere: each fault is named by its line."""

import json

import pytest

from tests.training_bridge.people.people import comparison, items_of, pairs
from training_bridge.people.comparisons import comparison_id
from training_bridge.people.reading import ComparisonsError, read_comparisons
from training_bridge.record_files import json_lines

ITEMS = items_of(pairs(4))
GOOD = [comparison(item, "person-1", "first") for item in ITEMS]


def test_rows_come_back_and_empty_lines_are_passed_over() -> None:
    content = json_lines(row.to_json() for row in GOOD)
    assert read_comparisons(content, ITEMS) == GOOD
    assert read_comparisons(b"\n\n" + content.rstrip(b"\n"), ITEMS) == GOOD
    assert read_comparisons(b"\xef\xbb\xbf" + content, ITEMS) == GOOD
    assert read_comparisons(b"", ITEMS) == []


def test_a_file_filled_in_by_hand_needs_four_fields() -> None:
    row = {"item_id": ITEMS[0].id, "person": "Mensch 1", "shown_first": "second", "choice": "same"}
    [read] = read_comparisons(json.dumps(row).encode(), ITEMS)
    assert (read.choice, read.reason, read.at) == ("same", "", "")
    assert read.id == comparison_id("Mensch 1", ITEMS[0].id)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"item_id": "no-such-item"}, "nobody was asked about an item 'no-such-item'"),
        ({"choice": "the long one"}, "the choice is 'the long one' and not one of first, second, same, skip"),
        ({"shown_first": "left"}, "'shown_first' is 'left'"),
        ({"person": " "}, "'person' must be a pseudonym"),
        ({"person": 7}, "'person' is not a text"),
        ({"surname": "Lovelace"}, "there is no field 'surname'"),
        ({"reason": "x" * 2001}, "the reason is longer"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(changes: dict[str, object], said: str) -> None:
    rows = [row.to_json() for row in GOOD]
    rows[2].update(changes)
    with pytest.raises(ComparisonsError, match=said) as caught:
        read_comparisons(json_lines(rows), ITEMS)
    assert str(caught.value).startswith("people/comparisons.jsonl, line 3: ")


def test_a_damaged_line_and_a_missing_field_are_named_together() -> None:
    lines = json_lines(row.to_json() for row in GOOD).splitlines()
    lines[0] = b'{"item_id": "x"'
    lines[3] = b'{"item_id": "x", "person": "a", "choice": "first"}'
    with pytest.raises(ComparisonsError) as caught:
        read_comparisons(b"\n".join(lines), ITEMS)
    assert "line 1: not a JSON record; line 4: the field 'shown_first' is missing" in str(caught.value)


def test_nobody_compares_an_item_twice() -> None:
    again = comparison(ITEMS[1], "person-1", "second", id="another")
    content = json_lines(row.to_json() for row in (*GOOD, again))
    with pytest.raises(ComparisonsError, match="line 5: person-1 has compared this item in line 2 already"):
        read_comparisons(content, ITEMS)


def test_an_id_stands_once() -> None:
    again = comparison(ITEMS[1], "person-2", "second", id=GOOD[0].id)
    with pytest.raises(ComparisonsError, match="line 5: the id .* stands in line 1 already"):
        read_comparisons(json_lines(row.to_json() for row in (*GOOD, again)), ITEMS)


def test_many_faults_are_counted_and_the_first_ones_named() -> None:
    with pytest.raises(ComparisonsError, match="and 15 lines more. The file was left as it is"):
        read_comparisons(b"[]\n" * 20, ITEMS)
