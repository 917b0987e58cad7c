"""The preview of a draft: the public pages, for its owner alone, with nothing kept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_script_prefix
from django.utils import timezone

from deliberation.models import Deliberation, Event, Participant, User, Vote
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db

PREVIEW = "/d/ai/organise/preview/"


@pytest.fixture
def browser(deliberation: Deliberation, owner: User, client: Client) -> Client:
    """A browser in which the owner of a draft with two statements is signed in."""
    soon = timezone.now() + timedelta(days=3)
    Deliberation.objects.filter(pk=deliberation.pk).update(slug="ai", state="draft", voting_from=soon)
    for text in ("An AI should be honest.", "An AI should be kind."):
        StatementFactory(deliberation=deliberation, text=text, author=None)
    client.force_login(owner)
    return client


def test_the_landing_page_is_marked_and_its_links_stay_in_the_preview(browser: Client) -> None:
    answer = browser.get(PREVIEW, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"{PREVIEW}d/ai/"
    assert "Preview: only you see this" in page
    links = re.findall(r'(?:href|action|hx-post)="(/d/ai/[^"]*)"', page)
    assert f"{PREVIEW}d/ai/vote/" in links
    assert {link for link in links if not link.startswith(PREVIEW)} <= {"/d/ai/organise/"}
    assert 'href="/static/css/base.css' in page
    assert get_script_prefix() == "/"


def test_a_vote_is_tried_and_not_recorded(browser: Client) -> None:
    page = browser.get(f"{PREVIEW}d/ai/vote/").content.decode()
    assert "An AI should be" in page
    number, key = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("statement", "key"))
    answer = browser.post(f"{PREVIEW}d/ai/vote/", {"statement": number, "key": key, "value": "1"})
    assert answer.status_code in {200, 302}
    assert not answer.cookies
    assert browser.get(f"{PREVIEW}d/ai/vote/").status_code == 200
    assert not Vote.objects.exists()
    assert not Participant.objects.exists()
    assert not Event.objects.exists()
    assert Deliberation.objects.get(slug="ai").state == "draft"


def test_a_statement_is_tried_and_not_kept(browser: Client) -> None:
    page = browser.get(f"{PREVIEW}d/ai/propose/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    answer = browser.post(f"{PREVIEW}d/ai/propose/", {"text": "An AI should cite.", "key": key})
    assert answer.status_code == 302
    assert Deliberation.objects.get(slug="ai").statements.count() == 2


def test_the_preview_leads_nowhere_else(browser: Client, stranger: User) -> None:
    for path in ("sign-in/", "back-office/", "d/other/vote/", "d/ai/moderation/", "d/ai/organise/about/"):
        assert browser.get(f"{PREVIEW}{path}").status_code == 404
    Deliberation.objects.filter(slug="ai").update(state="open")
    assert browser.get(PREVIEW).url == "/d/ai/"
    assert browser.post(f"{PREVIEW}d/ai/vote/", {}).url == "/d/ai/"
    browser.force_login(stranger)
    assert browser.get(f"{PREVIEW}d/ai/").status_code == 404
