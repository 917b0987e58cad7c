"""Votes that a browser kept while it had no network."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.signing import get_cookie_signer
from django.http import JsonResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import Deliberation, Event, Exposure, Participant, Statement, Vote
from deliberation.people.participation import COOKIE_SALT, cookie_name
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


def send(client: Client, deliberation: Deliberation, votes: Any) -> JsonResponse:
    return client.post(
        reverse("api:votes", args=[deliberation.slug]),
        json.dumps({"votes": votes}),
        content_type="application/json",
    )


def in_advance(deliberation: Deliberation) -> str:
    return reverse("api:next_statements", args=[deliberation.slug]) + "?in_advance=true&count=10"


def queued(statement: Statement, value: Any = 1, key: str = "", **more: Any) -> dict[str, Any]:
    return {
        "statement": statement.number,
        "value": value,
        "key": key or f"queued-by-one-browser-{statement.number}-{value}",
    } | more


def states(response: JsonResponse) -> list[str]:
    assert response.status_code == 200, response.content
    return [vote["state"] for vote in response.json()["votes"]]


@pytest.fixture
def known(client: Client, participant: Participant) -> Client:
    """The browser of a participant."""
    signer = _signed(participant)
    client.cookies[cookie_name(participant.deliberation)] = signer
    return client


def _signed(participant: Participant) -> str:
    name = cookie_name(participant.deliberation)
    return get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)


def test_a_batch_is_recorded_and_told_vote_by_vote(known: Client, participant: Participant) -> None:
    statements = StatementFactory.create_batch(4, deliberation=participant.deliberation)

    response = send(known, participant.deliberation, [queued(s, -1) for s in statements[:3]])

    assert states(response) == ["recorded"] * 3
    assert [vote["key"] for vote in response.json()["votes"]] == [
        f"queued-by-one-browser-{statement.number}--1" for statement in statements[:3]
    ]
    assert (response.json()["remaining"], response.json()["voted"]) == (1, 3)
    assert set(Vote.objects.filter(participant=participant).values_list("value", flat=True)) == {-1}


def test_what_was_voted_on_without_a_network_was_shown(known: Client, participant: Participant) -> None:
    first, second = StatementFactory.create_batch(2, deliberation=participant.deliberation)
    for votes in ([queued(first)], [queued(first, -1), queued(second)]):
        send(known, participant.deliberation, votes)

    shown = Exposure.objects.filter(participant=participant).order_by("pk")
    assert list(shown.values_list("statement", "probability")) == [(first.pk, None), (second.pk, None)]


def test_sending_a_batch_again_changes_nothing(known: Client, participant: Participant) -> None:
    statements = StatementFactory.create_batch(3, deliberation=participant.deliberation)
    votes = [queued(s, 0, pass_reason="unsure", is_important=True) for s in statements]

    assert states(send(known, participant.deliberation, votes)) == ["recorded"] * 3
    assert states(send(known, participant.deliberation, votes)) == ["known"] * 3
    assert Event.objects.filter(kind=Event.Kind.VOTE_CAST).count() == 3


def test_a_vote_sent_as_a_form_and_again_in_a_batch_counts_once(
    known: Client, participant: Participant, statement: Statement
) -> None:
    form = {"statement": statement.number, "value": 1, "key": "one-rendered-form"}
    known.post(reverse("deliberation:vote", args=[participant.deliberation.slug]), form)

    response = send(known, participant.deliberation, [queued(statement, 1, "one-rendered-form")])

    assert states(response) == ["known"]
    assert Event.objects.filter(participant=participant).count() == 1


@pytest.mark.parametrize("same_key", [True, False])
def test_fifty_times_the_same_vote_is_one(
    known: Client, participant: Participant, statement: Statement, same_key: bool
) -> None:
    votes = [queued(statement, 1, "the-same-key" if same_key else f"key-number-{n}") for n in range(50)]

    for attempt in range(2):
        assert states(send(known, participant.deliberation, votes)) == [
            "known" if attempt else "recorded",
            *["known"] * 49,
        ]
    assert Vote.objects.count() == Event.objects.filter(participant=participant).count() == 1


def test_the_last_vote_on_a_statement_counts_and_every_change_is_in_the_log(
    known: Client, participant: Participant, statement: Statement
) -> None:
    votes = [queued(statement, value, f"change-{n}") for n, value in enumerate((1, -1, 1, 0))]

    assert states(send(known, participant.deliberation, votes)) == ["recorded"] * 4
    assert Vote.objects.get(participant=participant).value == 0
    assert Event.objects.filter(participant=participant).count() == 4


def test_one_bad_vote_does_not_lose_the_others(known: Client, participant: Participant) -> None:
    deliberation = participant.deliberation
    good, rejected, merged = StatementFactory.create_batch(3, deliberation=deliberation)
    Statement.objects.filter(pk=rejected.pk).update(state=Statement.State.REJECTED)
    Statement.objects.filter(pk=merged.pk).update(merged_into=good)
    bad = [
        queued(rejected),
        queued(merged),
        queued(good, 2, "value-of-two"),
        queued(good, True, "value-is-true"),
        queued(good, 1, "short"),
        queued(good) | {"statement": 4711},
        queued(good) | {"statement": "1"},
        queued(good, 1, "with\x00nul-in-it"),
        "a string",
        None,
        {},
    ]

    response = send(known, deliberation, [*bad, queued(good, -1)])

    assert states(response) == ["refused"] * len(bad) + ["recorded"]
    assert all(vote["reason"] for vote in response.json()["votes"][:-1])
    assert "no longer open for voting" in response.json()["votes"][0]["reason"]
    assert Vote.objects.get(participant=participant).value == -1


def test_marks_come_with_a_vote_and_bad_ones_do_not_cost_it(known: Client, participant: Participant) -> None:
    first, second, third = StatementFactory.create_batch(3, deliberation=participant.deliberation)
    votes = [
        queued(first, 0, pass_reason="unclear", is_important=True),
        queued(second, 0, pass_reason="because"),
        queued(third, 1, pass_reason="unsure", is_important="yes"),
    ]

    assert states(send(known, participant.deliberation, votes)) == ["recorded"] * 3

    held = {vote.statement_id: vote for vote in Vote.objects.filter(participant=participant)}
    assert (held[first.pk].pass_reason, held[first.pk].is_important) == ("unclear", True)
    assert (held[second.pk].pass_reason, held[second.pk].is_important) == ("", False)
    assert (held[third.pk].pass_reason, held[third.pk].is_important) == ("", False)


def test_the_first_batch_of_a_visitor_joins_once(client: Client, deliberation: Deliberation) -> None:
    statements = StatementFactory.create_batch(3, deliberation=deliberation, author=None)
    votes = [queued(s) for s in statements]

    response = send(client, deliberation, votes)
    again = send(Client(), deliberation, votes)

    assert states(response) == ["recorded"] * 3
    assert states(again) == ["known"] * 3
    assert response.cookies[cookie_name(deliberation)]["httponly"]
    assert Participant.objects.count() == 1
    assert Vote.objects.count() == 3


def test_nobody_joins_by_votes_that_cannot_be_taken(client: Client, deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation, author=None, state=Statement.State.REJECTED)

    assert states(send(client, deliberation, [queued(statement), None])) == ["refused"] * 2
    assert not Participant.objects.exists()
    assert states(send(client, deliberation, [])) == []


def test_where_one_joins_first_a_visitor_is_told_where(client: Client, deliberation: Deliberation) -> None:
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)
    statement = StatementFactory(deliberation=deliberation, author=None)

    response = send(client, deliberation, [queued(statement)])

    assert response.status_code == 403
    assert response.json()["join"] == reverse("deliberation:join", args=[deliberation.slug])
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"votes": {"0": 1}}', 400),
        (json.dumps({"votes": [None] * 51}).encode(), 413),
        (b"x" * 1_100_000, 413),
    ],
)
def test_what_is_no_batch_is_refused_with_a_sentence(
    known: Client, participant: Participant, body: bytes, status: int
) -> None:
    address = reverse("api:votes", args=[participant.deliberation.slug])
    response = known.post(address, body, content_type="application/json")

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]


def test_a_batch_needs_the_csrf_token(participant: Participant) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[cookie_name(participant.deliberation)] = _signed(participant)
    refused = send(strict, participant.deliberation, [])
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("#problem-csrf-failed")


def test_more_than_the_limit_waits_and_nothing_is_lost(
    known: Client, participant: Participant, settings: Any
) -> None:
    settings.VOTE_RATE_LIMIT = "3/minute"
    statements = StatementFactory.create_batch(4, deliberation=participant.deliberation)
    first, second = [queued(s) for s in statements[:3]], [queued(s) for s in statements[2:]]

    assert states(send(known, participant.deliberation, first)) == ["recorded"] * 3
    response = send(known, participant.deliberation, second)

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    settings.VOTE_RATE_LIMIT = "120/minute"
    assert states(send(known, participant.deliberation, second)) == ["known", "recorded"]


@pytest.mark.parametrize(
    ("ago", "believed"),
    [
        (timedelta(hours=5), True),
        (timedelta(days=8), False),
        (timedelta(minutes=-5), False),
        (timedelta(days=3), False),
        ("yesterday", False),
        ("2026-13-45T99:00:00Z", False),
        ("2026-01-01T00:00:00", False),
        (1_700_000_000, False),
    ],
)
def test_the_time_a_browser_tells_is_believed_where_it_can_be_true(
    known: Client, participant: Participant, statement: Statement, ago: Any, believed: bool
) -> None:
    now = timezone.now()
    Participant.objects.update(joined_at=now - timedelta(days=2))
    Deliberation.objects.update(created_at=now - timedelta(days=30))
    told = (now - ago).isoformat() if isinstance(ago, timedelta) else ago

    assert states(send(known, participant.deliberation, [queued(statement, cast_at=told)])) == ["recorded"]

    vote = Vote.objects.select_related("event").get()
    expected = now - ago if believed else now
    assert abs(vote.cast_at - expected) < timedelta(seconds=20)
    assert (vote.event.occurred_at is not None) == believed


def test_votes_of_a_closed_deliberation_are_refused_one_by_one(
    known: Client, participant: Participant, statement: Statement
) -> None:
    Deliberation.objects.update(voting_until=timezone.now() - timedelta(seconds=1))
    response = send(known, participant.deliberation, [queued(statement)])
    assert states(response) == ["refused"]
    assert "Voting has ended" in response.json()["votes"][0]["reason"]


def test_upcoming_statements_are_those_that_come_next(known: Client, participant: Participant) -> None:
    deliberation = participant.deliberation
    StatementFactory.create_batch(15, deliberation=deliberation)
    page = reverse("deliberation:vote", args=[deliberation.slug])
    present = known.get(page).context["turn"].statement

    logged = Exposure.objects.count()
    answer = known.get(in_advance(deliberation)).json()
    upcoming = answer["results"]

    assert (answer["voted"], answer["remaining"], Exposure.objects.count()) == (0, 15, logged)

    assert len(upcoming) == 10
    assert set(upcoming[0]) == {"number", "text", "language", "is_seed", "is_long", "translation", "ticket"}
    shown = []
    for number in range(3):
        fields = {"statement": present.number, "value": 1, "key": f"vote-number-{number}"}
        present = known.post(page, fields, headers={"hx-request": "true"}).context["turn"].statement
        shown.append(present.number)
    assert shown == [statement["number"] for statement in upcoming[:3]]


def test_upcoming_is_empty_where_nothing_can_be_voted_on(client: Client, deliberation: Deliberation) -> None:
    address = in_advance(deliberation)
    assert client.get(address).json()["results"] == []
    StatementFactory(deliberation=deliberation, author=None)
    assert len(client.get(address + "&skipped=1").json()["results"]) <= 1
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    assert client.get(address).json()["results"] == []


def test_a_batch_of_fifty_takes_few_queries(
    known: Client, participant: Participant, django_assert_max_num_queries: Any
) -> None:
    statements = StatementFactory.create_batch(50, deliberation=participant.deliberation)
    with django_assert_max_num_queries(19):
        send(known, participant.deliberation, [queued(s) for s in statements])
