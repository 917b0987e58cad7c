"""Who may vote, and when; what the others are told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import Deliberation, Participant, Statement, Vote
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


def cast(client: Client, statement: Statement, key: str = "key-in-a-form", **headers: str) -> HttpResponse:
    address = reverse("deliberation:vote", args=[statement.deliberation.slug])
    return client.post(address, {"statement": statement.number, "value": 1, "key": key}, headers=headers)


@pytest.fixture
def statement(deliberation: Deliberation) -> Statement:
    return StatementFactory(deliberation=deliberation, author=None)


@pytest.mark.parametrize(
    "access", [{"access": "invitation"}, {"access": "account"}, {"asks_proof_of_work": True}]
)
def test_where_one_joins_first_a_visitor_is_shown_the_way(
    client: Client, statement: Statement, access: dict[str, Any]
) -> None:
    Deliberation.objects.update(**access)

    response = cast(client, statement)

    assert response.status_code == 403
    assert "please join first" in response.text
    assert response.context["join_address"] == reverse(
        "deliberation:join", args=[statement.deliberation.slug]
    )
    assert not Participant.objects.exists() and not Vote.objects.exists()


def test_who_has_joined_votes_wherever_they_came_from(client: Client, statement: Statement) -> None:
    other = StatementFactory(deliberation=statement.deliberation, author=None)
    cast(client, statement)
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)

    assert cast(client, other, "another-key").status_code == 302
    assert Vote.objects.count() == 2


def test_before_voting_begins_people_are_told_when_it_does(client: Client, statement: Statement) -> None:
    Deliberation.objects.update(voting_from=datetime(2100, 5, 1, 12, tzinfo=UTC))

    response = cast(client, statement)

    assert response.status_code == 409
    assert "Voting has not begun yet. It begins on May 1, 2100" in response.text
    assert not Participant.objects.exists()


def test_after_the_last_moment_no_vote_is_taken(client: Client, statement: Statement) -> None:
    Deliberation.objects.update(voting_until=timezone.now() - timedelta(seconds=1))

    response = cast(client, statement)

    assert response.status_code == 409
    assert "Voting has ended" in response.text
    assert not Vote.objects.exists()


def test_newcomers_from_one_network_are_limited_and_others_are_not(
    statement: Statement, settings: Any
) -> None:
    settings.JOIN_RATE_LIMIT = "2/minute"
    answers = [cast(Client(REMOTE_ADDR="192.0.2.7"), statement, f"newcomer-{n}") for n in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert cast(Client(REMOTE_ADDR="198.51.100.7"), statement, "newcomer-9").status_code == 302
    assert Participant.objects.count() == 3


def test_whose_data_is_erased_is_a_visitor_again(client: Client, statement: Statement) -> None:
    cast(client, statement)
    Participant.objects.update(erased_at=timezone.now())

    cast(client, statement, "another-key")

    assert Participant.objects.count() == 2
