"""Every text in every language: catalogues that are complete, and pages on which nothing was forgotten."""

import re
from collections import Counter
from datetime import UTC, datetime
from gettext import c2py
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format

from config.messages import compile_catalogues
from deliberation.templatetags.figures import figure, isolated, percent, signed, tenths, tick
from deliberation.templatetags.stored_words import STEPS_OF_JOBS, in_words
from tests.message_catalogues import (
    catalogue_of,
    forms_of,
    messages_of,
    placeholders,
    text_of,
    texts_of_sources,
)
from training_bridge.filters import REASONS
from training_bridge.prompts import load_margin_pairs
from training_bridge.run_settings import LOADING, STEPS
from training_bridge.templatetags import training_words

ROOT = Path(settings.BASE_DIR)
OTHER_LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
every_language = pytest.mark.parametrize("code", OTHER_LANGUAGES)


@pytest.fixture(autouse=True)
def compiled() -> None:
    compile_catalogues()


@pytest.mark.django_db
def test_a_reader_changes_the_language_and_comes_back_to_the_page() -> None:
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get("/")
    assert 'lang="en"' in page.content.decode()

    answer = visitor.post("/language/setlang/", {"language": "zh-hant", "next": "/"}, follow=True)
    assert answer.redirect_chain[0][0] == "/"
    assert '<html lang="zh-hant"' in answer.content.decode()


@every_language
@pytest.mark.django_db
def test_a_listed_language_speaks(code: str) -> None:
    english = Client().get("/").content.decode()
    other = Client(headers={"accept-language": code}).get("/").content.decode()

    assert f'<html lang="{code}"' in other
    title = english.split("<h1")[1].split(">", 1)[1].split("</h1>")[0]
    assert title not in other


@pytest.mark.django_db
def test_each_language_is_offered_by_its_own_name_in_its_own_direction() -> None:
    page = Client().get("/").content.decode()
    for code, direction, name in [
        ("es", "ltr", "Español"),
        ("ar", "rtl", "العربيّة"),
        ("zh-hans", "ltr", "简体中文"),
        ("zh-hant", "ltr", "繁體中文"),
    ]:
        assert f'value="{code}" lang="{code}" dir="{direction}">{name}</button>' in page
    assert '<html lang="ar" dir="rtl">' in Client(headers={"accept-language": "ar"}).get("/").content.decode()


@pytest.fixture(scope="module")
def marked() -> dict[Any, str]:
    """Every text marked for translation and where it stands."""
    return texts_of_sources()


@every_language
def test_a_catalogue_holds_just_the_texts_of_the_sources(code: str, marked: dict[Any, str]) -> None:
    translated = {text_of(message) for message in messages_of(catalogue_of(code))}
    assert {f"{text.singular} ({where})" for text, where in marked.items() if text not in translated} == set()
    assert {text.singular for text in translated - set(marked)} == set()


@every_language
def test_a_catalogue_is_complete_and_certain(code: str) -> None:
    catalogue = catalogue_of(code)
    assert not catalogue.fuzzy
    faults = []
    for message in messages_of(catalogue):
        forms = forms_of(message)
        wanted = catalogue.num_plurals if isinstance(message.id, tuple) else 1
        if message.fuzzy or len(forms) != wanted or not all(form.strip() for form in forms):
            faults.append(message.id)
    assert faults == []


@every_language
def test_a_translation_keeps_places_for_values_and_markup(code: str) -> None:
    catalogue = catalogue_of(code)
    form_of = c2py(catalogue.plural_expr)
    numbers = Counter(form_of(number) for number in range(1000))
    faults = []
    for message in messages_of(catalogue):
        text = text_of(message)
        wanted = placeholders(text.plural or text.singular)
        for place, form in enumerate(forms_of(message)):
            kept = placeholders(form)
            # A form for one number alone, such as the dual, may say that number in words.
            may_drop = 1 if text.plural and numbers[place] == 1 else 0
            if set(kept) - set(wanted) or len(set(wanted) - set(kept)) > may_drop:
                faults.append((text.singular, form))
            if form.endswith("\n") != text.singular.endswith("\n") or form != form.strip(" "):
                faults.append((text.singular, form))
    assert faults == []


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "ar"])
def test_no_latin_sentence_is_left_in_another_script(code: str) -> None:
    english = re.compile(r"(?:\b[a-z']{2,}\b[ ,]+){3,}")
    forgotten = [
        form
        for message in messages_of(catalogue_of(code))
        for form in forms_of(message)
        if english.search(re.sub(r"<[^>]+>|%\([a-z_]+\)[sd]", "", form))
    ]
    assert forgotten == []


