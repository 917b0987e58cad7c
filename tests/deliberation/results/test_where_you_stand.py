"""Where the reader stands: in words, in small beside the ballot, and on a page of its own."""

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Analysis, Statement, Vote
from deliberation.results.group_names import GroupName
from deliberation.results.standing_words import standing_sentence
from deliberation.results.whereabouts import Place, votes_held_by
from deliberation.voting.services import Ballot, record_votes
from tests.deliberation.results.assemblies import SHARED, SPLIT, analysed, two_camps
from tests.deliberation.results.test_views import browser_of, text_of
from tests.factories import ParticipantFactory, StatementFactory

NAMES = {letter: GroupName(letter, 10) for letter in "AB"}


def newcomer(deliberation, votes, side=1):
    """Somebody who came after the analysis and takes a side in `votes` of the split statements."""
    person = ParticipantFactory(deliberation=deliberation)
    asked = {statement.text: statement for statement in deliberation.statements.all()}
    ballots = [
        Ballot(asked[SPLIT[number]], side if number % 2 else -side, f"late-{person.pk}-{number}")
        for number in range(votes)
    ]
    if ballots:
        record_votes(deliberation, [(person, ballots)], origin="web")
    return person


def small(browser, deliberation):
    response = browser.get(reverse("deliberation:where_you_stand_small", args=[deliberation.slug]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("place", "held", "said"),
    [
        (None, 0, "After 3 votes you see here where you stand."),
        (None, 2, "After 1 more vote you see here where you stand."),
        (None, 9, "The next analysis puts you on it."),
        (Place(0, 0, "B", 0.95), 9, "You vote like group B."),
        (
            Place(0, 0, "B", 0.95, more_votes=4, is_settled=False),
            3,
            "Probably with group B; about 4 more votes",
        ),
        (Place(0, 0, "B", 0.7, more_votes=1), 9, "Probably with group B; 1 more vote would"),
        (Place(0, 0, "B", 0.55, more_votes=7), 9, "so far nearest to B; about 7 more votes"),
        (Place(0, 0, "B", 0.55, more_votes=None), 40, "You stand between the groups; the nearest is B."),
    ],
)
def test_a_sentence_says_where_somebody_stands_and_how_sure_that_is(place, held, said):
    assert said in standing_sentence(place, held, NAMES)


@pytest.mark.django_db
class TestBesideTheBallot:
    def test_it_says_after_how_many_votes_one_sees_more(self, client):
        deliberation = two_camps()
        analysed(deliberation)
        assert "After 3 votes you see here where you stand." in small(client, deliberation)
        html = small(browser_of(newcomer(deliberation, 2)), deliberation)
        assert "After 1 more vote you see here where you stand." in html
        assert "<svg" not in html

    def test_a_newcomer_is_placed_without_a_new_analysis(self, django_assert_max_num_queries):
        deliberation = two_camps()
        analysed(deliberation)
        browser = browser_of(newcomer(deliberation, 6, side=-1))
        small(browser, deliberation)
        with django_assert_max_num_queries(6):
            html = small(browser, deliberation)
        assert "with group B" in text_of(html)
        assert "You?" in html
        assert html.count("<ellipse") == 3
        assert (
            "no-store"
            in browser.get(reverse("deliberation:where_you_stand_small", args=[deliberation.slug])).headers[
                "Cache-Control"
            ]
        )
        assert Analysis.objects.count() == 1

    def test_before_the_first_analysis_it_says_so(self, client, deliberation):
        assert "After 3 votes" in small(client, deliberation)


@pytest.mark.django_db
def test_of_a_merged_pair_the_later_vote_counts_and_rejected_statements_count_for_nothing(deliberation):
    first, second, third = (StatementFactory(deliberation=deliberation) for _ in range(3))
    person = ParticipantFactory(deliberation=deliberation)
    cast = [
        Ballot(first, Vote.Value.AGREE, "a"),
        Ballot(second, Vote.Value.DISAGREE, "b"),
        Ballot(third, 1, "c"),
    ]
    record_votes(deliberation, [(person, cast)], origin="web")
    Statement.objects.filter(pk=second.pk).update(merged_into=first)
    Statement.objects.filter(pk=third.pk).update(state=Statement.State.REJECTED)
    assert votes_held_by(person) == {first.number: Vote.Value.DISAGREE}


@pytest.mark.django_db
def test_a_tampered_cookie_is_nobody(client: Client):
    deliberation = two_camps()
    analysed(deliberation)
    client.cookies["participant_" + deliberation.public_id] = "forged:signature"
    assert "After 3 votes" in small(client, deliberation)


@pytest.mark.django_db
class TestThePage:
    def page(self, browser, deliberation, **asked):
        response = browser.get(reverse("deliberation:where_you_stand", args=[deliberation.slug]), asked)
        assert response.status_code == 200
        return response.content.decode()

    def test_it_says_what_the_group_holds_what_is_shared_and_where_one_differs(self):
        deliberation = two_camps()
        analysed(deliberation)
        member = deliberation.participants.order_by("number")[2]
        rebel = deliberation.statements.get(text=SPLIT[1])
        Vote.objects.filter(participant=member, statement=rebel).update(value=Vote.Value.DISAGREE)
        words = text_of(self.page(browser_of(member), deliberation))
        assert "You vote like group A." in words
        headings = ["What your group A holds", "What you share across groups", "Where you differ from"]
        held, shared, differ = (words.index(heading) for heading in headings)
        assert held < shared < differ
        assert SHARED in words[shared:differ]
        assert SPLIT[1] in words[differ:]
        assert "vote like you" in words[differ:]

    def test_a_visitor_sees_the_map_and_is_invited_to_vote(self, client):
        deliberation = two_camps()
        analysed(deliberation)
        html = self.page(client, deliberation)
        assert "After 3 votes you see here where you stand." in html
        assert "map-you" not in html
        assert "Go on voting" in html

    def test_a_statement_shades_the_map_and_the_table_says_the_same(self, client):
        deliberation = two_camps()
        analysed(deliberation)
        asked = deliberation.statements.get(text=SPLIT[1])
        plain, shaded = (
            self.page(client, deliberation),
            self.page(client, deliberation, statement=asked.number),
        )
        assert "map-shade" not in plain
        assert "map-shade" in shaded
        assert shaded.count('y="27" text-anchor="middle">100%</text>') == 1
        assert "100% of group A agree with this statement, and 0% of group B" in text_of(shaded)
        table = text_of(shaded[shaded.index("<table") : shaded.index("</table>")])
        assert "A 14 14 100% 0% 0%" in table
        assert "B 10 10 0% 100% 0%" in table
        part = self.page(client, deliberation, statement=asked.number, part="map")
        assert part.lstrip().startswith("<figure")

    def test_a_statement_that_is_not_there_shades_nothing(self, client):
        deliberation = two_camps()
        analysed(deliberation)
        for asked in ("9999", "x", "-1", "1" * 50, "²"):
            assert "map-shade" not in self.page(client, deliberation, statement=asked)

    def test_before_the_first_analysis_it_says_what_will_be_here(self, client, deliberation):
        assert "There is no map yet" in self.page(client, deliberation)
