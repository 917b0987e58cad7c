"""The results pages say what the stored rows say, in every state a deliberation can be in."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from deliberation.models import Analysis, Deliberation, Statement, StoredStructure
from deliberation.models.places import Place
from deliberation.people.participation import remember_participant
from deliberation.results import map_of_opinions
from deliberation.results.services import request_analysis
from deliberation.templatetags.figures import percent
from deliberation.voting.services import cast_vote
from tests.deliberation.results.assemblies import (
    REJECTED,
    SHARED,
    SPLIT,
    analysed,
    member_of,
    two_camps,
    with_topics,
)
from tests.deliberation.results.stored_rows import stored, with_group, with_result
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script> is what an AI should say.",
    "\"><svg onload=alert(1)> says the AI's title.",
    "</title></svg><img src=x onerror=alert(1)> is enough.",
]


def page(client: Client, deliberation: Deliberation, name: str = "results", **query: str | int) -> str:
    response = client.get(reverse(f"deliberation:{name}", args=[deliberation.slug]), query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    """The words of a page, spaces made single."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def browser_of(participant) -> Client:
    client = Client()
    response = HttpResponse()
    remember_participant(response, participant)
    client.cookies.update(response.cookies)
    return client


def test_three_sentences_open_the_page(client):
    deliberation = two_camps()
    analysed(deliberation)
    html = page(client, deliberation)
    opening = text_of(html[html.index('class="dinner"') : html.index('id="freshness"')])
    assert "24 people voted on 8 statements, and 2 groups stand out" in opening
    assert f"In every group most people agree with 1 of them, above all: “{SHARED}”" in opening
    assert re.search(r"most divided over this one \(in group [AB] 100% agree, in group [AB] 0%\)", opening)


