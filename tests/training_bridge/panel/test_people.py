"""People compare answers of a run that waits for them, under pseudonyms, until an owner closes it."""

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from constitution.models import ConstitutionVersion
from deliberation.models import Event, Job, User
from tests.training_bridge.panel.comparing import COMPARED, comparing_run, item, offer
from tests.training_bridge.panel.rehearsals import do
from training_bridge.critic.reviews import Review
from training_bridge.format.check import check_folder
from training_bridge.models import HumanComparison, RowReview, Standing, TrainingInvitation, TrainingRun
from training_bridge.people.turns import turns_of
from training_bridge.services import start_training_run
from training_bridge.services.people import (
    AnswerRefused,
    ClosingRefused,
    InvitingRefused,
    close_comparing,
    invitation_of,
    invite_person,
    next_item,
    take_comparison,
    take_review,
    was_withdrawn,
    withdraw_invitation,
    write_people_files,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(version: ConstitutionVersion, owner_here: User) -> TrainingRun:
    """A run that waits for people to compare three pairs of answers."""
    return comparing_run(version, owner_here)


def invited(run: TrainingRun, name: str = "Ruth", **said: Any) -> TrainingInvitation:
    return invite_person(run=run, name=name, **said)[0]


def compare(invitation: TrainingInvitation, item_id: str = "item-0", **said: Any) -> HumanComparison:
    said = {"choice": "first", "shown_first": "first", "reason": "", **said}
    return take_comparison(invitation=invitation, item_id=item_id, **said)


def closings(run: TrainingRun) -> list[dict[str, Any]]:
    events = Event.objects.filter(kind="training.comparing_closed", deliberation=run.deliberation)
    return [event.payload.body for event in events.select_related("payload")]


def test_a_run_stops_where_people_compare_and_goes_on_under_a_new_job_once_it_is_closed(
    version: ConstitutionVersion, owner_here: User
) -> None:
    run = start_training_run(version=version, settings=COMPARED, started_by=owner_here, needs_sign_off=False)
    summary = do(run)
    assert summary["outcome"] == "answers written: waiting for people to compare them"
    assert (run.standing, run.awaits_comparisons) == (Standing.COMPARING, True)
    assert not Event.objects.filter(kind="training.finished").exists()
    old, first = run.job, invited(run)
    while (turn := next_item(first)) is not None:
        compare(first, turn[0].id, shown_first=turn[1], reason="It is <b>kinder</b>.")
    closed = close_comparing(run=run, closed_by=owner_here)
    assert closed.standing == Standing.QUEUED
    assert closed.job != old
    do(run)
    assert run.standing == Standing.FINISHED
    figures = run.summary["stages"]["human-feedback"]
    assert (figures["people"], figures["comparisons"]) == (1, figures["items"])
    file = run.artifact_folder / "people" / "comparisons.jsonl"
    assert closings(run) == [
        {
            "run": run.public_id,
            "version": 1,
            "comparisons": figures["items"],
            "by_simulated_people": 0,
            "people_who_compared": 1,
            "invitations": 1,
            "invitations_withdrawn": 0,
            "comparisons_sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        }
    ]
    assert check_folder(run.artifact_folder) == []


def test_where_nobody_compared_anything_it_goes_on_with_the_judge_alone(
    version: ConstitutionVersion, owner_here: User
) -> None:
    run = start_training_run(version=version, settings=COMPARED, started_by=owner_here, needs_sign_off=False)
    do(run)
    close_comparing(run=run, closed_by=owner_here)
    do(run)
    assert run.standing == Standing.FINISHED
    assert "nobody has compared anything" in run.summary["stages"]["human-feedback"]["ended"]
    assert closings(run)[0]["comparisons"] == 0
    assert not (run.artifact_folder / "people").exists()


def test_a_waiting_run_survives_a_lost_worker_and_waits_again(
    version: ConstitutionVersion, owner_here: User
) -> None:
    run = start_training_run(version=version, settings=COMPARED, started_by=owner_here, needs_sign_off=False)
    do(run)
    offered = (run.artifact_folder / "data" / "human_items.jsonl").read_bytes()
    Job.objects.filter(pk=run.job_id).update(state=Job.State.QUEUED)
    do(run)
    assert run.standing == Standing.COMPARING
    assert (run.artifact_folder / "data" / "human_items.jsonl").read_bytes() == offered


def test_a_key_is_kept_as_a_digest_and_opens_the_run_it_was_made_for_alone(
    waiting: TrainingRun, version: ConstitutionVersion, owner_here: User
) -> None:
    invitation, key = invite_person(run=waiting, name="Ruth", invited_by=owner_here)
    assert len(key) >= 20
    assert key not in str(list(TrainingInvitation.objects.values()))
    assert invitation_of(waiting, key) == invitation
    for wrong in ("", key + "a", key.swapcase(), "x" * 5000, "\x00"):
        assert invitation_of(waiting, wrong) is None
        assert not was_withdrawn(waiting, wrong)
    other = comparing_run(version)
    assert invitation_of(other, key) is None


def test_only_owners_invite_withdraw_and_close(
    waiting: TrainingRun, moderator_here: User, stranger: User
) -> None:
    invited(waiting)
    for account in (moderator_here, stranger):
        for act in (
            lambda account=account: invite_person(run=waiting, name="Sam", invited_by=account),
            lambda account=account: withdraw_invitation(run=waiting, number=1, withdrawn_by=account),
            lambda account=account: close_comparing(run=waiting, closed_by=account),
        ):
            with pytest.raises(PermissionError):
                act()


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "ruth", " RUTH ", "x" * 151])
def test_a_name_is_needed_and_given_once(waiting: TrainingRun, name: str) -> None:
    invited(waiting)
    with pytest.raises(InvitingRefused):
        invited(waiting, name)
    assert TrainingInvitation.objects.count() == 1


