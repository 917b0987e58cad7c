"""Whose pairs training learns from, at a set ratio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.people.people import items_of, pairs, preference
from training_bridge.people.mixing import mix
from training_bridge.people.preferences import HumanPreference
from training_bridge.training.rows import preference_rows, prompt_rows, reward_rows
from training_bridge.training.settings import PreferenceSettings

JUDGED = pairs(8)
ITEMS = items_of(JUDGED)
HELPFUL = items_of(JUDGED, "helpfulness")


def people(count: int, choices: str = "1") -> list[HumanPreference]:
    return [preference(item, choices) for item in ITEMS[:count]]


def test_without_people_the_pairs_and_rows_are_the_judges_as_they_were() -> None:
    for share in (None, 0.0, 0.5, 1.0):
        mixture = mix(JUDGED, [], share)
        assert mixture.pairs == tuple(JUDGED)
        assert (mixture.people, mixture.judge, mixture.share) == (0, 8, 0.0)
    assert all("source" not in row for row in reward_rows(mixture.pairs))


def test_people_replace_the_judge_where_both_compared_by_the_same_principle() -> None:
    mixture = mix(JUDGED, people(3), None)
    assert (mixture.people, mixture.judge, mixture.replaced) == (3, 5, 3)
    assert mixture.share == pytest.approx(3 / 8)
    assert sorted(row["feedback_id"] for row in reward_rows(mixture.pairs)) == sorted(
        pair.id for pair in JUDGED
    )


def test_what_people_disagree_about_leaves_the_judges_label() -> None:
    mixture = mix(JUDGED, people(3, "12"), None)
    assert mixture.pairs == tuple(JUDGED)


def test_helpfulness_stands_beside_the_judge_since_it_is_another_question() -> None:
    made = [preference(item, "2") for item in HELPFUL[:2]]
    mixture = mix(JUDGED, made, None)
    assert (mixture.people, mixture.judge, mixture.replaced) == (2, 8, 0)
    rows = reward_rows(mixture.pairs)
    assert [row["source"] for row in rows] == ["judge"] * 8 + ["people"] * 2
    assert [row["principle_id"] for row in rows[-2:]] == [None, None]
    assert {row["human_item_id"] for row in rows} == {None, *(each.id for each in made)}


@pytest.mark.parametrize(
    ("compared", "share", "expected"),
    [
        # Too many: one of people's pairs among eight is nearest to a tenth, and the judge's labels are back.
        (4, 0.1, (1, 7)),
        # Too few: of the judge's four, as many stay as make people's half.
        (4, 0.8, (4, 1)),
        (2, 0.5, (2, 2)),
        (4, 0.5, (4, 4)),
        (4, 0.0, (0, 8)),
        (4, 1.0, (4, 0)),
    ],
)
def test_shares_worked_by_hand(compared: int, share: float, expected: tuple[int, int]) -> None:
    mixture = mix(JUDGED, people(compared), share)
    assert (mixture.people, mixture.judge) == expected
    assert mixture.people + mixture.people_left_out == compared
    kept = [pair for pair in mixture.pairs if pair.dropped is None]
    assert len(kept) == sum(expected)


def test_a_share_that_cannot_be_reached_says_what_it_became() -> None:
    without_judge = pairs(4, dropped="near tie")
    mixture = mix(without_judge, [preference(item, "1") for item in items_of(without_judge)[:2]], 0.3)
    assert (mixture.wanted, mixture.people, mixture.judge, mixture.share) == (0.3, 2, 0, 1.0)
    nobody = mix(JUDGED, people(2, "12"), 0.5)
    assert (nobody.wanted, nobody.people, nobody.judge, nobody.share) == (0.5, 0, 8, 0.0)


def test_rows_for_dpo_and_prompts_take_peoples_label() -> None:
    turned = [preference(item, "2") for item in ITEMS[:1]]
    mixture = mix(JUDGED, turned, None)
    rows = preference_rows(mixture.pairs, PreferenceSettings(), weighted=False)
    assert (rows[0]["source"], rows[0]["p_chosen"]) == ("people", 0.75)
    assert rows[0]["chosen"][0]["content"] == ITEMS[0].second
    prompts = prompt_rows(mixture.pairs)
    assert len(prompts) == 8
    assert (prompts[0]["reference"], prompts[0]["source"]) == (ITEMS[0].second, "people")


def test_a_prompt_that_was_compared_twice_keeps_its_principle() -> None:
    mixture = mix(JUDGED, [preference(item, "1") for item in HELPFUL], None)
    assert all(row["principle_id"] for row in prompt_rows(mixture.pairs))
    alone = prompt_rows(mix(JUDGED, [preference(item, "1") for item in HELPFUL], 1.0).pairs)
    assert {row["principle_text"] for row in alone} == {
        "Choose the response that is more helpful to the person who asked."
    }


@given(
    st.lists(st.sampled_from(["1", "2", "12", "=", ""]), min_size=8, max_size=8),
    st.lists(st.sampled_from(["1", "2", "-", ""]), min_size=8, max_size=8),
    st.one_of(st.none(), st.floats(min_value=0, max_value=1)),
)
def test_no_pair_is_invented_lost_unsaid_or_doubled(
    by_principle: list[str], helpful: list[str], share: float | None
) -> None:
    made = [preference(item, said) for item, said in zip(ITEMS, by_principle, strict=True) if said]
    made += [preference(item, said) for item, said in zip(HELPFUL, helpful, strict=True) if said]
    mixture = mix(JUDGED, made, share)
    kept = [pair for pair in made if pair.dropped is None]
    assert mixture.people + mixture.people_left_out == len(kept)
    assert mixture.judge + mixture.judge_left_out + mixture.replaced == len(JUDGED)
    assert mixture.people + mixture.judge == len(mixture.pairs) > 0
    assert len({(type(pair), pair.id) for pair in mixture.pairs}) == len(mixture.pairs)
    if share and kept:
        assert mixture.people > 0
    if share is None:
        assert mixture.people == len(kept)
