import re

import pytest
from django.urls import reverse

from tests.deliberation.results.assemblies import REJECTED, SHARED, SPLIT, analysed, two_camps
from tests.deliberation.results.stored_rows import stored, with_group, with_result
from tests.factories import VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps(db):
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def address_of(deliberation):
    return reverse("deliberation:statement_results", args=[deliberation.slug])


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


def test_the_second_opinion_sorts_too(client, camps):
    assert listed(client, camps, sort="bridging")[0] == SHARED
    assert listed(client, camps, sort="bridging", order="up")[-1] == SHARED


def test_each_statement_opens_to_how_sure_it_is(client, camps):
    html = client.get(reverse("deliberation:statement_results", args=[camps.slug])).content.decode()
    assert html.count('<details class="verdict">') == 8
    shared = html[: html.index("</tbody>")]
    assert "verdict-words--agreed" in shared
    assert re.search(r"or \d+ changed minds?, would end this", shared)
    assert "re-drawn assemblies" in shared


def test_weighted_shares_stand_beside_the_others_where_there_are_any(client, deliberation):
    with_result(stored(deliberation), (60, 40, 0))
    assert "Weighted" not in client.get(address_of(deliberation)).content.decode()
    weighting = {"effective_sample_size": 60.2, "design_effect": 1.66}
    weighted = stored(deliberation, weighting=weighting)
    for number, size in enumerate((100, 50)):
        with_group(weighted, number, size)
    low = with_result(weighted, (60, 40, 0), (30, 20, 0), weighted_agree=0.417)
    high = with_result(weighted, (60, 40, 0), (30, 20, 0), weighted_agree=0.83)
    html = client.get(address_of(deliberation), {"sort": "weighted"}).content.decode()
    assert "42%" in html
    texts = dict(deliberation.statements.values_list("number", "text"))
    assert listed(client, deliberation, sort="weighted") == [texts[high], texts[low]]


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
