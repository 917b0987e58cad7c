"""Moderating through the interface for programs, by the same rules as at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from deliberation.models import (
    Deliberation,
    ModerationDecision,
    PendingDecision,
    Role,
    Scope,
    Statement,
    User,
)
from deliberation.moderation.claiming import open_item
from tests.api.asking import Program, problem
from tests.api.callers import make_token
from tests.factories import DeliberationFactory, MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

State = Statement.State


@pytest.fixture
def program(deliberation: Deliberation, moderator: User) -> Program:
    """A program of ``moderator``."""
    return Program(deliberation, make_token(deliberation, moderator, Scope.MODERATE))


@pytest.fixture
def second(deliberation: Deliberation) -> Program:
    """A program of another moderator."""
    other = MembershipFactory(deliberation=deliberation, role=Role.MODERATOR).user
    return Program(deliberation, make_token(deliberation, other, Scope.MODERATE))


@pytest.fixture
def waiting(deliberation: Deliberation) -> Statement:
    """A statement that waits for a decision."""
    return StatementFactory(deliberation=deliberation, state=State.PENDING)


def numbers(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [entry["number"] for entry in answer.json()["results"]]


def decide(program: Program, statement: Statement, key: str = "", **sent: Any) -> Any:
    return program.ask("post", "decisions", statement.number, sent=sent, key=key)


def answer(program: Program, statement: Statement, said: str) -> Any:
    return program.ask("post", "answers", statement.number, sent={"answer": said})


def test_the_queue_lists_what_waits_in_pages_and_what_was_decided_by_its_state(
    program: Program, deliberation: Deliberation
) -> None:
    waiting = StatementFactory.create_batch(3, deliberation=deliberation, state=State.PENDING)
    accepted = StatementFactory(deliberation=deliberation)
    rejected = StatementFactory(deliberation=deliberation, state=State.REJECTED)
    merged = StatementFactory(deliberation=deliberation, merged_into=accepted)

    first = program.ask("get", "moderation_queue", query={"limit": 2})
    rest = program.client.get(first.json()["next"], headers=program.headers)

    assert numbers(first) + numbers(rest) == [statement.number for statement in waiting]
    for state, one in (("accepted", accepted), ("rejected", rejected), ("merged", merged)):
        assert numbers(program.ask("get", "moderation_queue", query={"state": state})) == [one.number]
    assert problem(program.ask("get", "moderation_queue", query={"state": "lost"}), 400) == "invalid"


@pytest.mark.parametrize("is_blind", [True, False])
def test_the_blind_learn_neither_authors_nor_votes(
    program: Program, deliberation: Deliberation, waiting: Statement, is_blind: bool
) -> None:
    Deliberation.objects.update(blind_moderation=is_blind)
    accepted = StatementFactory(deliberation=deliberation)
    VoteFactory(statement=accepted)

    (entry,) = program.ask("get", "moderation_queue", query={"state": "accepted"}).json()["results"]
    (pending,) = program.ask("get", "moderation_queue").json()["results"]

    assert entry["votes"] == (None if is_blind else 1)
    assert pending["author"] == (None if is_blind else waiting.author.number)


def test_what_lies_on_another_desk_is_told(program: Program, waiting: Statement, owner: User) -> None:
    open_item(statement=waiting, moderator=owner)
    (entry,) = program.ask("get", "moderation_queue").json()["results"]
    assert entry["held_by_others"] is True


def test_a_statement_is_accepted_once_and_whoever_comes_later_is_told(
    program: Program, second: Program, waiting: Statement, moderator: User
) -> None:
    first, again = (decide(program, waiting, "d-1", outcome="accepted", is_meta=True) for _time in range(2))

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["is_meta"]) == ("accepted", True)
    assert ModerationDecision.objects.get().decided_by == moderator
    late = decide(second, waiting, outcome="rejected", reason="spam")
    assert problem(late, 409) == "decided-meanwhile"
    assert Statement.objects.get(pk=waiting.pk).state == State.ACCEPTED


def test_a_rejection_needs_its_reason_and_keeps_its_note(program: Program, waiting: Statement) -> None:
    assert problem(decide(program, waiting, outcome="rejected"), 409) == "decision-refused"
    decided = decide(program, waiting, outcome="rejected", reason="off_topic", note="Sorry.")
    assert decided.json()["decision"]["note"] == "Sorry."
    assert Statement.objects.get(pk=waiting.pk).state == State.REJECTED


def test_a_duplicate_is_merged_into_what_people_vote_on(
    program: Program, waiting: Statement, statement: Statement
) -> None:
    missing = decide(program, waiting, outcome="duplicate")
    assert problem(missing, 409) == "decision-refused"
    merged = decide(program, waiting, outcome="duplicate", duplicate_of=statement.number)
    assert (merged.status_code, merged.json()["merged_into"]) == (201, statement.number)


def test_two_people_reject_what_was_voted_on(
    program: Program, second: Program, statement: Statement, deliberation: Deliberation
) -> None:
    Deliberation.objects.update(moderation=Deliberation.Moderation.AFTER)
    VoteFactory(statement=statement)

    alone = decide(program, statement, outcome="rejected", reason="spam")
    assert problem(alone, 409) == "needs-second-person"
    assert "public_reason" in alone.json()["what_next"]

    asked = decide(program, statement, outcome="rejected", reason="spam", public_reason="An advertisement.")
    assert asked.status_code == 202
    assert (asked.json()["state"], asked.json()["question"]["asks"]) == ("accepted", "second_person")
    assert numbers(second.ask("get", "moderation_queue", query={"state": "asked"})) == [statement.number]

    assert problem(answer(program, statement, "agree"), 409) == "decision-refused"
    agreed = answer(second, statement, "agree")
    assert (agreed.status_code, agreed.json()["state"]) == (201, "rejected")
    assert agreed.json()["decision"]["public_reason"] == "An advertisement."
    assert problem(answer(second, statement, "decline"), 409) == "already-answered"


def test_a_question_can_be_declined_or_taken_back(
    program: Program, second: Program, statement: Statement
) -> None:
    VoteFactory(statement=statement)
    assert problem(answer(second, statement, "agree"), 409) == "nothing-asked"
    for answerer, said_then, state in ((second, "decline", "declined"), (program, "withdraw", "withdrawn")):
        asks = {"outcome": "rejected", "reason": "spam", "public_reason": "An advertisement."}
        assert decide(program, statement, **asks).status_code == 202
        assert answer(answerer, statement, said_then).status_code == 201
        assert PendingDecision.objects.latest("pk").state == state
    assert Statement.objects.get(pk=statement.pk).state == State.ACCEPTED


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"outcome": "forgotten"},
        {"outcome": "replaced"},
        {"outcome": "duplicate", "duplicate_of": "3"},
        {"outcome": "rejected", "reason": "boring"},
    ],
)
def test_what_is_no_decision_is_refused(program: Program, waiting: Statement, sent: dict[str, Any]) -> None:
    assert problem(decide(program, waiting, **sent), 400) == "invalid"
    assert Statement.objects.get(pk=waiting.pk).state == State.PENDING


def test_only_who_moderates_here_decides(
    deliberation: Deliberation, waiting: Statement, observer: User, moderator: User, stranger: User
) -> None:
    def attempts(key: str) -> tuple[Any, Any]:
        program = Program(deliberation, key)
        return program.ask("get", "moderation_queue"), decide(program, waiting, outcome="accepted")

    past = timezone.now() - timedelta(seconds=1)
    foreign = make_token(DeliberationFactory(), moderator, Scope.MODERATE)
    for key, status, kind in (
        ("", 401, "not-authenticated"),
        (make_token(deliberation, moderator, Scope.READ), 403, "wrong-scope"),
        (make_token(deliberation, moderator, Scope.MODERATE, expires_at=past), 401, "expired-token"),
        (make_token(deliberation, stranger, Scope.MODERATE), 404, "not-found"),
        (foreign, 403, "other-deliberation"),
    ):
        for attempt in attempts(key):
            assert problem(attempt, status) == kind
    read, decided = attempts(make_token(deliberation, observer, Scope.MODERATE))
    assert read.status_code == 200
    assert problem(decided, 403) == "not-allowed"
    assert Statement.objects.get(pk=waiting.pk).state == State.PENDING


def test_a_moderators_browser_decides_with_the_csrf_token_alone(
    deliberation: Deliberation, waiting: Statement, moderator: User
) -> None:
    from django.test import Client

    browser = Program(deliberation, client=Client(enforce_csrf_checks=True))
    browser.client.force_login(moderator)
    assert problem(decide(browser, waiting, outcome="accepted"), 403) == "csrf-failed"
    page = browser.client.get(f"/d/{deliberation.slug}/moderation/")
    browser.headers["X-CSRFToken"] = str(page.context["csrf_token"])
    assert decide(browser, waiting, outcome="accepted").status_code == 201