def test_the_database_knows_one_answer_of_a_person_to_an_item(waiting: TrainingRun) -> None:
    person = invited(waiting)
    compare(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        HumanComparison.objects.create(
            invitation=person, item_id="item-0", choice="same", shown_first="first"
        )


def test_an_answer_can_be_changed_until_the_comparing_is_closed(waiting: TrainingRun) -> None:
    person = invited(waiting)
    compare(person, choice="first", reason="Kind.")
    compare(person, choice="skip", reason="")
    assert [(each.choice, each.reason) for each in person.comparisons.all()] == [("skip", "")]
    close_comparing(run=waiting)
    with pytest.raises(AnswerRefused, match="closed"):
        compare(person, choice="second")
    assert person.comparisons.get().choice == "skip"


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": "third"},
        {"choice": ""},
        {"shown_first": "same"},
        {"item_id": "item-99"},
        {"reason": "x" * 2001},
    ],
)
def test_what_is_no_answer_is_refused(waiting: TrainingRun, wrong: dict[str, Any]) -> None:
    with pytest.raises(AnswerRefused):
        compare(invited(waiting), **wrong)
    assert not HumanComparison.objects.exists()


def test_withdrawing_erases_the_name_and_what_was_said_and_ends_the_link(waiting: TrainingRun) -> None:
    person, key = invite_person(run=waiting, name="Ruth Quagswag")
    other = invited(waiting, "Sam")
    for each in (person, other):
        compare(each, reason="Said by one of them.")
        take_review(invitation=each, row_id="r1", with_critic=True, answer={"faults": []})
    assert withdraw_invitation(run=waiting, number=person.number) == 2
    assert invitation_of(waiting, key) is None
    assert was_withdrawn(waiting, key)
    assert "Quagswag" not in str(list(TrainingInvitation.objects.values()))
    assert [each.invitation for each in HumanComparison.objects.all()] == [other]
    assert [each.invitation for each in RowReview.objects.all()] == [other]
    with pytest.raises(AnswerRefused, match="taken back"):
        compare(person)
    with pytest.raises(AnswerRefused, match="taken back"):
        take_review(invitation=person, row_id="r1", with_critic=True, answer={})
    assert invited(waiting, "Ruth Quagswag").number == 3


def test_what_was_learnt_from_stays_under_the_pseudonym_when_a_person_is_withdrawn_later(
    waiting: TrainingRun,
) -> None:
    person = invited(waiting)
    compare(person)
    close_comparing(run=waiting)
    write_people_files(waiting)
    file = waiting.artifact_folder / "people" / "comparisons.jsonl"
    before = file.read_bytes()
    withdraw_invitation(run=waiting, number=person.number)
    write_people_files(waiting)
    assert file.read_bytes() == before
    assert TrainingInvitation.objects.get().name == "person-1"


