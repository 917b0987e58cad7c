"""The translators' pages over HTTP, as plain forms send them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Job, Statement, StatementTranslation, User
from deliberation.translating import urls
from deliberation.translating.machine import TRANSLATE_TASK
from deliberation.translating.sheet import write_sheet
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

PAGES = ["translate", "translation_sheet", "download_translations"]
WRITES = ["save_translation", "translate_by_machine"]


def address(deliberation: Deliberation, name: str, number: int = 1) -> str:
    parts = [deliberation.slug, number] if name == "save_translation" else [deliberation.slug]
    return reverse(f"deliberation:{name}", args=parts)


@pytest.fixture
def browser(signed_in: Any, translator: User) -> Client:
    return signed_in(translator)


def test_every_address_is_in_this_file() -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == {*PAGES, *WRITES}


@pytest.mark.parametrize("name", [*PAGES, *WRITES])
def test_only_those_who_translate_find_the_pages(
    request: pytest.FixtureRequest, signed_in: Any, client: Client, statement: Statement, name: str
) -> None:
    deliberation = statement.deliberation
    for person in ("observer", "stranger"):
        browser = signed_in(request.getfixturevalue(person))
        answer = (browser.get if name in PAGES else browser.post)(address(deliberation, name))
        assert answer.status_code == 404
    answer = (client.get if name in PAGES else client.post)(address(deliberation, name))
    assert answer.headers["Location"].startswith(reverse("deliberation:sign_in"))


@pytest.mark.parametrize("person", ["translator", "moderator", "owner"])
def test_those_who_do_see_what_is_missing(
    request: pytest.FixtureRequest, signed_in: Any, statement: Statement, person: str
) -> None:
    browser = signed_in(request.getfixturevalue(person))
    page = browser.get(address(statement.deliberation, "translate"), {"language": "ar"})
    assert statement.text in page.text
    assert address(statement.deliberation, "translate") in browser.get("/").text or "Translate" in page.text


def test_a_translation_is_saved_and_gone_from_the_list(browser: Client, statement: Statement) -> None:
    sent = {"language": "es", "text": "Debe cumplir."}
    page = browser.post(address(statement.deliberation, "save_translation"), sent, follow=True)
    assert "is kept" in page.text
    assert statement.text not in page.text
    everything = browser.get(address(statement.deliberation, "translate"), {"language": "es", "show": "all"})
    assert "Debe cumplir." in everything.text


def test_with_htmx_the_row_comes_back_with_what_is_wrong(browser: Client, statement: Statement) -> None:
    answer = browser.post(
        address(statement.deliberation, "save_translation"),
        {"language": "es", "text": "Sí, " * 300},
        headers={"hx-request": "true"},
    )
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "Sí, Sí" in answer.text
    assert not StatementTranslation.objects.exists()


def test_a_file_is_shown_before_anything_is_kept(browser: Client, statement: Statement) -> None:
    StatementFactory(deliberation=statement.deliberation, text="Be kind.")
    lines = write_sheet(statement.deliberation, ["es"]).splitlines()
    sheet = "\n".join([lines[0], lines[1] + "Debe.", lines[2].replace("kind", "rude") + "Mal."])
    file = SimpleUploadedFile("es.csv", sheet.encode())
    page = browser.post(address(statement.deliberation, "translation_sheet"), {"file": file})
    assert "Keep 1 translation" in page.text
    assert "The original was changed" in page.text
    assert not StatementTranslation.objects.exists()
    answer = browser.post(
        address(statement.deliberation, "translation_sheet"), {"sheet": page.context["sheet"]}, follow=True
    )
    assert "1 translation is kept." in answer.text
    assert StatementTranslation.objects.get().text == "Debe."


def test_a_file_in_a_wrong_encoding_is_explained(browser: Client, deliberation: Deliberation) -> None:
    file = SimpleUploadedFile("es.csv", "number,language,original,es\n1,en,a,Sé\n".encode("latin-1"))
    page = browser.post(address(deliberation, "translation_sheet"), {"file": file})
    assert page.status_code == 422
    assert "UTF-8" in page.text


def test_the_file_is_read_as_utf_8_by_spreadsheets(browser: Client, statement: Statement) -> None:
    answer = browser.get(address(statement.deliberation, "download_translations"), {"language": "es"})
    assert answer.content.startswith(b"\xef\xbb\xbfnumber,language,original,es\r\n")
    assert "es-translations.csv" in answer["Content-Disposition"]


def test_a_machine_is_asked_where_one_is_plugged_in(
    browser: Client, deliberation: Deliberation, settings: Any
) -> None:
    settings.STATEMENT_TRANSLATOR = "tests.deliberation.translating.translators.shout"
    browser.post(address(deliberation, "translate_by_machine"))
    assert Job.objects.filter(task=TRANSLATE_TASK).count() == 1


def test_in_one_language_there_is_nothing_to_translate(browser: Client, deliberation: Deliberation) -> None:
    deliberation.languages = []
    deliberation.save()
    assert "nothing to translate" in browser.get(address(deliberation, "translate")).text
