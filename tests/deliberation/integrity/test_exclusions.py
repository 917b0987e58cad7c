"""Unusual voting, from the report to the results: it proposes, owners decide, everybody is told."""

import csv
import io
import json
from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.integrity.anomaly_report import ANOMALIES_TASK, report_anomalies, request_anomaly_report
from deliberation.integrity.exclusions import (
    ExclusionRefused,
    exclude_participants,
    exclusion_of,
    lift_exclusion,
)
from deliberation.integrity.networks import forget_old_networks, network_hash, record_network
from deliberation.integrity.rebuild import check_deliberation
from deliberation.jobs import WorkRefused
from deliberation.models import (
    Analysis,
    AnomalyReport,
    Deliberation,
    Event,
    Job,
    Participant,
    ParticipantExclusion,
    ParticipantNetwork,
    Statement,
)
from deliberation.organising.simulation_request import SimulationRequest
from deliberation.people.participation import COOKIE_SALT, cookie_name
from deliberation.results.cadence import Extent, due_for
from deliberation.results.services import run_analysis, update_analysis
from deliberation.results.vote_snapshot import Selection
from deliberation.simulation.coordination import COORDINATED
from deliberation.tasks import report_anomalies as report_anomalies_task
from deliberation.voting.services import Ballot, record_votes
from tests.factories import DeliberationFactory, MembershipFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "These ballots are copies of one another."
REQUEST = SimulationRequest(
    participants=80, statements=40, votes_per_participant=25, seed=3, coordinated=0.15
)
ASSEMBLY = REQUEST.assembly()
CAMPAIGN = {citizen.number for citizen in ASSEMBLY.citizens if citizen.kind == COORDINATED}


@pytest.fixture
def brigaded() -> Deliberation:
    """The simulated votes, on statements and by people made in bulk: quicker than the command."""
    deliberation = DeliberationFactory(slug="brigaded")
    numbers = {number: place for place, number in enumerate(np.unique(ASSEMBLY.statement).tolist(), start=1)}
    Statement.objects.bulk_create(
        Statement(
            deliberation=deliberation, number=place, text=f"Rule {place}", state="accepted", language="en"
        )
        for place in numbers.values()
    )
    Participant.objects.bulk_create(
        Participant(deliberation=deliberation, number=citizen.number, origin=Participant.Origin.SIMULATED)
        for citizen in ASSEMBLY.citizens
    )
    deliberation.next_participant_number = len(ASSEMBLY.citizens) + 1
    deliberation.next_statement_number = len(numbers) + 1
    deliberation.save()
    statements = {one.number: one for one in deliberation.statements.all()}
    people = {one.number: one for one in deliberation.participants.all()}
    cast = zip(
        ASSEMBLY.participant.tolist(), ASSEMBLY.statement.tolist(), ASSEMBLY.value.tolist(), strict=True
    )
    votes = [
        (people[person], [Ballot(statements[numbers[number]], value, f"vote.{number}")])
        for person, number, value in cast
    ]
    record_votes(deliberation, votes, origin=Event.Origin.SIMULATED)
    return deliberation


@pytest.fixture
def its_owner(brigaded: Deliberation):
    owner = UserFactory()
    MembershipFactory(user=owner, deliberation=brigaded, role="owner")
    return owner