def test_every_bar_says_what_the_stored_row_says(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    html = page(client, deliberation)
    words = [unescape(title) for title in re.findall(r"<title>([^<]+)</title>", html)]
    for result in analysis.statement_results.filter(statement__text__in=SPLIT):
        for votes in result.by_group:
            agree, disagree = votes["agree"] / votes["votes"], votes["disagree"] / votes["votes"]
            said = f"{percent(disagree)} disagree, {percent(agree)} agree, 0% pass, of {votes['votes']}"
            assert said in words
    shared = analysis.statement_results.get(statement__text=SHARED)
    assert len(shared.by_group) == 2
    for votes in shared.by_group:
        low = 0.05 ** (1 / (votes["votes"] + 1))
        assert any(title.startswith(f"100% agree, likely between {percent(low)}") for title in words)


def test_the_whisker_of_the_weakest_group_ends_at_the_consensus_bound(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    bound = analysis.statement_results.get(statement__text=SHARED).consensus_lower_bound
    html = page(client, deliberation)
    assert f'd="M{round(1000 * bound)} 10H' in html


def test_what_everybody_rejects_is_told_apart_from_what_divides(client):
    deliberation = two_camps()
    analysed(deliberation)
    html = page(client, deliberation)
    unites = html[html.index('id="unites"') : html.index('id="divides"')]
    divides = html[html.index('id="divides"') : html.index('id="map"')]
    assert "In every group most people say no to" in unites
    assert REJECTED in unites
    assert REJECTED not in divides
    assert not any(text in unites for text in SPLIT)


def test_each_group_is_shown_with_its_size_and_what_sets_it_apart(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    words = text_of(page(client, deliberation))
    for group in analysis.groups.all():
        assert f"Group {group.letter}" in words
        assert f"{group.size} people, {percent(group.size / 24)} of those in groups" in words
    assert "100% agree 0% of the others" in words


def test_the_map_has_a_title_a_description_and_a_table_that_says_the_same(client):
    deliberation = two_camps()
    analysed(deliberation)
    html = page(client, deliberation)
    svg = html[html.index('<svg class="map"') :]
    svg = svg[: svg.index("</svg>")]
    assert "2 groups of people vote alike; 58% of them are in group A" in svg
    assert "Group A: 14 people." in svg
    assert "Group B: 10 people." in svg
    table = text_of(html[html.index("What sets it apart most") : html.index('id="groups"')])
    assert "A 14 58%" in table
    assert "B 10 42%" in table


def test_a_participant_finds_themselves_on_the_map(client):
    deliberation = two_camps()
    analysed(deliberation)
    mine = browser_of(member_of(deliberation, 20))
    response = mine.get(reverse("deliberation:results", args=[deliberation.slug]))
    assert "You vote like group B." in response.content.decode()
    assert "private" in response.headers["Cache-Control"]
    assert "map-you" not in page(client, deliberation)


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        (0.87, "You vote like group B."),
        (0.52, "You stand between the groups; the nearest is B."),
        (None, "You vote like group B."),
    ],
)
def test_how_sure_a_membership_was_is_said_where_nothing_was_kept_to_place_people_by(
    monkeypatch, certainty, said
):
    deliberation = two_camps()
    analysed(deliberation)
    StoredStructure.objects.all().delete()
    monkeypatch.setattr(
        Analysis, "place_of", lambda analysis, participant: Place(0.5, 0.5, group=1, certainty=certainty)
    )
    assert said in page(browser_of(member_of(deliberation, 20)), deliberation)


def test_how_sure_the_results_are_opens_question_by_question(client):
    deliberation = two_camps()
    analysed(deliberation)
    html = page(client, deliberation)
    sure = text_of(html[html.index('id="sure"') :])
    assert "Would other people have agreed on the same? 1 of 1 statement is firm" in sure
    assert "Why 2 groups?" in sure
    assert "Do votes on some statements tell how people vote on others?" in sure
    assert "Do those who came stand for everyone?" not in sure


def test_a_weighted_deliberation_says_what_weighting_costs(client, deliberation):
    analysis = stored(deliberation, weighting={"effective_sample_size": 252.4, "design_effect": 1.585})
    with_group(analysis, 0, 60)
    with_group(analysis, 1, 40)
    with_result(analysis, (60, 0, 0), (40, 0, 0))
    sure = text_of(page(client, deliberation))
    assert "counts as 252 people" in sure
    assert "design effect 1.6" in sure


def test_what_was_not_measured_is_not_spoken_of(client, deliberation):
    analysis = stored(deliberation)
    with_group(analysis, 0, 60)
    with_group(analysis, 1, 40)
    with_result(analysis, (60, 0, 0), (40, 0, 0), bound=0.9)
    words = text_of(page(client, deliberation))
    for unmeasured in ("re-drawn", "would end this", "overlap", "points apart", "None", "nan"):
        assert unmeasured not in words


def test_somebody_who_came_after_the_analysis_is_not_put_anywhere():
    deliberation = two_camps()
    analysed(deliberation)
    late = ParticipantFactory(deliberation=deliberation)
    assert "map-you" not in page(browser_of(late), deliberation)


def test_a_tampered_cookie_is_nobody(client):
    deliberation = two_camps()
    analysed(deliberation)
    client.cookies[f"participant_{deliberation.public_id}"] = "forged:1:2"
    assert "map-you" not in page(client, deliberation)


def test_topics_show_how_far_the_groups_agree_and_lead_to_their_statements(client):
    deliberation = two_camps()
    with_topics(deliberation)
    analysed(deliberation)
    words = text_of(page(client, deliberation))
    assert (
        "closest on “honest, flatter” and furthest apart on" in words or "The groups are closest on" in words
    )
    narrowed = page(client, deliberation, "statement_results", topic=1)
    assert SHARED in narrowed
    assert SPLIT[0] not in narrowed


def test_without_votes_the_page_says_what_will_be_here_and_what_to_do(client, deliberation):
    html = page(client, deliberation)
    assert "because nobody has voted" in html
    assert reverse("deliberation:vote", args=[deliberation.slug]) in html
    assert "hx-get" not in html


def test_before_the_first_analysis_votes_are_announced(client, deliberation):
    VoteFactory(statement=StatementFactory(deliberation=deliberation))
    assert "the first analysis is still to come" in page(client, deliberation)
    assert "the first analysis is still to come" in page(client, deliberation, "statement_results")


def test_opinions_that_run_into_each_other_are_said_so(client, deliberation):
    statements = StatementFactory.create_batch(3, deliberation=deliberation)
    for statement in statements:
        for participant in deliberation.participants.all()[:6] if statement != statements[0] else []:
            cast_vote(
                participant=participant, statement=statement, value=1, client_key=f"v{statement.number}"
            )
    VoteFactory(statement=statements[0])
    analysed(deliberation)
    words = text_of(page(client, deliberation))
    assert "no groups stand apart" in words
    assert "too few people have voted on enough statements" in words
    assert "Group A" not in words


@pytest.mark.parametrize("value", [0, 1, -1])
def test_a_single_vote_can_be_shown(client, value):
    vote = VoteFactory(value=value)
    analysed(vote.deliberation)
    assert "1 person voted on 1 statement." in text_of(page(client, vote.deliberation))
    page(client, vote.deliberation, "statement_results")


def test_newer_votes_are_counted_until_the_next_analysis(client):
    deliberation = two_camps()
    analysed(deliberation)
    assert "No vote has come in since." in page(client, deliberation)
    VoteFactory(statement=deliberation.statements.first())
    assert "1 vote has come in since." in page(client, deliberation)
    analysed(deliberation)
    assert "No vote has come in since." in page(client, deliberation)


def test_while_an_analysis_runs_the_last_one_stays_and_progress_is_asked_for(client):
    deliberation = two_camps()
    analysed(deliberation)
    job = request_analysis(deliberation=deliberation)
    assert "A new analysis is waiting its turn." in page(client, deliberation)
    job.claim()
    job.report("Finding groups", 0.4)
    html = page(client, deliberation)
    assert "A new analysis is running: 40% done." in html
    assert 'hx-trigger="every 3s"' in html
    assert SHARED in html


def test_polling_stops_when_the_analysis_has_ended(client):
    deliberation = two_camps()
    shown = analysed(deliberation)
    job = request_analysis(deliberation=deliberation)
    job.claim()
    assert "hx-get" in page(client, deliberation, "results_progress", shown=shown.pk)
    job.succeed()
    ended = page(client, deliberation, "results_progress", shown=shown.pk)
    assert "The new results are ready." in ended
    assert "hx-get" not in ended


def test_while_the_first_analysis_runs_the_page_waits_for_it_and_then_leads_to_it(client):
    deliberation = two_camps()
    job = request_analysis(deliberation=deliberation)
    assert "?shown=0" in page(client, deliberation)
    assert "hx-get" in page(client, deliberation, "results_progress", shown="0")
    analysed(deliberation)
    job.claim()
    job.succeed()
    assert "The new results are ready." in page(client, deliberation, "results_progress", shown="0")


def test_a_failed_analysis_is_admitted_without_its_trace(client):
    deliberation = two_camps()
    analysed(deliberation)
    job = request_analysis(deliberation=deliberation)
    job.claim()
    job.fail("Traceback: secret path")
    html = page(client, deliberation)
    assert "did not work" in html
    assert "What you see is from 0\xa0minutes ago." in html
    assert "secret path" not in html
    assert SHARED in html


def test_another_deliberations_job_is_not_shown(client):
    deliberation = two_camps()
    analysed(deliberation)
    request_analysis(deliberation=DeliberationFactory())
    assert "waiting its turn" not in page(client, deliberation)


def test_a_statement_rejected_since_is_gone_at_once(client):
    deliberation = two_camps()
    analysed(deliberation)
    page(client, deliberation)
    deliberation.statements.filter(text=SHARED).update(state=Statement.State.REJECTED)
    for name in ("results", "statement_results"):
        assert SHARED not in page(client, deliberation, name)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_people_wrote_is_text_and_nothing_else(client, payload):
    deliberation = two_camps(texts=[payload])
    deliberation.title = payload
    deliberation.save()
    with_topics(deliberation)
    analysed(deliberation)
    for name, query in (("results", {}), ("statement_results", {"q": payload})):
        html = page(client, deliberation, name, **query)
        assert "<script>alert" not in html
        assert "<svg onload" not in html
        assert "<img src=x" not in html
        assert payload in unescape(html)


def test_a_draft_has_no_results(client):
    deliberation = DeliberationFactory(state=Deliberation.State.DRAFT)
    for name in (
        "results",
        "results_progress",
        "statement_results",
        "statements_csv",
        "groups_csv",
        "map_csv",
    ):
        assert client.get(reverse(f"deliberation:{name}", args=[deliberation.slug])).status_code == 404


def test_numbers_in_pictures_are_written_the_same_in_every_language(client):
    deliberation = two_camps()
    analysed(deliberation)
    english = page(client, deliberation)
    with translation.override("zh-hans"):
        client.cookies["django_language"] = "zh-hans"
        chinese = page(client, deliberation)
    paths = re.compile(r' (?:d|x|y|width|transform)="([^"]+)"')
    assert paths.findall(english) == paths.findall(chinese)


def test_no_element_carries_its_own_style_or_script(client):
    deliberation = two_camps()
    analysed(deliberation)
    html = page(client, deliberation)
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)(?! type=\"application/ld\+json\">)", html)
    assert not re.search(r" on[a-z]+=", html)


