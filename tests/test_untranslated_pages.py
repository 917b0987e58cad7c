"""No page shows an English word that did not come through a catalogue: what translators never see."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf.locale import LANG_INFO
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from constitution.models import ConstitutionVersion
from deliberation.embedding.frame_views import script_text
from deliberation.models import Deliberation, Participant, Question, Statement, User
from deliberation.research.citation import LICENCES
from tests.browser import filled_site
from tests.browser.filled_site import known_as
from tests.factories import UserFactory
from tests.training_bridge.runs import SETTINGS
from training_bridge.filters import REASONS
from training_bridge.models import TrainingRun
from training_bridge.services import start_training_run

LEFT_ALONE = re.compile(r"%\([a-z_]+\)[sd]|%%?[sd%]?|\{[a-z_]*\}|<[^>]+>|&\w+;")
WORD = re.compile(r"[A-Za-z]*[a-z]{2,}")
TYPED_ELEMENTS = {"textarea", "pre", "code", "kbd", "bdi", "script", "style"}
SPOKEN_ATTRIBUTES = {"title", "alt", "aria-label", "placeholder", "label"}
EMPTY_ELEMENTS = {"meta", "link", "input", "br", "hr", "img", "wbr", "source", "col"}
NAMES_OF_LANGUAGES = [info["name_local"] for info in LANG_INFO.values() if "name_local" in info]
"""Languages are offered by their own names, which nobody translates."""


def foreign(text: str) -> str:
    """Return a text in which no word is English any more; values and markup stay."""
    parts = re.split(f"({LEFT_ALONE.pattern})", str(text))
    return "".join(part if place % 2 else re.sub(r"[A-Za-z]", "ж", part) for place, part in enumerate(parts))


@pytest.fixture
def in_no_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every catalogue answer with letters that are not Latin."""
    catalogue = translation._trans

    def numbered(singular: str, plural: str, number: int) -> str:
        return foreign(singular if number == 1 else plural)

    monkeypatch.setattr(catalogue, "gettext", foreign)
    monkeypatch.setattr(catalogue, "ngettext", numbered)
    monkeypatch.setattr(catalogue, "pgettext", lambda _context, text: foreign(text))
    monkeypatch.setattr(
        catalogue, "npgettext", lambda _context, singular, plural, number: numbered(singular, plural, number)
    )
    yield
    # It keeps its words for as long as the process lives, and other tests read them.
    script_text.cache_clear()


