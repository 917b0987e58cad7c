"""No public page, file or picture says how fewer than ten people voted."""

import csv
import io
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Vote
from deliberation.results.overview import StatementLine, public_results
from deliberation.results.verdicts import verdict_of
from deliberation.voting.services import cast_vote
from tests.deliberation.results.assemblies import SHARED, SPLIT, analysed, member_of, two_camps, with_topics

pytestmark = pytest.mark.django_db
FEW = 9
"""People of the smaller group who have seen the statement."""


@pytest.fixture
def camps() -> Deliberation:
    """Two groups, 14 and 10; one of the smaller has not seen the shared statement and one that divides."""
    deliberation = two_camps(texts=["An AI should be kind."])
    with_topics(deliberation)
    last = member_of(deliberation, 23)
    Vote.objects.filter(participant=last, statement__text__in=[SHARED, SPLIT[0]]).delete()
    analysed(deliberation)
    return deliberation


def number_of(deliberation: Deliberation, text: str) -> int:
    return deliberation.statements.get(text=text).number


def read(client: Client, deliberation: Deliberation, name: str, *parts: object) -> str:
    response = client.get(reverse(f"deliberation:{name}", args=[deliberation.slug, *parts]))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def rows(client: Client, deliberation: Deliberation, name: str, *parts: object) -> list[dict[str, str]]:
    response = client.get(reverse(f"deliberation:{name}", args=[deliberation.slug, *parts]))
    return list(csv.DictReader(io.StringIO(response.getvalue().decode())))


def test_both_groups_are_held_back_where_one_would_give_the_other_away(camps, client):
    [row] = [row for row in rows(client, camps, "statements_csv") if row["text"] == SHARED]
    assert row["votes"] == "23"
    assert row["agreed"] == "1"
    assert int(row["robustness_added"]) > 0
    from_groups = ("group_aware_consensus", "consensus_lower_bound", "divisiveness", "consensus_minimum")
    held_back = [row[name] for name in row if name.startswith("group_a_") or name.startswith("group_b_")]
    assert {*held_back, *(row[name] for name in from_groups)} == {""}
    [whole] = [row for row in rows(client, camps, "statements_csv") if row["text"] == SPLIT[1]]
    assert "" not in (whole["group_a_votes"], whole["group_b_agree"], whole["divisiveness"])


def test_the_file_of_one_statement_has_empty_cells(camps, client):
    found = rows(client, camps, "statement_csv", number_of(camps, SHARED))
    assert [(row["group"], row["votes"]) for row in found] == [("", "23"), ("A", ""), ("B", "")]
    exact = client.get(
        reverse("deliberation:statement_csv", args=[camps.slug, number_of(camps, SHARED)]) + "?format=jsonl"
    )
    lines = [json.loads(line) for line in exact.getvalue().decode().splitlines()]
    assert [line["agree"] for line in lines] == [23, None, None]


def test_topics_count_only_what_can_be_shown(camps, client):
    """Else the topic less its other statements would be the statement that is held back."""
    found = {row["topic"]: row for row in rows(client, camps, "topics_csv")}
    assert found["sides, taking"]["group_b_votes"] == str(5 * 10)
    assert found["honest, flatter"]["group_b_votes"] == str(2 * 10)
    assert "at least 10 people have voted" in read(client, camps, "results")


def test_the_verdict_stays_without_its_share(camps):
    analysis = camps.analyses.latest("id")
    result = public_results(analysis).get(statement__text=SHARED)
    verdict = verdict_of(StatementLine(result, ("A", "B")), None)
    assert verdict.kind == "agreed"
    assert verdict.words == "Most surely agree, in every group"
    assert "would end this" in verdict.firmness
    assert verdict.distance == ""


@pytest.mark.parametrize("name", ["results", "statement_results", "where_you_stand"])
def test_pages_explain_once_and_show_the_whole_instead(camps, client, name):
    words = read(client, camps, name)
    assert words.count("fewer than 10 people have voted on it, in all or in that group") == (
        name != "where_you_stand"
    )
    assert f"of {FEW}<" not in words
    assert f'<td class="figure">{FEW}</td>' not in words


def test_the_page_of_the_statement_says_why(camps, client):
    words = read(client, camps, "statement_result", number_of(camps, SPLIT[0]))
    assert "of 23" in words
    assert "stands for a number that is not shown" in words
    assert "points apart" not in words


def test_the_shaded_map_and_its_table_hold_it_back_too(camps, client):
    address = reverse("deliberation:where_you_stand", args=[camps.slug])
    words = client.get(f"{address}?statement={number_of(camps, SPLIT[0])}").content.decode()
    assert "Not shown: fewer than 10 people of a group" in words
    assert "of group A agree with this statement" not in words


def test_a_statement_that_few_have_seen_shows_nothing_but_that(camps, client):
    asked = camps.statements.get(text=SPLIT[1])
    kept = list(Vote.objects.filter(statement=asked).values_list("pk", flat=True)[:6])
    Vote.objects.filter(statement=asked).exclude(pk__in=kept).delete()
    analysed(camps)
    assert "Fewer than 10 people have voted on this statement" in read(
        client, camps, "statement_result", asked.number
    )
    [row] = [row for row in rows(client, camps, "statements_csv") if row["text"] == asked.text]
    assert {row[name] for name in ("votes", "agree", "disagree", "pass", "agree_low")} == {""}
    assert "&lt;10" in read(client, camps, "statement_results")
    sorted_by_share = client.get(
        reverse("deliberation:statement_results", args=[camps.slug]), {"sort": "agree", "order": "up"}
    )
    last = sorted_by_share.context["page"].object_list[-1]
    assert last.line.statement == asked


def test_ones_own_vote_is_always_shown(camps, client):
    from tests.constitution.test_views import known_as

    person = member_of(camps, 23)
    cast_vote(
        participant=person, statement=camps.statements.get(text=SHARED), value=1, client_key="own-vote-1"
    )
    words = known_as(person).get(reverse("deliberation:my_votes", args=[camps.slug])).content.decode()
    assert SHARED in words


def test_twelve_people_still_see_what_they_agree_on(client):
    """A first demonstration: no group is large enough to be shown, but all of them together are."""
    deliberation = two_camps()
    Vote.objects.filter(participant__number__gt=12).delete()
    analysed(deliberation)
    words = read(client, deliberation, "results")
    assert SHARED in words
    assert "12 people voted on" in words
    [row] = [row for row in rows(client, deliberation, "statements_csv") if row["text"] == SHARED]
    assert (row["votes"], row["agree"]) == ("12", "12")
