"""One vote as the script of the vote page sends it, while the next statement is on the screen already."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.signing import get_cookie_signer
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deliberation.models import Deliberation, Event, Exposure, Participant, Statement, Vote
from deliberation.people.participation import COOKIE_SALT, cookie_name
from deliberation.voting.next_statement import upcoming_turns
from deliberation.voting.showing_tickets import ticket_of
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


def browser_of(participant: Participant, **options: Any) -> Client:
    client = Client(**options)
    name = cookie_name(participant.deliberation)
    client.cookies[name] = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
    return client


@pytest.fixture
def known(participant: Participant) -> Client:
    """The browser of a participant."""
    return browser_of(participant)


def cast(client: Client, statement: Statement, value: Any = 1, **more: Any) -> HttpResponse:
    sent = {"statement": statement.number, "value": value, "key": f"key-of-{statement.number}-{value}"} | more
    return post(client, statement.deliberation, json.dumps(sent))


def post(client: Client, deliberation: Deliberation, body: str, **headers: str) -> HttpResponse:
    address = reverse("deliberation:cast_vote", args=[deliberation.slug])
    return client.post(address, body, content_type="application/json", headers=headers)


def ahead(participant: Participant) -> list[tuple[Statement, str]]:
    """Return the statements that the page gets in advance, each with its ticket."""
    _now, turns = upcoming_turns(participant.deliberation, participant)
    return [
        (turn.statement, ticket_of(participant, turn.showing))
        for turn in turns
        if turn.statement and turn.showing
    ]


def test_a_vote_is_recorded_once_however_often_it_is_sent(known: Client, statement: Statement) -> None:
    answers = [cast(known, statement, -1) for _time in range(3)]
    assert {(answer.status_code, answer.json()["state"]) for answer in answers} == {(200, "recorded")}
    assert Vote.objects.get().value == -1
    assert Event.objects.filter(kind=Event.Kind.VOTE_CAST).count() == 1


def test_a_vote_is_written_with_what_is_shown_next_and_how_that_was_drawn(
    known: Client, participant: Participant
) -> None:
    StatementFactory.create_batch(5, deliberation=participant.deliberation)
    (first, _ticket), (second, ticket), *_others = ahead(participant)

    for value in (1, -1):
        assert cast(known, first, value, shown=ticket).status_code == 200

    showing = Exposure.objects.get()
    assert (showing.participant, showing.statement) == (participant, second)
    assert showing.seed == f"{participant.public_id}:1"
    assert showing.reason and 0 < (showing.probability or 0) <= 1


@pytest.mark.parametrize("kind", ["somebody else's", "changed", "no text", "too long"])
def test_a_ticket_that_is_not_ours_for_this_person_logs_nothing_and_the_vote_counts(
    known: Client, participant: Participant, kind: str
) -> None:
    statement, other = StatementFactory.create_batch(2, deliberation=participant.deliberation)
    stranger = ParticipantFactory(deliberation=participant.deliberation)
    foreign, own = ahead(stranger)[0][1], ahead(participant)[0][1]
    ticket = {"somebody else's": foreign, "changed": own[:-1], "no text": [own], "too long": own * 9}[kind]
    assert cast(known, statement, shown=ticket).status_code == 200
    assert Vote.objects.count() == 1
    assert not Exposure.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        "1",
        '{"statement": 1}',
        '{"statement": 1, "value": 2, "key": "a-key-of-a-vote"}',
        " " * 3000,
    ],
)
def test_what_is_no_vote_is_refused(known: Client, statement: Statement, body: str) -> None:
    refused = post(known, statement.deliberation, body)
    assert (refused.status_code, refused.json()["state"]) == (400, "refused")
    assert not Vote.objects.exists()


def test_a_closed_statement_an_unknown_one_and_another_deliberation_s_take_no_vote(
    known: Client, participant: Participant, statement: Statement
) -> None:
    elsewhere = StatementFactory(deliberation=DeliberationFactory(), number=77)
    unknown = Statement(deliberation=participant.deliberation, number=77)
    assert cast(known, unknown).status_code == 404
    assert cast(known, elsewhere).status_code == 404
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.REJECTED)
    refused = cast(known, statement)
    assert (refused.status_code, "no longer open" in refused.json()["reason"]) == (409, True)
    assert not Vote.objects.exists()


def test_a_used_key_takes_no_other_vote(known: Client, participant: Participant) -> None:
    first, second = StatementFactory.create_batch(2, deliberation=participant.deliberation)
    assert cast(known, first, key="one-key-for-both").status_code == 200
    assert cast(known, second, key="one-key-for-both").status_code == 409
    assert Vote.objects.get().statement == first


def test_nobody_votes_without_taking_part_or_after_being_erased(
    client: Client, known: Client, participant: Participant, statement: Statement
) -> None:
    assert cast(client, statement).status_code == 404
    forged = browser_of(participant)
    forged.cookies[cookie_name(participant.deliberation)] = f"{participant.public_id}:1:forged"
    assert cast(forged, statement).status_code == 404
    Participant.objects.filter(pk=participant.pk).update(erased_at=timezone.now())
    assert cast(known, statement).status_code == 404
    Deliberation.objects.update(state=Deliberation.State.DRAFT)
    assert cast(known, statement).status_code == 404
    assert not Vote.objects.exists()


def test_a_forged_request_is_refused(participant: Participant, statement: Statement) -> None:
    strict = browser_of(participant, enforce_csrf_checks=True)
    assert cast(strict, statement).status_code == 403
    page = strict.get(reverse("deliberation:vote", args=[statement.deliberation.slug]))
    body = json.dumps({"statement": statement.number, "value": 1, "key": "a-key-of-this-vote"})
    token = str(page.context["csrf_token"])
    assert post(strict, statement.deliberation, body, **{"X-CSRFToken": token}).status_code == 200
    assert Vote.objects.count() == 1


def test_the_vote_after_the_last_that_is_allowed_waits(
    known: Client, participant: Participant, settings: Any
) -> None:
    settings.VOTE_RATE_LIMIT = "3/minute"
    statements = StatementFactory.create_batch(4, deliberation=participant.deliberation)
    answers = [cast(known, statement) for statement in statements]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert Vote.objects.count() == 3


def test_the_answer_is_private_and_has_the_headers_of_every_page(known: Client, statement: Statement) -> None:
    page, answer = known.get("/"), cast(known, statement)
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert "Cookie" in answer.headers["Vary"]
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
    ):
        assert answer.headers[name] == page.headers[name]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_vote_takes_two_queries_the_first_time_and_one_after(
    known: Client, participant: Participant
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("one statement for all is PostgreSQL's")
    first, second = StatementFactory.create_batch(2, deliberation=participant.deliberation)
    cast(known, first)
    for queries_for_it, value in ((2, 1), (1, -1)):
        with CaptureQueriesContext(connection) as queries:
            assert cast(known, second, value).status_code == 200
        assert len(queries) == queries_for_it


def close(statement: Statement) -> None:
    Deliberation.objects.filter(pk=statement.deliberation_id).update(state=Deliberation.State.CLOSED)


def end_voting(statement: Statement) -> None:
    Deliberation.objects.filter(pk=statement.deliberation_id).update(voting_until=timezone.now())


def reject(statement: Statement) -> None:
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.REJECTED)


def merge(statement: Statement) -> None:
    into = StatementFactory.create(deliberation=statement.deliberation)
    Statement.objects.filter(pk=statement.pk).update(merged_into=into)


@pytest.mark.parametrize("end", [close, end_voting, reject, merge])
def test_what_was_known_of_somebody_from_an_earlier_vote_lets_no_later_vote_through(
    known: Client, statement: Statement, end: Callable[[Statement], None]
) -> None:
    assert cast(known, statement, 1).status_code == 200
    end(statement)

    answer = cast(known, statement, -1)

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert Vote.objects.get().value == 1


def test_what_others_were_told_of_a_statement_lets_nobody_vote_after_the_end(
    known: Client, participant: Participant
) -> None:
    """Two people and two statements may be remembered from before and after the end, in any mixture."""
    first, second = StatementFactory.create_batch(2, deliberation=participant.deliberation)
    late = browser_of(ParticipantFactory(deliberation=participant.deliberation))
    assert cast(known, first).status_code == 200
    close(first)

    answers = [cast(late, second), cast(late, first), cast(known, second), cast(known, first, -1)]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert Vote.objects.get().value == 1


def test_what_is_opened_again_takes_votes_at_once(known: Client, statement: Statement) -> None:
    reject(statement)
    assert cast(known, statement, 1).status_code == 409
    Statement.objects.filter(pk=statement.pk).update(state=Statement.State.ACCEPTED)
    assert cast(known, statement, 1).status_code == 200


def test_who_is_erased_after_a_vote_casts_no_other(
    known: Client, participant: Participant, statement: Statement
) -> None:
    cast(known, statement, 1)
    Participant.objects.filter(pk=participant.pk).update(erased_at=timezone.now())
    assert cast(known, statement, -1).status_code == 404
    assert Vote.objects.get().value == 1


def test_a_deliberation_that_moved_takes_votes_at_its_new_address_alone(
    known: Client, statement: Statement
) -> None:
    cast(known, statement, 1)
    old, statement.deliberation.slug = Deliberation(slug=statement.deliberation.slug), "elsewhere"
    statement.deliberation.save()
    body = json.dumps({"statement": statement.number, "value": -1, "key": "a-key-of-this-vote"})
    assert post(known, old, body).status_code == 404
    assert cast(known, statement, 0).status_code == 200