def signed_in_as(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def browser_of(participant: Participant) -> Client:
    client, response = Client(), HttpResponse()
    name = cookie_name(participant.deliberation)
    response.set_signed_cookie(name, participant.public_id, salt=COOKIE_SALT)
    client.cookies[name] = response.cookies[name].value
    return client


def test_the_command_ranks_the_campaign_first_and_keeps_the_report(brigaded: Deliberation) -> None:
    said = StringIO()
    call_command("anomalies", "brigaded", json=True, stdout=said)
    result = json.loads(said.getvalue().splitlines()[-1])
    first = result["participants"][: len(CAMPAIGN)]
    assert {found["participant"] for found in first} == CAMPAIGN
    assert all(set(found) == {"participant", "kind", "score", "why"} for found in result["participants"])
    assert all(found["kind"] in {"near_copy", "lock_step"} and found["score"] >= 0.5 for found in first)
    assert all(found["why"].endswith(".") for found in first)
    stored = AnomalyReport.objects.get()
    assert [found["participant"] for found in stored.findings[: len(CAMPAIGN)]] == [
        found["participant"] for found in first
    ]
    part = stored.comparison["proposed"]
    assert part["people"] == result["proposed"] >= len(CAMPAIGN)
    assert part["agreed_without"] - part["agreed_with"] == len(part["gained"]) - len(part["lost"])
    assert stored.comparison["newcomers"] is None
    table = StringIO()
    call_command("anomalies", "brigaded", stdout=table)
    assert "yes" in table.getvalue()
    assert AnomalyReport.objects.count() == 1


def test_without_votes_there_is_nothing_to_look_at() -> None:
    with pytest.raises(WorkRefused, match="no votes"):
        report_anomalies(deliberation=DeliberationFactory())


def test_the_job_looks_once_however_often_it_is_asked_for(brigaded: Deliberation) -> None:
    job = request_anomaly_report(deliberation=brigaded)
    assert request_anomaly_report(deliberation=brigaded) == job
    report_anomalies_task(job.pk)
    report_anomalies_task(job.pk)
    job.refresh_from_db()
    assert (job.state, AnomalyReport.objects.count()) == (Job.State.SUCCEEDED, 1)
    assert not ParticipantExclusion.objects.exists()


def test_exclusion_keeps_votes_and_log_and_changes_the_next_analysis(
    brigaded: Deliberation, its_owner
) -> None:
    before = run_analysis(deliberation=brigaded)
    votes = brigaded.votes.count()
    assert due_for(brigaded).extent is Extent.NONE
    done = exclude_participants(
        deliberation=brigaded, numbers=CAMPAIGN, kind="near_copy", why=WHY, decided_by=its_owner
    )
    assert done == len(CAMPAIGN)
    assert brigaded.votes.count() == votes
    assert Job.objects.filter(task="deliberation.tasks.run_analysis").exists()
    assert due_for(brigaded).extent is Extent.FULL
    after = update_analysis(deliberation=brigaded)
    assert after.participant_count == before.participant_count - len(CAMPAIGN)
    assert set(after.parameters["excluded_participants"]) == CAMPAIGN
    assert after.input_hash != before.input_hash
    assert due_for(brigaded).extent is Extent.NONE
    counted_all = run_analysis(deliberation=brigaded, selection=Selection())
    assert counted_all.participant_count == before.participant_count
    events = Event.objects.filter(deliberation=brigaded, kind=Event.Kind.PARTICIPANT_EXCLUDED)
    assert {event.participant.number for event in events} == CAMPAIGN
    assert all(event.payload.body == {"kind": "near_copy", "why": WHY} for event in events)
    check = check_deliberation(brigaded)
    assert not check.log.broken
    assert all(difference.participant is None for difference in check.differences)


def test_lifting_counts_the_votes_again(brigaded: Deliberation, its_owner) -> None:
    number = min(CAMPAIGN)
    participant = brigaded.participants.get(number=number)
    everybody = run_analysis(deliberation=brigaded).participant_count
    told = {"deliberation": brigaded, "numbers": [number], "kind": "near_copy", "why": WHY}
    assert exclude_participants(decided_by=its_owner, **told) == 1
    assert exclude_participants(decided_by=its_owner, **told) == 0
    assert update_analysis(deliberation=brigaded).participant_count == everybody - 1
    assert lift_exclusion(participant=participant, lifted_by=its_owner)
    assert not lift_exclusion(participant=participant, lifted_by=its_owner)
    assert exclusion_of(participant) is None
    assert update_analysis(deliberation=brigaded).participant_count == everybody
    assert Event.objects.filter(kind=Event.Kind.PARTICIPANT_INCLUDED, participant=participant).count() == 1
    assert exclude_participants(decided_by=its_owner, **told) == 1


@pytest.mark.parametrize("why", ["", "   ", "x" * 501])
def test_nobody_is_left_out_without_a_reason_that_can_be_read(deliberation: Deliberation, why: str) -> None:
    participant = ParticipantFactory(deliberation=deliberation)
    with pytest.raises(ExclusionRefused):
        exclude_participants(
            deliberation=deliberation, numbers=[participant.number], kind="speed", why=why, decided_by=None
        )
    assert exclusion_of(participant) is None


def test_an_owner_decides_on_the_page_and_everybody_concerned_is_told(
    brigaded: Deliberation, its_owner
) -> None:
    run_analysis(deliberation=brigaded)
    page = reverse("deliberation:organise_unusual", args=["brigaded"])
    owner = signed_in_as(its_owner)
    assert "Nobody has looked yet" in owner.get(page).content.decode()
    assert owner.post(page, {"look": "1"}).status_code == 302
    job = Job.objects.get(task=ANOMALIES_TASK)
    assert "Looking at how people took part" in owner.get(page).content.decode()
    report_anomalies_task(job.pk)
    shown = owner.get(page)
    assert "no-store" in shown.headers["Cache-Control"]
    words = shown.content.decode()
    assert "Proposed for leaving out" in words
    kind = AnomalyReport.objects.get().findings[0]["kind"]
    assert f'id="kind-{kind}"' in words
    assert "What would change" in words
    refused = owner.post(page, {"exclude": "all", "kind": kind, "why": ""})
    assert (refused.status_code, ParticipantExclusion.objects.count()) == (422, 0)
    nobody = owner.post(page, {"exclude": "ticked", "kind": kind, "why": WHY})
    assert (nobody.status_code, ParticipantExclusion.objects.count()) == (422, 0)
    one = AnomalyReport.objects.get().findings[0]["participant"]
    owner.post(page, {"exclude": "ticked", "kind": kind, "participant": [one], "why": WHY})
    assert [left.participant.number for left in ParticipantExclusion.objects.standing()] == [one]
    proposed = [
        f["participant"]
        for f in AnomalyReport.objects.get().findings
        if f["kind"] == kind and f["is_proposed"]
    ]
    owner.post(page, {"exclude": "all", "kind": kind, "why": WHY})
    left_out = {left.participant.number for left in ParticipantExclusion.objects.standing()}
    assert left_out >= set(proposed)
    update_analysis(deliberation=brigaded)

    results = Client().get(reverse("deliberation:results", args=["brigaded"])).content.decode()
    assert f"{len(left_out)} people are left out." in results
    assert WHY in results
    mine = browser_of(brigaded.participants.get(number=one)).get(
        reverse("deliberation:my_votes", args=["brigaded"])
    )
    assert WHY in mine.content.decode()
    assert "you can go on voting" in mine.content.decode()
    honest = next(n for n in range(1, 81) if n not in left_out)
    untouched = browser_of(brigaded.participants.get(number=honest)).get(
        reverse("deliberation:my_votes", args=["brigaded"])
    )
    assert "left-out" not in untouched.content.decode()
    owner.post(page, {"lift": one})
    assert exclusion_of(brigaded.participants.get(number=one)) is None


def test_few_who_are_left_out_are_not_counted_out(brigaded: Deliberation, its_owner) -> None:
    exclude_participants(
        deliberation=brigaded, numbers=[1, 2, 3], kind="speed", why="Too fast to read.", decided_by=its_owner
    )
    run_analysis(deliberation=brigaded)
    words = Client().get(reverse("deliberation:results", args=["brigaded"])).content.decode()
    assert "Fewer than 10 people are left out." in words
    assert "3 people are left out" not in words


def test_the_table_is_for_owners_and_never_kept(brigaded: Deliberation, its_owner) -> None:
    report_anomalies(deliberation=brigaded)
    address = reverse("deliberation:organise_unusual_csv", args=["brigaded"])
    response = signed_in_as(its_owner).get(address)
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert {int(row["participant"]) for row in rows if row["proposed"] == "1"} >= CAMPAIGN
    assert "no-store" in response.headers["Cache-Control"]
    observer = UserFactory()
    MembershipFactory(user=observer, deliberation=brigaded, role="observer")
    reader = signed_in_as(observer)
    assert reader.get(address).status_code == 404
    page = reverse("deliberation:organise_unusual", args=["brigaded"])
    assert reader.get(page).status_code == 200
    assert reader.post(page, {"look": "1"}).status_code == 403


def test_brigading_in_time_is_seen_in_what_changes_without_the_last_day(brigaded: Deliberation) -> None:
    now = timezone.now()
    brigaded.participants.update(origin=Participant.Origin.WEB, joined_at=now - timedelta(days=9))
    brigaded.participants.filter(number__in=CAMPAIGN).update(joined_at=now)
    comparison = report_anomalies(deliberation=brigaded).comparison
    assert comparison["newcomers"]["people"] == len(CAMPAIGN)
    known = set(brigaded.statements.values_list("number", flat=True))
    assert {*comparison["newcomers"]["gained"], *comparison["newcomers"]["lost"]} <= known


def test_a_network_is_kept_once_a_day_as_a_hash_that_changes_and_goes(
    deliberation: Deliberation, django_assert_num_queries
) -> None:
    participant = ParticipantFactory(deliberation=deliberation)
    with django_assert_num_queries(1):
        record_network(participant, "203.0.113.0/24")
    with django_assert_num_queries(0):
        record_network(participant, "203.0.113.0/24")
    kept = ParticipantNetwork.objects.get()
    today = kept.day
    assert "203" not in kept.network_hash or len(kept.network_hash) == 32
    assert kept.network_hash == network_hash(deliberation, "203.0.113.0/24", today)
    assert kept.network_hash != network_hash(deliberation, "203.0.113.0/24", today + timedelta(days=1))
    assert kept.network_hash != network_hash(DeliberationFactory(), "203.0.113.0/24", today)
    ParticipantNetwork.objects.create(
        participant=participant, day=today - timedelta(days=31), network_hash="0" * 32
    )
    assert forget_old_networks(deliberation) == 1
    assert ParticipantNetwork.objects.get() == kept


def test_voting_notes_the_network(statement) -> None:
    address = reverse("deliberation:vote", args=[statement.deliberation.slug])
    Client().post(address, {"statement": statement.number, "value": 1, "key": "c" * 32})
    assert ParticipantNetwork.objects.get().participant.votes.count() == 1


def test_analyses_of_the_command_leave_out_whom_the_owners_left_out(brigaded: Deliberation) -> None:
    exclude_participants(deliberation=brigaded, numbers=CAMPAIGN, kind="near_copy", why=WHY, decided_by=None)
    call_command("analyse", "brigaded", json=True, stdout=StringIO())
    without = Analysis.objects.latest_of(brigaded).participant_count
    call_command("analyse", "brigaded", "--with-excluded", json=True, stdout=StringIO())
    assert Analysis.objects.latest_of(brigaded).participant_count == without + len(CAMPAIGN)
