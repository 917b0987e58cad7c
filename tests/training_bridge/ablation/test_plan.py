"""Which rows are left out, which stay, and what is refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training_bridge.ablation.constitutions import counts, with_votes
from training_bridge.ablation.choices import Choice, read_choice
from training_bridge.ablation.plan import make_plan, random_rows, rows_of, without
from training_bridge.ablation.settings import AblationSettings

CONSTITUTION = with_votes(
    [counts("A", 8), counts("B", 3, 5)],
    [counts("A", 3, 5), counts("B", 8)],
    [counts("A", 2, 6), counts("B", 8)],
)


def row(number: int, principle: str | None) -> dict[str, Any]:
    """Give a training row: a rewritten answer, or a helpful example without a principle."""
    kind = "revision" if principle else "helpful"
    return {"id": f"row-{number}", "kind": kind, "principle_id": principle}


ROWS = [row(1, "p01"), row(2, None), row(3, "p02"), row(4, "p01"), row(5, None), row(6, "p03"), row(7, "p02")]
made_rows = st.lists(st.sampled_from(["p01", "p02", "p03", None]), max_size=20).map(
    lambda principles: [row(number, each) for number, each in enumerate(principles)]
)


@pytest.mark.parametrize("text", ["p04", "principle:", ":p04", "topic:privacy", "", "group"])
def test_what_names_nothing_that_can_be_left_out_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be left out: write principle:ID or group:LETTER"):
        read_choice(text)


def test_a_folder_is_named_plainly_whatever_the_constitution_calls_a_principle() -> None:
    assert Choice("principle", "p04").slug == "principle-p04"
    assert read_choice(" group : B ") == Choice("group", "B")
    hostile = Choice("principle", "../../elsewhere").slug
    assert hostile.startswith("principle-")
    assert "/" not in hostile and "." not in hostile
    assert Choice("principle", "p/4").slug != Choice("principle", "p.4").slug


@pytest.mark.parametrize(
    ("given_settings", "said"),
    [
        ({"leave_out": ("p04",)}, "cannot be left out"),
        ({"leave_out": ("group:A", "group:A")}, "the same thing twice"),
        ({"suites": ("answers",)}, "must hold margins"),
        ({"random_controls": 0}, "at least 1"),
        ({"nearest_rows": 0}, "at least 1"),
        ({"gradient_items": -1}, "at least 0"),
    ],
    ids=str,
)
def test_settings_that_no_ablation_could_follow_are_refused(given_settings: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        AblationSettings(**given_settings)


def test_a_principle_and_a_group_stand_for_their_rows() -> None:
    wanted = AblationSettings(leave_out=("principle:p02", "group:B"), random_controls=2)
    plan = make_plan(ROWS, CONSTITUTION, wanted, seed=1)
    assert [each.slug for each in plan.trainings] == [
        "principle-p02",
        "principle-p02-random-1",
        "principle-p02-random-2",
        "group-B",
        "group-B-random-1",
        "group-B-random-2",
    ]
    assert plan.trainings[0].rows_left_out == ("row-3", "row-7")
    assert plan.trainings[3].principles == ("p02", "p03")
    assert plan.trainings[3].rows_left_out == ("row-3", "row-6", "row-7")
    assert plan.not_done == {}


def test_with_nothing_named_the_group_whose_principles_have_most_rows_is_left_out() -> None:
    plan = make_plan(ROWS, CONSTITUTION, AblationSettings(), seed=1)
    assert [each.slug for each in plan.trainings] == ["group-B", "group-B-random-1"]


def test_with_nothing_named_and_no_groups_known_it_is_the_principle_with_most_rows() -> None:
    unknown = with_votes([], [], [])
    plan = make_plan([*ROWS, row(8, "p02")], unknown, AblationSettings(), seed=1)
    assert plan.trainings[0].slug == "principle-p02"
    assert "no votes by group" in plan.no_groups


def test_what_cannot_be_left_out_says_why_and_the_rest_goes_on() -> None:
    only_p02 = [row(1, "p02"), row(2, None), row(3, "p03")]
    wanted = AblationSettings(leave_out=("principle:p01", "group:B", "principle:p02", "group:A"))
    plan = make_plan(only_p02, CONSTITUTION, wanted, seed=1)
    assert plan.not_done.keys() == {"principle:p01", "group:B", "group:A"}
    assert "no training row came of it" in plan.not_done["principle:p01"]
    assert "nothing of the constitution would be left" in plan.not_done["group:B"]
    assert plan.trainings[0].slug == "principle-p02"


@pytest.mark.parametrize(
    ("leave_out", "said"),
    [("principle:p09", "no principle p09"), ("group:Q", "no group Q in the constitution: there are A, B")],
)
def test_what_does_not_exist_is_refused(leave_out: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make_plan(ROWS, CONSTITUTION, AblationSettings(leave_out=(leave_out,)), seed=1)


def test_the_random_control_keeps_the_rows_in_question_where_there_are_enough_others() -> None:
    gone = rows_of(ROWS, ["p02"])
    assert not set(random_rows(ROWS, gone, seed=1, number=1)) & set(gone)
    most = rows_of(ROWS, ["p01", "p02"])
    assert len(random_rows(ROWS, most, seed=1, number=1)) == len(most)


@settings(max_examples=60, deadline=None)
@given(made_rows, st.integers(0, 5), st.integers(1, 3), st.randoms())
def test_a_random_control_lacks_as_many_rewritten_rows_and_follows_from_seed_and_ids_alone(
    rows: list[dict[str, Any]], seed: int, number: int, shuffler: Any
) -> None:
    gone = rows_of(rows, ["p01"])
    drawn = random_rows(rows, gone, seed=seed, number=number)
    assert len(drawn) == len(set(drawn)) == len(gone)
    kinds = {each["id"]: each["kind"] for each in rows}
    assert all(kinds[name] == "revision" for name in drawn)
    mixed = list(rows)
    shuffler.shuffle(mixed)
    assert set(random_rows(mixed, gone, seed=seed, number=number)) == set(drawn)
    left = without(rows, drawn)
    assert [each for each in rows if each["id"] not in drawn] == left
