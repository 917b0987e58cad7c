"""Blocks of votes with what is newer are the same as reading every row, whatever happened in between."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.integrity.one_moment import one_moment
from deliberation.models import Deliberation, Event, Participant, Statement, Vote, VoteBlock
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.services import moderate_statement
from deliberation.results import stored_votes
from deliberation.results.stored_votes import Reading, keep_blocks, read_votes
from deliberation.results.vote_snapshot import Selection, VoteSnapshot, take_snapshot
from deliberation.voting.services import Ballot, record_votes, undo_vote, withdraw_vote
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db

PEOPLE, STATEMENTS = 5, 4


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the limits fit deliberations of a few votes."""
    monkeypatch.setattr(stored_votes, "LEAST_KEPT", 0)
    monkeypatch.setattr(stored_votes, "BLOCK_SIZE", 7)
    monkeypatch.setattr(stored_votes, "SETTLING_EVENTS", 2)


def assembly() -> Deliberation:
    """Five people, four statements, every second vote cast."""
    deliberation = DeliberationFactory()
    people = [ParticipantFactory(deliberation=deliberation) for _ in range(PEOPLE)]
    asked = [StatementFactory(deliberation=deliberation, author=None) for _ in range(STATEMENTS)]
    cast = [
        (person, [Ballot(statement, 1, f"first-{statement.number}") for statement in asked[row % 2 :: 2]])
        for row, person in enumerate(people)
    ]
    record_votes(deliberation, cast, origin=Event.Origin.WEB)
    return deliberation


def read(deliberation: Deliberation) -> Reading:
    with one_moment():
        return read_votes(deliberation)


def as_read_in_full(deliberation: Deliberation) -> VoteSnapshot:
    VoteBlock.objects.filter(deliberation=deliberation).delete()
    return take_snapshot(deliberation, Selection(statements="all"))


def assert_same(one: VoteSnapshot, other: VoteSnapshot) -> None:
    for name in ("participant_ids", "statement_ids", "rows", "columns", "values", "moderated_out", "is_meta"):
        assert getattr(one.votes, name).tolist() == getattr(other.votes, name).tolist(), name
    assert one.event_watermark == other.event_watermark
    assert one.merge_conflicts == other.merge_conflicts


