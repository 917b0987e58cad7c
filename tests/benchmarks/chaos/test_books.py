"""The accounts of the chaos program notice what must not happen: without that its zeros say nothing."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.chaos.books import (
    Balance,
    CastVote,
    CurrentVote,
    LoggedVote,
    balance,
    tallies_of_votes,
)

CAST = (
    CastVote(voter=1, statement=7, value=1, key="a"),
    CastVote(voter=1, statement=8, value=-1, key="b"),
    CastVote(voter=1, statement=7, value=0, key="c"),
    CastVote(voter=2, statement=7, value=1, key="d"),
)
LOG = (
    LoggedVote(event=1, participant=10, statement=7, value=1, key="a"),
    LoggedVote(event=2, participant=10, statement=8, value=-1, key="b"),
    LoggedVote(event=3, participant=20, statement=7, value=1, key="d"),
    LoggedVote(event=4, participant=10, statement=7, value=0, key="c"),
)
CURRENT = (CurrentVote(10, 7, 0), CurrentVote(10, 8, -1), CurrentVote(20, 7, 1))


def books(**changes: Any) -> Balance:
    """Make the accounts of four votes of two people, all in order but for the changes."""
    current = changes.get("current", CURRENT)
    accounts = {
        "cast": CAST,
        "acknowledged": {vote.key for vote in CAST},
        "log": LOG,
        "current": current,
        "results": tallies_of_votes(current),
    }
    return balance(**accounts | changes)


def is_well(found: Balance) -> bool:
    return found.votes_missing == found.duplicates == 0 and found.events_equal_keys and found.tallies_equal


def test_accounts_in_order_are_well():
    assert is_well(books())
    assert books().votes_acknowledged == 4
    assert tallies_of_votes(CURRENT) == {7: (1, 0, 1), 8: (0, 1, 0)}


@pytest.mark.parametrize("lost", LOG)
def test_an_acknowledged_vote_that_the_log_lacks_is_missing(lost: LoggedVote):
    found = books(log=[vote for vote in LOG if vote != lost])
    assert found.votes_missing == 1


@pytest.mark.parametrize("lost", CURRENT)
def test_an_acknowledged_vote_that_does_not_count_now_is_missing(lost: CurrentVote):
    found = books(current=[row for row in CURRENT if row != lost])
    assert found.votes_missing == 1
    assert not found.tallies_equal


def test_a_change_that_was_acknowledged_and_did_not_happen_is_missing():
    assert books(current=[CurrentVote(10, 7, 1), *CURRENT[1:]]).votes_missing == 1


def test_a_vote_recorded_with_another_value_is_missing():
    log = [vote._replace(value=-1) if vote.key == "d" else vote for vote in LOG]
    assert books(log=log).votes_missing == 1


def test_a_vote_that_nobody_acknowledged_may_count_or_not():
    told = {"a", "b", "d"}
    without = books(acknowledged=told, log=LOG[:3], current=[CurrentVote(10, 7, 1), *CURRENT[1:]])
    assert is_well(without) and is_well(books(acknowledged=told))


def test_two_current_votes_of_one_person_on_one_statement_are_a_duplicate():
    assert books(current=[*CURRENT, CurrentVote(10, 8, -1)]).duplicates == 1


def test_one_person_who_became_two_participants_is_a_duplicate():
    log = [vote._replace(participant=30) if vote.key == "b" else vote for vote in LOG]
    assert books(log=log).duplicates == 1


def test_a_key_that_stands_in_the_log_twice_is_noticed():
    found = books(log=[*LOG, LOG[0]._replace(event=5)])
    assert (found.events, found.distinct_keys) == (5, 4)
    assert not found.events_equal_keys


def test_a_vote_that_nobody_cast_is_noticed():
    stranger = LoggedVote(event=5, participant=20, statement=8, value=1, key="never sent")
    assert books(log=[*LOG, stranger]).unknown_events == 1
    assert not replace(books(), unknown_events=1).events_equal_keys


def test_results_that_are_not_a_recount_of_the_log_are_noticed():
    assert not books(results={7: (1, 0, 1)}).tallies_equal
    assert not books(results={7: (2, 0, 0), 8: (0, 1, 0)}).tallies_equal


def test_the_recount_takes_the_last_vote_in_the_order_of_the_log():
    assert is_well(books(log=LOG[::-1]))
