"""When results are refreshed on the groups that are known, and when these are looked for again."""

from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from deliberation.analysis import pipeline, structure
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.jobs import Report
from deliberation.models import Analysis, Deliberation, StoredStructure
from deliberation.moderation.services import moderate_statement
from deliberation.results import cadence, services
from deliberation.results.cadence import Extent, due_for
from deliberation.results.known_structure import keep_structure, known_structure_of
from deliberation.results.services import refresh_analysis, run_analysis, update_analysis
from deliberation.voting.services import cast_vote
from tests.deliberation.results.assemblies import SPLIT, two_camps
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make 184 votes a large deliberation, of which three new votes are enough."""
    monkeypatch.setattr(cadence, "ALWAYS_FULL_BELOW", 100)
    monkeypatch.setattr(cadence, "NEW_VOTES_SHARE", 3 / 184)


@pytest.fixture(autouse=True)
def some_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the pure refresh: the cadence does not depend on what it finds."""
    if hasattr(pipeline, "refresh"):
        return

    def refresh(votes: VoteMatrix, parameters: AnalysisParameters, known: object, report: Report) -> object:
        return analyse(votes, parameters, report=report)

    monkeypatch.setattr(pipeline, "refresh", refresh, raising=False)
    if not hasattr(structure, "KnownStructure"):
        monkeypatch.setattr(structure, "KnownStructure", SimpleNamespace, raising=False)
    if not hasattr(structure, "Placing"):
        monkeypatch.setattr(
            structure,
            "Placing",
            lambda *values: SimpleNamespace(
                **dict(zip(("imputation", "covariance", "noise"), values, strict=True))
            ),
            raising=False,
        )


@pytest.fixture
def camps() -> Deliberation:
    return two_camps()


def some_structure() -> SimpleNamespace:
    """The structure of an analysis of two statements with two groups."""
    return SimpleNamespace(
        statement_ids=np.array([1, 2]),
        center=np.array([0.5, -0.25]),
        components=np.array([[0.6, 0.8], [0.8, -0.6]]),
        group_agree=np.array([[14, 0], [9, 0]]),
        group_disagree=np.array([[0, 14], [0, 9]]),
        group_seen=np.array([[14, 14], [9, 9]]),
        group_sizes=np.array([14, 9]),
        basis="classes",
        group_axes=np.zeros((0, 2)),
        group_centers=np.zeros((2, 0)),
        placing=SimpleNamespace(imputation="low rank", covariance=np.eye(2), noise=0.1),
    )


def analysed(deliberation: Deliberation) -> Analysis:
    """Analyse it in full, with the structure kept for refreshes."""
    analysis = run_analysis(deliberation=deliberation)
    if not StoredStructure.objects.filter(analysis=analysis).exists():
        keep_structure(analysis, some_structure())
    return analysis


def vote(deliberation: Deliberation, key: str = "new") -> None:
    statement = deliberation.statements.filter(text=SPLIT[0]).get()
    newcomer = ParticipantFactory(deliberation=deliberation)
    cast_vote(participant=newcomer, statement=statement, value=1, client_key=key)


def decide(deliberation: Deliberation, text: str, outcome: str, reason: str = "") -> None:
    statement = deliberation.statements.get(text=text)
    moderate_statement(
        statement=statement, outcome=outcome, reason=reason, decided_by=None, client_key=f"{outcome} {text}"
    )


def test_the_first_analysis_is_a_full_one(camps: Deliberation) -> None:
    assert due_for(camps).extent is Extent.FULL
    assert not update_analysis(deliberation=camps).is_refresh


def test_nothing_is_due_without_votes(deliberation: Deliberation) -> None:
    assert due_for(deliberation).extent is Extent.NONE


def test_nothing_is_due_until_somebody_votes(camps: Deliberation) -> None:
    analysed(camps)
    assert due_for(camps).extent is Extent.NONE


