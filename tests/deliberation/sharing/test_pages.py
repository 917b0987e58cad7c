"""What pages tell other sites of themselves, and the summary on one page."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from deliberation.models import Deliberation
from tests.deliberation.results.assemblies import SHARED, analysed, two_camps
from tests.factories import DeliberationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps():
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def told_by(page):
    html = page.content.decode()
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', html)
    return {name: unescape(content) for name, content in found}


def facts_of(page):
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL
    )
    return {facts["@type"]: facts for facts in map(json.loads, blocks)}


def place(name, deliberation, *parts):
    return reverse(f"deliberation:{name}", args=[deliberation.slug, *parts])


def test_pages_name_their_picture_their_address_and_the_finding(client, camps):
    number = camps.statements.get(text=SHARED).number
    for name, parts in (("deliberation", ()), ("results", ()), ("statement_result", (number,))):
        page = client.get(place(name, camps, *parts))
        told = told_by(page)
        whole = "http://testserver" + place(name, camps, *parts)
        assert told["og:url"] == whole
        assert f'<link rel="canonical" href="{whole}">' in page.content.decode()
        assert told["twitter:card"] == "summary_large_image"
        assert told["og:image:alt"]
        assert client.get(told["og:image"])["Content-Type"] == "image/png"
        assert 'type="application/atom+xml"' in page.content.decode()
    assert SHARED in told["og:image:alt"]
    assert "group" in told_by(client.get(place("results", camps)))["og:image:alt"]


def test_results_are_told_as_data_with_their_hash(client, camps):
    facts = facts_of(client.get(place("results", camps)))
    assert facts["Dataset"]["identifier"] == f"sha256:{camps.analyses.latest('pk').result_hash}"
    for file in facts["Dataset"]["distribution"]:
        assert client.get(file["contentUrl"])["Content-Type"].startswith("text/csv")
    assert [step["name"] for step in facts["BreadcrumbList"]["itemListElement"]] == ["Concord", camps.title]
    assert facts_of(client.get(place("deliberation", camps)))["Event"]["identifier"] == camps.public_id


def test_hidden_results_tell_nothing_to_other_sites(client, camps, owner, signed_in):
    camps.results_visibility = "after_close"
    camps.save()
    camps.memberships.create(user=owner, role="owner")
    page = signed_in(owner).get(place("results", camps))
    assert page.status_code == 200
    told = told_by(page)
    assert "og:image" not in told
    assert told["og:description"] == ""
    assert "Dataset" not in facts_of(page)
    assert client.get(place("summary", camps)).status_code == 403
    assert "summary/" not in client.get(place("deliberation", camps)).content.decode()


def test_linked_data_cannot_be_broken_out_of(client):
    title = '</script><script>alert(1)</script><!-- &amp; "'
    deliberation = DeliberationFactory(title=title, description=title)
    page = client.get(place("deliberation", deliberation))
    assert facts_of(page)["Event"]["name"] == title
    assert "<script>alert(1)" not in page.content.decode()


def test_the_summary_says_it_all_on_one_page(client, camps):
    page = client.get(place("summary", camps)).content.decode()
    assert camps.title in page
    assert SHARED in page
    assert camps.analyses.latest("pk").result_hash[:16] in page
    assert "24 people voted" in page
    assert f"http://testserver{place('deliberation', camps)}" in page


def test_before_there_are_results_the_summary_says_so_and_a_draft_has_none(client):
    deliberation = DeliberationFactory()
    assert "no results yet" in client.get(place("summary", deliberation)).content.decode()
    Deliberation.objects.update(state="draft")
    assert client.get(place("summary", deliberation)).status_code == 404
