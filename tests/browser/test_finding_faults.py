"""Looking for faults on a phone, without scripts and by keyboard, from the link to the thanks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from constitution.models import ConstitutionVersion
from constitution.services import draft_version, ratify_version
from tests.browser.test_every_page import VIEWS, faults_on
from tests.constitution.assemblies import analysed_assembly
from tests.training_bridge.critic.read_run import read_run
from training_bridge.models import RowReview
from training_bridge.services.people import invite_person

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
PHONE = {"width": 390, "height": 844}


def ratified() -> ConstitutionVersion:
    return ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))


def test_a_person_goes_through_all_rows_by_phone_and_keyboard(open_browser: OpenBrowser) -> None:
    run = read_run(
        ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation)), rows=4
    )
    _invitation, key = invite_person(run=run, name="Ruth")
    address = reverse("training_bridge:find_faults", args=[run.deliberation.slug, run.public_id, key])
    page = open_browser(viewport=PHONE)
    page.goto(address)
    assert faults_on(page, VIEWS) == []
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Begin").click()
    for number in range(4):
        page.get_by_text(f"Answer {number + 1} of 4").wait_for()
        if number == 0:
            page.get_by_role("button", name="Save and go on").click()
            page.get_by_role("alert").wait_for()
            assert faults_on(page, VIEWS) == []
            page.set_viewport_size(PHONE)
        if page.get_by_role("heading", name="What the critic says").count():
            assert page.locator("mark").count() == 1
            page.get_by_label("No, it is not").focus()
            page.keyboard.press("Space")
        if number == 1:
            page.get_by_label("Water is dry on Mondays.").check()
            page.get_by_label("What is wrong here?").nth(1).fill("Water is wet.")
        else:
            assert page.get_by_label("What is wrong here?").nth(0).is_hidden()
            page.get_by_label("Nothing is wrong with this answer").check()
        page.get_by_role("button", name="Save and go on").focus()
        page.keyboard.press("Enter")
    page.get_by_text("That was the last one.").wait_for()
    assert faults_on(page, VIEWS) == []
    said = list(RowReview.objects.order_by("id"))
    assert [each.answer["nothing_found"] for each in said] == [True, False, True, True]
    assert said[1].answer["faults"] == [{"quote": "Water is dry on Mondays.", "reason": "Water is wet."}]
    page.get_by_role("link", name="What people and the critic found").click()
    page.get_by_role("heading", name="Can a critic help people to find faults?").wait_for()
    assert faults_on(page, VIEWS) == []


def test_it_can_all_be_done_without_scripts(open_browser: OpenBrowser) -> None:
    run = read_run(
        ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation)), rows=2
    )
    _invitation, key = invite_person(run=run, name="Ruth")
    page = open_browser(viewport=PHONE, java_script_enabled=False)
    page.goto(reverse("training_bridge:find_faults", args=[run.deliberation.slug, run.public_id, key]))
    page.get_by_role("link", name="Begin").click()
    for _row in range(2):
        page.get_by_label("Ask her first.").check()
        page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("That was the last one.").wait_for()
    assert RowReview.objects.count() == 2
