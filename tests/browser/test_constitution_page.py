"""The constitution as people read it: on the screen, without JavaScript, and on paper."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from constitution.models import ConstitutionVersion
from constitution.services import draft_version, ratify_version
from deliberation.models import Deliberation
from tests.browser.conftest import PHONE
from tests.constitution.assemblies import analysed_assembly
from tests.constitution.public_page.versions import APART, LARGE, put_into_topics
from tests.factories import DeliberationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
WHOLE = "/d/charter/constitution/"
LONG = "honest about everything that it does not know or is not sure of, " * 9


@pytest.fixture
def charter(transactional_db: None) -> ConstitutionVersion:
    """A ratified version of sixty principles in two topics, one of them very long."""
    deliberation: Deliberation = DeliberationFactory(slug="charter", title="How should an AI answer?")
    statements = [(f"The AI should be honest in case {number}.", LARGE) for number in range(59)]
    statements += [(f"The AI should be {LONG}at all times.", LARGE)]
    statements += [("The AI should take the side of workers.", APART)]
    analysed_assembly(statements, deliberation=deliberation, group_sizes=(30, 20))
    version = draft_version(deliberation=deliberation, size=60)
    put_into_topics(version, {n: (n % 2, ("truth, honest", "care, people")[n % 2]) for n in range(1, 61)})
    return ratify_version(version=version)


def test_a_principle_opens_where_it_stands_and_has_an_address_without_javascript(
    open_browser: OpenBrowser, charter: ConstitutionVersion
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto(f"{WHOLE}#p03")
    third = page.locator("#p03")
    third.locator("summary").first.click()
    third.get_by_text("Of everybody: 50 agree").wait_for()
    assert third.get_by_role("button", name="Copy").is_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    third.locator("summary").first.click()
    third.locator("summary").first.click()
    assert asked == []

    without = open_browser(java_script_enabled=False)
    without.goto(WHOLE)
    without.locator("#p03 summary").click()
    without.locator("#p03").get_by_role("link", name="Its statements, votes and wording").click()
    assert without.url.endswith("/constitution/v1/p03/")
    assert "Of everybody: 50 agree" in without.locator("main").inner_text()
    assert without.get_by_role("button", name="Copy").count() == 0


def test_the_contents_lead_to_each_topic_and_back(
    open_browser: OpenBrowser, charter: ConstitutionVersion
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto(WHOLE)
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="truth, honest").click()
    assert page.url.endswith("#topic-0")
    assert page.locator("#topic-0 h2").is_visible()
    page.locator(".to-contents a").click()
    assert page.url.endswith("#contents")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def places(page: Any, selector: str) -> dict[str, float]:
    box: dict[str, float] = page.locator(selector).bounding_box()
    return box


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_on_paper_it_is_a_document_with_a_title_page_and_a_seal(
    open_browser: OpenBrowser, charter: ConstitutionVersion, paper: str
) -> None:
    page = open_browser(locale="ar" if paper == "Letter" else "en-GB")
    page.goto(WHOLE)
    written = page.pdf(format=paper)
    pages = len(re.findall(rb"/Type\s*/Page\b", written))
    assert 4 <= pages <= 7, "a title page, the principles, the seal; and no empty sheets"
    page.set_viewport_size({"width": 640, "height": 960})
    page.emulate_media(media="print")
    for hidden in (".site-header", ".site-footer", ".contents", ".why", "#made", "#check", ".keep-link"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in (".charter-preamble", "#p01", "#p60", "#contested", ".seal-address", ".seal-code svg"):
        assert page.locator(shown).first.is_visible(), shown
    assert charter.content_sha256 in page.locator(".charter-seal").inner_text()
    assert page.locator(".seal-address").inner_text().endswith("/d/charter/constitution/v1/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640, "nothing is cut off"
    longest = page.locator(".article-text", has_text="at all times").bounding_box()
    assert longest["x"] >= 0 and longest["x"] + longest["width"] <= 640
    assert places(page, "#contested")["y"] < places(page, ".charter-seal")["y"]
