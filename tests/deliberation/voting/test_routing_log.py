"""What the log of showings promises: nothing is shown twice, and its probabilities are right."""

from collections import Counter

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deliberation.models import Deliberation, Exposure, Participant, Statement
from deliberation.voting.next_statement import next_turn, upcoming_turns
from deliberation.voting.services import Ballot, cast_vote, cast_votes, undo_vote
from tests.deliberation.voting.test_next_statement import analysis_of, result
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliberation() -> Deliberation:
    return DeliberationFactory()


def test_a_showing_is_logged_with_why_and_how_likely_it_was(deliberation: Deliberation) -> None:
    analysis = analysis_of(deliberation)
    for _ in range(3):
        result(analysis, priority=1.0)
    person = ParticipantFactory(deliberation=deliberation)

    turn = next_turn(deliberation, person)
    next_turn(deliberation, person)

    shown = Exposure.objects.get()
    assert (shown.participant, shown.statement, shown.analysis) == (person, turn.statement, analysis)
    assert (shown.reason, shown.seed) == (turn.reason, f"{person.public_id}:0")
    assert shown.probability == turn.probability == pytest.approx(1 / 3)


def test_visitors_are_not_logged(deliberation: Deliberation) -> None:
    StatementFactory(deliberation=deliberation)
    next_turn(deliberation, None)
    assert not Exposure.objects.exists()


def test_a_statement_somebody_asked_for_was_not_drawn(deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation)
    person = ParticipantFactory(deliberation=deliberation)
    for _attempt in range(2):
        next_turn(deliberation, person, wanted=statement.number)
    shown = Exposure.objects.get()
    assert (shown.reason, shown.seed, shown.probability) == ("", "", None)


def test_the_logged_probabilities_are_how_often_statements_come(deliberation: Deliberation) -> None:
    analysis = analysis_of(deliberation)
    for priority, votes, groups in (
        (9.0, 50, [(9, 10), (1, 10)]),
        (5.0, 60, [(1, 10), (9, 10)]),
        (3.0, 70, [(9, 10), (1, 10)]),
        (1.0, 80, [(5, 10), (5, 10)]),
        (0.1, 2, [(1, 1), (0, 1)]),
    ):
        found = result(analysis, priority=priority, votes=votes)
        found.by_group = [{"agree": agree, "votes": seen} for agree, seen in groups]
        found.save()
    people = ParticipantFactory.create_batch(250, deliberation=deliberation)
    logged: dict[int, float] = {}
    for person in people:
        turn = next_turn(deliberation, person)
        assert turn.statement is not None and turn.probability is not None
        logged[turn.statement.pk] = turn.probability

    counted = Counter(Exposure.objects.values_list("statement", flat=True))
    assert sum(logged.values()) == pytest.approx(1.0)
    for statement, probability in logged.items():
        spread = np.sqrt(probability * (1 - probability) / len(people))
        assert abs(counted[statement] / len(people) - probability) < 4 * spread


def test_of_a_merged_pair_people_see_and_owe_one(deliberation: Deliberation) -> None:
    kept, merged, other = StatementFactory.create_batch(3, deliberation=deliberation)
    person = VoteFactory(statement=merged).participant
    Statement.objects.filter(pk=merged.pk).update(merged_into=kept)

    turn = next_turn(deliberation, person)

    assert (turn.statement, turn.remaining, turn.voted) == (other, 1, 1)


def test_what_was_shown_and_merged_since_is_not_shown_again_under_its_new_name(
    deliberation: Deliberation,
) -> None:
    statements = StatementFactory.create_batch(3, deliberation=deliberation)
    person = ParticipantFactory(deliberation=deliberation)
    shown = next_turn(deliberation, person).statement
    assert shown is not None
    kept = next(statement for statement in statements if statement != shown)
    passed_over = next_turn(deliberation, person, skipped=[shown.number]).statement
    assert passed_over is not None
    Statement.objects.filter(pk=shown.pk).update(merged_into=kept)

    after = next_turn(deliberation, person, skipped=[shown.number, passed_over.number]).statement

    assert after == ({*statements} - {shown, passed_over}).pop() if passed_over == kept else passed_over


def test_a_skipped_statement_stays_away_without_the_address_saying_so(deliberation: Deliberation) -> None:
    StatementFactory.create_batch(4, deliberation=deliberation)
    person = ParticipantFactory(deliberation=deliberation)
    first = next_turn(deliberation, person).statement
    assert first is not None
    second = next_turn(deliberation, person, skipped=[first.number]).statement
    assert next_turn(deliberation, person).statement == second != first


def test_upcoming_logs_nothing(deliberation: Deliberation) -> None:
    StatementFactory.create_batch(4, deliberation=deliberation)
    person = ParticipantFactory(deliberation=deliberation)
    next_turn(deliberation, person)
    upcoming = [turn.statement for turn in upcoming_turns(deliberation, person)[1]]
    assert len(set(upcoming)) == len(upcoming) == 3
    assert Exposure.objects.count() == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["vote", "skip", "reload", "undo", "new"]), min_size=4, max_size=14))
def test_nothing_is_shown_twice_before_everything_was(deliberation: Deliberation, steps: list[str]) -> None:
    """Whatever somebody does, and while statements come in, they meet each once before any comes again."""
    StatementFactory.create_batch(5, deliberation=deliberation, author=None)
    person: Participant = ParticipantFactory(deliberation=deliberation)
    shown: list[int] = []
    skipped: list[int] = []
    for position, step in enumerate(steps):
        turn = next_turn(deliberation, person, skipped=skipped)
        if turn.statement is None:
            assert turn.remaining == 0
            return
        number, held = turn.statement.number, person.votes.values_list("statement__number", flat=True)
        assert number not in held
        if not shown or shown[-1] != number:
            everything = set(deliberation.statements.values_list("number", flat=True))
            assert number not in shown or everything <= {*shown, *held}
            shown.append(number)
        if step == "vote":
            cast_vote(
                participant=person, statement=turn.statement, value=1, client_key=f"{person.pk}-{position}"
            )
        elif step == "skip":
            skipped.append(number)
        elif step == "new":
            StatementFactory(deliberation=deliberation, author=None)
        elif step == "undo" and (last := person.votes.order_by("-event_id").first()):
            undo_vote(participant=person, statement=last.statement, client_key=f"undo-{person.pk}-{position}")


def test_what_is_left_is_said_with_what_it_is_good_for(client: Client, deliberation: Deliberation) -> None:
    statements = [
        Statement(deliberation=deliberation, number=number, text=f"{number}", state=Statement.State.ACCEPTED)
        for number in range(60)
    ]
    Statement.objects.bulk_create(statements)
    page = reverse("deliberation:vote", args=[deliberation.slug])
    assert "what people share" in str(client.get(page).context["turn"].what_for)
    person = ParticipantFactory(deliberation=deliberation)
    cast_votes(
        participant=person,
        ballots=[Ballot(statement, 1, f"key-{statement.number}") for statement in statements[:20]],
    )
    turn = next_turn(deliberation, person)
    assert (turn.voted, turn.remaining) == (20, 40)
    assert "You can stop here" in str(turn.what_for)
