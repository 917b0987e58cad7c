import pytest

from deliberation.jobs import WorkRefused
from deliberation.models import Deliberation, Event, ModerationDecision, Participant, Role, Statement
from deliberation.organising.simulated_assembly import create_simulated_assembly
from deliberation.organising.simulated_moderation import (
    merge_simulated_duplicates,
    moderate_simulated_statements,
)
from deliberation.organising.simulated_visitors import cast_votes_over_http
from deliberation.organising.simulation_request import (
    SimulationRequest,
    request_behind,
    simulated_statement_numbers,
)
from deliberation.simulation.statements import choose_statements
from tests.factories import UserFactory

REQUEST = SimulationRequest(participants=30, statements=60, votes_per_participant=8, seed=5)


def create(**changes):
    arguments = {
        "slug": "rehearsal",
        "title": "Rehearsal",
        "request": REQUEST,
        "moderator": None,
        "report": lambda step, fraction: None,
    }
    return create_simulated_assembly(**(arguments | changes))


def state_of(deliberation):
    votes = deliberation.votes.values_list("participant__number", "statement__number", "value", "event")
    return sorted(votes), sorted(deliberation.statements.values_list("number", "text", "state"))


def planned_statements(deliberation):
    numbers = simulated_statement_numbers(deliberation)
    by_number = {statement.number: statement for statement in deliberation.statements.all()}
    return [(planned, by_number[numbers[planned.number]]) for planned in choose_statements(60)]


@pytest.mark.django_db
def test_the_votes_of_the_simulation_become_events_and_current_votes():
    deliberation = create()
    assembly = REQUEST.assembly()
    numbers = simulated_statement_numbers(deliberation)
    cast = {
        (person, numbers[statement], value)
        for person, statement, value in zip(
            assembly.participant.tolist(), assembly.statement.tolist(), assembly.value.tolist(), strict=True
        )
    }
    stored = deliberation.votes.values_list("participant__number", "statement__number", "value")
    assert set(stored) == cast
    events = Event.objects.filter(deliberation=deliberation, kind=Event.Kind.VOTE_CAST)
    assert events.count() == len(assembly.value) > 0
    assert set(events.values_list("origin", flat=True)) == {Event.Origin.SIMULATED}


@pytest.mark.django_db
def test_citizens_join_as_simulated_participants_with_age_band_and_region():
    deliberation = create()
    people = deliberation.participants.select_related("profile").order_by("number")
    assert [person.number for person in people] == list(range(1, 31))
    assert {person.origin for person in people} == {Participant.Origin.SIMULATED}
    for person, citizen in zip(people, REQUEST.assembly().citizens, strict=True):
        assert person.profile.answers["age_band"] == citizen.age_band
        assert person.profile.answers["region"] == citizen.region


@pytest.mark.django_db
def test_the_next_person_gets_the_next_number():
    assert Deliberation.objects.get(pk=create().pk).next_participant_number == 31


@pytest.mark.django_db
def test_seeds_come_from_the_organisers_and_proposals_from_citizens():
    deliberation = create()
    for planned, statement in planned_statements(deliberation):
        assert statement.is_seed == (planned.origin == "seed")
        assert (statement.author is None) == (planned.origin == "seed")
        assert statement.language == planned.language


@pytest.mark.django_db
def test_moderation_accepts_what_is_on_the_subject_and_rejects_the_rest_with_a_reason():
    deliberation = create()
    for planned, statement in planned_statements(deliberation):
        rejected = planned.role in {"off_topic", "abusive", "injection"}
        assert statement.state == (Statement.State.REJECTED if rejected else Statement.State.ACCEPTED)
        assert bool(statement.last_decision().reason) == rejected
        assert statement.is_meta == (planned.role == "meta")
    assert {planned.role for planned, _ in planned_statements(deliberation)} >= {"off_topic", "abusive"}


@pytest.mark.django_db
def test_a_second_run_changes_nothing():
    before = state_of(create())
    events = Event.objects.count()
    assert state_of(create(title="Another title")) == before
    assert Event.objects.count() == events


@pytest.mark.django_db
@pytest.mark.parametrize("stop_at", [0.05, 0.2, 0.3])
def test_an_interrupted_run_goes_on_where_it_stopped(stop_at):
    class Interrupted(Exception):
        pass

    def interrupt(step, fraction):
        if fraction >= stop_at:
            raise Interrupted

    with pytest.raises(Interrupted):
        create(report=interrupt)
    finished = create()
    assert finished.participants.count() == 30
    assert finished.statements.count() == 60
    assert finished.votes.count() == len(REQUEST.assembly().value)


