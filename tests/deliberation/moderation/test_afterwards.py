"""Where moderators read afterwards, what people propose can be voted on at once and is still read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Event, Participant, Statement, User
from deliberation.moderation.grouping import place_waiting
from deliberation.moderation.services import moderate_statement
from deliberation.organising.services import configure_deliberation, marks_of
from deliberation.voting.forms import new_client_key
from deliberation.voting.proposals import propose_statement
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(deliberation: Deliberation, participant: Participant) -> Statement:
    deliberation.moderation = Deliberation.Moderation.AFTER
    deliberation.save()
    return propose_statement(deliberation=deliberation, text="Be kind.", client_key="a", author=participant)


@pytest.fixture
def browser(signed_in: Any, moderator: User) -> Client:
    return signed_in(moderator)


def decide(browser: Client, statement: Statement, **fields: Any) -> None:
    address = reverse("deliberation:moderation_decide", args=[statement.deliberation.slug, statement.number])
    browser.post(address, {"key": new_client_key()} | fields)
    statement.refresh_from_db()


def test_it_is_open_for_voting_at_once_and_the_log_says_so(proposed: Statement) -> None:
    assert proposed.is_open_for_voting
    assert Event.objects.get().payload.body["state"] == "accepted"


def test_it_lies_on_the_desk_although_people_vote_on_it(browser: Client, proposed: Statement) -> None:
    address = reverse("deliberation:moderation_queue", args=[proposed.deliberation.slug])
    page = browser.get(address, {"statement": proposed.number})
    assert page.context["statement"] == proposed
    assert "To look at" in page.text
    assert "People can already vote on it." in page.text


def test_accepting_it_takes_it_off_the_desk(browser: Client, proposed: Statement) -> None:
    decide(browser, proposed, outcome="accepted")
    assert proposed.is_open_for_voting
    assert not Statement.objects.awaiting_moderation().exists()


def test_it_can_still_be_rejected(browser: Client, proposed: Statement) -> None:
    decide(browser, proposed, outcome="rejected", reason="hateful")
    assert proposed.state == Statement.State.REJECTED
    assert not Statement.objects.awaiting_moderation().exists()


def test_somebody_who_comes_second_is_told(browser: Client, proposed: Statement) -> None:
    decide(browser, proposed, outcome="accepted")
    decide(browser, proposed, outcome="rejected", reason="spam")
    assert proposed.state == Statement.State.ACCEPTED


def test_seeds_and_statements_read_before_are_not_looked_at_again(proposed: Statement) -> None:
    StatementFactory(deliberation=proposed.deliberation, author=None, number=9, is_seed=True)
    StatementFactory()
    assert list(Statement.objects.awaiting_moderation()) == [proposed]


def test_it_stays_to_be_read_when_moderators_read_beforehand_from_now_on(
    proposed: Statement, owner: User
) -> None:
    deliberation = proposed.deliberation
    StatementFactory(deliberation=deliberation, author=None, number=9, is_seed=True)
    values = {"moderation": Deliberation.Moderation.BEFORE}
    configure_deliberation(
        deliberation=deliberation,
        subject="rules",
        values=values,
        marks=marks_of({"moderation": "after"}),
        user=owner,
    )
    assert list(deliberation.statements.awaiting_moderation()) == [proposed]
    place_waiting(deliberation)
    assert list(deliberation.statements.awaiting_moderation()) == [proposed]
    moderate_statement(statement=proposed, outcome="accepted", decided_by=owner)
    assert not deliberation.statements.awaiting_moderation().exists()


def test_what_was_let_in_without_being_read_where_moderators_read_beforehand_does_not_turn_up(
    statement: Statement,
) -> None:
    place_waiting(statement.deliberation)
    assert not statement.deliberation.statements.awaiting_moderation().exists()
