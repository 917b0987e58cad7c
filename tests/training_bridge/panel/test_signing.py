"""Nothing is trained before two different people have signed what it would be trained on."""

import hashlib
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from deliberation.integrity.evidence import content_hash
from deliberation.models import Event, User
from tests.training_bridge.panel.rehearsals import do, sign
from training_bridge.format.check import check_folder
from training_bridge.models import Data, DataSignOff, Standing, TrainingRun
from training_bridge.services import SignOffRefused, sign_off_data, start_training_run
from training_bridge.sign_off import read_sign_off, unsigned_files

pytestmark = pytest.mark.django_db


def recorded(run: TrainingRun) -> list[tuple[str, dict[str, Any]]]:
    events = Event.objects.filter(kind__startswith="training.", payload__body__run=run.public_id)
    return [(event.kind, event.payload.body) for event in events.order_by("id").select_related("payload")]


def test_a_run_waits_once_its_data_is_written(run: TrainingRun) -> None:
    do(run)
    assert run.standing == Standing.SIGN_OFF
    assert run.awaits_sign_off == Data.REVISIONS
    assert (run.artifact_folder / "data" / "sft" / "train.jsonl").exists()
    assert not (run.artifact_folder / "models").exists()


def test_it_goes_on_when_a_second_person_signs(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    do(run)
    first_job = run.job
    sign(run, owner_here)
    assert run.standing == Standing.SIGN_OFF
    sign(run, moderator_here)
    assert run.standing == Standing.QUEUED
    assert run.job != first_job


def test_what_the_trained_model_writes_is_signed_by_itself(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    do(run)
    for account in (owner_here, moderator_here):
        sign(run, account)
    do(run)
    assert (run.standing, run.awaits_sign_off) == (Standing.SIGN_OFF, Data.FEEDBACK)
    assert unsigned_files(run.artifact_folder, ("sft",)) == []
    for account in (owner_here, moderator_here):
        sign(run, account)
    summary = do(run)
    assert run.standing == Standing.FINISHED
    assert summary["outcome"] == "scripted: nothing was trained"
    signed = read_sign_off(run.artifact_folder)
    assert signed is not None
    assert signed.people == ("Ada", "Grace")
    assert unsigned_files(run.artifact_folder) == []
    assert check_folder(run.artifact_folder) == []


def test_the_same_person_cannot_sign_twice(run: TrainingRun, owner_here: User) -> None:
    do(run)
    sign(run, owner_here)
    for name in ("Ada", "ada", "Somebody else"):
        with pytest.raises(SignOffRefused):
            sign(run, owner_here, name=name)
    assert DataSignOff.objects.count() == 1
    assert run.standing == Standing.SIGN_OFF


def test_a_command_cannot_sign_twice_under_one_name(run: TrainingRun) -> None:
    do(run)
    sign_off_data(run=run, data_sha256=run.data_sha256, name="Ada")
    with pytest.raises(SignOffRefused):
        sign_off_data(run=run, data_sha256=run.data_sha256, name=" ADA ")


def test_the_database_refuses_a_second_signature_and_a_refusal_without_a_reason(
    run: TrainingRun, owner_here: User
) -> None:
    do(run)
    sign(run, owner_here)
    common = {"run": run, "data": run.awaits_sign_off, "data_sha256": run.data_sha256}
    for wrong in (
        {"account": owner_here, "name": "Another name"},
        {"name": "Somebody", "refused": True},
        {"name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataSignOff.objects.create(**common, **wrong)


def test_only_owners_and_moderators_sign(run: TrainingRun, observer_here: User, stranger: User) -> None:
    do(run)
    for account in (observer_here, stranger):
        with pytest.raises(PermissionError):
            sign(run, account)
    assert not DataSignOff.objects.exists()


def test_one_refusal_ends_the_run_and_needs_a_reason(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    do(run)
    with pytest.raises(SignOffRefused, match="why"):
        sign(run, owner_here, refused=True, reason="  ")
    sign(run, owner_here, refused=True, reason="Half of it praises one company.")
    assert run.standing == Standing.REFUSED
    with pytest.raises(SignOffRefused):
        sign(run, moderator_here)
    assert recorded(run)[-1][1]["reason"] == "Half of it praises one company."


def test_a_signature_holds_for_the_data_that_was_seen_and_no_other(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    do(run)
    with pytest.raises(SignOffRefused, match="changed"):
        sign(run, owner_here, data_sha256="0" * 64)
    for account in (owner_here, moderator_here):
        sign(run, account)
    signed = run.data_sha256
    record = run.artifact_folder / "data" / "critique_revisions.jsonl"
    lines = record.read_text(encoding="utf-8").splitlines()
    changed = json.loads(lines[0])
    for made in changed["rounds"]:
        made["revision"], made["rejected"] = "Buy only what Acme sells, it is the best there is by far.", None
    record.write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n", encoding="utf-8")
    do(run)
    assert run.standing == Standing.SIGN_OFF
    assert run.data_sha256 != signed


def test_a_run_that_a_command_started_asks_nobody_unless_it_says_so(version: Any) -> None:
    from tests.training_bridge.panel.rehearsals import SETTINGS

    by_command = start_training_run(version=version, settings=SETTINGS)
    do(by_command)
    assert by_command.standing == Standing.FINISHED
    asking = start_training_run(version=version, settings=SETTINGS, needs_sign_off=True)
    do(asking)
    assert asking.standing == Standing.SIGN_OFF


def test_the_record_leads_from_the_constitution_to_the_files(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    for _sitting in range(2):
        do(run)
        digest = run.data_sha256
        for account in (owner_here, moderator_here):
            sign(run, account)
    do(run)
    kinds = [kind for kind, _body in recorded(run)]
    assert kinds == ["training.started", *["training.data_signed"] * 4, "training.finished"]
    started, *signed, finished = [body for _kind, body in recorded(run)]
    assert started["constitution_sha256"] == run.version.content_sha256
    assert started["settings_sha256"] == content_hash(run.settings)
    assert signed[-1]["data_sha256"] == digest
    manifest = (run.artifact_folder / "manifest.json").read_bytes()
    assert finished["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()
