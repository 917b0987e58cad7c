"""Names of cookies in a frame, also where the site is reached by https alone."""

from http.cookies import SimpleCookie
from typing import Any

import pytest

from deliberation.embedding import framed_cookies
from deliberation.embedding.framed_cookies import cookies_for_frame, cookies_for_page, name_in_frame


@pytest.mark.parametrize(
    ("own", "framed"),
    [
        ("csrftoken", "embedded_csrftoken"),
        ("participant_ab", "embedded_participant_ab"),
        ("__Host-csrftoken", "__Host-embedded_csrftoken"),
        ("__Host-participant_ab", "__Host-embedded_participant_ab"),
    ],
)
def test_a_cookie_in_a_frame_has_a_name_of_its_own_and_keeps_its_prefix(own: str, framed: str) -> None:
    assert name_in_frame(own) == framed


def test_with_https_alone_cookies_find_back_to_their_names(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(framed_cookies, "COOKIE_PREFIX", "__Host-participant_")
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    given = SimpleCookie({"__Host-participant_ab": "somebody", "__Host-csrftoken": "secret"})
    sent = {name: cookie.value for name, cookie in cookies_for_frame(given).items()}
    assert set(sent) == {"__Host-embedded_participant_ab", "__Host-embedded_csrftoken"}
    assert cookies_for_page(sent) == {"__Host-participant_ab": "somebody", "__Host-csrftoken": "secret"}


def test_neither_a_session_nor_the_site_s_own_cookies_come_in_or_go_out() -> None:
    sent = {"sessionid": "x", "csrftoken": "own", "participant_ab": "own", "embedded_sessionid": "y"}
    assert cookies_for_page(sent) == {}
    assert cookies_for_frame(SimpleCookie({"sessionid": "x", "django_language": "es"})) == {}


def test_taking_a_cookie_away_reaches_the_partition_it_is_in() -> None:
    given = SimpleCookie()
    given["participant_ab"] = ""
    given["participant_ab"]["max-age"] = 0
    [cookie] = cookies_for_frame(given).values()
    assert {"Max-Age=0", "Partitioned", "Secure"} <= set(cookie.OutputString().split("; "))
