"""Cards by address: who gets which, how long they are kept, and what is never on them."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from deliberation.models import Deliberation, Statement
from deliberation.sharing import rendering
from tests.deliberation.results.assemblies import SHARED, SPLIT, analysed, two_camps
from tests.deliberation.sharing.pictures import size_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["pictures"].clear()
    yield
    caches["pictures"].clear()


@pytest.fixture
def camps():
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def address(name, deliberation, *parts):
    return reverse(f"deliberation:{name}", args=[deliberation.slug, *parts])


def every_card(deliberation):
    number = deliberation.statements.get(text=SHARED).number
    yield address("card", deliberation)
    yield address("results_card", deliberation)
    yield address("statement_card", deliberation, number)


def test_every_card_is_a_picture_that_anybody_may_keep(client, camps):
    tags = set()
    for place in every_card(camps):
        answer = client.get(place)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert size_of(answer.content) == (1200, 630)
        assert "public" in answer["Cache-Control"]
        assert client.get(place, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        tags.add(answer["ETag"])
    assert len(tags) == 3


def test_new_results_and_other_languages_are_other_pictures(client, camps):
    place = address("statement_card", camps, camps.statements.get(text=SPLIT[0]).number)
    before = client.get(place)
    assert client.get(place, {"language": "ar"})["ETag"] != before["ETag"]
    assert client.get(place, {"language": "xx"})["ETag"] == before["ETag"]
    camps.statements.get(text=SPLIT[0]).votes.update(value=1)
    analysed(camps)
    after = client.get(place)
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


def test_a_card_is_drawn_once(client, camps, monkeypatch):
    place = address("results_card", camps)
    first = client.get(place).content
    monkeypatch.setattr(rendering.Drawing, "_render", lambda _self: pytest.fail("drawn again"))
    assert client.get(place).content == first


def test_when_too_many_are_drawn_at_once_one_is_asked_to_come_back(client, camps, monkeypatch):
    monkeypatch.setattr(rendering, "PATIENCE_SECONDS", 0)
    for _turn in range(rendering.AT_ONCE):
        rendering._turns.acquire()
    try:
        answer = client.get(address("card", camps))
    finally:
        for _turn in range(rendering.AT_ONCE):
            rendering._turns.release()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "no-store" in answer["Cache-Control"]
    assert client.get(address("card", camps)).status_code == 200


@pytest.mark.parametrize("visibility", ["after_voting", "after_close"])
def test_hidden_results_have_no_card_not_even_for_the_owner(client, camps, owner, signed_in, visibility):
    camps.results_visibility = visibility
    camps.save()
    camps.memberships.create(user=owner, role="owner")
    whole, *figures = every_card(camps)
    for reader in (client, signed_in(owner)):
        assert reader.get(whole).status_code == 200
        assert {reader.get(place).status_code for place in figures} == {404}


def test_a_draft_has_no_card(client, camps):
    camps.state = Deliberation.State.DRAFT
    camps.save()
    assert {client.get(place).status_code for place in every_card(camps)} == {404}


def test_statements_that_were_rejected_since_have_no_card(client, camps):
    place = address("statement_card", camps, camps.statements.get(text=SHARED).number)
    camps.statements.filter(text=SHARED).update(state=Statement.State.REJECTED)
    assert client.get(place).status_code == 404


def test_too_few_votes_are_not_drawn(client, rf):
    from deliberation.models import Analysis
    from deliberation.results.statement_page import line_of
    from deliberation.sharing.cards import statement_card

    few = two_camps(slug="few", large=3, small=3)
    analysed(few)
    analysis = Analysis.objects.latest_of(few)
    line = line_of(analysis, few.statements.get(text=SHARED).number)
    card = statement_card(rf.get("/"), few, analysis, line)
    assert card.bars == ()
    assert "%" not in card.finding
