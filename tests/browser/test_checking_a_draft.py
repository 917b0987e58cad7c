"""Checking a draft in a real browser: by keyboard alone, on a phone, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from constitution.models import Concern, ConstitutionVersion
from constitution.services.concerns import checks_of
from deliberation.models import Deliberation, User
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import OTHER_VIEWS, VIEWS, faults_on
from tests.constitution.concerns.drafts import LIKES, checked_draft, the_concern

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]


@pytest.fixture
def draft(deliberation: Deliberation, settings: Any) -> ConstitutionVersion:
    """A draft with two opposites, two likes and a vague word, looked at."""
    settings.SENTENCE_ENCODER = "another"
    version = checked_draft(deliberation)
    for job in checks_of(version):
        job.claim()
        job.succeed({})
    return version


def signed_in_page(open_browser: OpenBrowser, owner: User, live_server: Any, **options: Any) -> Any:
    client = Client()
    client.force_login(owner)
    page = open_browser(**options)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_from_the_warning_to_a_draft_with_nothing_open_by_keyboard(
    open_browser: OpenBrowser, draft: ConstitutionVersion, owner: User, live_server: Any
) -> None:
    page = signed_in_page(open_browser, owner, live_server)
    page.goto(f"/d/{draft.deliberation.slug}/constitution/organise/")
    page.get_by_role("link", name="Check the draft").first.click()
    assert faults_on(page, VIEWS + OTHER_VIEWS) == []

    same = page.get_by_role("article", name="Principles 1 and 2")
    same.get_by_label("Why").focus()
    page.keyboard.type("They ask for the same thing.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Make one principle"
    page.keyboard.press("Enter")
    page.get_by_text("They are one principle now: p01.").wait_for()

    opposite = page.locator(".concern").first
    opposite.get_by_label("Why").fill("Only doctors advise.")
    opposite.get_by_role("button", name="goes first").last.press("Enter")
    page.get_by_text("Principle 3 goes before principle 2").wait_for()

    vague = page.locator(".concern").first
    vague.get_by_label("Why").fill("It is clear enough.")
    vague.get_by_role("button", name="It stays as it is").press("Enter")
    page.get_by_text("Stays as it is").last.wait_for()
    assert faults_on(page, VIEWS) == []
    assert not Concern.objects.filter(version=draft).open().exists()
    assert draft.principles.count() == 4


def test_without_javascript_two_become_one_and_two_again_on_a_phone(
    open_browser: OpenBrowser, draft: ConstitutionVersion, owner: User, live_server: Any
) -> None:
    page = signed_in_page(open_browser, owner, live_server, viewport=PHONE, java_script_enabled=False)
    page.goto(f"/d/{draft.deliberation.slug}/constitution/organise/concerns/")
    same = page.locator("article", has_text=LIKES[0])
    same.get_by_label("As one principle they would read").fill("Choose the response in the plainest words.")
    same.get_by_label("Why").fill("They ask for the same thing.")
    same.get_by_role("button", name="Make one principle").click()
    page.get_by_text("They are one principle now").wait_for()
    page.locator("summary", has_text="Make two again").click()
    page.locator(".concern-decided").get_by_label("Why").fill("They differ.")
    page.get_by_role("button", name="Make two again").click()
    page.get_by_text("They are two again: principle 2 is back.").wait_for()
    assert the_concern(draft, "same meaning").state == "dismissed"
