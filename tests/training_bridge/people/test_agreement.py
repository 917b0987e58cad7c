"""How far judge and people agree, people with one another, and whether they follow places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.people.people import comparison, items_of, pairs, preference, said
from training_bridge.evaluation.statistics import score_interval
from training_bridge.people.agreement import (
    agreement_figures,
    alpha_interval,
    between_people_figures,
    krippendorff_alpha,
    position_figures,
)

# The example of Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers,
# twelve units, with missing values.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units() -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*OBSERVERS, strict=True)]


def test_alpha_of_the_published_example() -> None:
    assert krippendorff_alpha(units()) == pytest.approx(0.743, abs=5e-4)


def test_alpha_worked_by_hand() -> None:
    # Coincidences of (a,a), (a,b), (b,b): o_aa=2, o_ab=o_ba=1, o_bb=2; n_a=n_b=3, n=6.
    # alpha = 1 - (6 - 1) * 2 / (36 - 9 - 9) = 4/9.
    assert krippendorff_alpha([["a", "a"], ["a", "b"], ["b", "b"]]) == pytest.approx(4 / 9)


def test_alpha_at_its_limits() -> None:
    assert krippendorff_alpha([["a", "a"], ["b", "b"]]) == 1
    assert krippendorff_alpha([["a", "a"], ["a", "a"]]) is None
    assert krippendorff_alpha([["a"], ["b"]]) is None
    assert krippendorff_alpha([]) is None
    opposed = krippendorff_alpha([["a", "b"], ["a", "b"], ["b", "a"]])
    assert opposed is not None and opposed < 0


@given(
    st.lists(st.lists(st.sampled_from("123"), min_size=1, max_size=4), min_size=1, max_size=8),
    st.permutations("123"),
)
def test_alpha_knows_no_names_and_no_order(found: list[list[str]], names: list[str]) -> None:
    renamed = [[names[int(value) - 1] for value in unit][::-1] for unit in found][::-1]
    one, other = krippendorff_alpha(found), krippendorff_alpha(renamed)
    assert one == (other if other is None else pytest.approx(other))
    assert one is None or one <= 1


def test_the_interval_of_alpha_holds_it_and_needs_items() -> None:
    interval = alpha_interval(units(), seed=1)
    assert interval is not None
    assert interval.low < 0.743 < interval.high
    assert interval == alpha_interval(units(), seed=1)
    assert alpha_interval(units()[:5], seed=1) is None


def test_the_judge_agrees_where_it_chose_what_most_people_chose() -> None:
    judged = pairs(8)
    items = items_of(judged)
    people = [preference(item, "112" if number < 6 else "2") for number, item in enumerate(items)]
    found = agreement_figures(people, judged)
    overall = found["overall"]
    assert (overall["count"], overall["items"], overall["share"]) == (6, 8, 0.75)
    wilson = score_interval(0.75, 8)
    assert overall["interval"] == [wilson.low, wilson.high]
    assert overall["verdict"] == "no clear change"
    # The judge chose the first answer throughout: agreement beyond chance is none.
    assert overall["kappa"] == pytest.approx(0)
    assert {name: part["items"] for name, part in found["by_principle"].items()} == {"p01": 4, "p02": 4}
    assert all(part["kappa"] is None for part in found["by_principle"].values())


def test_only_items_count_where_people_have_a_majority_and_the_judge_a_choice() -> None:
    judged = pairs(4)
    judged[0] = pairs(1, p_first=0.5, dropped="tie")[0]
    judged[1] = pairs(2, dropped="near tie")[1]
    items = items_of(judged)
    people = [preference(item, said) for item, said in zip(items, ("1", "1", "12", "1"), strict=True)]
    people += [preference(items_of(judged, "helpfulness")[3], "1")]
    found = agreement_figures(people, judged)
    assert (found["overall"]["items"], found["judge_without_choice"]) == (2, 1)
    assert found["where_sure"]["items"] == 1


def test_nobody_compared_anything_gives_no_share_and_says_no_items() -> None:
    found = agreement_figures([], pairs(3))["overall"]
    assert (found["items"], found["share"], found["kappa"], found["verdict"]) == (
        0,
        None,
        None,
        "no clear change",
    )
    assert position_figures([])["share"] is None
    assert between_people_figures([], seed=1) is None


def test_people_who_choose_what_stands_first_are_seen() -> None:
    items = items_of(pairs(8))
    follow = [comparison(item, "a", "second", shown_first="second") for item in items]
    found = position_figures([*follow, comparison(items[0], "b", "same"), comparison(items[0], "c", "skip")])
    assert (found["count"], found["items"], found["verdict"]) == (8, 8, "rise")
    either = [
        comparison(item, "a", "first", shown_first=("first", "second")[number % 2])
        for number, item in enumerate(items)
    ]
    assert position_figures(either)["share"] == 0.5


def test_agreement_between_people_counts_pairs_of_people_within_items() -> None:
    one, two, three = items_of(pairs(3))
    found = between_people_figures([*said(one, "112"), *said(two, "11-"), *said(three, "1")], seed=1)
    assert found is not None
    assert (found["items"], found["opinions"]) == (2, 5)
    assert found["pairwise"]["value"] == pytest.approx((1 / 3 + 1) / 2)
    assert found["alpha_interval"] is None