def test_files_carry_pseudonyms_and_the_same_answers_give_the_same_bytes(waiting: TrainingRun) -> None:
    ruth, robot = invited(waiting, "Ruth"), invited(waiting, "A program", is_simulated=True)
    compare(robot, "item-1", choice="second", shown_first="second")
    compare(ruth, reason="Because\nof <i>this</i>.")
    found = {"faults": [{"quote": "a", "reason": ""}], "flags": {"f1": "confirmed"}, "nothing_found": False}
    take_review(invitation=ruth, row_id="r1", with_critic=True, answer=found)
    write_people_files(waiting)
    folder = waiting.artifact_folder / "people"
    content = (folder / "comparisons.jsonl").read_bytes()
    first, second = [json.loads(line) for line in content.splitlines()]
    assert (first["person"], second["person"]) == ("person-1", "simulated-person-2")
    assert first["reason"] == "Because of <i>this</i>."
    assert (second["choice"], second["shown_first"]) == ("second", "second")
    assert b"Ruth" not in content
    review = Review.from_json(json.loads((folder / "reviews.jsonl").read_text()))
    assert (review.person, review.row_id, review.with_critic, review.flags) == (
        "person-1", "r1", True, {"f1": "confirmed"},
    )  # fmt: skip
    write_people_files(waiting)
    assert (folder / "comparisons.jsonl").read_bytes() == content


def test_closing_needs_something_to_compare_and_happens_once(
    waiting: TrainingRun, version: ConstitutionVersion, owner_here: User
) -> None:
    close_comparing(run=waiting, closed_by=owner_here)
    waiting.refresh_from_db()
    job, at = waiting.job, waiting.comparing_closed_at
    again = close_comparing(run=waiting, closed_by=owner_here)
    assert (again.job, again.comparing_closed_at) == (job, at)
    assert len(closings(waiting)) == 1
    waiting.job.succeed({})
    empty = comparing_run(version, items=0)
    with pytest.raises(ClosingRefused):
        close_comparing(run=empty)


def test_it_cannot_be_closed_while_the_run_is_still_writing(waiting: TrainingRun) -> None:
    Job.objects.filter(pk=waiting.job_id).update(state=Job.State.RUNNING)
    with pytest.raises(ClosingRefused, match="still writing"):
        close_comparing(run=waiting)


def test_a_run_brought_here_takes_nobody_and_keeps_its_files(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    run = TrainingRun.objects.create(version=version, settings={}, is_imported=True)
    with pytest.raises(InvitingRefused):
        invited(run)
    write_people_files(run)
    assert not run.artifact_folder.exists()


def test_an_item_that_is_half_written_is_not_asked_about(waiting: TrainingRun) -> None:
    file = waiting.artifact_folder / "data" / "human_items.jsonl"
    offer(waiting.artifact_folder, [item(0)])
    with file.open("ab") as stream:
        stream.write(b'{"id": "half')
    content = file.read_bytes()
    turn = next_item(invited(waiting))
    assert turn is not None
    assert turn[0].id == "item-0"
    assert file.read_bytes() == content


def test_places_are_balanced_for_each_person_and_each_item() -> None:
    items = [f"item-{number}" for number in range(10)]
    for number in range(1, 9):
        asked = turns_of(number, items)
        assert sorted(name for name, _place in asked) == sorted(items)
        assert [place for _name, place in asked].count("first") == 5
        assert turns_of(number, reversed(items)) == asked
    for first, second in ((1, 2), (7, 8)):
        assert dict(turns_of(first, items)).keys() == dict(turns_of(second, items)).keys()
        assert all(dict(turns_of(first, items))[name] != place for name, place in turns_of(second, items))
    assert turns_of(1, items) != turns_of(3, items)
    assert turns_of(1, []) == ()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one_and_closing_meanwhile_loses_none(version: ConstitutionVersion) -> None:
    run = comparing_run(version)
    person = invited(run)
    started, outcomes = threading.Barrier(5), []

    def act(choice: str | None) -> None:
        try:
            started.wait(10)
            if choice is None:
                close_comparing(run=run)
            else:
                outcomes.append(compare(person, choice=choice).choice)
        except AnswerRefused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=(each,)) for each in ("first", "second", "same", "skip", None)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 4
    said = list(HumanComparison.objects.all())
    assert len(said) == (1 if any(each in ("first", "second", "same", "skip") for each in outcomes) else 0)
    assert closings(run)[0]["comparisons"] == len(said)
    write_people_files(run)
    file = run.artifact_folder / "people" / "comparisons.jsonl"
    content = file.read_bytes() if file.exists() else b""
    assert closings(run)[0]["comparisons_sha256"] == hashlib.sha256(content).hexdigest()
