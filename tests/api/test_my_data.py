"""My data through the interface for programs."""

import pytest
from django.test import Client

from deliberation.models import Deliberation, Participant, Statement
from deliberation.people.my_data import data_about
from tests.api.asking import Program, as_participant, problem
from tests.factories import StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def test_a_program_gets_what_the_file_on_the_website_holds(participant: Participant) -> None:
    VoteFactory(statement=StatementFactory(deliberation=participant.deliberation), participant=participant)
    answer = as_participant(participant).ask("get", "me")
    assert answer.json() == data_about(participant)
    assert answer.json()["votes"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("with_accepted", [False, True])
def test_erasing_takes_the_person_and_their_words_and_the_key_is_worthless_then(
    participant: Participant, with_accepted: bool
) -> None:
    accepted = StatementFactory(deliberation=participant.deliberation, author=participant)
    program = as_participant(participant)
    query = {"with_accepted_statements": "true"} if with_accepted else {}

    assert program.ask("delete", "me", query=query).status_code == 204

    assert Participant.objects.get(pk=participant.pk).erased_at is not None
    assert bool(Statement.objects.get(pk=accepted.pk).text) is not with_accepted
    assert problem(program.ask("get", "me"), 401) == "invalid-key"


def test_a_doubtful_erasure_erases_nothing(participant: Participant) -> None:
    program = as_participant(participant)
    refused = program.ask("delete", "me", query={"with_accepted_statements": "maybe"})
    assert problem(refused, 400) == "invalid"
    assert Participant.objects.get().erased_at is None


def test_a_browser_forgets_whom_it_has_erased(deliberation: Deliberation) -> None:
    browser = Program(deliberation, client=Client())
    browser.ask("post", "participants", sent={"consent_version": 1})
    assert browser.ask("get", "me").status_code == 200
    assert browser.ask("delete", "me").status_code == 204
    assert problem(browser.ask("get", "me"), 403) == "join-first"
