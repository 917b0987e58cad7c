"""Sealing takes up every event once, whoever seals and however often, and votes never wait for it."""

import json
import os
import stat
import threading
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from deliberation import tasks
from deliberation.integrity import sealing
from deliberation.integrity.sealing import last_seal, request_due_seals, seal_log, unsealed_events
from deliberation.integrity.signing import known_public_keys, public_key, signing_key
from deliberation.integrity.stored_log import check_log, published_heads
from deliberation.jobs import WorkRefused, publish_jobs
from deliberation.models import Event, Job, LogSeal, SealedEvent
from deliberation.models.events import EventsAreFinal
from deliberation.people.erasure import erase_participant
from deliberation.people.services import join_deliberation
from deliberation.voting.services import cast_vote
from tests.deliberation.test_jobs import wait_for
from tests.factories import ParticipantFactory, StatementFactory, VoteFactory
from tests.final_tables import unprotected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def vote(participant, statement, *keys):
    for key in keys:
        cast_vote(participant=participant, statement=statement, value=1, client_key=key)


def sealed_positions(deliberation):
    return list(
        SealedEvent.objects.filter(deliberation=deliberation).order_by("position").values_list(
            "position", "event_id"
        )
    )  # fmt: skip


def run(command, *arguments, **options):
    output = StringIO()
    try:
        call_command(command, *arguments, json=True, stdout=output, stderr=StringIO(), **options)
    except CommandError as error:
        return json.loads(output.getvalue().splitlines()[-1]), error.returncode
    return json.loads(output.getvalue().splitlines()[-1]), 0


def test_every_event_gets_its_place_in_the_order_of_recording(statement, participant):
    vote(participant, statement, "a", "b", "c")
    first = seal_log(deliberation=statement.deliberation)
    vote(participant, statement, "d")
    second = seal_log(deliberation=statement.deliberation)
    events = list(Event.objects.order_by("id").values_list("id", flat=True))
    assert sealed_positions(statement.deliberation) == list(enumerate(events))
    assert (first.events, second.events, second.last.number) == (len(events) - 1, 1, 2)
    assert check_log(statement.deliberation).ok


def test_sealing_twice_does_nothing_the_second_time(statement, participant):
    vote(participant, statement, "a")
    seal_log(deliberation=statement.deliberation)
    again = seal_log(deliberation=statement.deliberation)
    assert (again.events, again.seals) == (0, 0)
    assert LogSeal.objects.count() == 1


def test_an_empty_log_is_not_sealed_and_holds(deliberation):
    assert seal_log(deliberation=deliberation).last is None
    assert check_log(deliberation).ok


