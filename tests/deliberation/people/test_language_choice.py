"""The language is chosen by a form without a token, so that who only reads is given no cookie."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

CHOICE = {"language": "es", "next": "/"}


def test_a_reader_gets_no_cookie_before_choosing() -> None:
    reader = Client()
    assert reader.get("/").status_code == 200
    assert not reader.cookies


def test_a_choice_without_a_token_is_kept() -> None:
    reader = Client(enforce_csrf_checks=True)
    answer = reader.post("/language/setlang/", CHOICE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert 'lang="es"' in reader.get("/").content.decode()


def test_no_other_site_chooses_and_none_is_led_to() -> None:
    reader = Client()
    assert (
        reader.post("/language/setlang/", CHOICE, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    assert not reader.cookies
    elsewhere = {"language": "es", "next": "https://evil.example/"}
    assert "evil" not in reader.post("/language/setlang/", elsewhere).headers["Location"]
