"""One label for each item, and whether training may learn from it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.people.people import items_of, pairs, preference, said
from training_bridge.people.preferences import HumanPreference, human_label, human_preferences
from training_bridge.people.settings import PeopleSettings

[ITEM, OTHER] = items_of(pairs(2))
counts = st.integers(min_value=0, max_value=40)


@pytest.mark.parametrize(
    ("choices", "label", "dropped"),
    [
        ("1", 0.75, None),
        ("2", 0.25, None),
        ("111", 0.875, None),
        ("112", 0.625, None),
        ("1=", 2 / 3, None),
        ("=", 0.5, "tie"),
        ("12", 0.5, "people disagree"),
        ("12=", 0.5, "people disagree"),
        ("-", 0.5, "too few opinions"),
    ],
)
def test_labels_worked_by_hand(choices: str, label: float, dropped: str | None) -> None:
    made = preference(ITEM, choices)
    assert made.p_first == pytest.approx(label)
    assert made.dropped == dropped


def test_counts_and_the_better_answer_are_written_down() -> None:
    made = preference(ITEM, "22=-")
    assert (made.first_chosen, made.second_chosen, made.same, made.skipped, made.people) == (0, 2, 1, 1, 3)
    assert made.share_first == pytest.approx(1 / 6)
    assert (made.chosen, made.rejected) == (ITEM.second, ITEM.first)
    assert made.p_chosen == pytest.approx(0.75)
    assert made.provenance.model == "people"
    assert made.provenance.sampling["people"] == 3


def test_fewer_opinions_than_set_do_not_count_and_a_small_majority_is_a_disagreement() -> None:
    assert preference(ITEM, "11-", PeopleSettings(fewest_opinions=3)).dropped == "too few opinions"
    two_thirds = PeopleSettings(least_majority=0.7)
    assert preference(ITEM, "112", two_thirds).dropped == "people disagree"
    assert preference(ITEM, "1==", two_thirds).dropped == "tie"
    assert preference(ITEM, "1112", two_thirds).dropped is None


def test_items_nobody_looked_at_are_left_out() -> None:
    made = human_preferences([ITEM, OTHER], said(OTHER, "1"), PeopleSettings(), seed=1)
    assert [each.id for each in made] == [OTHER.id]


def test_the_hash_of_the_comparisons_tells_other_opinions_apart() -> None:
    hashes = {preference(ITEM, said).provenance.sampling["comparisons_sha256"] for said in ("1", "2", "11")}
    assert len(hashes) == 3


def test_a_preference_comes_back_from_its_row() -> None:
    made = preference(ITEM, "112=-")
    assert HumanPreference.from_json(json.loads(json.dumps(made.to_json()))) == made


@given(counts, counts, counts)
def test_a_label_is_a_probability_that_turns_round_with_the_answers(
    first: int, second: int, same: int
) -> None:
    label = human_label(first, second, same)
    assert 0 < label < 1
    assert label + human_label(second, first, same) == pytest.approx(1)
    assert (label > 0.5) == (first > second)
    assert human_label(first + 1, second, same) > label


@given(st.text(alphabet="12=-", min_size=1, max_size=12))
def test_what_people_said_is_what_counts_and_not_who_or_in_which_order(choices: str) -> None:
    one, turned = preference(ITEM, choices), preference(ITEM, choices[::-1])
    assert (one.p_first, one.dropped, one.people) == (turned.p_first, turned.dropped, turned.people)
    assert (one.dropped is None) == (choices.count("1") != choices.count("2"))
