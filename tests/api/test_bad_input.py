"""What cannot be taken is refused with the right status and a problem document, and nothing is lost by it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.api.credentials import participant_key
from deliberation.models import Deliberation, Event, Participant, Scope, Statement, User, Vote
from tests.api.asking import as_participant, problem
from tests.api.callers import bearing, make_token
from tests.factories import DeliberationFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

JSON = "application/json"
# A batch takes texts as they come, to tell of each vote; its list is not there, which is what it says.
UNREADABLE = {
    "not whole": ("{", JSON, 400, "parse-error"),
    "nothing where something belongs": ("", JSON, 400, "invalid"),
    "a list where an object belongs": ("[1]", JSON, 400, "invalid"),
    "the character NUL": ('{"text": "\\u0000", "votes": "\\u0000"}', JSON, 400, "parse-error invalid"),
    "half a pair of surrogates": ('{"text": "\\ud800"}', JSON, 400, "parse-error invalid"),
    "no text at all": (b"\xff\xfe\x00", JSON, 400, "parse-error"),
    "nested a hundred thousand times": ("[" * 100_000, JSON, 400, "parse-error"),
    "a number that is none": ('{"value": NaN, "votes": NaN, "text": NaN}', JSON, 400, "parse-error"),
    "a form": ("value=1", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
    "a text": ("value: 1", "text/plain", 415, "unsupported-media-type"),
}
STORED: tuple[type[Model], ...] = (Event, Vote, Statement, Participant)


def counted() -> list[int]:
    return [model._base_manager.count() for model in STORED]


@pytest.mark.parametrize("body", UNREADABLE)
def test_what_cannot_be_read_changes_nothing_wherever_it_is_sent(
    body: str, participant: Participant, statement: Statement, owner: User
) -> None:
    sent, content_type, status, kinds = UNREADABLE[body]
    deliberation = participant.deliberation
    waiting = StatementFactory(deliberation=deliberation, author=None, state=Statement.State.PENDING)
    VoteFactory(statement=statement, participant=participant)
    token, key = make_token(deliberation, owner), participant_key(participant)
    before = counted()
    for name, method, who, parts in (
        ("votes", "post", key, []),
        ("vote", "put", key, [statement.number]),
        ("statements", "post", key, []),
        ("participants", "post", token, []),
        ("decisions", "post", token, [waiting.number]),
    ):
        address = reverse(f"api:{name}", args=[deliberation.slug, *parts])
        answer = getattr(Client(), method)(address, sent, content_type, headers=bearing(who).headers)
        assert problem(answer, status) in kinds.split(), name
    assert counted() == before


@pytest.mark.parametrize("number", [-1, 2**53, 2**63, 10**400, 1e308, 0.5, "1", None, True, [1], {"a": 1}])
def test_a_number_that_names_no_statement_is_told_and_the_other_votes_count(
    number: Any, participant: Participant, statement: Statement
) -> None:
    votes = [
        {"statement": number, "value": 1, "key": "the-bad-one-0123456789"},
        {"statement": statement.number, "value": -1, "key": "the-good-one-0123456789"},
    ]
    answer = as_participant(participant).ask("post", "votes", sent={"votes": votes})
    assert answer.status_code == 200
    assert [vote["state"] for vote in answer.json()["votes"]] == ["refused", "recorded"]
    assert [vote["key"] for vote in answer.json()["votes"]] == [vote["key"] for vote in votes]
    assert list(Vote.objects.values_list("statement__number", "value")) == [(statement.number, -1)]


def test_fifty_votes_count_and_fifty_one_are_refused_as_a_whole(participant: Participant) -> None:
    statements = [StatementFactory(deliberation=participant.deliberation) for _time in range(51)]
    votes = [{"statement": one.number, "value": 1, "key": f"key-{one.number:016}"} for one in statements]
    program = as_participant(participant)
    assert problem(program.ask("post", "votes", sent={"votes": votes}), 413) == "too-many-votes"
    assert not Vote.objects.exists()
    assert program.ask("post", "votes", sent={"votes": votes[:50]}).status_code == 200
    assert Vote.objects.count() == 50


def test_a_key_that_does_not_open_this_is_told_why_each_time(deliberation: Deliberation, owner: User) -> None:
    past = timezone.now() - timedelta(seconds=1)
    elsewhere = DeliberationFactory()
    keys = {
        "expired-token": (401, make_token(deliberation, owner, expires_at=past)),
        "revoked-token": (401, make_token(deliberation, owner, revoked_at=past)),
        "invalid-token": (401, "concord_token_guessed"),
        "wrong-scope": (403, make_token(deliberation, owner, Scope.READ)),
        "other-deliberation": (403, make_token(elsewhere, owner)),
    }
    address = reverse("api:moderation_queue", args=[deliberation.slug])
    for kind, (status, key) in keys.items():
        assert problem(Client().get(address, headers=bearing(key).headers), status) == kind


def test_an_address_or_a_method_that_is_not_there_says_so(deliberation: Deliberation) -> None:
    address = reverse("api:votes", args=[deliberation.slug])
    assert problem(Client().get(f"{address}none/"), 404) == "not-found"
    assert problem(Client().get(f"{address}%0A/"), 404) == "not-found"
    assert problem(Client().delete(address), 405) == "method-not-allowed"
    assert problem(Client().get(f"{address}?limit=1&limit=2"), 400) == "parse-error"


def test_a_reason_for_passing_means_nothing_where_nobody_passes(
    participant: Participant, statement: Statement
) -> None:
    sent = {"value": -1, "pass_reason": "unclear"}
    answer = as_participant(participant).ask("put", "vote", statement.number, sent=sent)
    assert answer.status_code == 200
    assert answer.json()["pass_reason"] == ""
    assert Vote.objects.get().value == -1