def cast(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    value = len(key) % 3 - 1
    record_votes(deliberation, [(person, [Ballot(statement, value, key)])], origin=Event.Origin.WEB)


def cast_in_bulk(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    newcomer = ParticipantFactory(deliberation=deliberation)
    ballots = [Ballot(asked, -1, f"{key}{asked.number}") for asked in deliberation.statements.all()]
    record_votes(deliberation, [(newcomer, ballots), (person, ballots)], origin=Event.Origin.SIMULATED)


def undo(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    if deliberation.votes.filter(participant=person, statement=statement).exists():
        undo_vote(participant=person, statement=statement, client_key=key)


def withdraw(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    if deliberation.votes.filter(participant=person, statement=statement).exists():
        withdraw_vote(participant=person, statement=statement, client_key=key)


def moderate(outcome: str) -> Callable[..., None]:
    def act(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
        reason = "unclear" if outcome == "rejected" else ""
        moderate_statement(
            statement=statement,
            outcome=outcome,
            reason=reason,
            decided_by=None,
            client_key=key,
            origin="imported",
        )

    return act


def merge(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    into = deliberation.statements.exclude(pk=statement.pk).open_for_voting().first()
    if into is not None and not statement.merged_statements.exists():
        moderate_statement(
            statement=statement, outcome="duplicate", duplicate_of=into, decided_by=None, client_key=key
        )


def erase(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    Vote.objects.filter(participant=person).delete()


def keep(deliberation: Deliberation, person: Participant, statement: Statement, key: str) -> None:
    take_snapshot(deliberation, Selection())


ACTS = [
    cast,
    cast,
    cast_in_bulk,
    undo,
    withdraw,
    moderate("rejected"),
    moderate("accepted"),
    merge,
    erase,
    keep,
]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1), st.integers(0, STATEMENTS - 1)),
        min_size=3,
        max_size=9,
    )
)
def test_blocks_and_what_is_newer_are_the_same_as_all_rows(acts: list[tuple[Any, int, int]]) -> None:
    deliberation = assembly()
    people = list(deliberation.participants.order_by("number"))
    take_snapshot(deliberation, Selection())
    for turn, (act, person, statement) in enumerate(acts):
        asked = deliberation.statements.order_by("number")[statement]
        with suppress(DecisionRefused):
            act(deliberation, people[person], asked, "x" * turn + f"act-{turn}")

    with_blocks = take_snapshot(deliberation, Selection(statements="all"))
    assert_same(with_blocks, as_read_in_full(deliberation))


@pytest.mark.parametrize("act", ACTS)
def test_blocks_stay_exact_after_each_single_act(act: Callable[..., None]) -> None:
    deliberation = assembly()
    take_snapshot(deliberation, Selection())
    act(deliberation, deliberation.participants.order_by("number")[0], deliberation.statements.first(), "act")

    with_blocks = take_snapshot(deliberation, Selection(statements="all"))
    assert_same(with_blocks, as_read_in_full(deliberation))


def test_unreadable_blocks_are_as_good_as_none() -> None:
    deliberation = assembly()
    expected = take_snapshot(deliberation, Selection())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deliberation_voteblock SET participants = events")
        cursor.execute("UPDATE deliberation_voteblock SET participants = %s WHERE position = 0", [b"torn"])

    assert_same(take_snapshot(deliberation, Selection()), expected)


def test_only_newer_votes_are_read_as_rows() -> None:
    deliberation = assembly()
    take_snapshot(deliberation, Selection())
    assert VoteBlock.objects.filter(deliberation=deliberation).count() == 2

    cast(deliberation, deliberation.participants.first(), deliberation.statements.first(), "again")
    reading = read(deliberation)
    assert reading.newly_read == 3
    assert len(reading.rows) == deliberation.votes.count()


def lose_a_vote(block: VoteBlock) -> dict[str, Any]:
    """As when a vote was committed after others with later events had been read."""
    return {name: getattr(block, name)[:-1] for name in ("participants", "statements", "values", "events")}


@pytest.mark.parametrize(
    "spoil",
    [
        lose_a_vote,
        lambda block: {"values": -block.values},
        lambda block: {"events": block.events + np.uint8(1)},
    ],
)
def test_wrong_blocks_cost_time_and_nothing_else(spoil: Callable[[VoteBlock], dict[str, Any]]) -> None:
    deliberation = assembly()
    expected = take_snapshot(deliberation, Selection())
    block = VoteBlock.objects.filter(deliberation=deliberation)[0]
    VoteBlock.objects.filter(pk=block.pk).update(**spoil(block))

    assert_same(take_snapshot(deliberation, Selection()), expected)


def test_missing_blocks_are_written_anew() -> None:
    deliberation = assembly()
    keep_blocks(deliberation, read(deliberation))
    VoteBlock.objects.filter(deliberation=deliberation, position=0).delete()
    expected = as_read_in_full(deliberation)

    assert_same(take_snapshot(deliberation, Selection(statements="all")), expected)
    assert read(deliberation).newly_read == 2


def test_two_opposite_changes_do_not_cancel() -> None:
    deliberation = assembly()
    one, two = deliberation.votes.order_by("event_id")[:2]
    Vote.objects.filter(pk=two.pk).update(value=-1)
    take_snapshot(deliberation, Selection())
    Vote.objects.filter(pk=one.pk).update(value=-1)
    Vote.objects.filter(pk=two.pk).update(value=1)

    assert_same(take_snapshot(deliberation, Selection(statements="all")), as_read_in_full(deliberation))


def test_the_order_of_columns_is_that_of_the_votes_whatever_database() -> None:
    deliberation = assembly()
    rows = read(deliberation).rows
    expected = deliberation.votes.order_by("event_id").values_list(
        "participant__number", "statement__number", "value", "event_id"
    )
    columns = (rows.participants, rows.statements, rows.values, rows.events)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == list(expected)


def test_a_deliberation_without_votes_has_empty_columns(deliberation: Deliberation) -> None:
    assert len(read(deliberation).rows) == 0
