import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from deliberation.integrity.event_log import KeyReused
from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import Deliberation, Event, Participant, Statement, Vote
from deliberation.voting.marks import mark_vote
from deliberation.voting.services import (
    BATCH_LIMIT,
    Ballot,
    VoteRefused,
    cast_vote,
    cast_votes,
    undo_vote,
    withdraw_vote,
)
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


def test_a_vote_is_an_event_and_a_current_vote(participant: Participant, statement: Statement) -> None:
    vote = cast_vote(participant=participant, statement=statement, value=1, client_key="one")

    event = Event.objects.get(participant=participant)
    assert (vote.value, vote.event) == (1, event)
    assert event.payload.body == {"statement": statement.number, "value": 1}


def test_changing_a_vote_keeps_the_history(participant: Participant, statement: Statement) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")
    cast_vote(participant=participant, statement=statement, value=-1, client_key="two")

    assert Vote.objects.get(participant=participant).value == -1
    assert Event.objects.filter(participant=participant).count() == 2


def test_sending_a_vote_again_changes_nothing(participant: Participant, statement: Statement) -> None:
    for _attempt in range(3):
        cast_vote(participant=participant, statement=statement, value=1, client_key="one")

    assert Event.objects.filter(participant=participant).count() == 1
    assert Vote.objects.filter(participant=participant).count() == 1


def test_a_late_repeat_does_not_bring_an_old_vote_back(
    participant: Participant, statement: Statement
) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")
    cast_vote(participant=participant, statement=statement, value=0, client_key="two")
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")

    assert Vote.objects.get(participant=participant).value == 0


def test_one_key_cannot_mean_two_votes(participant: Participant, statement: Statement) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")

    with pytest.raises(KeyReused):
        cast_vote(participant=participant, statement=statement, value=-1, client_key="one")
    assert Vote.objects.get(participant=participant).value == 1


def test_a_key_belongs_to_its_participant(participant: Participant, statement: Statement) -> None:
    other = ParticipantFactory(deliberation=participant.deliberation)
    for person in (participant, other):
        cast_vote(participant=person, statement=statement, value=1, client_key="one")

    assert Vote.objects.filter(statement=statement).count() == 2


@pytest.mark.parametrize("value", [2, -2, 7])
def test_other_values_are_refused(participant: Participant, statement: Statement, value: int) -> None:
    with pytest.raises(VoteRefused):
        cast_vote(participant=participant, statement=statement, value=value, client_key="one")
    assert not Event.objects.exists()


@pytest.mark.parametrize("state", [Statement.State.PENDING, Statement.State.REJECTED])
def test_only_accepted_statements_take_votes(participant: Participant, state: str) -> None:
    statement = StatementFactory(deliberation=participant.deliberation, state=state)

    with pytest.raises(VoteRefused):
        cast_vote(participant=participant, statement=statement, value=1, client_key="one")


def test_merged_statements_take_no_votes(participant: Participant, statement: Statement) -> None:
    merged = StatementFactory(deliberation=participant.deliberation, merged_into=statement)

    with pytest.raises(VoteRefused):
        cast_vote(participant=participant, statement=merged, value=1, client_key="one")


def test_closed_deliberations_take_no_votes(participant: Participant, statement: Statement) -> None:
    participant.deliberation.state = "closed"
    participant.deliberation.save()
    statement.refresh_from_db()

    with pytest.raises(VoteRefused, match="ended"):
        cast_vote(participant=participant, statement=statement, value=1, client_key="one")


def test_votes_stay_in_their_deliberation(participant: Participant) -> None:
    with pytest.raises(VoteRefused):
        cast_vote(participant=participant, statement=StatementFactory(), value=1, client_key="one")


def test_undo_removes_a_first_vote(participant: Participant, statement: Statement) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")

    assert undo_vote(participant=participant, statement=statement, client_key="undo") is None
    assert not Vote.objects.exists()
    assert Event.objects.filter(kind=Event.Kind.VOTE_UNDONE).count() == 1


def test_undo_goes_back_step_by_step(participant: Participant, statement: Statement) -> None:
    for key, value in (("one", 1), ("two", 0), ("three", -1)):
        cast_vote(participant=participant, statement=statement, value=value, client_key=key)

    values = [
        vote.value
        if (vote := undo_vote(participant=participant, statement=statement, client_key=key))
        else None
        for key in ("u1", "u2", "u3")
    ]
    assert values == [0, 1, None]


def test_undo_sent_twice_undoes_once(participant: Participant, statement: Statement) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")
    cast_vote(participant=participant, statement=statement, value=-1, client_key="two")
    for _attempt in range(2):
        undo_vote(participant=participant, statement=statement, client_key="undo")

    assert Vote.objects.get(participant=participant).value == 1


