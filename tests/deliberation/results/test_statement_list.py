import re

import pytest
from django.urls import reverse

from tests.deliberation.results.assemblies import REJECTED, SHARED, SPLIT, analysed, two_camps
from tests.factories import VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps(db):
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def listed(client, deliberation, **query):
    response = client.get(reverse("deliberation:statement_results", args=[deliberation.slug]), query)
    assert response.status_code == 200
    return re.findall(r'statement--small"[^>]*>([^<]+)<', response.content.decode())


def test_agreement_comes_first(client, camps):
    assert listed(client, camps)[0] == SHARED


def test_words_narrow_the_list(client, camps):
    assert sorted(listed(client, camps, q="TAKE SIDE")) == SPLIT
    assert listed(client, camps, q="nobody said this") == []


@pytest.mark.parametrize(
    ("sort", "order", "first"),
    [
        ("disagree", "down", REJECTED),
        ("agree", "down", SHARED),
        ("agree", "up", REJECTED),
        ("number", "up", SHARED),
    ],
)
def test_each_column_sorts_both_ways(client, camps, sort, order, first):
    assert listed(client, camps, sort=sort, order=order)[0] == first


def test_the_most_dividing_come_first_when_asked(client, camps):
    assert set(listed(client, camps, sort="divisive")[:6]) == set(SPLIT)


def test_votes_sort_by_their_number(client, camps):
    VoteFactory(statement=camps.statements.get(text=REJECTED))
    analysed(camps)
    assert listed(client, camps, sort="votes")[0] == REJECTED


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "nonsense"},
        {"order": "sideways"},
        {"topic": "x"},
        {"page": "99999"},
        {"page": "-1"},
        {"q": "\x00"},
    ],
)
def test_nonsense_in_the_address_shows_the_plain_list(client, camps, query):
    assert len(listed(client, camps, **query)) == 8


def test_the_pages_keep_what_was_searched(client):
    deliberation = two_camps(texts=[f"An AI should do thing {number} & more." for number in range(30)])
    analysed(deliberation)
    address = reverse("deliberation:statement_results", args=[deliberation.slug])
    html = client.get(address, {"q": "thing", "sort": "number"}).content.decode()
    following = re.search(r'<a href="([^"]+)" rel="next"', html).group(1).replace("&amp;", "&")
    second = re.findall(r'statement--small"[^>]*>', client.get(address + following).content.decode())
    assert len(second) == 5


def test_htmx_gets_the_table_alone(client, camps):
    address = reverse("deliberation:statement_results", args=[camps.slug])
    html = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert SHARED in html
    assert "<html" not in html