def queries_of(client, name, deliberation, counter) -> int:
    with counter as counted:
        page(client, deliberation, name)
    return len(counted)


@pytest.mark.parametrize("name", ["results", "statement_results"])
def test_more_statements_take_no_more_queries(client, name, django_assert_max_num_queries):
    small = two_camps("small")
    large = two_camps("large", texts=[f"An AI should do thing {number}." for number in range(60)])
    for deliberation in (small, large):
        with_topics(deliberation)
        analysed(deliberation)
    few = queries_of(client, name, small, django_assert_max_num_queries(18))
    assert queries_of(client, name, large, django_assert_max_num_queries(18)) == few


def test_a_large_crowd_is_drawn_from_counts_in_the_database(client, monkeypatch):
    deliberation = two_camps()
    analysed(deliberation)
    drawn_by_dots = page(client, deliberation)
    cache.clear()
    monkeypatch.setattr(map_of_opinions, "DOTS_AT_MOST", 5)
    drawn_by_counts = page(client, deliberation)
    land = re.compile(r'class="map-land" d="([^"]+)"')
    assert land.findall(drawn_by_counts) == land.findall(drawn_by_dots)
    letters = re.compile(r'<g transform="([^"]+)">')
    assert letters.findall(drawn_by_counts) == letters.findall(drawn_by_dots)
    assert drawn_by_dots.count("a2.2 2.2") > 20
    assert drawn_by_counts.count("a2.2 2.2") == 0


def test_the_age_of_the_results_is_shown(client):
    deliberation = two_camps()
    analysis = analysed(deliberation)
    assert f'datetime="{analysis.created_at.isoformat()}"' in page(client, deliberation)


def test_only_the_latest_analysis_counts(client):
    deliberation = two_camps()
    old = analysed(deliberation)
    VoteFactory(statement=deliberation.statements.first())
    new = analysed(deliberation)
    html = page(client, deliberation)
    assert new.result_hash in html
    assert old.result_hash not in html