@pytest.mark.parametrize("take_back", [undo_vote, withdraw_vote])
@pytest.mark.parametrize(
    "end", [{"state": Deliberation.State.CLOSED}, {"voting_until": timezone.now() - timedelta(hours=1)}]
)
def test_what_counted_at_the_end_of_voting_is_not_taken_back(
    participant: Participant, statement: Statement, take_back: Any, end: dict[str, Any]
) -> None:
    cast_vote(participant=participant, statement=statement, value=1, client_key="one")
    undone = StatementFactory(deliberation=statement.deliberation)
    cast_vote(participant=participant, statement=undone, value=1, client_key="two")
    take_back(participant=participant, statement=undone, client_key="in time")
    Deliberation.objects.filter(pk=statement.deliberation_id).update(**end)
    participant = Participant.objects.select_related("deliberation").get(pk=participant.pk)

    with pytest.raises(VoteRefused, match="ended"):
        take_back(participant=participant, statement=statement, client_key="too late")
    take_back(participant=participant, statement=undone, client_key="in time")

    assert Vote.objects.get().statement == statement


def test_there_has_to_be_a_vote_to_undo(participant: Participant, statement: Statement) -> None:
    with pytest.raises(VoteRefused):
        undo_vote(participant=participant, statement=statement, client_key="undo")


def test_a_batch_is_written_in_full(participant: Participant) -> None:
    statements = [StatementFactory(deliberation=participant.deliberation) for _ in range(5)]
    ballots = [Ballot(s, 1, f"key-{s.number}") for s in statements]

    assert cast_votes(participant=participant, ballots=ballots) == 5
    assert cast_votes(participant=participant, ballots=ballots) == 0
    assert Vote.objects.filter(participant=participant).count() == 5


def test_a_batch_with_one_bad_vote_writes_nothing(participant: Participant, statement: Statement) -> None:
    ballots = [Ballot(statement, 1, "good"), Ballot(StatementFactory(), 1, "elsewhere")]

    with pytest.raises(VoteRefused):
        cast_votes(participant=participant, ballots=ballots)
    assert not Event.objects.exists()


def test_the_last_vote_on_a_statement_in_a_batch_counts(
    participant: Participant, statement: Statement
) -> None:
    ballots = [Ballot(statement, value, f"key{value}") for value in (1, 0, -1)]
    cast_votes(participant=participant, ballots=ballots)

    assert Vote.objects.get().value == -1
    assert Event.objects.count() == 3


def test_a_batch_is_limited(participant: Participant, statement: Statement) -> None:
    ballots = [Ballot(statement, 1, str(position)) for position in range(BATCH_LIMIT + 1)]
    with pytest.raises(VoteRefused):
        cast_votes(participant=participant, ballots=ballots)


def test_the_database_refuses_to_change_an_event(participant: Participant, statement: Statement) -> None:
    event = cast_vote(participant=participant, statement=statement, value=1, client_key="one").event

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deliberation_event SET client_key = 'other' WHERE id = %s", [event.pk])


def test_a_vote_costs_few_queries(
    participant: Participant, statement: Statement, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(10):
        cast_vote(participant=participant, statement=statement, value=1, client_key="one")


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_vote() -> None:
    statement = StatementFactory()
    participant = ParticipantFactory(deliberation=statement.deliberation)
    in_parallel(
        lambda _n: cast_vote(participant=participant, statement=statement, value=1, client_key="same"), 8
    )

    assert Vote.objects.filter(participant=participant).count() == 1
    assert Event.objects.filter(participant=participant).count() == 1


@pytest.mark.django_db(transaction=True)
def test_racing_changes_leave_one_vote_and_every_event() -> None:
    statement = StatementFactory()
    participant = ParticipantFactory(deliberation=statement.deliberation)
    in_parallel(
        lambda n: cast_vote(
            participant=participant, statement=statement, value=n % 3 - 1, client_key=f"key-{n}"
        ),
        12,
    )

    assert Vote.objects.filter(participant=participant).count() == 1
    assert Event.objects.filter(participant=participant).count() == 12
    assert votes_that_differ_from_the_log(participant) == []


@pytest.mark.django_db(transaction=True)
def test_racing_votes_batches_marks_and_undos_follow_from_their_log() -> None:
    statement = StatementFactory()
    participant = ParticipantFactory(deliberation=statement.deliberation)
    who: dict[str, Any] = {"participant": participant, "statement": statement}
    cast_vote(**who, value=0, client_key="first")

    def act(number: int) -> None:
        with suppress(VoteRefused):
            if number % 4 == 0:
                cast_votes(participant=participant, ballots=[Ballot(statement, 0, f"batch-{number}")])
            elif number % 4 == 1:
                undo_vote(**who, client_key=f"undo-{number}")
            elif number % 4 == 2:
                mark_vote(**who, client_key=f"mark-{number}", pass_reason="unsure", is_important=True)
            else:
                cast_vote(**who, value=1 if number % 8 == 3 else 0, client_key=f"vote-{number}")

    in_parallel(act, 12)

    assert votes_that_differ_from_the_log(participant) == []


def votes_that_differ_from_the_log(participant: Participant) -> list[str]:
    """What a check finds of votes; the statements of these tests are in no log."""
    found = check_deliberation(participant.deliberation).differences
    return [str(difference) for difference in found if difference.what != "presence"]


def in_parallel(act, times: int) -> None:
    """Run the act in as many threads at once, each on its own connection; any error fails the test."""
    failures: list[BaseException] = []
    start = threading.Barrier(times)

    def run(position: int) -> None:
        try:
            start.wait(timeout=30)
            act(position)
        except BaseException as failure:  # noqa: BLE001 - carried into the test below
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
