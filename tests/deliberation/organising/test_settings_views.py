"""The pages of the settings: what they take, what they refuse and how they say so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from deliberation.models import Deliberation, User
from deliberation.organising.checklist import doubts_about_dates
from tests.factories import DeliberationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(owner: User, deliberation: Deliberation) -> Deliberation:
    """The deliberation, as a draft at a known address."""
    Deliberation.objects.filter(pk=deliberation.pk).update(state="draft", slug="ai", title="AI")
    deliberation.refresh_from_db()
    return deliberation


@pytest.fixture
def browser(draft: Deliberation, owner: User, client: Client) -> Client:
    """A browser in which the owner is signed in."""
    client.force_login(owner)
    return client


def marks_on(page: Any) -> str:
    return page.context["form"].fresh_marks()


def about(**changes: Any) -> dict[str, Any]:
    return {"title": "AI", "slug": "ai", "description": "", "language": "en", "languages": []} | changes


def test_about_saves_and_comes_back(browser: Client, draft: Deliberation) -> None:
    marks = marks_on(browser.get("/d/ai/organise/about/"))
    sent = about(
        title="  How should\u202e AI behave? ", slug="AI-2", description="One\r\n\r\n**Two**",
        language="ar", languages=["es", "ar", "sw"], marks=marks,
    )  # fmt: skip
    answer = browser.post("/d/ai/organise/about/", sent)
    draft.refresh_from_db()
    assert answer.url == "/d/ai-2/organise/about/"
    assert draft.title == "How should AI behave?"
    assert draft.description == "One\n\n**Two**"
    assert draft.statement_languages == ["ar", "es", "sw"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": "\u200b \u2066"}, "title", "Please write a title."),
        ({"slug": "taken"}, "slug", "Another deliberation has this address."),
        ({"slug": "no spaces"}, "slug", "Use small letters, digits and hyphens only."),
        ({"description": "x" * 20_001}, "description", "at most 20000 characters"),
        ({"languages": ["klingon"]}, "languages", "not one of the available choices"),
    ],
)
def test_what_cannot_be_saved_is_said_beside_the_field_and_kept(
    browser: Client, draft: Deliberation, changes: dict[str, Any], field: str, sentence: str
) -> None:
    DeliberationFactory(slug="taken")
    marks = marks_on(browser.get("/d/ai/organise/about/"))
    answer = browser.post("/d/ai/organise/about/", about(title="Mine") | changes | {"marks": marks})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'<a href="#id_{field}' in page
    draft.refresh_from_db()
    assert draft.title == "AI"
    if field != "title":
        assert 'value="Mine"' in page


def test_the_address_stays_once_people_know_it(browser: Client, draft: Deliberation) -> None:
    Deliberation.objects.filter(pk=draft.pk).update(state="closed")
    page = browser.get("/d/ai/organise/about/")
    assert "slug" not in page.context["form"].fields
    browser.post("/d/ai/organise/about/", about(slug="elsewhere", title="New", marks=marks_on(page)))
    draft.refresh_from_db()
    assert (draft.slug, draft.title) == ("ai", "New")


def test_the_second_of_two_owners_is_told_and_loses_nothing(browser: Client, draft: Deliberation) -> None:
    marks = marks_on(browser.get("/d/ai/organise/about/"))
    browser.post("/d/ai/organise/about/", about(title="First", marks=marks))

    answer = browser.post("/d/ai/organise/about/", about(title="Second", description="Mine", marks=marks))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else saved this page in the meantime" in page
    assert "Title now says" in page
    assert "Owner saved it on" in page
    assert 'value="Second"' in page
    assert "Mine</textarea>" in page
    draft.refresh_from_db()
    assert (draft.title, draft.description) == ("First", "")

    fresh = answer.context["form"]["marks"].value()
    browser.post("/d/ai/organise/about/", about(title="Second", description="Mine", marks=fresh))
    draft.refresh_from_db()
    assert (draft.title, draft.description) == ("Second", "Mine")


def test_the_preview_shows_safe_markdown_and_saves_nothing(browser: Client, draft: Deliberation) -> None:
    written = "**Bold** <script>alert(1)</script> [link](javascript:alert(1))"
    part = browser.post("/d/ai/organise/about/preview/", {"description": written}).content.decode()
    whole = browser.post("/d/ai/organise/about/", about(description=written, preview="1")).content.decode()
    for page in (part, whole):
        assert "<strong>Bold</strong>" in page
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
    draft.refresh_from_db()
    assert draft.description == ""


def test_a_phase_ends_after_it_begins(browser: Client, draft: Deliberation) -> None:
    marks = marks_on(browser.get("/d/ai/organise/dates/"))
    sent = {"voting_from": "2026-06-02T09:00", "voting_until": "2026-06-01T09:00", "marks": marks}
    answer = browser.post("/d/ai/organise/dates/", sent)
    assert answer.status_code == 422
    assert "This must be later than the beginning." in answer.content.decode()
    assert 'value="2026-06-02T09:00"' in answer.content.decode()

    browser.post("/d/ai/organise/dates/", sent | {"voting_until": "2026-06-09T09:00"})
    draft.refresh_from_db()
    assert draft.voting_until.isoformat() == "2026-06-09T09:00:00+00:00"
    assert "time zone of this site: UTC" in browser.get("/d/ai/organise/dates/").content.decode()


def test_odd_dates_are_pointed_out_and_not_forbidden() -> None:
    now = timezone.now()
    later = [now + timedelta(days=day) for day in range(4)]
    plain = Deliberation(proposing_until=later[1], voting_until=later[2], ratifying_from=later[3])
    odd = Deliberation(proposing_until=later[3], voting_until=later[2], ratifying_from=later[1])
    over = Deliberation(voting_until=now - timedelta(days=1))
    assert doubts_about_dates(plain) == []
    assert len(doubts_about_dates(odd)) == 2
    assert "Voting has ended by these dates" in doubts_about_dates(over)[0]


@pytest.mark.parametrize(
    ("subject", "sent", "expected"),
    [
        ("joining", {"access": "account", "asks_proof_of_work": "on"}, ("access", "account")),
        ("rules", {"moderation": "after", "moderation_policy": "Be kind.", "statement_length": 140},
         ("moderation", "after")),
        ("visibility", {"results_visibility": "after_close"}, ("results_visibility", "after_close")),
        ("consent", {"consent_text": "Your votes are public."}, ("consent_text", "Your votes are public.")),
    ],
)  # fmt: skip
def test_each_subject_saves_on_its_own(
    browser: Client, draft: Deliberation, subject: str, sent: dict[str, Any], expected: tuple[str, Any]
) -> None:
    address = f"/d/ai/organise/{subject}/"
    marks = marks_on(browser.get(address))
    assert browser.post(address, sent | {"marks": marks}).status_code == 302
    draft.refresh_from_db()
    assert getattr(draft, expected[0]) == expected[1]


def test_opening_needs_a_statement_and_says_so(browser: Client, draft: Deliberation) -> None:
    page = browser.get("/d/ai/organise/").content.decode()
    assert "Needed to open" in page
    answer = browser.post("/d/ai/organise/state/", {"state": "open"}, follow=True).content.decode()
    assert "Add at least one statement first" in answer
    assert Client().get("/d/ai/").status_code == 404


def test_nobody_else_sees_what_one_typed_into_another_deliberation(browser: Client) -> None:
    DeliberationFactory(slug="other")
    assert browser.get("/d/other/organise/about/").status_code == 404
    browser.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert browser.get("/d/other/organise/about/").status_code == 200
