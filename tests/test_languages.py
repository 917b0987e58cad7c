import pytest
from django.conf import settings
from django.test import Client

from config.messages import compile_catalogues


@pytest.fixture(autouse=True)
def compiled() -> None:
    compile_catalogues()


@pytest.mark.django_db
def test_a_reader_changes_the_language_and_comes_back_to_the_page() -> None:
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get("/")
    assert 'lang="en"' in page.content.decode()

    token = page.cookies["csrftoken"].value
    answer = visitor.post(
        "/language/setlang/", {"language": "zh-hant", "next": "/", "csrfmiddlewaretoken": token}, follow=True
    )
    assert answer.redirect_chain[0][0] == "/"
    assert '<html lang="zh-hant"' in answer.content.decode()


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES if code != "en"])
@pytest.mark.django_db
def test_a_listed_language_speaks(code: str) -> None:
    english = Client().get("/").content.decode()
    other = Client(headers={"accept-language": code}).get("/").content.decode()

    assert f'<html lang="{code}"' in other
    title = english.split("<h1")[1].split(">", 1)[1].split("</h1>")[0]
    assert title not in other
