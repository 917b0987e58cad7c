"""A citizen's whole visit, with JavaScript and without, by mouse and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest

from deliberation.models import Deliberation, Statement, Vote
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]

SMALLEST = {"width": 320, "height": 640}
FOR_VISITORS = ["/", "/d/ai/", "/d/ai/join/", "/d/ai/vote/", "/d/ai/my-votes/", "/sign-in/", "/no-such-page/"]
FOR_PARTICIPANTS = [
    "/d/ai/",
    "/d/ai/vote/",
    "/d/ai/my-votes/",
    "/d/ai/my-statements/",
    "/d/ai/my-data/",
    "/d/ai/propose/",
]


@pytest.fixture
def assembly(transactional_db: None) -> Deliberation:
    """An open deliberation with statements in several scripts, one of them long."""
    deliberation = DeliberationFactory(slug="ai", title="How should an AI behave?", description="Say it.")
    for text, language in [
        ("An AI should say when it does not know.", "en"),
        ("An AI should never pretend to be a human being.", "en"),
        ("人工智能应当说明它的信息来源。", "zh-Hans"),
        ("يجب أن يحترم الذكاء الاصطناعي الجميع.", "ar"),
        ("When somebody seems to be in danger, the AI should listen first. " * 4, "en"),
    ]:
        StatementFactory(deliberation=deliberation, text=text.strip(), language=language, is_seed=True)
    return deliberation


def shown(page: Any) -> str:
    """Return the statement on the screen."""
    text: str = page.locator("#ballot-statement").inner_text()
    return text


def vote(page: Any, word: str) -> str:
    """Press a button, wait for another statement or the end, and return what was voted on."""
    text = shown(page)
    key = page.locator(".ballot-form [name=key]").input_value()
    page.get_by_role("button", name=word, exact=True).click()
    page.locator(f".ballot:not(:has(.ballot-form [value='{key}']))").wait_for()
    settle(page)
    return text


def settle(page: Any) -> None:
    """Wait as long as a person at least takes to see a new statement; earlier taps are ignored."""
    page.wait_for_timeout(300)


def votes() -> dict[str, int]:
    return dict(Vote.objects.values_list("statement__text", "value"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_whole_visit(
    open_browser: OpenBrowser, assembly: Deliberation, javascript: bool, screen: dict[str, int]
) -> None:
    page = open_browser(viewport=screen, java_script_enabled=javascript)
    page.goto("/")
    page.get_by_role("link", name="Take part").first.click()

    first = shown(page)
    page.get_by_role("button", name="Agree", exact=True).click()
    page.get_by_text("1 vote cast").wait_for()
    assert votes() == {first: 1}

    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("5 statements left").wait_for()
    assert shown(page) == first
    assert votes() == {}

    settle(page)
    page.get_by_role("button", name="Disagree").click()
    page.get_by_text("1 vote cast").wait_for()
    assert votes() == {first: -1}

    page.get_by_role("link", name="Propose a statement").click()
    page.get_by_label("Your statement").fill("An AI should keep secrets.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Waiting").wait_for()
    assert Statement.objects.get(text="An AI should keep secrets.").state == Statement.State.PENDING

    page.get_by_role("link", name="My votes", exact=True).click()
    page.get_by_role("button", name="Pass").click()
    page.locator(".vote-button--pass[aria-pressed=true]").wait_for()
    assert votes() == {first: 0}

    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("Your vote is withdrawn").wait_for()
    assert votes() == {}


def test_voting_swaps_the_statement_without_loading_a_page(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/vote/")
    page.evaluate("window.still_here = true")

    for word in ("Agree", "Disagree", "Pass"):
        vote(page, word)

    assert page.evaluate("window.still_here")
    assert sorted(votes().values()) == [-1, 0, 1]


def test_a_key_pressed_as_soon_as_the_page_is_loaded_votes_in_place(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser()
    # A busy device runs timers late; what they would do must not be needed for voting.
    page.add_init_script(
        "const later = setTimeout; setTimeout = (act, ms, ...rest) => later(act, (ms ?? 0) + 3000, ...rest);"
    )
    page.goto("/d/ai/vote/")
    page.evaluate("window.still_here = true")
    page.keyboard.press("a")
    page.locator(".ballot:has-text('1 vote')").wait_for()

    assert page.evaluate("window.still_here")
    page.locator("[data-takes-focus]:focus").wait_for()


def test_voting_to_the_end_by_keyboard_alone(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser()
    page.goto("/d/ai/vote/")

    for count, key in enumerate("adpad", start=1):
        page.keyboard.press(key)
        page.locator(f".ballot:has-text('{count} vote'), .ballot-end").first.wait_for()
        page.locator("[data-takes-focus]:focus").wait_for()
        settle(page)
    page.get_by_role("heading", name="You have voted on every statement").wait_for()
    assert sorted(votes().values()) == [-1, -1, 0, 1, 1]

    page.keyboard.press("u")
    page.get_by_text("1 statement left").wait_for()
    assert len(votes()) == 4


def test_keys_typed_into_a_form_do_not_vote(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser()
    page.goto("/d/ai/propose/")
    page.get_by_label("Your statement").press_sequentially("a d p")

    assert page.get_by_text("275 left").is_visible()
    assert votes() == {}


def test_buttons_are_reached_in_order_with_the_tab_key(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser()
    page.goto("/d/ai/vote/")
    page.locator("#ballot-statement").focus()
    reached = []
    for _tab in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))

    assert reached == ["Agree", "Disagree", "Pass", "Skip for now"]


def test_a_double_tap_votes_once(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/vote/")
    page.get_by_role("button", name="Agree", exact=True).dblclick()
    page.get_by_text("1 vote cast").wait_for()
    page.wait_for_timeout(500)

    assert list(votes().values()) == [1]


def test_a_long_paste_is_counted_refused_and_kept(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/propose/")
    page.get_by_label("Your statement").fill("An AI. " * 1500)
    assert page.get_by_text("too many").is_visible()
    page.get_by_role("button", name="Send").click()

    assert page.get_by_text("characters too long").is_visible()
    assert len(page.get_by_label("Your statement").input_value()) == 7 * 1500


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "screen", [{"width": 320, "height": 640}, PHONE, DESKTOP], ids=["320", "390", "1280"]
)
def test_no_page_has_an_accessibility_fault_or_scrolls_sideways_on_the_smallest_phone(
    open_browser: OpenBrowser, assembly: Deliberation, screen: dict[str, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_browser(viewport=screen, color_scheme=scheme, reduced_motion="reduce")
    faults = {}
    for path in [*FOR_VISITORS, "vote", *FOR_PARTICIPANTS]:
        if path == "vote":
            page.goto("/d/ai/vote/")
            vote(page, "Agree")
            continue
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        page.set_viewport_size(SMALLEST)
        wide = page.evaluate("document.documentElement.scrollWidth") > SMALLEST["width"]
        page.set_viewport_size(screen)
        if violations or wide:
            faults[path] = [(one["id"], one["nodes"][0]["html"]) for one in violations] + ["wide"] * wide

    assert faults == {}
