"""A deliberation on another site, in Chromium: the site on localhost, the host on 127.0.0.1."""

import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deliberation.models import Deliberation, Embedding, Participant, Vote
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.deliberation.embedding.host_sites import embedded, signed
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class HostSite:
    """Another site, with one page whose own policy allows the site's script and frames and nothing else."""

    def __init__(self, site: str) -> None:
        self.site, self.page = site, ""
        host = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                policy = f"default-src 'none'; script-src {host.site}; frame-src {host.site}; img-src data:"
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(host.page.encode())

            def log_message(self, *_parts: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def shows(self, *tags: dict[str, str]) -> None:
        """Put script tags with these attributes on the page."""
        scripts = [
            f'<script src="{self.site}/embed.js" async '
            + " ".join(f'data-{name}="{value}"' for name, value in tag.items())
            + "></script>"
            for tag in tags
        ]
        self.page = (
            '<!doctype html><html lang="en"><head><title>News</title>'
            '<link rel="icon" href="data:,"></head><body><main><h1>News</h1>'
            + "<hr>".join(scripts)
            + "</main></body></html>"
        )


@pytest.fixture
def deliberation(transactional_db: None) -> Deliberation:
    deliberation = DeliberationFactory(title="How should an AI answer?")
    for _number in range(4):
        StatementFactory(deliberation=deliberation, author=None, is_seed=True)
    return deliberation


@pytest.fixture
def host(live_server: Any, deliberation: Deliberation) -> Iterator[HostSite]:
    """A site that the deliberation names."""
    site = HostSite(live_server.url)
    embedding = embedded(deliberation)
    embedding.origins = [site.origin]
    embedding.save(update_fields=["origins"])
    site.shows({"deliberation": deliberation.slug})
    yield site
    site.server.shutdown()
    site.server.server_close()


def height_of(page: Any) -> float:
    return float(page.locator("iframe").first.evaluate("frame => frame.getBoundingClientRect().height"))


def grown(page: Any) -> None:
    """Wait until the frame has said how tall it is."""
    from playwright.sync_api import expect

    expect(page.locator("iframe").first).not_to_have_attribute("style", re.compile("480px"), timeout=20_000)


def vote(page: Any, key: str = "a") -> str:
    """Vote with a key in the first frame of the page; return the statement that was voted on.

    The frame comes after the page; keys are heard once it is loaded.
    """
    from playwright.sync_api import expect

    frame = page.frame_locator("iframe").first
    statement = frame.locator("#ballot-statement").inner_text()
    page.locator("iframe").first.element_handle().content_frame().wait_for_load_state()
    before = Vote.objects.count()
    frame.locator("#ballot-statement").press(key)
    expect(frame.locator("#ballot-statement")).not_to_have_text(statement, timeout=20_000)
    assert Vote.objects.count() == before + 1
    return str(statement)


def test_people_vote_in_a_frame_that_grows_in_the_host_s_colours(
    open_browser: Callable[..., Any], host: HostSite, deliberation: Deliberation
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    theme = {"accent": "#005a9c", "ground": "#ffffff", "ink": "#111111"}
    host.shows(
        {"deliberation": deliberation.slug, "title": "Vote: How should an AI answer?", **theme},
        {"deliberation": deliberation.slug, "show": "results"},
    )
    page = open_browser()
    page.goto(host.origin)
    grown(page)
    voted = vote(page)
    following = page.frame_locator("iframe").first.locator("#ballot-statement").inner_text()
    assert following != voted
    assert page.locator("iframe").first.get_attribute("title") == "Vote: How should an AI answer?"
    assert page.locator("iframe").count() == 2
    frame = page.locator("iframe").first.element_handle().content_frame()
    assert frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert frame.evaluate("document.documentElement.scrollHeight") <= height_of(page) + 1
    assert page.evaluate("Object.keys(window).filter(name => /embed|concord/i.test(name))") == []
    assert Axe().run(page).response["violations"] == []
    page.reload()
    frame = page.frame_locator("iframe").first
    frame.locator(".ballot-last").wait_for()
    assert Participant.objects.count() == 1


def test_only_numbers_from_the_frame_itself_change_its_height(
    open_browser: Callable[..., Any], host: HostSite
) -> None:
    page = open_browser()
    page.goto(host.origin)
    grown(page)
    before = height_of(page)
    page.evaluate("postMessage({concordHeight: 5000}, '*')")
    page.frames[1].evaluate("parent.postMessage({concordHeight: '5000px'}, '*')")
    page.frames[1].evaluate("parent.postMessage({concordHeight: Infinity}, '*')")
    page.frames[1].evaluate("parent.postMessage('5000', '*')")
    page.evaluate("new Promise(done => setTimeout(done))")
    assert height_of(page) == before
    page.frames[1].evaluate("parent.postMessage({concordHeight: 99999}, '*')")
    page.locator('iframe[style*="20000px"]').wait_for()


def test_a_site_that_is_not_named_shows_a_link_instead(
    chromium: Any, host: HostSite, deliberation: Deliberation
) -> None:
    Embedding.objects.update(origins=["https://elsewhere.example"])
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(host.origin)
    link = page.get_by_role("link", name="Take part on Concord, in a new tab")
    link.wait_for()
    assert page.frames[1].url.startswith("chrome-error:")
    assert link.get_attribute("href") == f"{host.site}/d/{deliberation.slug}/"
    context.close()


def test_one_person_of_the_host_is_one_participant_in_two_browsers(
    chromium: Any, host: HostSite, deliberation: Deliberation
) -> None:
    for _browser in range(2):
        xid = signed(deliberation.slug, "reader 7")
        host.shows({"deliberation": deliberation.slug, "xid": xid})
        context = chromium.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(host.origin)
        vote(page)
        context.close()
    assert Vote.objects.values_list("participant", flat=True).distinct().count() == 1
    assert Vote.objects.count() == 2


def test_a_wrong_signature_is_refused_in_the_frame(
    chromium: Any, host: HostSite, deliberation: Deliberation
) -> None:
    host.shows({"deliberation": deliberation.slug, "xid": signed("another", "reader 7")})
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(host.origin)
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="We could not tell who you are").wait_for()
    context.close()
    assert not Participant.objects.exists()


@pytest.fixture
def chromium_that(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A function that starts a Chromium of its own, with arguments and preferences."""
    from playwright.sync_api import sync_playwright  # noqa: F401 - skipped together with `chromium`

    contexts: list[Any] = []

    def start(chromium: Any, *arguments: str, **preferences: Any) -> Any:
        folder = tmp_path / f"profile-{len(contexts)}"
        (folder / "Default").mkdir(parents=True)
        (folder / "Default" / "Preferences").write_text(json.dumps({"profile": preferences}))
        context = chromium.browser_type.launch_persistent_context(
            folder, executable_path=CHROMIUM, args=[*ARGUMENTS, *arguments], locale="en-GB"
        )
        contexts.append(context)
        return context.pages[0]

    yield start
    for context in contexts:
        context.close()


def test_votes_are_kept_where_cookies_of_third_parties_are_blocked(
    chromium: Any, chromium_that: Callable[..., Any], host: HostSite
) -> None:
    page = chromium_that(
        chromium, "--test-third-party-cookie-phaseout", block_third_party_cookies=True, cookie_controls_mode=1
    )
    page.goto(host.origin)
    vote(page)
    page.reload()
    vote(page, "d")
    kept = [cookie for cookie in page.context.cookies() if "participant" in cookie["name"]]
    assert [cookie["sameSite"] for cookie in kept] == ["None"]
    assert re.search(r"127\.0\.0\.1", str(kept[0].get("partitionKey", "")))
    assert Participant.objects.count() == 1


def test_where_no_cookie_is_kept_the_frame_says_so_and_leads_to_a_new_tab(
    chromium: Any, chromium_that: Callable[..., Any], host: HostSite, deliberation: Deliberation
) -> None:
    page = chromium_that(chromium, default_content_setting_values={"cookies": 2})
    page.goto(host.origin)
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Your browser keeps no cookies here").wait_for()
    assert frame.locator(".vote-buttons").count() == 0
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Vote in a new tab").click()
    opened.value.locator("#ballot-statement").wait_for()
    assert opened.value.url == f"{host.site}/d/{deliberation.slug}/vote/"
    assert not Vote.objects.exists()
