"""The rules that choose principles together, held against the literature and against another library."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constitution.selection.ballots import Ballots
from constitution.selection.equal_shares import equal_shares
from constitution.selection.phragmen import phragmen
from constitution.selection.proportional_approval import proportional_approval
from constitution.selection.representation import Audit, LeftShort

RULES = {
    "equal_shares": equal_shares,
    "phragmen": phragmen,
    "proportional_approval": proportional_approval,
}
REFERENCE: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "slates_reference.json").read_text(encoding="utf-8")
)["elections"]


def complete(approvals: Sequence[Sequence[int]], candidates: int) -> Ballots:
    """Ballots of people who have seen everything: the approved are agreed with, the rest are not."""
    voters, columns = (axis.ravel() for axis in np.indices((len(approvals), candidates)))
    agrees = np.array([column in approvals[voter] for voter, column in zip(voters, columns, strict=True)])
    return Ballots.from_votes(
        voters,
        columns,
        agrees.astype(bool),
        groups=np.zeros(len(approvals), dtype=np.int64),
        expected=np.full((1, candidates), 0.3),
    )


def worst(ballots: Ballots, slate: Sequence[int]) -> LeftShort | None:
    return Audit(ballots, np.array(slate, dtype=np.int64)).worst_among(np.ones(ballots.shape[1], dtype=bool))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("election", REFERENCE, ids=range(len(REFERENCE)))
def test_plain_approvals_give_what_abcvoting_gives(rule: str, election: dict[str, Any]) -> None:
    ballots = complete(election["approvals"], election["candidates"])
    chosen = RULES[rule](ballots, election["size"]).columns
    assert sorted(chosen) == election["chosen"][rule]


@pytest.mark.parametrize("election", REFERENCE, ids=range(len(REFERENCE)))
def test_the_audit_of_plain_approvals_finds_what_abcvoting_finds(election: dict[str, Any]) -> None:
    ballots = complete(election["approvals"], election["candidates"])
    for audited in election["ejr_plus"]:
        assert (worst(ballots, audited["committee"]) is None) == audited["ok"]


@pytest.mark.parametrize("rule", RULES)
def test_parties_get_their_seats(rule: str) -> None:
    # 60, 30 and 10 people who each want principles of their own only: 6, 3 and 1 of 10.
    parties = [(60, range(10)), (30, range(10, 20)), (10, range(20, 30))]
    ballots = complete([wanted for people, wanted in parties for _ in range(people)], 30)
    chosen = RULES[rule](ballots, 10).columns
    assert [len(set(chosen) & set(wanted)) for _people, wanted in parties] == [6, 3, 1]


@pytest.mark.parametrize("rule", ["phragmen", "proportional_approval"])
def test_of_parties_the_sequential_rules_make_the_seats_of_d_hondt(rule: str) -> None:
    # 100, 80, 30 and 20 thousand votes for 8 seats, the usual example: 4, 3, 1 and 0.
    parties = [(10, range(8)), (8, range(8, 16)), (3, range(16, 24)), (2, range(24, 32))]
    ballots = complete([wanted for people, wanted in parties for _ in range(people)], 32)
    chosen = RULES[rule](ballots, 8).columns
    assert [len(set(chosen) & set(wanted)) for _people, wanted in parties] == [4, 3, 1, 0]


def test_a_majority_does_not_take_everything() -> None:
    # Six of ten approve of 0 to 4, four of 5 to 9. The five most approved are all the majority's.
    ballots = complete([range(5)] * 6 + [range(5, 10)] * 4, 10)
    assert equal_shares(ballots, 5).columns == (0, 1, 2, 5, 6)
    left_out = worst(ballots, range(5))
    assert left_out is not None
    assert (left_out.column, left_out.people, left_out.due, left_out.have) == (5, 4.0, 2, 0.0)
    assert worst(ballots, [0, 1, 2, 5, 6]) is None


def test_without_completion_equal_shares_stops_where_nobody_can_pay() -> None:
    # Three people who share nothing: each has a budget of 1, and a principle costs 1.5.
    ballots = complete([[0], [1], [2]], 3)
    assert equal_shares(ballots, 2, complete=False).columns == ()
    assert equal_shares(ballots, 2).columns == (0, 1)


def test_a_statement_that_few_saw_does_not_lose_for_that() -> None:
    # Everybody saw statement 0 and two thirds agree; a third saw statement 1 and all of them agree, so
    # that two thirds and more of the others can be counted on.
    people = 90
    ballots = Ballots.from_votes(
        np.concatenate([np.arange(people), np.arange(30)]),
        np.repeat([0, 1], [people, 30]),
        np.concatenate([np.arange(people) % 3 > 0, np.ones(30, dtype=bool)]),
        groups=np.zeros(people, dtype=np.int64),
        expected=np.array([[0.58, 0.91]]),
    )
    assert [rule(ballots, 1).columns for rule in RULES.values()] == [(1,)] * 3


def test_two_voters_do_not_win_a_place_without_evidence() -> None:
    # Both who saw statement 1 agree: the lower bound of 2 of 2 is 0.37.
    people = 90
    ballots = Ballots.from_votes(
        np.concatenate([np.arange(people), np.arange(2)]),
        np.repeat([0, 1], [people, 2]),
        np.concatenate([np.arange(people) % 3 > 0, np.ones(2, dtype=bool)]),
        groups=np.zeros(people, dtype=np.int64),
        expected=np.array([[0.58, 0.37]]),
    )
    assert [rule(ballots, 1).columns for rule in RULES.values()] == [(0,)] * 3


@st.composite
def partly_seen(draw: st.DrawFn) -> tuple[Ballots, np.ndarray, int]:
    """Ballots of which some were never cast, the same as a dense table, and a size."""
    voters, candidates = draw(st.integers(2, 9)), draw(st.integers(1, 6))
    parts = draw(st.integers(1, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    groups = random.integers(0, parts, voters)
    expected = np.round(random.random((parts, candidates)), 2)
    votes = random.choice([-1, 0, 1], (voters, candidates), p=[0.4, 0.2, 0.4])
    who, what = np.nonzero(votes)
    ballots = Ballots.from_votes(who, what, votes[who, what] > 0, groups=groups, expected=expected)
    dense = np.where(votes == 0, expected[groups], votes > 0)
    return ballots, dense, draw(st.integers(1, candidates))


@given(partly_seen())
@settings(deadline=None)
def test_sparse_ballots_count_as_the_whole_table_would(given_: tuple[Ballots, np.ndarray, int]) -> None:
    ballots, dense, size = given_
    weights = np.linspace(0.5, 2, len(dense))
    np.testing.assert_allclose(ballots.support(weights), weights @ dense, atol=1e-12)
    np.testing.assert_allclose(ballots.of(size - 1), dense[:, size - 1])
    some = np.arange(dense.shape[1])[::-1][:size]
    np.testing.assert_allclose(ballots.together(some), dense[:, some].sum(axis=1), atol=1e-12)
    np.testing.assert_allclose(ballots.only(some).of(0), dense[:, some[0]])


@given(partly_seen())
@settings(deadline=None)
def test_equal_shares_does_what_its_definition_says(given_: tuple[Ballots, np.ndarray, int]) -> None:
    ballots, dense, size = given_
    assert equal_shares(ballots, size, complete=False).columns == literal_equal_shares(dense, size)


@given(partly_seen())
@settings(deadline=None)
def test_equal_shares_leaves_nobody_short(given_: tuple[Ballots, np.ndarray, int]) -> None:
    ballots, _dense, size = given_
    slate = equal_shares(ballots, size).columns
    if len(slate) == size:
        assert worst(ballots, slate) is None


@given(partly_seen(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_audit_finds_what_trying_every_level_finds(
    given_: tuple[Ballots, np.ndarray, int], random: Any
) -> None:
    ballots, dense, size = given_
    slate = random.sample(range(dense.shape[1]), size)
    found = worst(ballots, slate)
    assert (found is None) == (not short_of_their_share(dense, slate))
    if found is not None:
        assert found.column not in slate
        assert found.have < found.due <= found.people * size / len(dense) + 1e-6
        assert sum(found.by_part) == pytest.approx(1)


@pytest.mark.parametrize("rule", RULES)
@given(given_=partly_seen(), random=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_neither_the_order_of_voters_nor_doubling_all_of_them_changes_a_slate(
    rule: str, given_: tuple[Ballots, np.ndarray, int], random: Any
) -> None:
    ballots, dense, size = given_
    order = list(range(len(dense))) * 2
    random.shuffle(order)
    assert RULES[rule](as_ballots(dense[order]), size).columns == RULES[rule](ballots, size).columns


@pytest.mark.parametrize("rule", RULES)
def test_nobody_approving_of_anything_chooses_nothing_for_want_of_money(rule: str) -> None:
    nobody = complete([[], []], 2)
    expected = (0,) if rule == "proportional_approval" else ()
    assert RULES[rule](nobody, 1).columns == expected


def test_votes_of_strangers_and_expectations_beyond_one_are_refused() -> None:
    one = np.array([0])
    with pytest.raises(ValueError, match="positions"):
        Ballots.from_votes(one + 5, one, one > 0, groups=one, expected=np.array([[0.5]]))
    with pytest.raises(ValueError, match="shares"):
        Ballots.from_votes(one, one, one > 0, groups=one, expected=np.array([[1.5]]))


def as_ballots(dense: np.ndarray) -> Ballots:
    """Ballots of which none was cast: each voter is a part of the public of their own."""
    nothing = np.zeros(0, dtype=np.int64)
    return Ballots.from_votes(
        nothing, nothing, nothing > 0, groups=np.arange(len(dense)), expected=dense.astype(float)
    )


def literal_equal_shares(utilities: np.ndarray, size: int) -> tuple[int, ...]:
    """The method of equal shares as it is defined, rate by rate, on the whole table."""
    voters = len(utilities)
    price, budgets, chosen = voters / size, np.ones(voters), []
    while len(chosen) < size:
        rates = {
            column: rate
            for column in range(utilities.shape[1])
            if column not in chosen and (rate := _literal_rate(utilities[:, column], budgets, price))
        }
        if not rates:
            break
        least = min(rates.values())
        column = min(column for column, rate in rates.items() if rate <= least * (1 + 1e-9))
        budgets = budgets - utilities[:, column] * np.minimum(budgets, rates[column])
        chosen.append(column)
    return tuple(chosen)


def _literal_rate(utility: np.ndarray, budgets: np.ndarray, price: float) -> float | None:
    if utility @ budgets < price * (1 - 1e-9):
        return None
    # Those who have least pay all they have, until the others can share what is missing.
    paid, supporters = 0.0, utility.sum()
    for voter in np.argsort(budgets):
        rate = (price - paid) / supporters
        if rate <= budgets[voter] * (1 + 1e-9):
            return float(rate)
        paid += utility[voter] * budgets[voter]
        supporters -= utility[voter]
    return float(budgets.max())


def short_of_their_share(utilities: np.ndarray, slate: Sequence[int]) -> bool:
    """Whether at some level enough people who agree with a statement outside the slate are short of it."""
    voters, size = len(utilities), len(slate)
    satisfaction = utilities[:, list(slate)].sum(axis=1)
    return any(
        utilities[satisfaction <= level - 1 + 1e-9, column].sum() >= level * voters / size - 1e-9
        for column in range(utilities.shape[1])
        if column not in slate
        for level in range(1, size + 1)
    )
