"""Proposing statements through the interface for programs."""

from typing import Any

import pytest

from deliberation.models import Deliberation, Participant, PendingDecision, Statement, User
from deliberation.moderation.pending import propose_words
from deliberation.moderation.services import moderate_statement
from deliberation.people.participation import cookie_name
from deliberation.voting import hints
from deliberation.voting.hints import Hint
from tests.api.asking import Program, as_participant, problem
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

TEXT = "An AI should say when it does not know something."


@pytest.fixture
def program(participant: Participant) -> Program:
    """A program that acts for ``participant``."""
    return as_participant(participant)


@pytest.fixture(autouse=True)
def _nobody_said_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "similar_statements", lambda *args, **options: [])


def test_a_statement_is_proposed_and_its_author_sees_what_becomes_of_it(
    program: Program, moderator: User
) -> None:
    proposed = program.ask("post", "statements", sent={"text": f"  {TEXT}\n"})
    assert (proposed.status_code, proposed.json()["state"], proposed.json()["text"]) == (201, "pending", TEXT)
    (mine,) = program.ask("get", "my_statements").json()["results"]
    assert (mine["number"], mine["state"], mine["decision"]) == (proposed.json()["number"], "pending", None)

    statement = Statement.objects.get(number=mine["number"])
    moderate_statement(
        statement=statement, outcome="rejected", reason="off_topic", note="Sorry.", decided_by=moderator
    )
    (mine,) = program.ask("get", "my_statements").json()["results"]
    assert (mine["state"], mine["decision"]["reason"], mine["decision"]["note"]) == (
        "rejected", "off_topic", "Sorry.",
    )  # fmt: skip


def test_the_same_request_sent_again_proposes_once(program: Program) -> None:
    first, again = (program.ask("post", "statements", sent={"text": TEXT}, key="p-1") for _time in range(2))
    other = program.ask("post", "statements", sent={"text": TEXT + " Always."}, key="p-1")
    assert first.json() == again.json()
    assert problem(other, 422) == "idempotency-key-reused"
    assert Statement.objects.count() == 1


def test_what_was_said_already_can_be_voted_on(program: Program, deliberation: Deliberation) -> None:
    said = StatementFactory(deliberation=deliberation, text=TEXT)
    refused = program.ask("post", "statements", sent={"text": TEXT.upper()})
    assert (problem(refused, 409), refused.json()["vote_on"]) == ("said-already", said.number)


def test_what_is_very_similar_is_shown_first_and_can_be_proposed_anyway(
    program: Program, deliberation: Deliberation, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = StatementFactory(deliberation=deliberation, text="An AI says when it does not know.")
    hint = Hint(statement=said, translation=None, warning="", vote=None, is_very_similar=True)
    monkeypatch.setattr("deliberation.api.views.proposing.hints_for", lambda *args, **options: (hint,))

    asked = program.ask("post", "statements", sent={"text": TEXT}, key="p-1")

    assert problem(asked, 409) == "similar-statements"
    assert [one["number"] for one in asked.json()["similar"]] == [said.number]
    assert Statement.objects.count() == 1
    sent = {"text": TEXT, "anyway": True}
    assert program.ask("post", "statements", sent=sent, key="p-2").status_code == 201


@pytest.mark.parametrize(
    ("sent", "status", "kind"),
    [
        ({}, 400, "invalid"),
        ({"text": 5}, 400, "invalid"),
        ({"text": TEXT, "anyway": "yes"}, 400, "invalid"),
        ({"text": TEXT, "language": "tlh"}, 409, "other-language"),
        ({"text": "\ud800"}, 400, "parse-error"),
        ({"text": "a\x00b"}, 400, "parse-error"),
        ({"text": "a" * 281}, 409, "statement-refused"),
        ({"text": "12345"}, 409, "statement-refused"),
    ],
)
def test_what_is_no_statement_is_refused(program: Program, sent: Any, status: int, kind: str) -> None:
    assert problem(program.ask("post", "statements", sent=sent), status) == kind
    assert not Statement.objects.exists()


def test_nothing_is_taken_when_the_phase_is_over(program: Program) -> None:
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    assert problem(program.ask("post", "statements", sent={"text": TEXT}), 409) == "none-taken"


def test_more_statements_than_allowed_wait(program: Program, settings: Any) -> None:
    settings.PROPOSAL_RATE_LIMIT = "1/10 minutes"
    assert program.ask("post", "statements", sent={"text": TEXT}).status_code == 201
    refused = program.ask("post", "statements", sent={"text": TEXT + " Always."})
    assert problem(refused, 429) == "too-many-requests"


def test_other_words_wait_for_their_author(
    program: Program, participant: Participant, moderator: User
) -> None:
    statement = StatementFactory(
        deliberation=participant.deliberation, author=participant, text=TEXT, state=Statement.State.PENDING
    )
    propose_words(statement=statement, texts=["An AI admits what it does not know."], proposed_by=moderator)

    (mine,) = program.ask("get", "my_statements").json()["results"]
    assert mine["other_words"]["texts"] == ["An AI admits what it does not know."]
    assert PendingDecision.objects.get().is_open


def test_a_browsers_first_statement_joins_and_new_authors_of_a_network_are_counted(
    deliberation: Deliberation, settings: Any
) -> None:
    settings.NEW_AUTHOR_RATE_LIMIT = "1/10 minutes"
    browser = Program(deliberation)
    assert browser.ask("post", "statements", sent={"text": TEXT}).status_code == 201
    assert Participant.objects.get().statements.get().text == TEXT
    assert cookie_name(deliberation) in browser.client.cookies

    refused = Program(deliberation).ask("post", "statements", sent={"text": TEXT + " Always."})
    assert problem(refused, 429) == "too-many-requests"
    assert Participant.objects.count() == 1
