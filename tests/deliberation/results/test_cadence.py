"""When results are refreshed on the groups that are known, and when these are looked for again."""

from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from deliberation.analysis.known_structure import KnownStructure
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.stable_space import Placing
from deliberation.models import Analysis, Deliberation, Job, StoredStructure
from deliberation.moderation.services import moderate_statement
from deliberation.results import cadence, services
from deliberation.results.cadence import Due, Extent, due_for, has_rested
from deliberation.results.importance import important_votes
from deliberation.results.known_structure import known_structure_of
from deliberation.results.services import (
    ANALYSIS_TASK,
    REFRESH_TASK,
    refresh_analysis,
    refresh_results,
    request_due_analyses,
    run_analysis,
    update_analysis,
)
from deliberation.results.vote_snapshot import Selection, take_snapshot
from deliberation.voting.marks import mark_vote
from deliberation.voting.services import cast_vote
from tests.deliberation.results.assemblies import SPLIT, two_camps
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make 184 votes a large deliberation, of which three new votes are enough."""
    monkeypatch.setattr(cadence, "ALWAYS_FULL_BELOW", 100)
    monkeypatch.setattr(cadence, "NEW_VOTES_SHARE", 3 / 184)


@pytest.fixture
def camps() -> Deliberation:
    return two_camps()


def vote(deliberation: Deliberation, key: str = "new") -> None:
    statement = deliberation.statements.filter(text=SPLIT[0]).get()
    newcomer = ParticipantFactory(deliberation=deliberation)
    cast_vote(participant=newcomer, statement=statement, value=1, client_key=key)


def decide(deliberation: Deliberation, text: str, outcome: str, reason: str = "") -> None:
    statement = deliberation.statements.get(text=text)
    moderate_statement(
        statement=statement,
        outcome=outcome,
        reason=reason,
        decided_by=None,
        client_key=f"{outcome} {text}",
        origin="imported",
    )


def test_the_first_analysis_is_a_full_one(camps: Deliberation) -> None:
    assert due_for(camps).extent is Extent.FULL
    assert not update_analysis(deliberation=camps).is_refresh


def test_nothing_is_due_without_votes(deliberation: Deliberation) -> None:
    assert due_for(deliberation).extent is Extent.NONE


def test_nothing_is_due_until_somebody_votes(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    assert due_for(camps).extent is Extent.NONE


def test_a_new_vote_is_met_by_a_refresh_on_the_known_groups(camps: Deliberation) -> None:
    full = run_analysis(deliberation=camps)
    vote(camps)
    refresh = update_analysis(deliberation=camps)

    assert refresh.grouped_by == full
    assert refresh.vote_count == full.vote_count + 1
    assert Analysis.objects.latest_of(camps) == refresh
    assert [group.size for group in refresh.groups.all()] == [group.size for group in full.groups.all()]
    assert refresh.input_hash != full.input_hash


def test_refreshing_again_without_new_votes_returns_the_refresh_that_is_there(camps: Deliberation) -> None:
    full = run_analysis(deliberation=camps)
    vote(camps)
    first, second = (refresh_analysis(deliberation=camps, grouping=full) for _ in range(2))
    assert first == second


def test_enough_new_votes_since_the_last_full_analysis_call_for_one(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    for number in range(2):
        vote(camps, f"new {number}")
        assert update_analysis(deliberation=camps).is_refresh
    vote(camps, "the third")

    assert not update_analysis(deliberation=camps).is_refresh
    vote(camps, "after that")
    assert due_for(camps).extent is Extent.REFRESH


def test_small_deliberations_are_always_analysed_in_full(camps: Deliberation, monkeypatch) -> None:
    monkeypatch.setattr(cadence, "ALWAYS_FULL_BELOW", 10_000)
    run_analysis(deliberation=camps)
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def test_a_newly_accepted_statement_is_counted_by_a_refresh(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    StatementFactory(deliberation=camps, text="An AI should be new.", state="pending", author=None)
    decide(camps, "An AI should be new.", "accepted")

    assert due_for(camps).extent is Extent.REFRESH
    refresh = update_analysis(deliberation=camps)
    assert refresh.statement_results.filter(statement__text="An AI should be new.").exists()


def test_a_rejected_statement_takes_the_groups_that_rest_on_it_along(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    decide(camps, SPLIT[0], "rejected", reason="unclear")
    assert due_for(camps).extent is Extent.FULL


def test_groups_of_other_parameters_are_not_refreshed(camps: Deliberation) -> None:
    run_analysis(deliberation=camps, parameters=AnalysisParameters(mode="polis"))
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def test_the_structure_is_read_as_it_was_found(camps: Deliberation) -> None:
    found = analyse(take_snapshot(camps, Selection()).votes, AnalysisParameters()).structure
    read = known_structure_of(run_analysis(deliberation=camps))

    for part in fields(KnownStructure):
        kept, stored = getattr(found, part.name), getattr(read, part.name)
        if isinstance(kept, Placing):
            kept, stored = kept.covariance, stored.covariance
        assert np.array_equal(stored, kept), part.name
    assert (read.placing.imputation, read.placing.noise) == (found.placing.imputation, found.placing.noise)


def test_groups_stored_without_their_opinion_space_are_not_refreshed(camps: Deliberation) -> None:
    StoredStructure.objects.filter(analysis=run_analysis(deliberation=camps)).delete()
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def test_refreshes_go_on_while_the_groups_are_looked_for_again(camps: Deliberation) -> None:
    full = run_analysis(deliberation=camps)
    for number in range(3):
        vote(camps, f"new {number}")
    assert due_for(camps) == Due(Extent.FULL, full)
    request_due_analyses()
    assert set(Job.objects.values_list("task", flat=True)) >= {ANALYSIS_TASK, REFRESH_TASK}
    assert refresh_results(deliberation=camps).grouped_by == full


def test_no_refresh_is_asked_for_where_only_a_full_analysis_will_do(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    decide(camps, SPLIT[0], "rejected", reason="unclear")
    request_due_analyses()
    assert not Job.objects.filter(task=REFRESH_TASK).exists()
    before = Analysis.objects.latest_of(camps)
    assert refresh_results(deliberation=camps) == before


def test_groups_found_in_older_votes_are_shown_once_newer_ones_are_placed_on_them(
    camps: Deliberation, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = run_analysis(deliberation=camps)
    vote(camps, "the first")
    at_its_start = take_snapshot(camps, Selection())
    vote(camps, "the second")
    refresh = refresh_analysis(deliberation=camps, grouping=full)
    with monkeypatch.context() as patched:
        patched.setattr(services, "take_snapshot", lambda *_: at_its_start)
        ended_later = run_analysis(deliberation=camps)

    assert ended_later.pk > refresh.pk
    assert Analysis.objects.latest_of(camps) == refresh
    assert due_for(camps) == Due(Extent.REFRESH, ended_later)
    placed = update_analysis(deliberation=camps)
    assert (placed.grouped_by, Analysis.objects.latest_of(camps)) == (ended_later, placed)
    assert due_for(camps).extent is Extent.NONE


def test_a_mark_on_a_vote_is_counted_by_a_refresh(camps: Deliberation) -> None:
    run_analysis(deliberation=camps)
    held = camps.votes.first()
    mark_vote(participant=held.participant, statement=held.statement, is_important=True, client_key="a mark")
    assert due_for(camps).extent is Extent.REFRESH
    assert sum(important_votes(update_analysis(deliberation=camps)).values()) == 1


@pytest.mark.parametrize(
    ("took", "ago", "rested"), [(1, 19, False), (1, 21, True), (20, 50, False), (20, 61, True)]
)
def test_jobs_keep_their_distance_and_leave_two_thirds_of_a_core(
    took: float, ago: int, rested: bool, settings: Settings
) -> None:
    settings.ANALYSIS_INTERVAL_SECONDS = 20
    asked = timezone.now() - timedelta(seconds=ago)
    job = Job(created_at=asked, finished_at=timezone.now(), result={"processor_seconds": took})
    assert has_rested(job) is rested
    assert not has_rested(Job(created_at=asked))
    assert has_rested(None)


def older(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time go by: nothing that is there is recent any more."""
    monkeypatch.setattr(services, "REFRESHES_KEPT", timedelta(0))
    assert analysis.created_at < timezone.now()


def test_superseded_refreshes_go_and_full_analyses_stay(camps: Deliberation, monkeypatch) -> None:
    full = run_analysis(deliberation=camps)
    vote(camps, "one")
    refresh = update_analysis(deliberation=camps)
    vote(camps, "two")
    assert update_analysis(deliberation=camps).is_refresh
    assert Analysis.objects.filter(pk=refresh.pk).exists(), "a page may still be reading it"

    older(refresh, monkeypatch)
    vote(camps, "three")
    newest = update_analysis(deliberation=camps)
    assert set(Analysis.objects.all()) == {full, newest}


def test_the_page_tells_the_age_of_the_counts_from_that_of_the_groups(client, camps: Deliberation) -> None:
    address = reverse("deliberation:results", args=[camps.slug])
    run_analysis(deliberation=camps)
    assert "Groups: found" not in client.get(address).content.decode()

    vote(camps)
    update_analysis(deliberation=camps)
    html = client.get(address).content.decode()
    assert "Counts and positions: 0\xa0minutes ago." in html
    assert "Groups: found <time" in html