def test_much_is_sealed_in_several_seals(statement, participant, monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_PER_SEAL", 2)
    vote(participant, statement, *"abcde")
    total = Event.objects.count()
    done = seal_log(deliberation=statement.deliberation)
    assert (done.events, done.seals) == (total, -(-total // 2))
    assert check_log(statement.deliberation, published=list(published_heads(statement.deliberation))).ok


def test_a_job_that_has_sealed_much_lets_others_come_first_and_the_rest_follows(
    statement, participant, monkeypatch
):
    monkeypatch.setattr(sealing, "EVENTS_PER_SEAL", 2)
    monkeypatch.setattr(sealing, "SEALS_PER_JOB", 1)
    vote(participant, statement, *"abcd")
    sealing.request_seal(deliberation=statement.deliberation)

    while (job := Job.objects.filter(task=sealing.SEAL_TASK, state=Job.State.QUEUED).first()) is not None:
        tasks.seal_log(job.pk)
        job.refresh_from_db()
        assert job.result["events"] <= 2

    assert not unsealed_events(statement.deliberation).exists()
    assert Job.objects.filter(task=sealing.SEAL_TASK, state=Job.State.SUCCEEDED).count() == 3
    assert check_log(statement.deliberation).ok


def test_each_deliberation_has_a_log_of_its_own(statement, participant):
    vote(participant, statement, "a")
    other = VoteFactory().deliberation
    seal_log(deliberation=other)
    assert unsealed_events(statement.deliberation).exists()
    assert sealed_positions(statement.deliberation) == []
    result, code = run("seal_log")
    assert (code, len(result["deliberations"])) == (0, 2)
    assert not unsealed_events(statement.deliberation).exists()


def test_nothing_is_sealed_upon_a_seal_that_was_changed(statement, participant):
    vote(participant, statement, "a")
    seal_log(deliberation=statement.deliberation)
    with unprotected():
        connection.cursor().execute("UPDATE deliberation_logseal SET frontier = '[]'")
    vote(participant, statement, "b")
    with pytest.raises(WorkRefused, match="not what it was"):
        seal_log(deliberation=statement.deliberation)
    result, code = run("verify_log")
    assert (code, result["ok"]) == (1, False)
    assert "frontier" in {problem["kind"] for problem in result["problems"]}


def test_what_is_sealed_cannot_be_changed_through_the_models_either(statement, participant):
    vote(participant, statement, "a")
    seal_log(deliberation=statement.deliberation)
    for rows in (LogSeal.objects.all(), SealedEvent.objects.all()):
        with pytest.raises(EventsAreFinal):
            rows.delete()
        with pytest.raises(EventsAreFinal):
            rows.update(deliberation=statement.deliberation)


def test_accounts_are_bound_and_not_named(statement, moderator, stranger):
    from deliberation.moderation.services import moderate_statement

    for outcome in ("rejected", "accepted"):
        moderate_statement(statement=statement, outcome=outcome, reason="spam", decided_by=moderator, note="")
    seal_log(deliberation=statement.deliberation)
    assert check_log(statement.deliberation).ok
    with unprotected():
        connection.cursor().execute(
            "UPDATE deliberation_event SET user_id = %s WHERE user_id IS NOT NULL", [stranger.pk]
        )
    assert {problem.kind for problem in check_log(statement.deliberation).problems} == {"leaf", "root"}


TAMPERING = {
    "leaf": "UPDATE deliberation_event SET recorded_at = '2020-01-01 00:00:00+00' WHERE id = {middle}",
    "content": 'UPDATE deliberation_eventpayload SET body = \'{{"statement": 1, "value": -1}}\' '
    "WHERE event_id = {middle}",
    "payload": "DELETE FROM deliberation_eventpayload WHERE event_id = {middle}",
    "erasure": "UPDATE deliberation_eventpayload SET salt = '' WHERE event_id = {middle}",
    "position": "DELETE FROM deliberation_sealedevent WHERE event_id = {middle}",
    "length": "DELETE FROM deliberation_sealedevent WHERE event_id = {last}",
    "root": "UPDATE deliberation_sealedevent SET position = position + 1000 WHERE event_id <= {middle}",
    "signature": "UPDATE deliberation_logseal SET size = size - 1",
    "truncated": "DELETE FROM deliberation_logseal",
}


@pytest.mark.parametrize("problem", TAMPERING)
def test_what_is_done_to_the_tables_themselves_shows(statement, participant, problem):
    vote(participant, statement, *"abcd")
    deliberation = statement.deliberation
    seal_log(deliberation=deliberation)
    heads = list(published_heads(deliberation))
    ids = [event for _position, event in sealed_positions(deliberation)]
    with unprotected():
        if problem == "truncated":
            connection.cursor().execute("DELETE FROM deliberation_sealedevent")
        connection.cursor().execute(TAMPERING[problem].format(middle=ids[-2], last=ids[-1]))
    found = check_log(deliberation, published=heads)
    assert problem in {one.kind for one in found.problems}


def test_the_command_tells_what_holds_and_compares_with_heads_kept_outside(statement, participant, tmp_path):
    vote(participant, statement, *"ab")
    deliberation = statement.deliberation
    result, code = run("seal_log", deliberation.slug)
    assert result["deliberations"][0]["root"] == last_seal(deliberation).root
    vote(participant, statement, "c")
    kept = tmp_path / "heads.json"
    heads = {"format": "concord-log-heads-1", "log": deliberation.public_id}
    kept.write_text(json.dumps(heads | {"heads": list(published_heads(deliberation))}))
    result, code = run("verify_log", deliberation.slug, heads=[kept])
    assert code == 0
    assert (result["ok"], result["problems"]) == (True, [])
    assert result["events"] == result["sealed"] + 1 == Event.objects.count()
    with unprotected():
        connection.cursor().execute("DELETE FROM deliberation_sealedevent")
        connection.cursor().execute("DELETE FROM deliberation_logseal")
    assert run("verify_log")[1] == 0
    result, code = run("verify_log", heads=[kept])
    assert (code, [problem["kind"] for problem in result["problems"]]) == (1, ["truncated"])


def test_the_key_is_made_once_and_only_its_owner_may_read_it(settings):
    key = public_key(signing_key())
    file = Path(settings.DATA_DIR) / "log_signing_key"
    assert public_key(signing_key()) == key
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert [path.name for path in file.parent.glob("log_signing_key*")] == ["log_signing_key"]


def test_a_new_key_shows_and_the_earlier_one_has_to_be_named(statement, participant, settings):
    vote(participant, statement, "a")
    seal_log(deliberation=statement.deliberation)
    earlier = public_key(signing_key())
    settings.LOG_SIGNING_KEY = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    vote(participant, statement, "b")
    seal_log(deliberation=statement.deliberation)
    found = check_log(statement.deliberation)
    assert {problem.kind for problem in found.problems} == {"key"}
    settings.LOG_EARLIER_PUBLIC_KEYS = [earlier]
    found = check_log(statement.deliberation)
    assert found.ok
    assert found.keys == [earlier, public_key(signing_key())]
    assert known_public_keys() == set(found.keys)


def test_the_relay_asks_once_for_what_has_waited_long_enough(statement, participant, settings):
    vote(participant, statement, "a")
    assert request_due_seals() == 1
    assert request_due_seals() == 0
    [job] = Job.objects.filter(task=sealing.SEAL_TASK)
    job.claim()
    seal_log(deliberation=statement.deliberation)
    job.succeed({})
    vote(participant, statement, "b")
    assert request_due_seals() == 0
    settings.SEAL_AFTER_SECONDS = 0
    assert request_due_seals() == 1


def test_a_log_that_cannot_be_sealed_is_not_asked_for_every_minute(statement, participant):
    vote(participant, statement, "a")
    request_due_seals()
    job = Job.objects.get(task=sealing.SEAL_TASK)
    job.claim()
    job.fail("It does not hold.")
    assert request_due_seals() == 0
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - sealing.PAUSE_AFTER_FAILURE * 2)
    assert request_due_seals() == 1


def test_erasing_somebody_leaves_the_log_whole(statement):
    from deliberation.voting.proposals import propose_statement

    person = join_deliberation(deliberation=statement.deliberation)
    vote(person, statement, "a")
    propose_statement(
        deliberation=statement.deliberation, author=person, text="A secret of mine.", client_key="propose"
    )
    seal_log(deliberation=statement.deliberation)
    heads = list(published_heads(statement.deliberation))
    erase_participant(participant=person, with_accepted_statements=True)
    for _turn in range(2):
        found = check_log(statement.deliberation, published=heads)
        assert (found.ok, found.erased > 0) == (True, True)
        seal_log(deliberation=statement.deliberation)


needs_postgresql = pytest.mark.skipif(
    os.environ.get("TEST_DATABASE") == "sqlite", reason="SQLite has one writer at a time"
)


def in_a_thread(work):
    failures = []

    def run_it():
        try:
            work()
        except BaseException as failure:  # noqa: BLE001 - the test looks at it
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=run_it)
    thread.start()
    return thread, failures


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_people_vote_propose_and_join_while_a_seal_is_being_made(monkeypatch):
    statement = StatementFactory()
    deliberation = statement.deliberation
    person = ParticipantFactory(deliberation=deliberation)
    vote(person, statement, "before")
    made, go_on = threading.Event(), threading.Event()
    seal = sealing._seal

    def slow_seal(*arguments):
        done = seal(*arguments)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        made.set()
        assert go_on.wait(20)
        return done

    monkeypatch.setattr(sealing, "_seal", slow_seal)
    sealer, failures = in_a_thread(lambda: seal_log(deliberation=deliberation))
    assert made.wait(20)
    monkeypatch.setattr(sealing, "_seal", seal)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        vote(person, statement, "meanwhile")
        newcomer = join_deliberation(deliberation=deliberation)
        vote(newcomer, statement, "first")
        cursor.execute("RESET lock_timeout")
    assert LogSeal.objects.count() == 0
    go_on.set()
    sealer.join(20)
    assert failures == []
    seal_log(deliberation=deliberation)
    assert not unsealed_events(deliberation).exists()
    assert check_log(deliberation).ok


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_event_whose_transaction_ends_after_later_ones_were_sealed_is_not_lost(monkeypatch):
    statement = StatementFactory()
    early, late = ParticipantFactory.create_batch(2, deliberation=statement.deliberation)
    written, go_on = threading.Event(), threading.Event()

    def slow_vote():
        with transaction.atomic():
            vote(early, statement, "slow")
            written.set()
            assert go_on.wait(20)

    slow, failures = in_a_thread(slow_vote)
    assert written.wait(20)
    vote(late, statement, "quick")
    assert seal_log(deliberation=statement.deliberation).events == 1
    go_on.set()
    slow.join(20)
    assert failures == []
    assert seal_log(deliberation=statement.deliberation).events == 1
    [(_, first), (_, second)] = sealed_positions(statement.deliberation)
    assert second < first
    assert check_log(statement.deliberation).ok


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_several_sealers_at_once_do_no_harm(monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_PER_SEAL", 3)
    statement = StatementFactory()
    people = ParticipantFactory.create_batch(4, deliberation=statement.deliberation)
    for person in people:
        vote(person, statement, *"abcde")
    sealers = [in_a_thread(lambda: seal_log(deliberation=statement.deliberation)) for _ in range(4)]
    for thread, _failures in sealers:
        thread.join(30)
    assert [failures for _thread, failures in sealers] == [[], [], [], []]
    assert not unsealed_events(statement.deliberation).exists()
    assert check_log(statement.deliberation).ok


@pytest.mark.django_db(transaction=True)
def test_a_sealer_that_is_killed_leaves_whole_seals_behind(monkeypatch):
    monkeypatch.setattr(sealing, "EVENTS_PER_SEAL", 2)
    statement = StatementFactory()
    vote(ParticipantFactory(deliberation=statement.deliberation), statement, *"abcde")
    written = SealedEvent.objects.bulk_create
    calls = []

    def dies(rows, **options):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit(9)
        return written(rows, **options)

    monkeypatch.setattr(SealedEvent.objects, "bulk_create", dies)
    with pytest.raises(SystemExit):
        seal_log(deliberation=statement.deliberation)
    monkeypatch.undo()
    assert (LogSeal.objects.count(), SealedEvent.objects.count()) == (1, 2)
    seal_log(deliberation=statement.deliberation)
    assert check_log(statement.deliberation).ok
    assert not unsealed_events(statement.deliberation).exists()


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_seals_what_a_lost_one_left(start_worker, settings):
    settings.JOB_LEASE_SECONDS = 1
    statement = StatementFactory()
    vote(ParticipantFactory(deliberation=statement.deliberation), statement, *"abc")
    assert request_due_seals() == 1
    Job.objects.get(task=sealing.SEAL_TASK).claim()  # by a worker that is never heard of again
    with start_worker():
        wait_for(lambda: publish_jobs() >= 0 and not unsealed_events(statement.deliberation).exists())
    assert check_log(statement.deliberation).ok
