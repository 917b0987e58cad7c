"""Words of strangers stay words: in no page, e-mail, picture or file do they become markup or script."""

import json
import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from markdown_it import MarkdownIt

from deliberation.models import Deliberation, Participant, Statement, User
from deliberation.moderation.services import moderate_statement
from deliberation.people.notices import confirm_subscription, keep_subscription
from deliberation.people.notices_sending import send_notices
from tests.authorisation.table import TABLE
from tests.browser.filled_site import known_as
from tests.browser.hostile.hostile_site import PAYLOADS, free_text_fields, make_hostile
from tests.browser.test_every_page import NOT_PAGES, PAGES, FilledSite, filled_site  # noqa: F401
from tests.factories import StatementFactory

OpenBrowser = Callable[..., Any]
ROUNDS = 20
"""Rounds after which every payload has stood first in every field that has one short value only."""
HARMFUL_TAGS = {"iframe", "object", "embed", "base", "frame", "marquee", "template", "foreignobject", "math"}
HARMFUL_SCHEMES = ("javascript:", "vbscript:", "data:text")
ADDRESSES = {"src", "action", "formaction", "xlink:href", "srcdoc", "hx-get", "hx-post"}
OURS = re.compile(r"(?!//)(/|#|\?|mailto:|https?://(testserver|localhost)|$)")


class MarkupOfStrangers(HTMLParser):
    """Collects what no page of ours contains and an injected text would bring."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        said = {name: value or "" for name, value in attributes}
        if tag in HARMFUL_TAGS or ("script" in tag and "src" not in said) or "http-equiv" in said:
            self.found.append(f"<{tag}>")
        for name, value in said.items():
            address = "".join(value.split()).lower()
            if name.startswith("on") or name == "style" or name.startswith(("hx-on", "data-hx")):
                self.found.append(f"<{tag} {name}={value[:60]}>")
            elif name in ADDRESSES or (tag == "link" and name == "href"):
                if not OURS.match(address):
                    self.found.append(f"<{tag} {name}={value[:60]}>")
            elif name == "href" and address.startswith(HARMFUL_SCHEMES):
                self.found.append(f"<{tag} {name}={value[:60]}>")


def markup_of_strangers(html: str) -> list[str]:
    """Return what in a page can only come from a text that was taken for markup."""
    parser = MarkupOfStrangers()
    parser.feed(html)
    parser.close()
    return parser.found


def browser_of(person: Any) -> Client:
    browser = Client(raise_request_exception=False)
    if person is not None:
        cookie = known_as(person)
        browser.cookies[cookie["name"]] = cookie["value"]
    return browser


def test_markup_that_is_let_through_would_be_found() -> None:
    unseen = [
        payload
        for payload in PAYLOADS
        if re.search(r"<[a-z]", payload, re.IGNORECASE)
        and not payload.startswith("[")
        and not markup_of_strangers(f"<p>{payload}</p><p title=\"{payload}\"><p title='{payload}'>")
    ]
    assert unseen == []


def test_there_are_enough_payloads_and_fields() -> None:
    assert len(set(PAYLOADS)) >= 60
    assert len(list(free_text_fields())) >= 25


def injected(site: FilledSite) -> Counter[str]:
    """Open every page; return what in its markup no page of ours contains by itself."""
    browsers: dict[Any, Client] = {}
    found: Counter[str] = Counter()
    for page in PAGES:
        person = None if page.who == "visitor" else getattr(site, page.who)
        browser = browsers.setdefault(person, browser_of(person))
        response = browser.get(site.address_of(page), follow=True)
        if response.status_code != 200:
            found[f"{page.name}: answered {response.status_code}"] += 1
        found.update(f"{page.name}: {what}" for what in markup_of_strangers(response.content.decode()))
    return found


def faults_in(site: FilledSite, rounds: int) -> dict[int, list[str]]:
    """Return what hostile words bring into the markup of any page, by round."""
    own = injected(site)
    assert not [what for what in own if "answered" in what]
    faults = {}
    for number in range(rounds):
        make_hostile(first=number * len(PAYLOADS) // ROUNDS)
        if brought := injected(site) - own:
            faults[number] = list(brought)
    return faults


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Keep refusals that are expected out of the report."""
    caplog.set_level(logging.CRITICAL)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_hostile_words_are_shown_as_words_on_every_page(filled_site: FilledSite) -> None:  # noqa: F811
    faults = faults_in(filled_site, 2)
    assert not faults, json.dumps(faults, indent=1)[:6000]
    shown = browser_of(filled_site.owner).get(reverse("deliberation:statement_results", args=["filled"]))
    assert shown.content.decode().count("&lt;script&gt;alert(1)") > 20


