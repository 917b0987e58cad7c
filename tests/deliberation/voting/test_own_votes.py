"""Searching one's own votes."""

import pytest
from django.http import QueryDict
from django.test import Client

from deliberation.models import Participant, Vote
from deliberation.people.participation import remember_participant
from deliberation.voting.own_votes import OwnVotesQuery
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def voter() -> Participant:
    person = ParticipantFactory()
    for text, value in [("An AI should cite sources.", 1), ("An AI may refuse.", -1), ("Be brief.", 0)]:
        statement = StatementFactory(deliberation=person.deliberation, text=text)
        VoteFactory(statement=statement, participant=person, value=value)
    Vote.objects.filter(value=-1).update(is_important=True)
    return person


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {1, -1, 0}),
        ("show=agree", {1}),
        ("show=disagree", {-1}),
        ("show=pass", {0}),
        ("show=important", {-1}),
        ("show=nonsense", {1, -1, 0}),
        ("q=ai", {1, -1}),
        ("q=sources+cite", {1}),
        ("q=%00brief%25", set()),
        ("q=ai&show=disagree", {-1}),
    ],
)
def test_votes_are_found_by_words_and_kind(voter: Participant, asked: str, found: set[int]) -> None:
    query = OwnVotesQuery.from_request(QueryDict(asked))

    assert {vote.value for vote in query.among(Vote.objects.by(voter))} == found


def test_the_page_shows_what_is_asked_for_and_keeps_it_from_page_to_page(
    voter: Participant, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.http import HttpResponse

    monkeypatch.setattr("deliberation.voting.views.VOTES_PER_PAGE", 1)
    response = HttpResponse()
    remember_participant(response, voter)
    client.cookies.update(response.cookies)
    page = client.get(f"/d/{voter.deliberation.slug}/my-votes/?q=ai").text

    assert "An AI may refuse." in page
    assert "Be brief." not in page
    assert "?q=ai&amp;page=2" in page
