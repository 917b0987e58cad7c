"""Every address, for every role, in one's own deliberation, in somebody else's, and in a draft."""

import logging
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from deliberation.models import Deliberation, Event
from deliberation.people.expiring_links import expiring_token
from tests.authorisation.api_table import API_TABLE
from tests.authorisation.ground import Ground, ground_with, people_of
from tests.authorisation.table import ACCOUNTS, EVERYONE, ITS_AUTHOR, PANEL, ROLES, TABLE
from tests.browser.kept_site import KeptSite
from tests.browser.test_every_page import LIBRARY, all_names
from tests.factories import DeliberationFactory, ParticipantFactory

SIGN_IN = "/sign-in/"
REACHED = {200, 204, 302, 303, 400, 409, 413, 422, 429}
"""What an address may answer to somebody it is meant for, whatever they sent."""


@pytest.fixture
def own(db: None, settings: Any, tmp_path: Path, kept_site: KeptSite) -> Ground:
    """A deliberation in which everything has happened."""
    settings.DATA_DIR = tmp_path
    settings.JOIN_RATE_LIMIT = settings.VOTE_RATE_LIMIT = "100000/minute"
    deliberation, _owner, participant = kept_site.bring_back()
    return ground_with(deliberation, participant)


def address_of(name: str, parts: dict[str, Any]) -> str:
    return reverse(name, args=[parts[part] for part in TABLE[name].parts])


def answer_to(browser: Client, method: str, address: str, sent: dict[str, Any]) -> tuple[HttpResponse, int]:
    """Send one request; return the answer and how many events it wrote, and undo what it did."""
    before, cookies = Event.objects.count(), SimpleCookie(browser.cookies.output(header="", sep="; "))
    with transaction.atomic():
        response = browser.get(address) if method == "GET" else browser.post(address, sent)
        if response.streaming:
            response.getvalue()
        written = Event.objects.count() - before
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response, written


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(SIGN_IN)


def fault_of(
    response: HttpResponse, written: int, *, letter: str, may: str, is_member: bool, author_only: bool
) -> str:
    """Return what is wrong with an answer; empty where it is as the table says."""
    status = response.status_code
    if letter in may:
        reached = status in REACHED and not is_sent_to_sign_in(response)
        return "" if reached else f"{status}, although it is meant for them"
    if written:
        return f"{written} events were written"
    if not may:
        return (
            "" if status in {404, 405} or is_sent_to_sign_in(response) else f"{status}, although nobody may"
        )
    if letter in "VP" and author_only:
        return "" if status == 404 else f"{status} instead of 404"
    if letter in "VP":
        return "" if is_sent_to_sign_in(response) else f"{status} instead of the way to sign in"
    # Who reads the pages of the panel may be told that there is something only others may do.
    refused = {403, 404} if is_member and letter in PANEL else {404}
    return "" if status in refused else f"{status} instead of a refusal"


def faults_of(people: dict[str, Client], parts: dict[str, Any], *, is_member: bool) -> Iterator[str]:
    """Yield what is wrong, over all addresses, methods and roles."""
    for name, row in TABLE.items():
        address = address_of(name, parts)
        sent = {key: value.format(**parts) for key, value in row.sent.items()}
        for method, listed in (("GET", row.reads), ("POST", row.sends)):
            everybody = is_member or listed in {EVERYONE, ACCOUNTS}
            for letter, browser in people.items():
                may = listed if everybody else listed and "nobody here"
                response, written = answer_to(browser, method, address, sent)
                fault = fault_of(
                    response,
                    written,
                    letter=letter,
                    may=may,
                    is_member=is_member,
                    author_only=listed == ITS_AUTHOR,
                )
                if fault:
                    yield f"{method} {name} as {ROLES[letter]}: {fault}"


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Keep hundreds of refusals out of the report."""
    caplog.set_level(logging.ERROR)


def test_every_address_is_in_the_table() -> None:
    there = {name for name in all_names(get_resolver()) if not LIBRARY.match(name)}
    listed = TABLE.keys() | {row.name for row in API_TABLE}
    assert there - listed == set()
    assert listed - there == set()


def test_every_address_is_open_to_its_roles_and_to_nobody_else(own: Ground) -> None:
    people = people_of(own.deliberation, own.participant)
    its_owner = get_user(people["W"])
    its_owner.memberships.update(may_export_rows=True)
    own.parts["rows_token"] = expiring_token("rows", own.deliberation, its_owner)
    faults = list(faults_of(people, own.parts, is_member=True))
    assert not faults, "\n".join(faults)


def test_roles_in_another_deliberation_open_nothing(own: Ground) -> None:
    """Their own deliberation with objects of this one, this one itself, and this one while it is a draft."""
    elsewhere = DeliberationFactory()
    people = people_of(elsewhere, ParticipantFactory(deliberation=elsewhere))
    faults = list(faults_of(people, own.parts, is_member=False))
    faults += objects_of_others(people["W"], own.parts | {"slug": elsewhere.slug})
    Deliberation.objects.filter(pk=own.deliberation.pk).update(state=Deliberation.State.DRAFT)
    faults += [
        f"a draft: GET {name} as {ROLES[letter]}: {status}"
        for name, row in TABLE.items()
        if row.reads and "slug" in row.parts
        for letter, browser in people.items()
        if (status := answer_to(browser, "GET", address_of(name, own.parts), {})[0].status_code) == 200
    ]
    assert not faults, "\n".join(faults)


def objects_of_others(owner: Client, parts: dict[str, Any]) -> Iterator[str]:
    """Yield where an owner reaches, under the own deliberation's address, an object of another one."""
    for name, row in TABLE.items():
        names_one = row.names_an_object and len(row.parts) > 1
        braces = any("{" in value for value in row.sent.values())
        if not (names_one or braces):
            continue
        sent = {key: value.format(**parts) for key, value in row.sent.items()}
        for method, may in (("GET", row.reads if names_one else ""), ("POST", row.sends)):
            if may:
                response, written = answer_to(owner, method, address_of(name, parts), sent)
                if response.status_code not in {302, 400, 404} or written:
                    yield f"{method} {name} with another's object: {response.status_code}"
