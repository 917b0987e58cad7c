"""Every address of the interface for programs, for every role and every kind of token."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.api.credentials import participant_key
from deliberation.models import Deliberation, Event, Participant, Scope, Statement, User
from tests.api.callers import Caller, bearing, make_token
from tests.authorisation.api_table import API_TABLE, DECIDE, EVERYONE, MODERATING, PANEL, TAKES_PART, ApiRow
from tests.authorisation.ground import Ground, people_of
from tests.authorisation.table import ROLES
from tests.authorisation.test_every_address import own  # noqa: F401 -- a fixture
from tests.authorisation.test_private_answers import fault_of_keeping
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

REACHED = {200, 201, 202, 204, 400, 404, 409, 413, 422}
"""What whoever an address is meant for may be answered; 404 is about what a row names, not about them."""
ABOUT_ONE = [row for row in API_TABLE if "slug" in row.parts]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Keep hundreds of refusals out of the report."""
    caplog.set_level(logging.ERROR)


@pytest.fixture
def ground(own: Ground, settings: Any) -> Ground:  # noqa: F811
    """A deliberation in which everything has happened, to be asked about without limit."""
    settings.API_RATE_LIMIT = settings.PROPOSAL_RATE_LIMIT = "100000/minute"
    return own


@pytest.fixture
def small(deliberation: Deliberation, participant: Participant, statement: Statement) -> Ground:
    """A deliberation in which little has happened: enough for what is refused before it is looked up."""
    waiting = StatementFactory(deliberation=deliberation, author=None, state=Statement.State.PENDING)
    parts = {
        "slug": deliberation.slug,
        "statement": statement.number,
        "waiting": waiting.number,
        "asked_about": waiting.number,
        "version": 1,
        "label": "p01",
        "run": "none",
        "result_hash": "0" * 64,
        "export_file": "statements.csv",
        "webhook": "none",
        "message": "none",
    }
    return Ground(deliberation, participant, parts)


def ask(browser: Client, row: ApiRow, parts: dict[str, Any], caller: Caller) -> tuple[HttpResponse, int]:
    """Send what a row says; return the answer and how many events it wrote, and undo what it did."""
    before, cookies = Event.objects.count(), browser.cookies.copy()
    address = reverse(row.name, args=[parts[part] for part in row.parts])
    body = {"data": filled_out(row.sent, parts), "content_type": "application/json"}
    with transaction.atomic():
        send = getattr(browser, row.method.lower())
        response = send(address, headers=caller.headers, **({} if row.method == "GET" else body))
        written = Event.objects.count() - before
        transaction.set_rollback(True)
    browser.cookies = cookies
    return response, written


def filled_out(sent: Any, parts: dict[str, Any]) -> Any:
    """Return what is sent, with parts of the deliberation where their names stand in braces."""
    if isinstance(sent, dict):
        return {key: filled_out(value, parts) for key, value in sent.items()}
    if isinstance(sent, list):
        return [filled_out(value, parts) for value in sent]
    return parts[sent.strip("{}")] if isinstance(sent, str) and sent.startswith("{") else sent


def kind_of(response: HttpResponse) -> str:
    """Return the kind of a problem document; empty for any other answer."""
    if response.headers.get("Content-Type") != "application/problem+json":
        return ""
    document = response.json()
    assert document["status"] == response.status_code
    assert document["title"]
    assert document["detail"]
    return str(document["type"].partition("#problem-")[2])


def refusals_of(row: ApiRow, letter: str, *, is_member: bool) -> set[int]:
    """Return with what whoever an address is not meant for may be refused."""
    if not row.may:
        return {404}
    if row.may == TAKES_PART:
        return {403}
    if letter in "VP":
        return {401}
    # Who reads what the panel reads may be told that there is something only others may do.
    return {403} if is_member and letter in PANEL and row.may == DECIDE else {404}


def faults_of(people: dict[str, Client], parts: dict[str, Any], *, is_member: bool) -> Iterator[str]:
    for row in API_TABLE:
        for letter, browser in people.items():
            may = row.may if is_member or row.may == EVERYONE else ""
            response, written = ask(browser, row, parts, Caller())
            said = f"{row.method} {row.name} as {ROLES[letter]}: {response.status_code} {kind_of(response)}"
            if letter in may:
                if response.status_code not in REACHED or (row.method == "GET" and kind_of(response)):
                    yield f"{said}, although it is meant for them"
            elif response.status_code not in refusals_of(row, letter, is_member=is_member):
                yield f"{said}, although it is not meant for them"
            elif written:
                yield f"{said}, and {written} events were written"
            elif not kind_of(response):
                yield f"{said} is no problem document"


def test_every_address_is_open_to_its_roles_alone_and_answers_to_them_are_kept_nowhere(
    ground: Ground,
) -> None:
    people = people_of(ground.deliberation, ground.participant)
    faults = [*faults_of(people, ground.parts, is_member=True), *kept_of(people, ground)]
    assert not faults, "\n".join(faults)


