"""Programs read results: the figures of the pages, held back where the pages hold back."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import Deliberation, Role, Scope, Statement, Vote
from deliberation.results.measures import MEASURES
from deliberation.voting.services import cast_vote
from tests.api.callers import ANONYMOUS, bearing, browsing, make_token
from tests.api.reading import address, all_of, answer_to, queries_for, read, refusal
from tests.deliberation.results.assemblies import REJECTED, SHARED, SPLIT, analysed, member_of, two_camps
from tests.factories import MembershipFactory, StatementFactory

pytestmark = pytest.mark.django_db
Visibility = Deliberation.ResultsVisibility
RESULTS = ("results", "results_statements", "analyses")


@pytest.fixture
def camps() -> Deliberation:
    """Two camps of 14 and 10 who all agree with one statement, all reject one, and split over six."""
    return two_camps()


def written(deliberation: Deliberation, name: str, **query: str) -> str:
    """Return a file of the website."""
    response = Client().get(reverse(f"deliberation:{name}", args=[deliberation.slug]), query)
    return bytes(response.getvalue()).decode()


def visible(deliberation: Deliberation, visibility: str, **changes: Any) -> None:
    Deliberation.objects.filter(pk=deliberation.pk).update(results_visibility=visibility, **changes)


def test_every_figure_is_that_of_the_file_for_spreadsheets(camps: Deliberation) -> None:
    last = member_of(camps, 23)
    Vote.objects.filter(participant=last, statement__text__in=[SHARED, SPLIT[0]]).delete()
    analysed(camps)
    rows = {
        int(row["statement"]): row for row in csv.DictReader(io.StringIO(written(camps, "statements_csv")))
    }
    told = {one["statement"]: one for one in all_of("results_statements", camps.slug, limit=5)}
    assert told.keys() == rows.keys()
    for number, row in rows.items():
        one = told[number]
        counted = [one["votes"], *(group["tally"] for group in one["by_group"])]
        for prefix, tally in zip(("", "group_a_", "group_b_"), counted, strict=True):
            for name in ("votes", "agree", "disagree", "pass"):
                assert row[f"{prefix}{name}"] == ("" if tally is None else str(tally[name]))
        for name in MEASURES:
            value = one["measures"][name]
            assert row[name] == ("" if value is None else str(int(value) if name == "agreed" else value))
    [shared] = [one for one in told.values() if one["text"] == SHARED]
    assert [group["tally"] for group in shared["by_group"]] == [None, None]
    assert shared["measures"]["divisiveness"] is None


def test_the_newest_results_say_what_the_page_says(camps: Deliberation) -> None:
    analysis = analysed(camps)
    found = read("results", camps.slug)
    page = Client().get(reverse("deliberation:results", args=[camps.slug])).content.decode()
    who, _unites, _divides = found["sentences"]["opening"]
    assert who in " ".join(page.split())
    assert found["analysis"]["result_hash"] == analysis.result_hash
    assert found["analysis"]["input_hash"] == analysis.input_hash
    assert [(group["letter"], group["size"]) for group in found["groups"]] == [("A", 14), ("B", 10)]
    assert [one["text"] for one in found["uniting"]] == [SHARED]
    assert {one["text"] for one in found["dividing"]} == set(SPLIT)
    assert [one["text"] for one in found["rejected"]] == [REJECTED]
    assert [one["outcome"] for one in found["rejected"]] == ["rejected"]
    assert found["counts"] | {"participants": 24, "agreed": 1, "divisive": 6} == found["counts"]
    low, high = (found["uniting"][0]["votes"][end] for end in ("agree_low", "agree_high"))
    assert 0.8 < low < high < 1


def test_results_are_told_in_the_language_that_is_asked_for(camps: Deliberation) -> None:
    analysed(camps)
    place = address("results", camps.slug)
    english, spanish = (Client().get(place, headers={"Accept-Language": code}) for code in ("en", "es"))
    assert english.json()["sentences"]["opening"] != spanish.json()["sentences"]["opening"]
    assert english["ETag"] != spanish["ETag"]
    assert "Accept-Language" in spanish["Vary"]
    again = Client().get(place, headers={"Accept-Language": "es", "If-None-Match": spanish["ETag"]})
    assert again.status_code == 304


def test_a_new_vote_makes_kept_results_old_and_is_counted_as_waiting(camps: Deliberation) -> None:
    analysed(camps)
    place = address("results", camps.slug)
    tag = Client().get(place)["ETag"]
    assert Client().get(place, headers={"If-None-Match": tag}).status_code == 304
    statement = camps.statements.get(text=SHARED)
    cast_vote(participant=member_of(camps, 0), statement=statement, value=-1, client_key="k" * 20)
    answer = Client().get(place, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json()["freshness"]["newer_votes"] == 1


def test_a_statement_that_was_rejected_since_is_told_no_more(camps: Deliberation) -> None:
    analysed(camps)
    Statement.objects.filter(text=SHARED).update(state=Statement.State.REJECTED)
    Statement.objects.filter(text=SPLIT[0]).update(text="", erased_at=timezone.now())
    told = list(all_of("results_statements", camps.slug))
    assert SHARED not in json.dumps([told, read("results", camps.slug)])
    assert [one["text"] for one in told].count(None) == 1


def test_before_the_first_analysis_there_is_nothing_and_a_program_is_told_so(camps: Deliberation) -> None:
    assert refusal(ANONYMOUS, "results", camps.slug) == (404, "no-results-yet")
    assert refusal(ANONYMOUS, "results_statements", camps.slug) == (404, "no-results-yet")
    assert read("analyses", camps.slug)["results"] == []
    names = [one["name"] for one in all_of("exports", camps.slug)]
    assert "moderation-log.csv" in names


def test_closed_results_stay_closed_to_everybody_but_those_who_run_it(
    camps: Deliberation, stranger: Any
) -> None:
    deliberation, analysis = camps, analysed(camps)
    visible(deliberation, Visibility.AFTER_CLOSE)
    owner, moderator, translator = (
        MembershipFactory(deliberation=deliberation, role=role).user
        for role in (Role.OWNER, Role.MODERATOR, Role.TRANSLATOR)
    )
    for_reading = bearing(make_token(deliberation, owner, Scope.READ))
    without = bearing(make_token(deliberation, owner, Scope.PARTICIPATE))
    voter = browsing(member_of(deliberation, 0))
    for caller in (ANONYMOUS, voter, browsing(translator), browsing(stranger), without):
        refused = {refusal(caller, name, deliberation.slug) for name in RESULTS}
        refused.add(refusal(caller, "analysis", deliberation.slug, analysis.result_hash))
        assert refused == {(403, "results-not-open")}
        files = {one["name"]: one["is_open_to_you"] for one in read_files(deliberation, caller)}
        assert not files["statements.csv"]
        assert files["moderation-log.csv"]
    for caller in (browsing(owner), browsing(moderator), for_reading):
        answer = answer_to(caller, address("analysis", deliberation.slug, analysis.result_hash))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "immutable" not in answer["Cache-Control"]
        assert {read(name, deliberation.slug, caller=caller) is None for name in RESULTS} == {False}
    visible(deliberation, Visibility.AFTER_CLOSE, state=Deliberation.State.CLOSED)
    assert read("results", deliberation.slug)["analysis"]["result_hash"] == analysis.result_hash


def test_who_has_voted_reads_results_that_open_after_voting(camps: Deliberation) -> None:
    analysed(camps)
    visible(camps, Visibility.AFTER_VOTING)
    assert refusal(ANONYMOUS, "results", camps.slug) == (403, "results-not-open")
    assert read("results", camps.slug, caller=browsing(member_of(camps, 0)))["groups"]


def test_a_token_reads_no_more_than_its_maker_may_now(camps: Deliberation) -> None:
    analysed(camps)
    visible(camps, Visibility.AFTER_CLOSE)
    membership = MembershipFactory(deliberation=camps, role="owner")
    token = bearing(make_token(camps, membership.user, Scope.READ))
    assert read("results", camps.slug, caller=token)["groups"]
    membership.delete()
    assert refusal(token, "results", camps.slug) == (403, "results-not-open")


def test_a_stored_analysis_can_be_kept_for_ever_and_says_what_its_file_says(camps: Deliberation) -> None:
    analysis = analysed(camps)
    place = address("analysis", camps.slug, analysis.result_hash)
    answer = Client().get(place)
    assert {"public", "immutable", "max-age=31536000"} <= set(answer["Cache-Control"].split(", "))
    assert not answer["ETag"].startswith("W/")
    assert Client().get(place, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    found = answer.json()
    assert (found["result_hash"], found["votes"], found["agree"]) == (
        analysis.result_hash,
        analysis.vote_count,
        analysis.agree,
    )
    assert found["pass"] == analysis.passed
    assert "majority_agree" not in found["summary"]
    assert {frozenset(one) for group in found["groups"] for one in group["representative"]} == {
        frozenset(("statement", "position"))
    }
    assert refusal(ANONYMOUS, "analysis", camps.slug, "0" * 64) == (404, "not-found")


def test_each_analysis_is_listed_with_what_it_rests_on(camps: Deliberation) -> None:
    first = analysed(camps)
    statement = camps.statements.get(text=SHARED)
    cast_vote(participant=member_of(camps, 0), statement=statement, value=-1, client_key="k" * 20)
    second = analysed(camps)
    listed = list(all_of("analyses", camps.slug, limit=1))
    assert [one["result_hash"] for one in listed] == [second.result_hash, first.result_hash]
    assert listed[0]["event_watermark"] > listed[1]["event_watermark"]
    assert Client().get(listed[1]["url"]).json()["input_hash"] == first.input_hash


def test_how_few_people_did_something_is_counted_in_no_analysis(camps: Deliberation) -> None:
    target, merged = camps.statements.get(text=SHARED), camps.statements.get(text=REJECTED)
    Statement.objects.filter(pk=merged.pk).update(merged_into=target)
    analysis = analysed(camps)
    assert analysis.summary["merge_conflicts"]
    for conflict in read("analysis", camps.slug, analysis.result_hash)["summary"]["merge_conflicts"]:
        assert conflict["differing"] is None or conflict["differing"] >= 10


def test_more_votes_and_statements_take_no_more_queries(camps: Deliberation) -> None:
    analysed(camps)
    before = [queries_for(name, camps.slug) for name in RESULTS]
    texts = [statement.text for statement in StatementFactory.build_batch(3, deliberation=camps)]
    larger = two_camps("larger", texts, large=28, small=20)
    analysed(larger)
    assert [queries_for(name, larger.slug) for name in RESULTS] == before


def read_files(deliberation: Deliberation, caller: Any) -> list[Any]:
    return list(read("exports", deliberation.slug, caller=caller)["results"])