def test_a_new_vote_is_met_by_a_refresh_on_the_known_groups(camps: Deliberation) -> None:
    full = analysed(camps)
    vote(camps)
    refresh = update_analysis(deliberation=camps)

    assert refresh.grouped_by == full
    assert refresh.vote_count == full.vote_count + 1
    assert Analysis.objects.latest_of(camps) == refresh
    assert [group.size for group in refresh.groups.all()] == [group.size for group in full.groups.all()]
    assert refresh.input_hash != full.input_hash


def test_refreshing_again_without_new_votes_returns_the_refresh_that_is_there(camps: Deliberation) -> None:
    full = analysed(camps)
    vote(camps)
    first, second = (refresh_analysis(deliberation=camps, grouping=full) for _ in range(2))
    assert first == second


def test_enough_new_votes_since_the_last_full_analysis_call_for_one(camps: Deliberation) -> None:
    analysed(camps)
    for number in range(2):
        vote(camps, f"new {number}")
        assert update_analysis(deliberation=camps).is_refresh
    vote(camps, "the third")

    assert not update_analysis(deliberation=camps).is_refresh
    analysed(camps)
    vote(camps, "after that")
    assert due_for(camps).extent is Extent.REFRESH


def test_small_deliberations_are_always_analysed_in_full(camps: Deliberation, monkeypatch) -> None:
    monkeypatch.setattr(cadence, "ALWAYS_FULL_BELOW", 10_000)
    analysed(camps)
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def test_a_newly_accepted_statement_is_counted_by_a_refresh(camps: Deliberation) -> None:
    analysed(camps)
    StatementFactory(deliberation=camps, text="An AI should be new.", state="pending", author=None)
    decide(camps, "An AI should be new.", "accepted")

    assert due_for(camps).extent is Extent.REFRESH
    refresh = update_analysis(deliberation=camps)
    assert refresh.statement_results.filter(statement__text="An AI should be new.").exists()


def test_a_rejected_statement_takes_the_groups_that_rest_on_it_along(camps: Deliberation) -> None:
    analysed(camps)
    decide(camps, SPLIT[0], "rejected", reason="unclear")
    assert due_for(camps).extent is Extent.FULL


def test_groups_of_other_parameters_are_not_refreshed(camps: Deliberation) -> None:
    run_analysis(deliberation=camps, parameters=AnalysisParameters(mode="polis"))
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def test_the_structure_is_read_as_it_was_kept(camps: Deliberation) -> None:
    analysis = run_analysis(deliberation=camps)
    StoredStructure.objects.filter(analysis=analysis).delete()
    known = some_structure()
    keep_structure(analysis, known)

    read = known_structure_of(analysis)
    for name, value in vars(known).items():
        if isinstance(value, np.ndarray):
            assert getattr(read, name).dtype == value.dtype
            assert np.array_equal(getattr(read, name), value)
    assert (read.basis, read.placing.imputation, read.placing.noise) == ("classes", "low rank", 0.1)
    assert read.minimum_votes == AnalysisParameters().minimum_votes


def test_groups_stored_without_their_opinion_space_are_not_refreshed(camps: Deliberation) -> None:
    StoredStructure.objects.filter(analysis=analysed(camps)).delete()
    vote(camps)
    assert due_for(camps).extent is Extent.FULL


def older(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let time go by: nothing that is there is recent any more."""
    monkeypatch.setattr(services, "REFRESHES_KEPT", timedelta(0))
    assert analysis.created_at < timezone.now()


def test_superseded_refreshes_go_and_full_analyses_stay(camps: Deliberation, monkeypatch) -> None:
    full = analysed(camps)
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
    analysed(camps)
    assert "Groups: found" not in client.get(address).content.decode()

    vote(camps)
    update_analysis(deliberation=camps)
    html = client.get(address).content.decode()
    assert "Counts and positions: 0\xa0minutes ago." in html
    assert "Groups: found <time" in html
