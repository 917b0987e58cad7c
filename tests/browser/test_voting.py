"""The vote page: its second taps, its keys, its weight, and whom it serves."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from config.static_files import collect_static_files
from deliberation.models import Deliberation, Exposure, Vote, VoteReason
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_participants import OpenBrowser, assembly, settle, shown, votes

__all__ = ["assembly"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES = 60_000


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_a_pass_means_what_matters_and_why(
    open_browser: OpenBrowser, assembly: Deliberation, javascript: bool
) -> None:
    page = open_browser(viewport=PHONE, java_script_enabled=javascript)
    page.goto("/d/ai/")
    page.get_by_role("button", name="Pass", exact=True).click()
    page.get_by_text("1 vote cast").wait_for()
    following, height = shown(page), place_of_buttons(page)

    page.get_by_role("button", name="Unclear wording").click()
    page.locator(".mark[aria-pressed=true]", has_text="Unclear wording").wait_for()
    page.get_by_role("button", name="Important to me").click()
    page.locator(".mark[aria-pressed=true]", has_text="Important to me").wait_for()
    page.locator("summary", has_text="Say why").click()
    page.get_by_label("Why, in one sentence").fill("It can mean two things.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("It can mean two things.").first.wait_for()

    marked = Vote.objects.get()
    assert (marked.pass_reason, marked.is_important) == ("unclear", True)
    assert VoteReason.objects.get().text == "It can mean two things."
    assert shown(page) == following
    if javascript:
        assert place_of_buttons(page) == height
        sizes = page.locator(".ballot button:visible, .ballot a:visible, .ballot summary:visible")
        assert min(box["height"] for box in map(box_of, sizes.all())) >= 24

    page.goto("/d/ai/my-votes/?show=important")
    page.get_by_role("button", name="Important to me").click()
    page.locator(".mark[aria-pressed=false]", has_text="Important to me").wait_for()
    page.goto("/d/ai/my-votes/?show=important")
    page.get_by_text("None of your votes is like that.").wait_for()
    assert not Vote.objects.get().is_important


def place_of_buttons(page: Any) -> float:
    """Return how far down the page the three buttons are."""
    place: float = page.locator(".ballot-form").evaluate("form => form.getBoundingClientRect().top + scrollY")
    return place


def box_of(control: Any) -> dict[str, float]:
    box: dict[str, float] = control.bounding_box()
    return box


def test_a_whole_visit_by_keyboard_alone(open_browser: OpenBrowser, assembly: Deliberation) -> None:
    page = open_browser()
    page.goto("/d/ai/vote/")
    page.locator("summary", has_text="Keys").press("Enter")
    assert page.get_by_text("important to me").first.is_visible()

    page.keyboard.press("p")
    page.get_by_text("1 vote cast").wait_for()
    following = shown(page)
    assert page.evaluate("document.activeElement.id") == "ballot-statement"
    page.locator("#announcer", has_text="Recorded: Pass.").wait_for(state="attached")
    settle(page)
    for key, name in (("3", "Not relevant"), ("i", "Important to me")):
        page.keyboard.press(key)
        page.locator(".mark[aria-pressed=true]", has_text=name).wait_for()
    assert page.evaluate("document.activeElement.id") == "ballot-statement"
    assert Vote.objects.get().pass_reason == "not_relevant"

    page.keyboard.press("s")
    page.locator("#ballot-statement").filter(has_not_text=following).wait_for()
    settle(page)
    page.keyboard.press("u")
    page.get_by_text("5 statements left").wait_for()
    page.locator("#announcer", has_text="Taken back.").wait_for(state="attached")
    assert votes() == {}


def test_a_screen_reader_meets_the_statement_then_the_buttons_then_the_quiet_things(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/vote/")
    page.get_by_role("button", name="Pass", exact=True).click()
    page.get_by_text("1 vote cast").wait_for()
    settle(page)
    reached = []
    for _tab in range(10):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.firstElementChild === null ? "
                "document.activeElement.textContent : document.activeElement.innerText"
            )
            .split("\n")[0]
            .strip()
        )

    assert reached == [
        *("Agree", "Disagree", "Pass", "Undo", "Skip for now"),
        *("Not sure", "Unclear wording", "Not relevant", "Important to me", "Say why"),
    ]


@pytest.fixture
def site_in_production(settings: Any) -> Iterator[str]:
    """The address of the site with our static files as in production: collected, hashed and compressed."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    collect_static_files()
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    staticfiles_storage.delete(staticfiles_storage.manifest_name)
    staticfiles_storage.hashed_files = {}


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_the_first_vote_page_is_light_keeps_its_files_for_ever_and_asks_nobody_else(
    assembly: Deliberation, site_in_production: str, open_browser: OpenBrowser
) -> None:
    page = open_browser(viewport=PHONE)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    received: list[float] = []
    answers: list[Any] = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("response", lambda answer: answers.append(answer))
    with page.expect_response("**/statements/next/*"):
        page.goto(f"{site_in_production}/d/ai/vote/")
    while len(received) < len(answers):
        page.wait_for_timeout(100)

    assert {answer.url.split("/")[2] for answer in answers} == {site_in_production.split("/")[2]}
    assert not [answer for answer in answers if answer.request.resource_type == "font"]
    assert answers[0].headers["content-encoding"] == "gzip"
    files = [answer for answer in answers if "/static/" in answer.url]
    assert len(files) > 8
    assert all("immutable" in answer.headers["cache-control"] for answer in files)
    assert sum(received) <= MOST_BYTES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_vote_page_has_no_accessibility_fault_from_right_to_left(
    open_browser: OpenBrowser, assembly: Deliberation, width: int, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_browser(
        viewport={"width": width, "height": 720}, color_scheme=scheme, locale="ar", reduced_motion="reduce"
    )
    page.goto("/d/ai/vote/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator(".vote-button--pass").click()
    page.locator(".marks").wait_for()
    settle(page)
    faults = Axe().run(page).response["violations"]
    page.context.set_offline(True)
    page.locator(".vote-button--pass").click()
    page.locator("[data-outbox-line]:visible").wait_for()
    faults += Axe().run(page).response["violations"]

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    agree, disagree = (box_of(page.locator(f".vote-button--{word}")) for word in ("agree", "disagree"))
    assert agree["x"] > disagree["x"]
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.ballot-statement')).animationName") == "none"
    )


def test_a_slow_network_shows_the_press_at_once_and_counts_it_once(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    page.goto("/d/ai/vote/")
    page.evaluate("window.still_here = true")
    held: list[Any] = []
    page.route("**/vote/", lambda route: held.append(route))
    agree = page.get_by_role("button", name="Agree", exact=True)
    agree.click()
    agree.click()
    page.locator(".vote-button--agree.vote-button--pressed").wait_for()
    for route in held:
        route.continue_()
    page.get_by_text("1 vote cast").wait_for()

    assert len(held) == 1
    assert list(votes().values()) == [1]
    assert page.evaluate("window.still_here")


def test_a_statement_on_the_desktop_stands_alone_and_its_buttons_never_move(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    for screen in (PHONE, DESKTOP):
        page = open_browser(viewport=screen)
        page.goto("/d/ai/vote/")
        heights = []
        for word in ("Pass", "Agree", "Pass"):
            heights.append(place_of_buttons(page))
            page.get_by_role("button", name=word, exact=True).click()
            page.get_by_text(f"{len(heights)} vote").first.wait_for()
            settle(page)
        # On the desktop a long statement may push them down; on the phone nothing does.
        assert len({round(height) for height in heights}) == 1 or screen == DESKTOP


def with_statements_ahead(page: Any) -> None:
    """Cast a first vote, and wait until the page has what comes next."""
    with page.expect_response("**/statements/next/*"):
        page.goto("/d/ai/vote/")
    with page.expect_response("**/statements/next/*"):
        page.get_by_role("button", name="Agree", exact=True).click()
        page.get_by_text("1 vote cast").wait_for()
    settle(page)


def test_the_next_statement_is_there_at_once_and_the_vote_is_called_recorded_when_it_is(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    with_statements_ahead(page)
    held: list[Any] = []
    page.route("**/cast/", lambda route: held.append(route))
    voted_on = shown(page)
    page.keyboard.press("d")
    page.locator("#ballot-statement").filter(has_not_text=voted_on).wait_for()
    following = shown(page)
    assert page.evaluate("document.activeElement.id") == "ballot-statement"
    settle(page)
    page.keyboard.press("i")
    assert page.get_by_text("1 vote cast").is_visible()
    assert len(votes()) == 1

    held[0].continue_()
    page.get_by_text("2 votes cast").wait_for()
    page.locator("#announcer", has_text="Recorded: Disagree.").wait_for(state="attached")
    page.locator(".mark[aria-pressed=true]", has_text="Important to me").wait_for()
    assert votes()[voted_on] == -1
    assert Vote.objects.get(statement__text=voted_on).is_important
    shown_now = Exposure.objects.get(statement__text=following)
    assert shown_now.seed and (shown_now.probability or 0) > 0
    assert page.evaluate("localStorage.length") == 0

    page.keyboard.press("u")
    page.locator("#ballot-statement").filter(has_text=voted_on[:30]).wait_for()
    assert voted_on not in votes()


def test_a_vote_that_does_not_arrive_is_kept_and_sent_again(
    open_browser: OpenBrowser, assembly: Deliberation
) -> None:
    page = open_browser(viewport=PHONE)
    with_statements_ahead(page)
    page.route("**/cast/", lambda route: route.abort("failed"))
    voted_on = shown(page)
    page.get_by_role("button", name="Pass", exact=True).click()
    page.get_by_text("1 vote is kept").first.wait_for()
    page.get_by_text("2 votes cast").wait_for()
    assert votes()[voted_on] == 0
    assert page.evaluate("localStorage.length") == 0
