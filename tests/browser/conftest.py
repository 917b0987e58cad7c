"""A real Chromium on a real server: the site as people meet it, on a phone and on a desktop."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, started once."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian package chromium, or name one in CHROMIUM)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """A function that opens a fresh window and returns its page.

    When the test ends, anything the page complained about in its console fails it: script errors and
    violations of the content security policy above all.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def new_page(**options: Any) -> Any:
        context = chromium.new_context(
            base_url=live_server.url, **{"viewport": DESKTOP, "locale": "en-GB"} | options
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(complaints, message))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


EXPECTED = [
    "the server responded with a status of 4",
    "net::ERR_FAILED",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:error",
]
"""What Chromium and htmx report of refusals and lost connections, which tests bring about on purpose."""


def _note(complaints: list[str], message: Any) -> None:
    expected = any(part in message.text for part in EXPECTED)
    if message.type in {"error", "warning"} and not expected:
        complaints.append(message.text)
