"""Feeds are well-formed whatever people write, keep their ids, and are answered with 304 when unchanged."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from deliberation.models import Deliberation, Statement
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script> &amp; \x00\x0b\x1f\ufffe ]]> \"'"


def statements_of(deliberation):
    return reverse("deliberation:statements_feed", args=[deliberation.slug])


def entries(answer):
    feed = ElementTree.fromstring(answer.content)
    assert feed.find(f"{ATOM}id").text
    assert feed.find(f"{ATOM}updated").text
    return feed.findall(f"{ATOM}entry")


def test_accepted_statements_are_told_the_newest_first_and_nothing_else(client):
    deliberation = DeliberationFactory()
    old, new = (StatementFactory(deliberation=deliberation, text=text) for text in ("Old.", "New."))
    StatementFactory(deliberation=deliberation, text="Waiting.", state=Statement.State.PENDING)
    StatementFactory(deliberation=deliberation, text="Refused.", state=Statement.State.REJECTED)
    StatementFactory(deliberation=deliberation, text="Merged.", merged_into=old)
    titles = [entry.find(f"{ATOM}title").text for entry in entries(client.get(statements_of(deliberation)))]
    assert sorted(titles) == ["New.", "Old."]
    before = {entry.find(f"{ATOM}id").text for entry in entries(client.get(statements_of(deliberation)))}
    new.text = "Newer."
    new.save()
    assert {
        entry.find(f"{ATOM}id").text for entry in entries(client.get(statements_of(deliberation)))
    } == before


def test_hostile_texts_stay_text(client):
    deliberation = DeliberationFactory(title=HOSTILE.replace("\x00", ""), slug="hostile")
    StatementFactory(deliberation=deliberation, text=HOSTILE.replace("\x00", ""))
    for place in (statements_of(deliberation), reverse("deliberation:deliberations_feed")):
        (entry,) = entries(client.get(place))
        assert "<script>alert(1)</script> &amp;" in entry.find(f"{ATOM}title").text


def test_a_feed_holds_at_most_fifty(client):
    deliberation = DeliberationFactory()
    for number in range(52):
        StatementFactory(deliberation=deliberation, text=f"Statement {number}.")
    assert len(entries(client.get(statements_of(deliberation)))) == 50


@pytest.mark.parametrize("is_empty", [True, False])
def test_an_unchanged_feed_is_not_sent_again(client, is_empty):
    deliberation = DeliberationFactory()
    if not is_empty:
        StatementFactory(deliberation=deliberation)
    for place in (statements_of(deliberation), reverse("deliberation:deliberations_feed")):
        first = client.get(place)
        assert first["Content-Type"].startswith("application/atom+xml")
        assert "public" in first["Cache-Control"]
        assert client.get(place, headers={"If-None-Match": first["ETag"]}).status_code == 304
    StatementFactory(deliberation=deliberation, text="Something new.")
    place = statements_of(deliberation)
    assert client.get(place, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_drafts_have_no_feed_and_are_in_none(client):
    draft = DeliberationFactory(state=Deliberation.State.DRAFT)
    assert client.get(statements_of(draft)).status_code == 404
    assert entries(client.get(reverse("deliberation:deliberations_feed"))) == []


def test_a_text_that_its_author_took_back_is_in_no_feed(client):
    from django.utils import timezone

    deliberation = DeliberationFactory()
    StatementFactory(deliberation=deliberation, text="", erased_at=timezone.now())
    assert entries(client.get(statements_of(deliberation))) == []


def test_robots_are_shown_the_map_and_kept_from_the_panels(client):
    shown, draft = DeliberationFactory(slug="shown"), DeliberationFactory(state="draft", slug="draft")
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /d/*/organise/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    site_map = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [node.text for node in site_map.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == [f"http://testserver/d/{shown.slug}/"]
    assert draft.slug not in str(places)
