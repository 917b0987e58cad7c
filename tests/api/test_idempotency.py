"""Sending again: the second request changes nothing and is answered as the first was."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from deliberation.api.idempotency import GIVEN_UP
from deliberation.models import AnsweredRequest, Deliberation, Participant
from tests.api.asking import A_LONG_KEY, Program, as_participant, problem
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db

STATEMENT = {"text": "An AI should say when it does not know."}


def propose(program: Program, key: str = "once", **sent: Any) -> Any:
    return program.ask("post", "statements", sent=STATEMENT | sent, key=key)


def join(deliberation: Deliberation, key: str = A_LONG_KEY) -> Any:
    sent = {"consent_version": deliberation.consent_version}
    return Program(deliberation).ask("post", "participants", sent=sent, key=key)


def test_what_is_sent_again_changes_nothing_and_is_answered_the_same(
    deliberation: Deliberation, participant: Participant
) -> None:
    program = as_participant(participant)
    first, second = propose(program), propose(program)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert deliberation.statements.count() == 1


def test_the_same_key_may_be_in_quotes_as_the_draft_writes_it(
    deliberation: Deliberation, participant: Participant
) -> None:
    program = as_participant(participant)
    assert propose(program, '"once"').json() == propose(program, "once").json()
    assert deliberation.statements.count() == 1


def test_the_same_key_for_another_request_is_refused(participant: Participant) -> None:
    program = as_participant(participant)
    propose(program)
    refused = propose(program, text="An AI should be patient with everybody.")
    assert problem(refused, 422) == "idempotency-key-reused"


def test_the_same_key_of_somebody_else_is_another_key(deliberation: Deliberation) -> None:
    people = [as_participant(ParticipantFactory(deliberation=deliberation)) for _ in range(2)]
    first = propose(people[0])
    second = propose(people[1], text="An AI should be patient with everybody.")
    assert (first.status_code, second.status_code) == (201, 201)


def test_a_key_shown_once_is_shown_again_to_who_sends_again_and_kept_unreadable(
    deliberation: Deliberation,
) -> None:
    first, second = join(deliberation), join(deliberation)
    secret = first.json()["participant_key"]
    assert second.json() == first.json()
    assert deliberation.participants.count() == 1
    assert {name: cookie.value for name, cookie in second.cookies.items()} == {
        name: cookie.value for name, cookie in first.cookies.items()
    }
    assert first.cookies
    kept = AnsweredRequest.objects.get()
    place = next(iter(first.cookies.values())).value
    assert secret.encode() not in bytes(kept.body)
    assert place.encode() not in bytes(kept.body)
    assert secret not in str(kept.headers)
    assert place not in str(kept.headers)


def test_a_refusal_is_not_kept_and_the_same_request_is_judged_anew(
    deliberation: Deliberation, participant: Participant
) -> None:
    program = as_participant(participant)
    deliberation.state = Deliberation.State.CLOSED
    deliberation.save()
    assert propose(program).status_code == 409
    deliberation.state = Deliberation.State.OPEN
    deliberation.save()
    assert propose(program).status_code == 201


def test_what_failed_on_our_side_is_not_kept_and_left_nothing_behind(
    deliberation: Deliberation, participant: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("after the statement was written")

    program = as_participant(participant)
    program.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("deliberation.api.views.proposing.record_network", fail)
        assert propose(program).status_code == 500
    assert not deliberation.statements.exists()
    assert not AnsweredRequest.objects.exists()
    assert propose(program).status_code == 201


def test_while_the_first_is_being_answered_the_second_waits_unless_the_first_was_cut_off(
    deliberation: Deliberation, participant: Participant
) -> None:
    program = as_participant(participant)
    propose(program)
    AnsweredRequest.objects.update(status=None)
    deliberation.statements.all().delete()
    waiting = propose(program)
    assert problem(waiting, 409) == "still-being-answered"
    assert int(waiting["Retry-After"]) == 1
    AnsweredRequest.objects.update(created_at=timezone.now() - GIVEN_UP - timedelta(seconds=1))
    assert propose(program).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_the_same_request_many_times_at_once_is_done_once(deliberation: Deliberation) -> None:
    def send(_number: int) -> int:
        try:
            return int(join(deliberation).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as senders:
        codes = set(senders.map(send, range(12)))
    assert 201 in codes
    assert codes <= {201, 409}
    assert deliberation.participants.count() == 1
    assert join(deliberation)["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["a" * 101, "with\ttab", "ünicode"])
def test_a_key_of_another_form_is_refused(participant: Participant, key: str) -> None:
    assert problem(propose(as_participant(participant), key), 400) == "bad-idempotency-key"


def test_strangers_need_a_key_that_nobody_guesses(deliberation: Deliberation) -> None:
    assert problem(join(deliberation, "join-1"), 400) == "bad-idempotency-key"
    assert not deliberation.participants.exists()


@pytest.mark.django_db(transaction=True)
def test_after_a_day_the_key_is_free_and_the_relay_forgets_the_answer(
    deliberation: Deliberation, participant: Participant
) -> None:
    propose(as_participant(participant))
    AnsweredRequest.objects.update(created_at=timezone.now() - timedelta(hours=25))
    call_command("relay_jobs", "--once")
    assert not AnsweredRequest.objects.exists()
