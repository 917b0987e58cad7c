"""What is read, and with whose critique it is read for comparison."""

from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.legibility.readers import record
from training_bridge.legibility.readings import critiques_of_others, readings_of
from training_bridge.records import NO_CHANGE_NEEDED


def test_accepted_and_rejected_revisions_are_read_and_the_others_counted() -> None:
    readings, left_out = readings_of(
        [
            record(1, ("bad", "A better one.", None), ("worse", "No use.", "irrelevant")),
            record(2, ("Nothing needs to change.", "Do it, number 2.", NO_CHANGE_NEEDED)),
            record(3, ("bad", " ", "empty")),
            record(4, ("bad", "Do it,  number 4.", "unchanged")),
        ]
    )
    assert [(each.record_id[-1], each.made.number, each.made.verdict) for each in readings] == [
        ("1", 1, "accepted"),
        ("1", 2, "rejected"),
    ]
    assert left_out == {NO_CHANGE_NEEDED: 1, "nothing written": 1, "the same answer": 1}


def test_a_later_round_is_read_with_the_answer_that_its_critique_is_about() -> None:
    readings, _ = readings_of(
        [record(1, ("a", "First.", "too long"), ("b", "Second.", None), ("c", "Third.", None))]
    )
    assert [each.response for each in readings] == ["Do it, number 1.", "Do it, number 1.", "Second."]


@given(st.lists(st.sampled_from(["too short", "unkind", "untrue", "vague"]), min_size=1, max_size=12))
def test_the_critique_of_another_row_is_another_one_and_does_not_depend_on_the_order_of_rows(
    critiques: list[str],
) -> None:
    readings, _ = readings_of(
        [record(number, (critique, "New.", None)) for number, critique in enumerate(critiques)]
    )
    others = critiques_of_others(readings)
    for each in readings:
        if each.key in others:
            other = others[each.key]
            assert other.record_id != each.record_id
            assert other.made.critique != each.made.critique
        else:
            assert len(set(critiques)) == 1
    assert critiques_of_others(readings[::-1]) == others


def test_where_all_critiques_differ_each_serves_once() -> None:
    readings, _ = readings_of([record(number, (f"fault {number}", "New.", None)) for number in range(9)])
    others = critiques_of_others(readings)
    assert sorted(each.record_id for each in others.values()) == sorted(each.record_id for each in readings)