@pytest.mark.django_db
def test_other_numbers_under_the_same_slug_are_refused_and_change_nothing():
    before = state_of(create())
    other = SimulationRequest(participants=30, statements=60, votes_per_participant=8, seed=6)
    with pytest.raises(WorkRefused, match="choose another slug"):
        create(request=other)
    assert state_of(Deliberation.objects.get(slug="rehearsal")) == before


def test_a_real_deliberation_is_never_taken_over(deliberation):
    with pytest.raises(WorkRefused, match="choose another slug"):
        create(slug=deliberation.slug)
    assert deliberation.participants.count() == 0
    assert request_behind(deliberation) is None
    with pytest.raises(WorkRefused, match="was not simulated"):
        moderate_simulated_statements(deliberation=deliberation, decided_by=None)


@pytest.mark.django_db
def test_a_closed_deliberation_is_not_voted_in_any_further():
    with pytest.raises(ZeroDivisionError):
        create(report=lambda step, fraction: 1 / (fraction < 0.2))
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    with pytest.raises(WorkRefused, match="is closed"):
        create()
    assert Deliberation.objects.get().votes.count() == 0


@pytest.mark.django_db
def test_the_named_moderator_takes_the_decisions_and_some_can_be_left_for_visitors():
    moderator = UserFactory()
    deliberation = create(moderator=moderator, leave_pending=2)
    assert moderator.role_in(deliberation) == Role.MODERATOR
    decisions = ModerationDecision.objects.filter(statement__deliberation=deliberation)
    assert set(decisions.values_list("decided_by", flat=True)) == {moderator.pk}
    waiting = set(deliberation.statements.awaiting_moderation())
    left = [planned for planned, statement in planned_statements(deliberation) if statement in waiting]
    assert len(left) == 2
    assert all(planned.is_rejected for planned in left)


@pytest.mark.django_db
def test_near_duplicates_are_merged_into_what_they_repeat_up_to_a_limit():
    request = SimulationRequest(participants=5, statements=100, votes_per_participant=5, seed=1)
    deliberation = create(request=request)
    numbers = simulated_statement_numbers(deliberation)
    repeats = {
        numbers[planned.number]: numbers[planned.relates_to]
        for planned in choose_statements(100)
        if planned.role == "near_duplicate" and planned.relates_to
    }
    assert merge_simulated_duplicates(deliberation=deliberation, decided_by=None, limit=3) == 3
    merged = deliberation.statements.exclude(merged_into=None)
    assert dict(merged.values_list("number", "merged_into__number")).items() <= repeats.items()
    rest = merge_simulated_duplicates(deliberation=deliberation, decided_by=None)
    assert rest == len(repeats) - 3 > 0
    assert merge_simulated_duplicates(deliberation=deliberation, decided_by=None) == 0


@pytest.mark.django_db(transaction=True)
def test_further_citizens_join_and_vote_on_the_running_site_as_browsers_do(live_server):
    deliberation = create()
    before = deliberation.votes.count()

    def vote_over_http():
        return cast_votes_over_http(
            deliberation=deliberation,
            request=REQUEST,
            visitors=2,
            base_url=live_server.url,
            report=lambda step, fraction: None,
        )

    assert vote_over_http() == 16
    assert deliberation.votes.count() == before + 16
    visitors = deliberation.participants.filter(origin=Participant.Origin.WEB)
    assert [visitor.votes.count() for visitor in visitors] == [8, 8]
    assert set(
        deliberation.votes.filter(participant__in=visitors).values_list("event__origin", flat=True)
    ) == {Event.Origin.WEB}
    assert vote_over_http() == 0
    assert visitors.count() == 2


@pytest.mark.django_db
def test_a_site_that_cannot_be_reached_is_named():
    deliberation = create()
    with pytest.raises(WorkRefused, match=r"http://127\.0\.0\.1:9/d/rehearsal/join/ cannot be reached"):
        cast_votes_over_http(
            deliberation=deliberation,
            request=REQUEST,
            visitors=1,
            base_url="http://127.0.0.1:9",
            report=lambda step, fraction: None,
        )
