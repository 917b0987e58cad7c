"""Joining, coming back and leaving, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.models import Deliberation, Participant, Question, Quota
from deliberation.people.consent import set_consent_text
from deliberation.people.invitations import make_invitations
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]


@pytest.fixture
def invited(transactional_db: None) -> Deliberation:
    """A deliberation by invitation with two questions, a quota and two statements."""
    deliberation = DeliberationFactory(
        slug="ai", title="How should an AI behave?", access=Deliberation.Access.INVITATION
    )
    Question.objects.create(
        deliberation=deliberation, key="age", text="How old are you?", options=["young", "old"]
    )
    Question.objects.create(deliberation=deliberation, key="job", text="What is your job?", kind="text")
    Quota.objects.create(deliberation=deliberation, cell={"age": "old"}, seats=1)
    Quota.objects.create(deliberation=deliberation, cell={}, seats=5)
    StatementFactory.create_batch(3, deliberation=deliberation, author=None)
    return deliberation


def faults(page: Any) -> list[tuple[str, str]]:
    """Return what axe finds on the page, every fold opened, and whether it scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + [("wide", page.url)] * wide


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_somebody_invited_joins_comes_back_elsewhere_and_erases(
    open_browser: OpenBrowser, invited: Deliberation, javascript: bool
) -> None:
    [code] = make_invitations(deliberation=invited, count=1)
    page = open_browser(viewport=PHONE, java_script_enabled=javascript)
    page.goto(f"/d/ai/join/?code={code.lower().replace('-', ' ')}")
    page.get_by_label("old", exact=True).check()
    page.get_by_label("What is your job?").fill("\U0001f956 baker")
    page.get_by_role("button", name="Start voting").click()
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_role("button", name="Undo").first.wait_for()

    page.goto("/d/ai/my-data/")
    assert page.get_by_text("\U0001f956 baker").is_visible()
    link = page.get_by_role("textbox", name="Your link to come back").input_value()
    copies = page.get_by_role("button", name="Copy")
    assert copies.is_visible() is javascript
    if javascript:
        copies.click()
        page.get_by_role("button", name="Copied").wait_for()

    elsewhere = open_browser(viewport=DESKTOP, java_script_enabled=javascript)
    elsewhere.goto(link)
    elsewhere.get_by_role("button", name="Go on in this browser").click()
    assert elsewhere.get_by_text("Here you are participant 1.").is_visible()
    elsewhere.get_by_role("link", name="See what goes and what stays").click()
    elsewhere.get_by_label("Yes, erase my data").check()
    elsewhere.get_by_role("button", name="Erase my data").click()
    assert elsewhere.get_by_text("Your data is erased").is_visible()
    page.reload()
    assert page.get_by_role("heading", name="Nothing of yours yet").is_visible()
    assert Participant.objects.get().erased_at


def test_the_browser_does_its_piece_of_work_while_one_reads(
    open_browser: OpenBrowser, transactional_db: None
) -> None:
    deliberation = DeliberationFactory(slug="ai", asks_proof_of_work=True)
    StatementFactory(deliberation=deliberation, author=None)
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/")
    page.get_by_text("Done. You can go on.").wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Start voting").click()
    page.get_by_role("button", name="Agree", exact=True).wait_for()
    assert Participant.objects.count() == 1

    without = open_browser(java_script_enabled=False)
    without.goto("/d/ai/join/")
    assert without.get_by_text("That needs JavaScript").is_visible()
    without.get_by_role("button", name="Start voting").click()
    assert without.get_by_text("has not done its piece of work").is_visible()
    assert Participant.objects.count() == 1


@pytest.mark.parametrize(
    ("screen", "scheme", "language"),
    [({"width": 320, "height": 640}, "dark", "en"), (DESKTOP, "light", "ar")],
    ids=["320 dark", "1280 light Arabic"],
)
def test_no_page_of_joining_and_leaving_has_an_accessibility_fault(
    open_browser: OpenBrowser, invited: Deliberation, screen: dict[str, int], scheme: str, language: str
) -> None:
    codes = make_invitations(deliberation=invited, count=3)
    page = open_browser(viewport=screen, color_scheme=scheme, reduced_motion="reduce", locale=language)
    found = {}
    for path in ["/d/ai/", f"/d/ai/join/?code={codes[0]}"]:
        page.goto(path)
        found[path] = faults(page)
    page.get_by_role("radio").nth(1).check()
    page.locator(".join-form button").click()
    second = open_browser(viewport=screen, color_scheme=scheme, locale=language)
    second.goto(f"/d/ai/join/?code={codes[1]}")
    second.get_by_role("radio").nth(1).check()
    second.locator(".join-form button").click()
    assert second.get_by_role("alert").is_visible()
    found["full"] = faults(second)
    second.get_by_role("radio").nth(2).check()
    second.locator(".join-form button").click()
    second.goto("/d/ai/my-data/")
    link = second.locator("#recovery-link").input_value()
    for path in ["my-data/", "about-me/", "my-data/erase/", link, f"{link[:-5]}/"]:
        page.goto(path if "://" in path else f"/d/ai/{path}")
        found[path] = faults(page)
    set_consent_text(deliberation=invited, text="Another text.")
    page.goto("/d/ai/vote/")
    assert "/consent/" in page.url
    found["consent"] = faults(page)

    assert {path: one for path, one in found.items() if one} == {}
