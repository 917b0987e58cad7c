"""The link by which somebody comes back on another device."""

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Participant
from deliberation.people.participation import cookie_name
from deliberation.people.recovery import recovery_token
from tests.factories import DeliberationFactory, UserFactory, VoteFactory

pytestmark = pytest.mark.django_db


def page(name: str, deliberation: Deliberation, *more: str) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug, *more])


def joined(deliberation: Deliberation, key: str = "key-in-a-form") -> tuple[Client, Participant]:
    browser = Client()
    browser.post(page("join", deliberation), {"key": key})
    return browser, deliberation.participants.latest("pk")


def link_of(participant: Participant) -> str:
    return page("come_back", participant.deliberation, recovery_token(participant))


def number_in(browser: Client, deliberation: Deliberation) -> int | None:
    context = browser.get(page("my_data", deliberation)).context
    return context["participant"].number if "participant" in context else None


def test_opening_the_link_does_nothing_and_its_button_brings_one_back(deliberation: Deliberation) -> None:
    first, participant = joined(deliberation)
    link = link_of(participant)
    assert link in first.get(page("my_data", deliberation)).text

    other = Client()
    opened = other.get(link)
    assert opened.status_code == 200
    assert cookie_name(deliberation) not in opened.cookies
    assert number_in(other, deliberation) is None
    other.post(link)
    assert number_in(other, deliberation) == participant.number


def test_a_new_link_makes_the_earlier_ones_worthless(deliberation: Deliberation) -> None:
    browser, participant = joined(deliberation)
    old = link_of(participant)
    browser.post(page("new_recovery_link", deliberation))

    answer = Client().post(old)
    assert answer.status_code == 410
    assert "no longer works" in answer.text
    assert cookie_name(deliberation) not in answer.cookies
    participant.refresh_from_db()
    assert Client().post(link_of(participant)).status_code == 302
    assert number_in(browser, deliberation) == participant.number


def test_a_damaged_link_and_one_of_another_deliberation_are_explained(deliberation: Deliberation) -> None:
    _browser, participant = joined(deliberation)
    token = recovery_token(participant)
    other = DeliberationFactory()
    forged = token.replace(f"{participant.public_id}.1", f"{participant.public_id}.2")

    for bad in (token[:-1], token[1:], forged, "x", "..", "été.1.x", participant.public_id):
        answer = Client().post(page("come_back", deliberation, bad))
        assert answer.status_code == 400, bad
        assert "not complete" in answer.text
    assert Client().post(page("come_back", other, token)).status_code == 400


def test_who_is_somebody_else_here_already_is_asked_and_loses_nothing(deliberation: Deliberation) -> None:
    _first, linked = joined(deliberation)
    VoteFactory(participant=linked, statement__deliberation=deliberation, statement__author=None)
    browser, present = joined(deliberation, "another-form")

    asked = browser.get(link_of(linked)).text
    assert f"participant {present.number}" in asked
    assert link_of(present) in asked
    browser.post(link_of(linked))
    assert number_in(browser, deliberation) == present.number
    browser.post(link_of(linked), {"switch": "1"})
    assert number_in(browser, deliberation) == linked.number
    assert deliberation.participants.count() == 2
    browser.post(link_of(present), {"switch": "1"})
    assert number_in(browser, deliberation) == present.number


def test_an_account_has_no_link_and_no_cookie(db: None, client: Client) -> None:
    deliberation = DeliberationFactory(access=Deliberation.Access.ACCOUNT)
    client.force_login(UserFactory())
    response = client.post(page("join", deliberation), {"key": "key-in-a-form"})

    assert cookie_name(deliberation) not in response.cookies
    assert "recovery-link" not in client.get(page("my_data", deliberation)).text


def test_a_new_link_needs_a_button(client: Client, deliberation: Deliberation) -> None:
    assert client.get(page("new_recovery_link", deliberation)).status_code == 405
    assert client.post(page("new_recovery_link", deliberation)).status_code == 302
