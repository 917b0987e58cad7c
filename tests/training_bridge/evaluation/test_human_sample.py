"""A blinded sample for people: nothing gives the phase away, and what they choose is read back exactly."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.evaluation.human_sample import (
    HumanSample,
    HumanSampleError,
    draw_sample,
    human_figures,
    read_choices,
)


def row(number: int, outcome: str = "win", then: str | None = None) -> dict[str, Any]:
    return {
        "id": f"row-{number}",
        "phase": "after",
        "principle_text": "Choose the kindest.",
        "prompt": f"Question {number}?",
        "before": f"Old words {number}.",
        "then": f"New words {number}." if then is None else then,
        "outcome": outcome,
    }


ROWS = [row(number) for number in range(30)]


def filled(sample: HumanSample, choose: Any) -> str:
    """Fill the choice of every line by what is chosen of its two answers."""
    lines = list(csv.reader(io.StringIO(sample.file)))
    for line in lines[1:]:
        line[5] = choose(line[0], line[3], line[4])
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue()


def prefers(word: str) -> Any:
    return lambda _number, first, _second: "1" if word in first else "2"


def test_the_file_names_no_phase_and_the_key_stands_apart() -> None:
    sample = draw_sample(ROWS, 10)
    assert len(sample.key) == 10
    for secret in ("after", "before", "row-", "win"):
        assert secret not in sample.file
    orders = [key["then"] for key in draw_sample(ROWS, 30).key.values()]
    assert 5 < orders.count("1") < 25


def test_the_same_rows_in_another_order_give_the_same_sample() -> None:
    assert draw_sample(list(reversed(ROWS)), 10) == draw_sample(ROWS, 10)


def test_equal_answers_are_not_put_before_people() -> None:
    sample = draw_sample([row(1, then="Old words 1."), row(2)], 10)
    assert [key["row"] for key in sample.key.values()] == ["row-2"]


def test_choices_come_back_as_wins_and_losses_of_the_later_answer() -> None:
    sample = draw_sample(ROWS, 10)
    assert set(read_choices(filled(sample, prefers("New")), sample.key).values()) == {"win"}
    assert set(read_choices(filled(sample, prefers("Old")), sample.key).values()) == {"loss"}
    assert set(read_choices(filled(sample, lambda *_: "0"), sample.key).values()) == {"tie"}
    assert read_choices(sample.file, sample.key) == {}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_a_byte_order_mark_are_read(separator: str) -> None:
    text = "\ufeff" + separator.join(("Number", "x", "Choice")) + "\r\n" + separator.join(("1", "x", "2"))
    assert read_choices(text, {"1": {"row": "r", "then": "2"}}) == {"r": "win"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("number,answer\n1,x\n", "no column 'choice'"),
        ("number,choice\n7,1\n", "line 2: the sample has no pair '7'"),
        ("number,choice\n1,first\n", "line 2: the choice is 'first'"),
        ("number,choice\n1,1\n1,2\n", "line 3: pair 1 comes twice"),
        ("", "no column 'number'"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(HumanSampleError, match=reason):
        read_choices(text, {"1": {"row": "r", "then": "1"}})


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5, unique=True))
def test_no_text_shifts_a_column_or_loses_a_choice(texts: list[str]) -> None:
    rows = [row(number, then=f"{text}!") for number, text in enumerate(texts)]
    sample = draw_sample(rows, len(rows))
    chosen = read_choices(filled(sample, lambda *_: "1"), sample.key)
    assert chosen.keys() == {each["row"] for each in sample.key.values()}


def test_a_spreadsheet_computes_nothing_that_a_model_wrote() -> None:
    sample = draw_sample([row(1, then='=HYPERLINK("x")')], 1)
    cells = list(csv.reader(io.StringIO(sample.file)))[1]
    assert '\'=HYPERLINK("x")' in cells


def test_agreement_of_people_with_the_judge_and_with_one_another() -> None:
    rows = [row(number, "win" if number % 2 else "loss") for number in range(20)]
    like_the_judge = {each["id"]: each["outcome"] for each in rows}
    always_new = {each["id"]: "win" for each in rows}
    figures = human_figures({"ana": like_the_judge, "ben": always_new, "cem": {}}, rows)
    assert figures["people"]["ana"]["agreement_with_judge"]["kappa"] == pytest.approx(1.0)
    assert figures["people"]["ana"]["win_rate"]["value"] == 0.5
    assert figures["people"]["ben"]["agreement_with_judge"]["kappa"] == pytest.approx(0.0)
    assert figures["people"]["ben"]["win_rate"]["value"] == 1.0
    assert figures["between_people"]["ana, ben"]["items"] == 20
    assert set(figures["people"]) == {"ana", "ben"}
