"""The results in a real browser: the same with and without JavaScript, on a phone and on a desktop."""

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.models import Deliberation
from deliberation.results.services import request_analysis
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_participants import vote
from tests.deliberation.results.assemblies import REJECTED, SHARED, analysed, two_camps, with_topics
from tests.factories import DeliberationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
LARGE, SMALL = 42, 30
"""People of the two camps: enough about each place of the map that a shade there is not held back."""
HOSTILE = '"><script>alert(1)</script><svg onload=alert(2)> is what an AI should say.'
PAGES = [
    "/d/camps/results/",
    "/d/camps/results/statements/",
    "/d/nobody/results/",
    "/d/camps/results/statements/1/",
    "/d/camps/results/participation/",
    "/d/camps/where-you-stand/?statement=3",
]
SMALLEST = {"width": 320, "height": 640}


@pytest.fixture
def camps(transactional_db: None) -> Deliberation:
    """An analysed deliberation with two opinion groups and topics, and another one without votes."""
    texts = [HOSTILE, *(f"An AI should do thing {n}." for n in range(30))]
    deliberation = two_camps(texts=texts, large=LARGE, small=SMALL)
    with_topics(deliberation)
    analysed(deliberation)
    DeliberationFactory(slug="nobody")
    return deliberation


def reading(page: Any) -> str:
    text: str = page.locator("main").inner_text()
    return text


@pytest.mark.parametrize("path", PAGES[:2])
def test_the_pages_say_the_same_without_javascript(
    open_browser: OpenBrowser, camps: Deliberation, path: str
) -> None:
    with_script, without = open_browser(), open_browser(java_script_enabled=False)
    with_script.goto(path)
    without.goto(path)
    assert reading(with_script) == reading(without)
    assert SHARED in reading(without)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_first_votes_to_the_results(
    open_browser: OpenBrowser, camps: Deliberation, screen: dict[str, int]
) -> None:
    page = open_browser(viewport=screen)
    page.goto("/d/camps/vote/")
    for _ in range(3):
        vote(page, "Agree")
    page.goto("/d/camps/where-you-stand/")
    assert page.locator("#stand-map ellipse").count() == 3
    assert page.locator("#stand-map .map-you").count() == 0
    assert "nobody can tell exactly where you stand" in reading(page)

    page.get_by_role("link", name="Go on voting").click()
    for _ in range(5):
        vote(page, "Agree")
    page.goto("/d/camps/where-you-stand/")
    assert page.locator("#stand-map .map-you").count() == 2

    page.evaluate("window.stayed = true")
    page.locator(".shade-list a").first.click()
    page.locator("#stand-map .map-shade").first.wait_for()
    assert page.evaluate("window.stayed")
    page.get_by_role("link", name="Without the shading").click()
    page.locator("#stand-map .map-shade").first.wait_for(state="detached")

    page.get_by_role("link", name="See all results").click()
    number = page.locator(".swarm a").first
    number.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="How people voted").wait_for()
    page.go_back()
    with page.expect_download() as download:
        page.locator("#unites").get_by_role("link", name="Download (CSV)").click()
    assert download.value.path().read_text().startswith("statement,text,votes,")


def test_a_statement_shades_the_map_without_javascript(
    open_browser: OpenBrowser, camps: Deliberation
) -> None:
    page = open_browser(java_script_enabled=False, viewport=PHONE)
    page.goto("/d/camps/where-you-stand/")
    assert page.locator(".map-shade").count() == 0
    page.locator(".shade-list a").first.click()
    page.locator("#stand-map .map-shade").first.wait_for()
    page.locator("#stand-map summary").click()
    assert page.get_by_role("columnheader", name="Disagree").is_visible()
    page.get_by_role("link", name="All about this statement").click()
    assert "Reasons people gave" in reading(page)


def test_what_people_wrote_is_read_and_not_run(open_browser: OpenBrowser, camps: Deliberation) -> None:
    page = open_browser()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto("/d/camps/results/statements/?q=alert")
    assert HOSTILE in reading(page)
    page.goto("/d/camps/results/")
    assert dialogs == []


def test_the_table_beside_the_map_opens_by_keyboard(open_browser: OpenBrowser, camps: Deliberation) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/camps/results/")
    summary = page.locator("#map summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("row", name=f"A {LARGE} 58%").is_visible()


def test_typing_narrows_the_list_without_loading_the_page(
    open_browser: OpenBrowser, camps: Deliberation
) -> None:
    page = open_browser()
    page.goto("/d/camps/results/statements/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Words in the statement").press_sequentially("flatter")
    page.get_by_text("1 statement ·").wait_for()
    assert REJECTED in reading(page)
    assert SHARED not in reading(page)
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.name") == "q"


def test_searching_works_without_javascript(open_browser: OpenBrowser, camps: Deliberation) -> None:
    page = open_browser(java_script_enabled=False, viewport=PHONE)
    page.goto("/d/camps/results/statements/")
    page.get_by_label("Words in the statement").fill("thing")
    page.get_by_label("Sorted by").select_option("number")
    page.get_by_role("button", name="Show").click()
    assert "30 statements" in reading(page)
    page.get_by_role("link", name="Next").click()
    assert "Page 2 of 2" in reading(page)
    assert "An AI should do thing 29." in reading(page)


def test_a_running_analysis_is_followed_until_it_is_done(
    open_browser: OpenBrowser, camps: Deliberation
) -> None:
    job = request_analysis(deliberation=camps)
    page = open_browser()
    page.goto("/d/camps/results/")
    assert "A new analysis is waiting its turn." in reading(page)
    job.claim()
    job.report("Finding groups", 0.4)
    page.get_by_text("40% done").wait_for()
    job.succeed()
    page.get_by_text("The new results are ready.").wait_for()
    page.get_by_role("link", name="Show them").click()
    assert SHARED in reading(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [SMALLEST, DESKTOP], ids=["smallest", "desktop"])
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways(
    open_browser: OpenBrowser, camps: Deliberation, screen: dict[str, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_browser(viewport=screen, color_scheme=scheme, reduced_motion="reduce")
    faults = {}
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        violations = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth") > screen["width"]
        if violations or wide:
            faults[path] = [(one["id"], one["nodes"][0]["html"]) for one in violations] + ["wide"] * wide
    assert faults == {}
