"""Cards, meta tags and the feed of a constitution."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from constitution.models import Principle
from constitution.reading.articles import Article
from constitution.services import ratify_version
from constitution.sharing.cards import principle_card
from deliberation.sharing.outcomes import outcomes_of
from tests.constitution.public_page.versions import large_draft, page_of
from tests.deliberation.sharing.pictures import size_of

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "</script><script>alert(1)</script> &amp; \x0b ]]> \"'"


@pytest.fixture
def version(deliberation):
    draft = large_draft(deliberation)
    draft.preamble = f"We wrote this. {HOSTILE}"
    draft.save()
    ratify_version(version=draft)
    draft.refresh_from_db()
    return draft


def place(name, version, *parts):
    return reverse(f"constitution:{name}", args=[version.deliberation.slug, version.number, *parts])


def feed_of(client, version):
    return client.get(reverse("constitution:versions_feed", args=[version.deliberation.slug]))


def test_a_version_and_each_principle_have_a_picture_of_their_own(client, version):
    pictures = [
        client.get(place("version_card", version)),
        client.get(place("principle_card", version, 1)),
        client.get(place("principle_card", version, 2)),
    ]
    assert {size_of(picture.content) for picture in pictures} == {(1200, 630)}
    assert len({picture["ETag"] for picture in pictures}) == 3
    assert len({picture.content for picture in pictures}) == 3
    assert client.get(place("principle_card", version, 99)).status_code == 404


def test_pages_name_the_picture_and_say_which_version_it_is(client, version):
    for name, parts in (("version", ()), ("principle", (1,))):
        text = page_of(version, name, *parts)
        (card,) = re.findall(r'<meta property="og:image" content="([^"]+)">', text)
        assert client.get(card.replace("&amp;", "&"))["Content-Type"] == "image/png"
        assert f'<link rel="canonical" href="http://testserver{place(name, version, *parts)}">' in text
        assert "<script>alert(1)" not in text
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert "CreativeWork" in {json.loads(block)["@type"] for block in blocks}


def test_the_present_constitution_names_the_address_where_it_stays(client, version):
    page = client.get(reverse("constitution:constitution", args=[version.deliberation.slug]))
    assert (
        f'<link rel="canonical" href="http://testserver{place("version", version)}">' in page.content.decode()
    )
    assert f"sha256:{version.content_sha256}" in page.content.decode()


def test_ratified_versions_are_in_the_feed_and_drafts_are_not(client, deliberation):
    draft = large_draft(deliberation)
    assert ElementTree.fromstring(feed_of(client, draft).content).findall(f"{ATOM}entry") == []
    draft.preamble = HOSTILE
    draft.save()
    ratify_version(version=draft)
    answer = feed_of(client, draft)
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    draft.refresh_from_db()
    assert draft.content_sha256 in entry.find(f"{ATOM}summary").text
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{place('version', draft)}"
    again = client.get(answer.wsgi_request.path, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_draft_shows_its_words_and_no_figures(rf, deliberation):
    draft = large_draft(deliberation)
    principle = Principle.objects.get(version=draft, number=1)
    card = principle_card(rf.get("/"), draft, Article(principle))
    assert card.text == principle.text
    assert card.bars == ()
    assert "%" not in card.finding


def test_the_summary_of_the_deliberation_tells_the_constitution_so_far(rf, version):
    (outcome,) = outcomes_of(rf.get("/"), version.deliberation)
    assert outcome.address == f"http://testserver{place('version', version)}"
    assert outcome.digest == version.content_sha256
    assert list(outcome.points) == [principle.text for principle in version.principles.order_by("number")]
    assert outcome.more == 0


def test_a_deliberation_that_became_a_draft_again_gives_nothing_away(client, version):
    deliberation = version.deliberation
    deliberation.state = "draft"
    deliberation.save()
    places = [place("version_card", version), place("principle_card", version, 1)]
    places.append(reverse("constitution:versions_feed", args=[deliberation.slug]))
    assert {client.get(each).status_code for each in places} == {404}