def kept_of(people: dict[str, Client], ground: Ground) -> Iterator[str]:
    """Yield what would let a cache keep an answer to a caller that says who it is."""
    token = bearing(make_token(ground.deliberation, get_user(people["W"])))
    known = [(people["P"], Caller()), (people["W"], Caller()), (Client(), token)]
    known.append((Client(), bearing(participant_key(ground.participant))))
    # The reference is a page, the same for everybody: it knows nobody by a key.
    for row in (row for row in API_TABLE if row.name != "api:reference"):
        for browser, caller in known:
            response, _written = ask(browser, row, ground.parts, caller)
            if fault := fault_of_keeping(response, also_varies_by="authorization"):
                yield f"{row.method} {row.name}: {fault}"


def test_roles_elsewhere_open_nothing_here_and_a_draft_is_nowhere(ground: Ground) -> None:
    elsewhere = DeliberationFactory()
    people = people_of(elsewhere, ParticipantFactory(deliberation=elsewhere))
    faults = list(faults_of(people, ground.parts, is_member=False))
    Deliberation.objects.filter(pk=ground.deliberation.pk).update(state=Deliberation.State.DRAFT)
    faults += [
        f"a draft: {row.method} {row.name} as {ROLES[letter]}: {response.status_code}"
        for row in ABOUT_ONE
        for letter, browser in people.items()
        if (response := ask(browser, row, ground.parts, Caller())[0]).status_code != 404
    ]
    assert not faults, "\n".join(faults)


def answers_to(caller: Caller, ground: Ground) -> Iterator[tuple[ApiRow, HttpResponse, int]]:
    """Yield what a program is answered at each address about one deliberation."""
    for row in ABOUT_ONE:
        yield row, *ask(Client(raise_request_exception=False), row, ground.parts, caller)


def test_keys_that_no_longer_hold_open_nothing_at_all(small: Ground, owner: User) -> None:
    past = timezone.now() - timedelta(minutes=1)
    revoked = make_token(small.deliberation, owner, revoked_at=past)
    expired = make_token(small.deliberation, owner, expires_at=past)
    faults = [
        f"{row.method} {row.name} with {key[:24]}: {response.status_code} {kind_of(response)}, {written}"
        for key, kind in (
            (revoked, "revoked-token"),
            (expired, "expired-token"),
            (f"{revoked}x", "invalid-token"),
            (f"{participant_key(small.participant)}x", "invalid-key"),
        )
        for row, response, written in answers_to(bearing(key), small)
        if (response.status_code, kind_of(response), written) != (401, kind, 0)
        or "Bearer" not in response.headers["WWW-Authenticate"]
    ]
    assert not faults, "\n".join(faults)


def test_keys_of_another_deliberation_open_nothing_here(small: Ground, owner: User) -> None:
    elsewhere = DeliberationFactory()
    people = people_of(elsewhere, ParticipantFactory(deliberation=elsewhere))
    keys = (
        make_token(elsewhere, get_user(people["W"])),
        participant_key(ParticipantFactory(deliberation=elsewhere)),
    )
    faults = [
        f"{row.method} {row.name} with {key[:24]}: {response.status_code} {kind_of(response)}, {written}"
        for key in keys
        for row, response, written in answers_to(bearing(key), small)
        if (response.status_code, kind_of(response), written) != (403, "other-deliberation", 0)
    ]
    assert not faults, "\n".join(faults)


def test_a_token_does_what_its_scopes_say_and_no_more(small: Ground, owner: User) -> None:
    only_reads = bearing(make_token(small.deliberation, owner, Scope.READ))
    moderates = bearing(make_token(small.deliberation, owner, Scope.MODERATE))
    takes_part = [row for row in API_TABLE if row.may == TAKES_PART or row.method != "GET"]
    faults = []
    for row, response, written in answers_to(only_reads, small):
        kind = kind_of(response)
        if row in takes_part or row in MODERATING:
            as_expected = (response.status_code, kind, written) == (403, "wrong-scope", 0)
        else:
            # Some of it needs another scope, and much of what stands in the addresses is not there.
            as_expected = response.status_code in {200, 403, 404} and not written
        faults += [] if as_expected else [f"{row.method} {row.name}: {response.status_code} {kind}"]
    for row, response, _written in answers_to(moderates, small):
        if row in MODERATING and response.status_code not in {200, 201, 409}:
            faults.append(f"{row.method} {row.name}: {response.status_code} {kind_of(response)}")
    assert not faults, "\n".join(faults)


def test_a_token_is_worth_nothing_more_than_whoever_made_it(small: Ground, owner: User) -> None:
    caller = bearing(make_token(small.deliberation, owner))
    owner.memberships.all().delete()
    faults = [
        f"{row.method} {row.name}: {response.status_code} {kind_of(response)}, {written} written"
        for row, response, written in answers_to(caller, small)
        if row in MODERATING and (response.status_code not in {403, 404} or written)
    ]
    Deliberation.objects.filter(pk=small.deliberation.pk).update(state=Deliberation.State.DRAFT)
    faults += [
        f"a draft: {row.method} {row.name}: {response.status_code}"
        for row, response, _written in answers_to(caller, small)
        if response.status_code != 404
    ]
    assert not faults, "\n".join(faults)
