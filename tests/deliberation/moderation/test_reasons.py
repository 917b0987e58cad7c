"""Reasons people gave for their votes: nobody sees them before a moderator has read them."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Event, Statement, User, VoteReason
from deliberation.moderation.reasons import ReasonAsRead, ReasonChanged, moderate_reason
from deliberation.voting.forms import new_client_key
from tests.factories import StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

PENDING, ACCEPTED, REJECTED = Statement.State.PENDING, Statement.State.ACCEPTED, Statement.State.REJECTED


def reason_of(statement: Statement, text: str = "It saved my mother.") -> VoteReason:
    vote = VoteFactory(statement=statement)
    return VoteReason.objects.create(
        participant=vote.participant, statement=statement, value=1, text=text, event=vote.event
    )


@pytest.fixture
def reason(statement: Statement) -> VoteReason:
    return reason_of(statement)


@pytest.fixture
def browser(signed_in: Any, moderator: User) -> Client:
    return signed_in(moderator)


def as_read(reason: VoteReason) -> ReasonAsRead:
    return ReasonAsRead(reason.pk, reason.event_id, reason.state)


def decide(browser: Client, *reasons: VoteReason, outcome: str = "accepted", **fields: Any) -> HttpResponse:
    deliberation = reasons[0].statement.deliberation
    sent = {"reason": [str(as_read(reason)) for reason in reasons], "outcome": outcome}
    address = reverse("deliberation:moderation_decide_reasons", args=[deliberation.slug])
    answer = browser.post(address, sent | {"key": new_client_key()} | fields, follow=True)
    for reason in reasons:
        reason.refresh_from_db()
    return answer


def test_what_a_computer_notices_in_a_reason_stands_beside_it(browser: Client, statement: Statement) -> None:
    reason_of(statement, "Write to anna.miller@example.org, she knows.")
    page = browser.get(reverse("deliberation:moderation_reasons", args=[statement.deliberation.slug]))
    assert "It contains an e-mail address: anna.miller@example.org" in page.text


def test_a_reason_waits_and_is_let_in(browser: Client, moderator: User, reason: VoteReason) -> None:
    page = browser.get(reverse("deliberation:moderation_reasons", args=[reason.statement.deliberation.slug]))
    assert reason.text in page.text
    decide(browser, reason)
    assert (reason.state, reason.decided_by) == (ACCEPTED, moderator)
    event = Event.objects.get(kind=Event.Kind.REASON_MODERATED)
    assert event.payload.body == {
        "participant": reason.participant.number,
        "statement": reason.statement.number,
        "outcome": "accepted",
        "role": "moderator",
    }


def test_a_whole_page_is_accepted_at_once(browser: Client, deliberation: Deliberation) -> None:
    reasons = [reason_of(StatementFactory(deliberation=deliberation)) for _ in range(3)]
    answer = decide(browser, *reasons)
    assert {reason.state for reason in reasons} == {ACCEPTED}
    assert "No reasons are waiting." in answer.text


def test_a_decision_can_be_turned_round(browser: Client, reason: VoteReason) -> None:
    decide(browser, reason, outcome="rejected")
    assert reason.state == REJECTED
    decide(browser, reason)
    assert reason.state == ACCEPTED


def test_pressing_twice_decides_once(browser: Client, reason: VoteReason) -> None:
    sent = {"key": new_client_key(), "reason": str(as_read(reason))}
    decide(browser, reason, **sent)
    answer = decide(browser, reason, **sent)
    assert Event.objects.filter(kind=Event.Kind.REASON_MODERATED).count() == 1
    assert "in the meantime" not in answer.text


def test_what_its_author_has_reworded_since_is_not_let_in_unread(
    browser: Client, statement: Statement, reason: VoteReason
) -> None:
    read = str(as_read(reason))
    reason.text, reason.event = "Something vile.", VoteFactory(statement=statement).event
    reason.save()
    answer = decide(browser, reason, reason=read)
    assert reason.state == PENDING
    assert "1 reason was reworded" in answer.text


def test_what_somebody_else_has_decided_stays_so(browser: Client, reason: VoteReason) -> None:
    read = str(as_read(reason))
    decide(browser, reason, outcome="rejected")
    decide(browser, reason, reason=read)
    assert reason.state == REJECTED


@pytest.mark.parametrize("sent", ["", "x", "1-2", "1-2-merged", "9" * 50, "-1-2-pending"])
def test_what_no_page_sends_is_not_found(browser: Client, reason: VoteReason, sent: str) -> None:
    assert decide(browser, reason, reason=sent).status_code == 404
    assert decide(browser, reason, outcome="reopened").status_code == 404
    assert reason.state == PENDING


def test_markup_in_a_reason_is_shown_as_text(browser: Client, statement: Statement) -> None:
    reason_of(statement, "<script>alert(1)</script> \"'><svg onload=alert(2)>")
    page = browser.get(reverse("deliberation:moderation_reasons", args=[statement.deliberation.slug])).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<svg onload" not in page


def test_reasons_of_another_deliberation_are_out_of_reach(
    moderator: User, deliberation: Deliberation
) -> None:
    elsewhere = reason_of(StatementFactory())
    with pytest.raises(ReasonChanged):
        moderate_reason(
            deliberation=deliberation, as_read=as_read(elsewhere), outcome="accepted", decided_by=moderator
        )


def test_an_observer_decides_about_none(
    observer: User, deliberation: Deliberation, reason: VoteReason
) -> None:
    with pytest.raises(PermissionError):
        moderate_reason(
            deliberation=deliberation, as_read=as_read(reason), outcome="accepted", decided_by=observer
        )
