"""Frames for people whom the host knows: one participant each, and nobody by a wrong signature."""

from typing import Any

import pytest
from django.test import Client

from deliberation.models import Deliberation, HostIdentity, Participant, Statement, Vote
from tests.deliberation.embedding.host_sites import (
    HOST,
    INSIDE,
    address_of,
    ancestors,
    ballot_of,
    embedded,
    enter,
    signed,
    text,
)

pytestmark = pytest.mark.django_db
LAX = "SameSite=Lax"


def test_one_person_of_the_host_is_one_participant_in_every_browser_without_a_cookie(
    deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    for value in (1, -1):
        browser = Client(enforce_csrf_checks=True)
        page = enter(browser, deliberation, xid=signed(deliberation.slug, "reader 7"))
        browser.cookies.clear()
        answer = browser.post(address_of(page), ballot_of(page, value), headers=INSIDE)
        assert answer.status_code == 302
        assert not [name for name in answer.cookies if "participant" in name]
    assert Vote.objects.count() == 2
    assert Participant.objects.count() == HostIdentity.objects.count() == 1


def test_looking_makes_nobody_a_participant(deliberation: Deliberation, statement: Statement) -> None:
    embedded(deliberation)
    page = enter(Client(), deliberation, xid=signed(deliberation.slug, "reader 7"))
    assert page.status_code == 200
    assert not Participant.objects.exists()


def test_the_name_on_the_host_does_not_stand_in_the_frame(
    deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation)
    page = enter(Client(), deliberation, xid=signed(deliberation.slug, "ada@news.example"))
    assert "ada" not in address_of(page) + text(page)


@pytest.mark.parametrize("forged", [{"secret": "wrong"}, {"slug": "another"}, {"seconds": -300}])
def test_a_wrong_signature_is_refused_with_a_clear_page(
    browser: Client, deliberation: Deliberation, statement: Statement, forged: dict[str, Any]
) -> None:
    embedded(deliberation)
    told = signed(**{"slug": deliberation.slug, "xid": "reader 7"} | forged)
    page = enter(browser, deliberation, xid=told)
    assert page.status_code == 403
    assert "We could not tell who you are" in text(page)
    assert ancestors(page) == f"'self' {HOST}"
    assert not Participant.objects.exists()


def test_a_frame_that_was_open_for_more_than_a_day_vouches_for_nobody(
    deliberation: Deliberation, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    embedded(deliberation)
    browser = Client()
    page = enter(browser, deliberation, xid=signed(deliberation.slug, "reader 7"))
    ballot, now = ballot_of(page), time.time()
    monkeypatch.setattr("deliberation.embedding.frames.time.time", lambda: now + 25 * 3600)
    answer = browser.post(address_of(page), ballot, headers=INSIDE | {"HX-Request": "true"})
    assert answer.status_code == 403
    assert "load the page around this one again" in text(answer)
    assert not Vote.objects.exists()


def test_where_only_vouched_people_take_part_others_are_told_in_the_frame(
    browser: Client, deliberation: Deliberation, statement: Statement
) -> None:
    embedded(deliberation, only_with_identity=True)
    vouched = enter(Client(), deliberation, xid=signed(deliberation.slug, "reader 7"))
    assert 'name="value"' in text(vouched)
    page = enter(browser, deliberation)
    assert "please join first" in text(page)
    assert 'name="value"' not in text(page)
