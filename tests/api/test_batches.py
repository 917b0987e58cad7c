"""Votes in batches through the interface for programs; the website's own use of it is tested with voting."""

import pytest
from django.test import Client

from deliberation.models import Deliberation, Participant, Scope, Statement, User, Vote
from deliberation.people.participation import cookie_name
from tests.api.asking import Program, as_participant, problem
from tests.api.callers import make_token
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db


def test_one_bad_vote_is_told_and_the_rest_counts(participant: Participant) -> None:
    deliberation = participant.deliberation
    good = StatementFactory(deliberation=deliberation)
    foreign = StatementFactory(deliberation=DeliberationFactory(), number=77)
    votes = [
        {"statement": good.number, "value": 1, "key": "a-vote-that-counts"},
        {"statement": foreign.number, "value": 1, "key": "a-vote-elsewhere"},
        {"statement": good.number, "value": 1, "key": "\ud800\x00"},
    ]

    answer = as_participant(participant).ask("post", "votes", sent={"votes": votes})

    assert answer.status_code == 200
    assert [vote["state"] for vote in answer.json()["votes"]] == ["recorded", "refused", "refused"]
    assert [bool(vote["reason"]) for vote in answer.json()["votes"]] == [False, True, True]
    assert (answer.json()["voted"], answer.json()["remaining"]) == (1, 0)
    assert Vote.objects.get().statement == good


def test_fifty_one_votes_are_too_many_and_none_counts(participant: Participant, statement: Statement) -> None:
    votes = [{"statement": statement.number, "value": 1, "key": f"key-number-{n}"} for n in range(51)]
    refused = as_participant(participant).ask("post", "votes", sent={"votes": votes})
    assert problem(refused, 413) == "too-many-votes"
    assert not Vote.objects.exists()


def test_a_newcomer_needs_a_key_that_nobody_guesses(deliberation: Deliberation, statement: Statement) -> None:
    weak = {"statement": statement.number, "value": 1, "key": "vote-0001"}
    refused = Program(deliberation).ask("post", "votes", sent={"votes": [weak]})
    assert problem(refused, 403) == "weak-key"
    assert not Participant.objects.filter(votes__isnull=False).exists()


def test_the_first_batch_of_a_browser_brings_its_cookie_and_the_second_the_csrf_token(
    deliberation: Deliberation, statement: Statement
) -> None:
    browser = Program(deliberation, client=Client(enforce_csrf_checks=True))
    vote = {"statement": statement.number, "value": 1, "key": "a-key-of-thirty-two-characters-0"}

    first = browser.ask("post", "votes", sent={"votes": [vote]})
    assert first.status_code == 200
    assert cookie_name(deliberation) in browser.client.cookies
    assert problem(browser.ask("post", "votes", sent={"votes": [vote]}), 403) == "csrf-failed"

    page = browser.client.get(f"/d/{deliberation.slug}/vote/")
    browser.headers["X-CSRFToken"] = str(page.context["csrf_token"])
    known = browser.ask("post", "votes", sent={"votes": [vote]})
    assert [one["state"] for one in known.json()["votes"]] == ["known"]
    assert cookie_name(deliberation) not in known.cookies
    assert Vote.objects.count() == 1


def test_a_token_votes_for_nobody(deliberation: Deliberation, statement: Statement, owner: User) -> None:
    token = make_token(deliberation, owner, Scope.PARTICIPATE)
    vote = {"statement": statement.number, "value": 1, "key": "a-key-of-thirty-two-characters-0"}
    refused = Program(deliberation, token).ask("post", "votes", sent={"votes": [vote]})
    assert problem(refused, 403) == "join-first"
    assert not Vote.objects.exists()
