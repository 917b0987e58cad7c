"""What a group carried, by hand and by property."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training_bridge.ablation.constitutions import counts, with_votes
from training_bridge.ablation.carried import NoGroupsError, owed_to, what_groups_carried

people = st.integers(0, 40)
group_counts = st.tuples(people, people, people)


def test_what_a_principle_owes_a_group_is_the_consensus_that_goes_with_its_votes() -> None:
    # A: (8 + 1) / (8 + 2) = 0.9; B: (3 + 1) / (8 + 2) = 0.4. Together sqrt(0.36) = 0.6; without A 0.4.
    shares = {"A": Fraction(9, 10), "B": Fraction(4, 10)}
    assert owed_to(shares, "A") == pytest.approx(0.6 - 0.4)
    assert owed_to(shares, "B") == pytest.approx(0.6 - 0.9)


def test_the_group_to_which_a_principle_is_owed_most_carried_it() -> None:
    found = what_groups_carried(
        with_votes(
            [counts("A", 8), counts("B", 3, 5)],
            [counts("A", 3, 0, 5), counts("B", 8)],
            [counts("A", 8), counts("B", 2, 6)],
        )
    )
    assert found.principles_of("A") == ("p01", "p03")
    assert found.principles_of("B") == ("p02",)
    assert found.by_group["A"][0].owed == pytest.approx(0.2)
    assert found.withheld == ()


def test_a_principle_that_all_groups_agree_with_alike_was_carried_by_none() -> None:
    found = what_groups_carried(
        with_votes([counts("A", 8), counts("B", 8)], [counts("A", 8), counts("B", 7, 1)])
    )
    assert found.principles_of("A") == ("p02",)
    assert found.principles_of("B") == ()


def test_two_groups_that_agree_exactly_alike_and_more_than_a_third_both_carried() -> None:
    found = what_groups_carried(with_votes([counts("A", 8), counts("B", 8), counts("C", 1, 7)]))
    assert found.principles_of("A") == found.principles_of("B") == ("p01",)
    assert found.principles_of("C") == ()


def test_withheld_counts_are_named_and_not_guessed() -> None:
    found = what_groups_carried(
        with_votes(
            [counts("A", 8), counts("B", None, None, None), counts("C", None, None, None)],
            [counts("A", 8), counts("B", 3, 5), counts("C", 2, 6)],
        )
    )
    assert found.withheld == ("p01",)
    assert found.principles_of("A") == ("p02",)


@pytest.mark.parametrize(
    ("constitution", "said"),
    [
        (with_votes([]), "no votes by group"),
        (with_votes([counts("A", 9)]), "one group alone"),
        (
            with_votes([counts("A", 9), counts("B", None, None, None)]),
            "withholds the votes by group of every",
        ),
    ],
    ids=["no groups", "one group", "all withheld"],
)
def test_a_file_that_does_not_tell_the_groups_apart_says_so(constitution: dict[str, Any], said: str) -> None:
    with pytest.raises(NoGroupsError, match=said):
        what_groups_carried(constitution)


def test_an_unknown_group_is_refused_with_those_that_there_are() -> None:
    found = what_groups_carried(with_votes([counts("A", 8), counts("B", 3, 5)]))
    with pytest.raises(NoGroupsError, match="no group C in the constitution: there are A, B"):
        found.principles_of("C")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(group_counts, group_counts, group_counts), min_size=1, max_size=5))
def test_whoever_carried_a_principle_lowers_its_consensus_most_by_leaving(
    votes: list[tuple[tuple[int, int, int], ...]],
) -> None:
    constitution = with_votes(
        *[[counts(name, *each) for name, each in zip("ABC", row, strict=True)] for row in votes]
    )
    found = what_groups_carried(constitution)
    for number, row in enumerate(votes, start=1):
        shares = {name: Fraction(a + 1, a + d + p + 2) for name, (a, d, p) in zip("ABC", row, strict=True)}
        carriers = {
            group
            for group, owed in found.by_group.items()
            if f"p{number:02}" in {each.principle_id for each in owed}
        }
        owed = {name: owed_to(shares, name) for name in shares}
        assert bool(carriers) == (len(set(shares.values())) > 1)
        for name in carriers:
            assert owed[name] >= max(owed.values()) - 1e-12
            assert owed[name] > 0
            mean = math.prod(map(float, shares.values())) ** (1 / 3)
            assert owed[name] <= mean
