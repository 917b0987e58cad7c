"""An owner invites somebody, who compares answers on a phone without an account, until it is closed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constitution.models import ConstitutionVersion
from constitution.services import draft_version, ratify_version
from deliberation.models import Role, User
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import VIEWS, faults_on
from tests.browser.test_training_run import window_of
from tests.constitution.assemblies import analysed_assembly
from tests.factories import MembershipFactory
from tests.training_bridge.panel.comparing import comparing_run, item, offer
from training_bridge.models import HumanComparison, Standing, TrainingRun
from training_bridge.services.people import invite_person

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
LONG = "An answer that goes on and on about the harbour, the weather and the price of bread. " * 12


@pytest.fixture
def waiting(settings: Any, tmp_path: Path) -> tuple[TrainingRun, User]:
    """A run that waits for people, and its owner."""
    settings.DATA_DIR = tmp_path
    version = ratify_version(version=draft_version(deliberation=analysed_assembly().deliberation))
    assert isinstance(version, ConstitutionVersion)
    owner = MembershipFactory(deliberation=version.deliberation, role=Role.OWNER).user
    run = comparing_run(version, owner)
    offer(run.artifact_folder, [item(0), item(1, first=LONG, second="Short.\n\nWith\na list."), item(2)])
    return run, owner


def said() -> list[str]:
    return [each.choice for each in HumanComparison.objects.order_by("pk")]


def test_invited_by_a_link_a_person_compares_all_by_keyboard_and_the_owner_closes_it(
    open_browser: OpenBrowser, live_server: Any, waiting: tuple[TrainingRun, User]
) -> None:
    run, account = waiting
    owner = window_of(open_browser, account, live_server)
    owner.goto(f"/d/{run.deliberation.slug}/training/{run.public_id}/")
    owner.get_by_role("link", name="Invite people").click()
    assert faults_on(owner, VIEWS) == []
    owner.get_by_label("Who is it?").fill("Ruth")
    owner.get_by_role("button", name="Make a link").click()
    owner.get_by_role("button", name="Copy").wait_for()
    link = owner.get_by_label("To compare answers").input_value()
    assert faults_on(owner, VIEWS) == []

    person = open_browser()
    person.goto(link)
    assert faults_on(person, VIEWS) == []
    person.get_by_role("link", name="Begin").click()
    for key, place in (("1", "1 of 3"), ("0", "2 of 3"), ("s", "3 of 3")):
        person.get_by_text(place, exact=True).wait_for()
        assert faults_on(person, VIEWS) == []
        person.keyboard.press(key)
    person.get_by_role("heading", name="Thank you").wait_for()
    assert faults_on(person, VIEWS) == []
    assert said()[0] in ("first", "second")
    assert said()[1:] == ["same", "skip"]

    owner.reload()
    owner.goto(f"/d/{run.deliberation.slug}/training/{run.public_id}/people/")
    owner.get_by_text("3 of 3 pairs compared").wait_for()
    owner.get_by_role("button", name="Close comparing and go on").click()
    owner.get_by_text("the run goes on").wait_for()
    run.refresh_from_db()
    assert run.standing == Standing.QUEUED
    person.goto(link)
    person.get_by_role("heading", name="The comparing is closed").wait_for()
    assert faults_on(person, VIEWS) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_a_person_says_why_goes_back_and_comes_to_the_end(
    open_browser: OpenBrowser, waiting: tuple[TrainingRun, User], javascript: bool
) -> None:
    run, _account = waiting
    _invitation, key = invite_person(run=run, name="Ruth")
    person = open_browser(viewport=PHONE, has_touch=True, java_script_enabled=javascript)
    person.goto(f"/d/{run.deliberation.slug}/training/{run.public_id}/compare-answers/{key}/")
    person.get_by_role("link", name="Begin").tap()
    person.get_by_text("Say why").tap()
    person.get_by_label("Your reason").fill("Kinder: <b>it asks</b>.")
    person.get_by_role("button", name="Answer 2").tap()
    person.get_by_text("2 of 3", exact=True).wait_for()
    person.get_by_role("link", name="Back to the one before").tap()
    person.get_by_text("1 of 3", exact=True).wait_for()
    assert person.get_by_label("Your reason").input_value() == "Kinder: <b>it asks</b>."
    person.get_by_role("button", name="Answer 1").tap()
    for _pair in range(2):
        person.get_by_role("button", name="About the same").tap()
    person.get_by_role("heading", name="Thank you").wait_for()
    turned = HumanComparison.objects.order_by("pk")[0]
    assert turned.choice == turned.shown_first
    assert turned.reason == "Kinder: <b>it asks</b>."
    assert said()[1:] == ["same", "same"]