@pytest.mark.nightly
@pytest.mark.django_db(transaction=True)
def test_every_payload_stands_first_in_every_field_once(filled_site: FilledSite) -> None:  # noqa: F811
    faults = faults_in(filled_site, ROUNDS)
    assert not faults, json.dumps(faults, indent=1)[:6000]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_dialog_opens_and_the_policy_has_nothing_to_block(
    open_browser: OpenBrowser,
    filled_site: FilledSite,  # noqa: F811
    live_server: Any,
) -> None:
    make_hostile(first=0)
    dialogs: list[str] = []
    for who in ("visitor", "participant", "owner"):
        window = open_browser()
        window.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        if who != "visitor":
            cookie = known_as(getattr(filled_site, who))
            window.context.add_cookies([{**cookie, "url": live_server.url}])
        for page in (page for page in PAGES if page.who == who):
            window.goto(filled_site.address_of(page))
            window.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            theirs = "iframe:not([src^='/embed/'])"
            opened = f'[...document.querySelectorAll("[onerror],[onload],[onclick],[onfocus],{theirs}")]'
            assert window.evaluate(f"{opened}.length") == 0, page.name
    assert dialogs == []


@pytest.mark.django_db(transaction=True)
def test_files_are_no_pages_and_their_text_is_no_markup(filled_site: FilledSite) -> None:  # noqa: F811
    make_hostile(first=0)
    owner, participant = browser_of(filled_site.owner), browser_of(filled_site.participant)
    slug = filled_site.deliberation.slug
    for name in NOT_PAGES["a file or an answer to a program"]:
        if len(TABLE[name].parts) > 1 or not TABLE[name].reads:
            continue
        asked_by = participant if "P" in TABLE[name].reads else owner
        response = asked_by.get(reverse(name, args=[slug] if TABLE[name].parts else []))
        if response.streaming:
            response.getvalue()
        assert "html" not in response.headers["Content-Type"], name
        assert response.headers["X-Content-Type-Options"] == "nosniff", name
    text = owner.get(reverse("constitution:download", args=[slug, 1, "constitution.md"])).getvalue().decode()
    assert markup_of_strangers(MarkdownIt("commonmark", {"html": True}).render(text)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("first", range(0, len(PAYLOADS), 8))
def test_an_email_holds_hostile_words_as_words(
    deliberation: Deliberation, participant: Participant, moderator: User, first: int
) -> None:
    chosen = [PAYLOADS[(first + place) % len(PAYLOADS)] for place in range(8)]
    Deliberation.objects.filter(pk=deliberation.pk).update(title=" ".join(chosen)[:200])
    deliberation.refresh_from_db()
    subscription = keep_subscription(participant=participant, email="me@example.org", language="en")
    confirm_subscription(subscription=subscription)
    for place, payload in enumerate(chosen):
        statement = StatementFactory(
            deliberation=deliberation, author=participant, text=payload, state=Statement.State.PENDING
        )
        moderate_statement(
            statement=statement,
            outcome="rejected" if place % 2 else "accepted",
            reason="unclear" if place % 2 else "",
            note=payload,
            decided_by=moderator,
        )
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=True):
        send_notices(deliberation=deliberation)
    assert mail.outbox
    for message in mail.outbox:
        assert "\n" not in message.subject
        for html, _kind in message.alternatives:
            assert markup_of_strangers(html) == [], html[:2000]
