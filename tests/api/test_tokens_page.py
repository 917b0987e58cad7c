"""Tokens: owners make them, see each once, and revoke them; the log knows that they did."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import ApiToken, Deliberation, Event, EventPayload, Role, User
from tests.api.asking import Program, problem

pytestmark = pytest.mark.django_db

KEY = "k" * 32
FORM = {"name": "Nightly reader", "scopes": ["read", "moderate"], "days": "90", "key": KEY}


@pytest.fixture
def page(deliberation: Deliberation) -> str:
    return reverse("deliberation:organise_programs", args=[deliberation.slug])


def secret_on(response: Any) -> str:
    found = re.findall(r"concord_token_[\w-]{43}", response.content.decode())
    assert len(found) == 1
    return str(found[0])


def test_an_owner_makes_a_token_and_sees_it_once(signed_in: Any, owner: User, page: str) -> None:
    browser = signed_in(owner)
    made = browser.post(page, FORM)
    secret = secret_on(made)
    assert "no-store" in made["Cache-Control"]
    later = browser.get(page).content.decode()
    assert secret not in later
    assert secret[:20] in later
    assert "Nightly reader" in later
    assert "never used" in later
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    assert token.scopes == ["read", "moderate"]
    assert token.created_by == owner
    assert abs(token.expires_at - timezone.now() - timedelta(days=90)) < timedelta(minutes=1)


def test_the_token_opens_what_it_was_made_for_until_it_is_revoked(
    signed_in: Any, owner: User, page: str, deliberation: Deliberation
) -> None:
    browser = signed_in(owner)
    program = Program(deliberation, secret_on(browser.post(page, FORM)))
    assert program.ask("get", "moderation_queue").status_code == 200
    assert "never used" not in browser.get(page).content.decode()
    browser.post(page, {"revoke": ApiToken.objects.get().pk})
    assert problem(program.ask("get", "moderation_queue"), 401) == "revoked-token"
    assert "revoked" in browser.get(page).content.decode()


def test_a_token_is_worth_no_more_than_its_maker_is_now(
    signed_in: Any, owner: User, page: str, deliberation: Deliberation
) -> None:
    program = Program(deliberation, secret_on(signed_in(owner).post(page, FORM)))
    owner.memberships.update(role=Role.TRANSLATOR)
    assert program.ask("get", "moderation_queue").status_code == 404
    owner.is_active = False
    owner.save()
    assert problem(program.ask("get", "moderation_queue"), 401) == "revoked-token"


def test_an_expired_token_and_one_of_another_scope_are_told_so(
    signed_in: Any, owner: User, page: str, deliberation: Deliberation
) -> None:
    program = Program(deliberation, secret_on(signed_in(owner).post(page, FORM | {"scopes": ["read"]})))
    refused = program.ask("get", "moderation_queue")
    assert problem(refused, 403) == "wrong-scope"
    assert refused.json()["scope"] == "moderate"
    ApiToken.objects.update(expires_at=timezone.now())
    assert problem(program.ask("get", "moderation_queue"), 401) == "expired-token"


def test_making_and_revoking_are_recorded_without_the_secret(
    signed_in: Any, owner: User, page: str, deliberation: Deliberation
) -> None:
    browser = signed_in(owner)
    secret = secret_on(browser.post(page, FORM))
    browser.post(page, {"revoke": ApiToken.objects.get().pk})
    browser.post(page, {"revoke": ApiToken.objects.get().pk})
    bodies = [
        payload.body
        for payload in EventPayload.objects.filter(
            event__deliberation=deliberation, event__kind=Event.Kind.DELIBERATION_CONFIGURED
        ).order_by("pk")
    ]
    assert [body["subject"] for body in bodies] == ["programs", "programs"]
    assert bodies[0]["after"]["scopes"] == ["read", "moderate"]
    assert bodies[1]["after"]["revoked"] is True
    assert secret[len("concord_token_") :] not in str(bodies)


def test_sending_the_form_twice_makes_one_token(signed_in: Any, owner: User, page: str) -> None:
    browser = signed_in(owner)
    browser.post(page, FORM)
    again = browser.post(page, FORM, follow=True)
    assert "made already" in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"days": "4000"}, {"name": ""}, {"key": ""}]
)
def test_a_form_that_does_not_say_what_for_makes_nothing(
    signed_in: Any, owner: User, page: str, wrong: dict[str, Any]
) -> None:
    assert signed_in(owner).post(page, FORM | wrong).status_code == 422
    assert not ApiToken.objects.exists()


def test_only_owners_see_the_page(
    signed_in: Any, page: str, moderator: User, observer: User, stranger: User
) -> None:
    for other in (moderator, observer, stranger):
        assert signed_in(other).get(page).status_code == 404
        assert signed_in(other).post(page, FORM).status_code == 404
    assert Client().get(page).status_code == 302
    assert not ApiToken.objects.exists()


def test_nobody_revokes_a_token_of_another_deliberation(
    signed_in: Any, owner: User, page: str, stranger: User
) -> None:
    signed_in(owner).post(page, FORM)
    token = ApiToken.objects.get()
    elsewhere = stranger.memberships.get().deliberation
    address = reverse("deliberation:organise_programs", args=[elsewhere.slug])
    for wanted in (token.pk, "x", "9" * 30):
        assert signed_in(stranger).post(address, {"revoke": wanted}).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None
