import pytest

from deliberation.people.quotas import cell_of, keys_of, open_questions

NORTH = {"age": "young", "region": "north"}
CELLS = [{"age": "young"}, NORTH, {"age": "old"}, {}]


@pytest.mark.parametrize(
    ("answers", "cell"),
    [
        ({"age": "old", "region": "north"}, {"age": "old"}),
        (NORTH, NORTH),
        ({"age": "young", "region": "south"}, {"age": "young"}),
        ({"age": "ancient"}, {}),
        ({}, {}),
    ],
)
def test_the_cell_that_says_most_of_a_person_counts(answers, cell):
    assert CELLS[cell_of(answers, CELLS)] == cell


def test_without_a_cell_for_everybody_else_some_fit_nowhere():
    assert cell_of({"age": "ancient"}, CELLS[:3]) is None
    assert cell_of({}, []) is None


def test_only_questions_that_can_still_find_a_place_are_open():
    cells = [NORTH, {"age": "old"}]
    assert open_questions({}, cells) == ["age", "region"]
    assert open_questions({"age": "young"}, cells) == ["region"]
    assert open_questions({"age": "old"}, cells) == []
    assert open_questions({"age": "young", "region": "south"}, cells) == []
    assert keys_of(cells) == ["age", "region"]
