"""Counts of people on pages name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.results.small_cells import SMALLEST, without_small_cells

counts = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), max_size=8)


def test_large_counts_and_nobody_are_told():
    assert without_small_cells({"a": 30, "b": 0, "c": 10}) == {"a": 30, "b": 0, "c": 10}


def test_a_small_count_takes_the_next_smallest_with_it():
    assert without_small_cells({"a": 30, "b": 4, "c": 12}) == {"a": 30, "b": None, "c": None}


def test_small_counts_that_hide_each_other_suffice_if_they_are_many_people_together():
    assert without_small_cells({"a": 30, "b": 6, "c": 7}) == {"a": 30, "b": None, "c": None}
    assert without_small_cells({"a": 30, "b": 3, "c": 4, "d": 50}) == {
        "a": None,
        "b": None,
        "c": None,
        "d": 50,
    }


@given(counts)
def test_what_is_hidden_cannot_be_worked_out_from_the_sum(people):
    shown = without_small_cells(people)
    hidden = [name for name, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= SMALLEST for count in shown.values())
    assert all(count == people[name] for name, count in shown.items() if count is not None)
    if hidden and len(hidden) < sum(count > 0 for count in people.values()):
        assert len(hidden) >= 2
        assert sum(people[name] for name in hidden) >= SMALLEST


def test_fewer_than_nobody_is_an_error():
    with pytest.raises(ValueError, match="fewer than none"):
        without_small_cells({"a": -1})
