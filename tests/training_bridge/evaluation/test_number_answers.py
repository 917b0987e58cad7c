import pytest

from tests.shared_data import shared_data
from training_bridge.evaluation.benchmark_sets.data_files import json_rows
from training_bridge.evaluation.number_answers import answered_number, last_number, marked_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("He pays 5 + 3 = 8 dollars.\n#### 8", "8"),
        ("#### 1,080.00", "1080"),
        ("#### $12.50", "12.5"),
        ("#### -3", "-3"),
        ("#### 7\n#### 9", "9"),
        ("####", None),
        ("The answer is 8.", None),
    ],
)
def test_the_marked_number_is_the_one_after_the_last_mark(text: str, number: str | None) -> None:
    assert marked_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("So it is 12 dollars, or $12.00.", "12"),
        ("That makes 1,250,000 in all.", "1250000"),
        ("In 2024, 15 people came", "15"),
        ("5-3", "3"),
        ("It is -4 degrees", "-4"),
        ("Half, that is .5", "0.5"),
        ("15%.", "15"),
        ("-0.0", "0"),
        ("none", None),
        ("", None),
    ],
)
def test_the_last_number_is_read_as_people_write_it(text: str, number: str | None) -> None:
    assert last_number(text) == number


def test_a_marked_number_goes_before_a_later_one() -> None:
    assert answered_number("#### 8\nThat took 3 steps.") == "8"
    assert answered_number("8, in 3 steps") == "3"


def test_every_published_solution_ends_in_the_number_it_marks() -> None:
    solutions = [row["answer"] for _, row in json_rows(shared_data("training") / "gsm8k" / "test.jsonl")]
    assert len(solutions) == 1319
    assert all(marked_number(text) == last_number(text) is not None for text in solutions)