def test_arabic_tells_six_kinds_of_number_apart_and_chinese_one() -> None:
    assert catalogue_of("ar").num_plurals == 6
    assert catalogue_of("es").num_plurals == 2
    assert catalogue_of("zh-hans").num_plurals == catalogue_of("zh-hant").num_plurals == 1


@pytest.mark.parametrize(
    ("code", "thousands", "tenth", "almost_all", "day"),
    [
        ("en", "1,234,567", "3.1", ">99%", "May 31, 2026"),
        ("zh-hans", "1,234,567", "3.1", ">99%", "2026年5月31日"),
        ("zh-hant", "1,234,567", "3.1", ">99%", "2026年5月31日"),
        ("es", "1\xa0234\xa0567", "3,1", "más de 99\xa0%", "31 de mayo de 2026"),
        ("ar", "1,234,567", "3.1", "أكثر من \u200e99%", "31 مايو 2026"),
    ],
)
def test_numbers_and_dates_follow_the_reader(
    code: str, thousands: str, tenth: str, almost_all: str, day: str
) -> None:
    with translation.override(code):
        assert figure(1_234_567) == thousands
        assert Template("{% load humanize %}{{ number|intcomma }}").render(
            Context({"number": 1_234_567})
        ) == (thousands)
        assert tenths(3.14) == tenth
        assert percent(0.999) == almost_all
        assert date_format(datetime(2026, 5, 31, tzinfo=UTC), "DATE_FORMAT") == day


def test_a_sign_stays_before_its_digits_from_right_to_left() -> None:
    assert (signed(-0.0314), signed(0.1), tick(0.05), tick(0)) == ("-0.031", "+0.100", "+0.05", "0")
    with translation.override("ar"):
        assert signed(-0.0314) == "\N{LEFT-TO-RIGHT ISOLATE}-0.031\N{POP DIRECTIONAL ISOLATE}"
    with translation.override("es"):
        assert signed(-0.0314) == "-0,031"


def test_a_text_in_the_other_direction_is_isolated_in_a_sentence() -> None:
    english, arabic = "An AI helps.", "الذكاء الاصطناعي يساعد."
    assert isolated(english) == english
    assert isolated(arabic) == f"\N{FIRST STRONG ISOLATE}{arabic}\N{POP DIRECTIONAL ISOLATE}"
    with translation.override("ar"):
        assert isolated(arabic) == arabic
        assert isolated(english) == f"\N{FIRST STRONG ISOLATE}{english}\N{POP DIRECTIONAL ISOLATE}"


def test_what_a_job_does_is_said_in_the_language_of_the_reader() -> None:
    with translation.override("es"):
        assert in_words("Reading the votes") == "Leyendo los votos"
        assert in_words("Sending e-mails: 50 of 200") == "Enviando correos · 50 de 200"
        assert training_words.step_of_run("fine-tuning: 3 of 48") == "Entrenando el modelo · 3 de 48"
    assert in_words("") == ""


def test_every_step_a_job_reports_is_marked_for_translation() -> None:
    reported = set()
    for folder in ("deliberation/analysis", "deliberation/results", "deliberation/people"):
        for path in (ROOT / folder).rglob("*.py"):
            reported |= set(re.findall(r'\b(?:say|report)\(f?"([^":{]+)', path.read_text()))
    assert reported - set(STEPS_OF_JOBS) == set()
    steps_of_stages = {step for steps in STEPS.values() for step in steps}
    assert set(training_words.STEPS) == steps_of_stages | {LOADING, "waiting for another run"}
    assert set(training_words.REASONS) == set(REASONS)
    assert set(training_words.THEMES) == {pair.theme.replace("-", " ") for pair in load_margin_pairs()}
