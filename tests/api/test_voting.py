"""Voting through the interface for programs, one vote at a time, and what to vote on next."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from deliberation.models import (
    Deliberation,
    Event,
    Exposure,
    Participant,
    Scope,
    Statement,
    StatementTranslation,
    User,
    Vote,
)
from tests.api.asking import Program, as_participant, problem
from tests.api.callers import make_token
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(participant: Participant) -> Program:
    """A program that acts for ``participant``."""
    return as_participant(participant)


def test_a_vote_is_cast_changed_marked_and_withdrawn(program: Program, statement: Statement) -> None:
    number = statement.number
    cast = program.ask("put", "vote", number, sent={"value": 1, "is_important": True})
    assert (cast.status_code, cast.json()["state"]) == (200, "recorded")
    assert (cast.json()["voted"], cast.json()["remaining"]) == (1, 0)

    changed = program.ask("put", "vote", number, sent={"value": 0, "pass_reason": "unsure"})
    told = {name: changed.json()[name] for name in ("statement", "value", "pass_reason", "is_important")}
    assert told == {"statement": number, "value": 0, "pass_reason": "unsure", "is_important": True}
    (listed,) = program.ask("get", "votes").json()["results"]
    assert (listed["statement"], listed["value"], listed["text"]) == (number, 0, statement.text)

    assert program.ask("delete", "vote", number).status_code == 204
    assert program.ask("get", "votes").json()["results"] == []
    assert problem(program.ask("delete", "vote", number), 404) == "no-vote"
    assert not Vote.objects.exists()


def test_a_vote_sent_again_under_its_key_is_one(program: Program, statement: Statement) -> None:
    sent = {"value": -1, "key": "one-choice-of-one-person"}
    states = [program.ask("put", "vote", statement.number, sent=sent).json()["state"] for _time in range(3)]
    assert states == ["recorded", "known", "known"]
    assert Event.objects.filter(kind=Event.Kind.VOTE_CAST).count() == 1


def test_withdrawing_again_under_its_key_is_answered_alike(program: Program, statement: Statement) -> None:
    program.ask("put", "vote", statement.number, sent={"value": 1})
    codes = [program.ask("delete", "vote", statement.number, key="w-1").status_code for _time in range(2)]
    assert codes == [204, 204]


def test_once_voting_has_ended_a_vote_stays_as_it_is(program: Program, statement: Statement) -> None:
    program.ask("put", "vote", statement.number, sent={"value": 1})
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    assert problem(program.ask("delete", "vote", statement.number), 409) == "vote-refused"
    assert Vote.objects.get().value == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"value": 2},
        {"value": "1"},
        {"value": True},
        {"value": 1, "key": "short"},
        {"value": 0, "pass_reason": "because"},
        {"value": 1, "is_important": "yes"},
        {"value": 1, "cast_at": "yesterday"},
        [],
    ],
)
def test_what_is_no_vote_is_refused(program: Program, statement: Statement, sent: Any) -> None:
    assert problem(program.ask("put", "vote", statement.number, sent=sent), 400) == "invalid"
    assert not Vote.objects.exists()


def test_a_vote_that_cannot_be_taken_says_why(program: Program, statement: Statement) -> None:
    Statement.objects.update(state=Statement.State.REJECTED)
    refused = program.ask("put", "vote", statement.number, sent={"value": 1})
    assert problem(refused, 409) == "vote-refused"
    assert "no longer open" in refused.json()["detail"]
    assert problem(program.ask("put", "vote", 4711, sent={"value": 1}), 404) == "not-found"
    assert problem(program.ask("put", "vote", 10**30, sent={"value": 1}), 404) == "not-found"


def test_more_votes_than_allowed_wait(program: Program, statement: Statement, settings: Any) -> None:
    settings.VOTE_RATE_LIMIT = "1/minute"
    assert program.ask("put", "vote", statement.number, sent={"value": 1}).status_code == 200
    refused = program.ask("put", "vote", statement.number, sent={"value": -1})
    assert problem(refused, 429) == "too-many-requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert '"vote";r=0' in refused.headers["RateLimit"]
    assert Vote.objects.get().value == 1


ACTS = [
    ("put", "vote", True, {"value": 1}),
    ("delete", "vote", True, None),
    ("post", "votes", False, {"votes": []}),
    ("get", "votes", False, None),
    ("get", "me", False, None),
    ("delete", "me", False, None),
    ("get", "my_statements", False, None),
    ("post", "statements", False, {"text": "Say what you do not know."}),
]


@pytest.mark.parametrize(("method", "name", "has_number", "sent"), ACTS)
def test_only_who_takes_part_here_acts(
    deliberation: Deliberation,
    statement: Statement,
    owner: User,
    method: str,
    name: str,
    has_number: bool,
    sent: Any,
) -> None:
    Deliberation.objects.update(access=Deliberation.Access.INVITATION)

    def ask(key: str = "") -> Any:
        parts = [statement.number] if has_number else []
        return Program(deliberation, key).ask(method, name, *parts, sent=sent)

    refused = ask()
    assert problem(refused, 403) == "join-first"
    assert refused.json()["join"] == f"/d/{deliberation.slug}/join/"
    assert problem(ask(make_token(deliberation, owner, Scope.PARTICIPATE)), 403) == "join-first"
    assert problem(ask(make_token(deliberation, owner, Scope.READ)), 403) == "wrong-scope"
    past = timezone.now() - timedelta(seconds=1)
    expired = make_token(deliberation, owner, Scope.PARTICIPATE, expires_at=past)
    assert problem(ask(expired), 401) == "expired-token"
    elsewhere = ParticipantFactory(deliberation=DeliberationFactory())
    foreign = as_participant(elsewhere).headers["Authorization"].partition(" ")[2]
    assert problem(ask(foreign), 403) == "other-deliberation"
    assert problem(ask(foreign[:-1]), 401) == "invalid-key"
    assert not Vote.objects.exists()


def test_the_next_statement_counts_as_shown_and_those_behind_it_do_not(
    program: Program, participant: Participant
) -> None:
    StatementFactory.create_batch(5, deliberation=participant.deliberation)

    one, again = (program.ask("get", "next_statements").json()["results"] for _time in range(2))
    three = program.ask("get", "next_statements", query={"count": 3}).json()

    assert one == again == three["results"][:1]
    assert len({statement["number"] for statement in three["results"]}) == 3
    assert (three["voted"], three["remaining"]) == (0, 5)
    assert Exposure.objects.filter(participant=participant).count() == 1


def test_voting_goes_through_all_statements_and_then_there_are_none(
    program: Program, participant: Participant
) -> None:
    StatementFactory.create_batch(3, deliberation=participant.deliberation)
    seen = []
    while shown := program.ask("get", "next_statements").json()["results"]:
        seen.append(shown[0]["number"])
        program.ask("put", "vote", seen[-1], sent={"value": 1})
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == Vote.objects.count() == 3


def test_a_statement_comes_with_its_translation(program: Program, statement: Statement) -> None:
    StatementTranslation.objects.create(
        statement=statement, language="es", text="En español.", source=StatementTranslation.Source.PERSON
    )
    program.headers["Accept-Language"] = "es"
    (shown,) = program.ask("get", "next_statements").json()["results"]
    assert shown["text"] == statement.text
    assert shown["translation"] == {"language": "es", "text": "En español.", "source": "person"}


@pytest.mark.parametrize("query", [{"count": 0}, {"count": 21}, {"count": "x"}, {"in_advance": "1"}])
def test_what_cannot_be_asked_for_is_refused(program: Program, query: dict[str, Any]) -> None:
    assert problem(program.ask("get", "next_statements", query=query), 400) == "invalid"
