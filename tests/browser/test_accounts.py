"""Getting into an account in a real browser: with a passkey, and with a code where there is no JavaScript."""

import contextlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from redis.exceptions import RedisError

from deliberation.integrity import rate_limits
from deliberation.models import Deliberation, NoticeSubscription, Participant, User
from deliberation.people.notices_sending import send_notices
from deliberation.people.participation import COOKIE_SALT, cookie_name
from tests.browser.conftest import PHONE
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Any]
KEY_IN_THE_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture(autouse=True)
def uncounted(settings: Any) -> None:
    """Count nothing against this test that another has done."""
    settings.SIGN_IN_RATE_LIMIT = "1000/minute"
    rate_limits._local_storage.cache_clear()
    with contextlib.suppress(RedisError):
        rate_limits._shared_storage(settings.REDIS_URL).reset()
    cache.clear()


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name).click()


def faults(page: Any) -> list[str]:
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


def code_in(message: Any) -> str:
    return re.search(r"^([A-Z0-9]{3,4}-[A-Z0-9]{3,4})$", message.body, re.M)[1]


@pytest.fixture
def device(open_browser: OpenBrowser, live_server: Any) -> tuple[Any, str, Callable[[bool], None]]:
    """A window on a device with a fingerprint reader: its page, the site, and whether it knows the finger.

    Browsers allow passkeys on http for the name localhost alone.
    """
    page = open_browser(color_scheme="dark")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    made = keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_DEVICE})

    def know(finger: bool) -> None:
        keys.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": made["authenticatorId"], "isUserVerified": finger},
        )

    return page, live_server.url.replace("127.0.0.1", "localhost"), know


def test_a_passkey_is_made_and_signs_in(device: Any, moderator: User) -> None:
    page, site, know = device
    page.goto(f"{site}/sign-in/?next=/account/2fa/webauthn/add/")
    assert faults(page) == []
    page.get_by_label("Email").fill(moderator.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_role("heading", name="Is it still you?").wait_for()
    assert faults(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("A name for it").fill("my phone")
    assert faults(page) == []
    press(page, "Make the passkey")
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".codes li").count() == 10
    assert faults(page) == []
    for place in ("", "webauthn/", "totp/activate/"):
        page.goto(f"{site}/account/2fa/{place}")
        assert faults(page) == [], place

    page.context.clear_cookies()
    page.goto(f"{site}/sign-in/?next=/account/email/")
    know(finger=False)
    press(page, "Use a passkey")
    page.get_by_text("No passkey was used.").wait_for()
    know(finger=True)
    press(page, "Use a passkey")
    page.get_by_role("heading", name="Your address").wait_for()
    assert page.get_by_text(moderator.email).is_visible()
    assert faults(page) == []


def test_a_new_person_makes_an_account_without_javascript(open_browser: OpenBrowser) -> None:
    page = open_browser(java_script_enabled=False, viewport=PHONE)
    page.goto("/sign-in/?next=/account/email/")
    assert page.get_by_role("button", name="Use a passkey").is_hidden()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Email").fill("new@example.org")
    press(page, "Send me the code")
    page.get_by_label("Code").fill("WRON-GGGG")
    press(page, "Go on")
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    press(page, "Go on")
    assert page.get_by_role("heading", name="Your address").is_visible()
    press(page, "Sign out")

    page.goto("/sign-in/")
    page.get_by_label("Email").fill("new@example.org")
    press(page, "Email me a code")
    page.get_by_label("Code").fill(code_in(mail.outbox[-1]))
    press(page, "Go on")
    assert page.get_by_role("button", name="Sign out").is_visible()


def test_a_participant_is_told_by_email_until_they_stop_it(
    open_browser: OpenBrowser, participant: Participant, live_server: Any, settings: Any
) -> None:
    from django.core.signing import get_cookie_signer

    deliberation: Deliberation = participant.deliberation
    settings.SITE_URL = live_server.url
    page = open_browser(viewport=PHONE)
    name = cookie_name(deliberation)
    value = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.goto(f"/d/{deliberation.slug}/notices/")
    assert faults(page) == []
    page.get_by_label("Email").fill("ana@example.org")
    page.get_by_label("A constitution is put to our vote").uncheck()
    press(page, "Write to me")
    page.get_by_text("We have sent an email to").wait_for()
    assert faults(page) == []
    send_notices(deliberation=deliberation)

    elsewhere = open_browser()
    links = re.findall(rf"{live_server.url}/notices/\S+", mail.outbox[0].body)
    elsewhere.goto(links[0])
    assert faults(elsewhere) == []
    assert elsewhere.get_by_text("a constitution is put to the vote").count() == 0
    press(elsewhere, "Yes, write to me")
    elsewhere.get_by_text("is confirmed").wait_for()
    assert NoticeSubscription.objects.confirmed().exists()
    elsewhere.goto(links[1])
    assert faults(elsewhere) == []
    press(elsewhere, "Stop the emails")
    elsewhere.get_by_role("heading", name="No more emails").wait_for()
    assert not NoticeSubscription.objects.exists()