class SpokenText(HTMLParser):
    """What a page says itself: neither what people typed, marked by `lang`, `dir` or `bdi`, nor code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if not self._is_typed:
            self._read_attributes(tag, given)
        if tag not in EMPTY_ELEMENTS:
            marked = tag != "html" and ("lang" in given or "dir" in given or "hash" in given.get("class", ""))
            self._open.append((tag, marked or tag in TYPED_ELEMENTS))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if not self._is_typed:
            self._read_attributes(tag, {name: value or "" for name, value in attributes})

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_typed:
            self.said.append(" ".join(data.split()))

    @property
    def _is_typed(self) -> bool:
        return any(typed for _tag, typed in self._open)

    def _read_attributes(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            is_text_of_script = name.startswith("data-") and " " in value
            is_summary = name == "content" and given.get("name") == "description"
            is_button = name == "value" and given.get("type") in {"submit", "button"}
            if name in SPOKEN_ATTRIBUTES or is_text_of_script or is_summary or is_button:
                self.said.append(value)


def english_words(html: str, typed: list[str]) -> list[str]:
    """Return what a page says in English words that are no part of what people typed."""
    page = SpokenText()
    page.feed(html)
    left = []
    for said in page.said:
        own = said
        for text in typed:
            # Quoted within a sentence of the site, a statement goes without its full stop.
            own = own.replace(text, "").replace(text.rstrip(".。") or text, "")
        for beginning in re.findall(r"([^“«]+)…", own):
            if any(text.startswith(beginning.strip()) for text in typed):
                own = own.replace(beginning, "")
        words = [word.strip(".,:;!?()“”‘’\"'…·<>=+–-") for word in own.split()]
        if any(WORD.fullmatch(word) for word in words):
            left.append(said)
    return left


def typed_texts() -> list[str]:
    """Return every text in the database, the longest first: what people typed, and names of records."""
    texts = {name for language in NAMES_OF_LANGUAGES for name in (language, language.capitalize())}
    for options in Question.objects.values_list("options", flat=True):
        texts |= set(options)
    texts |= {run.summary["model"] for run in TrainingRun.objects.all()}
    texts |= {licence.title for licence in LICENCES}
    for name in ("deliberation", "constitution", "training_bridge"):
        for model in apps.get_app_config(name).get_models():
            fields = [
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, models.CharField | models.TextField) and not field.choices
            ]
            if fields:
                for row in model._default_manager.values_list(*fields):
                    texts |= {" ".join(str(value).split()) for value in row if value and len(str(value)) > 3}
    shortest_first = sorted(texts, key=len)
    return shortest_first[::-1]


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every named address of the pages, without the back office."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from patterns(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))
        elif isinstance(entry, URLPattern) and entry.name:
            yield prefix + entry.name, entry


def addresses(deliberation: Deliberation) -> list[str]:
    """Return every address that can be made for the deliberation."""
    statement = deliberation.statements.filter(state=Statement.State.ACCEPTED).order_by("number")[0]
    run = TrainingRun.objects.of(deliberation)[0]
    made = []
    for name, pattern in patterns(get_resolver()):
        known = {
            "slug": deliberation.slug,
            "number": 1 if name.startswith("constitution:") else statement.number,
            "public_id": run.public_id,
            "language": "es",
        }
        wanted = pattern.pattern.converters
        try:
            made.append(reverse(name, kwargs={key: known.get(key, "accepted") for key in wanted}))
        except NoReverseMatch:
            continue
    return sorted(set(made))


def finished_run(version: ConstitutionVersion, _weights: Path) -> TrainingRun:
    """Return a run with figures of every kind, without training anything."""
    change = {
        "pairs": 9,
        "before": -0.4,
        "after": -0.5,
        "difference": -0.1,
        "interval": [-0.3, 0.1],
        "verdict": "no clear change",
        "won_before": 3,
        "won_after": 2,
    }
    share = {"count": 2, "items": 24, "share": 2 / 24, "interval": [0.02, 0.26]}
    shares = {"before": share, "after": share}
    error = {"errors": 15, "items": 64}
    run = start_training_run(version=version, settings=SETTINGS)
    run.summary = {
        "outcome": "trained and measured",
        "least_accepted": 8,
        "model": "scripted",
        "model_parameters": 134_515_008,
        "principles": 8,
        "seed": 1,
        "prompts": 48,
        "generated": 48,
        "accepted": 16,
        "acceptance_rate": 1 / 3,
        "rejected_by_reason": dict.fromkeys(REASONS, 3),
        "sft_rows": 64,
        "training_steps": 32,
        "margin": {**change, "control": change, "by_theme": {"honesty": change, "no-harm": change}},
        "refusal": {
            "harmful": shares,
            "over_refusal": shares,
            "classifier_error": error,
            "classifier_error_held_out": error,
        },
    }
    run.save(update_fields=["summary"])
    run.job.succeed({})
    return run


@pytest.fixture
def filled(
    transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Deliberation, User, Participant]:
    """A deliberation in which everything has happened, in English; its owner, and somebody who took part."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(filled_site, "train", finished_run)
    return filled_site.fill_site(tmp_path)


def test_no_page_says_anything_that_no_translator_has_seen(
    filled: tuple[Deliberation, User, Participant], in_no_language: None
) -> None:
    deliberation, owner, participant = filled
    typed = typed_texts()
    seen: set[str] = set()
    untranslated: dict[str, set[str]] = {}
    for person in (None, participant, owner):
        client = Client()
        if person is not None:
            cookie = known_as(person)
            client.cookies[cookie["name"]] = cookie["value"]
        for address in addresses(deliberation):
            if "log-out" in address or "sign-out" in address:
                continue
            answer = client.get(address)
            if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            seen.add(address)
            if words := english_words(answer.content.decode(), typed):
                untranslated.setdefault(address, set()).update(words)
    assert len(seen) > 40
    report = "\n".join(f"{address}: {sorted(said)}" for address, said in sorted(untranslated.items()))
    assert not untranslated, report


def test_a_word_outside_the_catalogues_is_found_and_what_people_typed_is_not() -> None:
    page = (
        '<html lang="en"><body><h1>Left over</h1><img alt="A picture"><p lang="es">Una frase</p>'
        "<p>жжж <bdi>A title</bdi> 12 % JSON</p><p>“Some statement that was…”</p></body></html>"
    )
    assert english_words(page, ["Some statement that was typed"]) == ["Left over", "A picture"]


@pytest.mark.django_db
def test_no_email_says_anything_that_no_translator_has_seen(in_no_language: None) -> None:
    known = UserFactory()
    for address in (known.email, "nobody.known@example.org"):
        Client().post(reverse("deliberation:sign_in"), {"login": address})
        Client().post(reverse("account_signup"), {"email": address})
    assert len(mail.outbox) >= 3
    for message in mail.outbox:
        alternatives = [part.content for part in message.alternatives]
        for said in (message.subject, message.body, *alternatives):
            assert english_words(f"<p>{said}</p>", ["testserver", known.email]) == []
