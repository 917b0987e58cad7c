"""A finished run is looked at more closely: it goes on with additions, and nothing is trained again."""

import dataclasses
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.jobs import WorkRefused
from deliberation.models import Event, User
from tests.training_bridge.panel.rehearsals import SETTINGS, do, sign
from training_bridge.models import MEASURED, Standing, TrainingRun
from training_bridge.run_settings import RunSettings
from training_bridge.services import look_closer, may_be_added, start_training_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(version: Any, owner_here: User, moderator_here: User) -> TrainingRun:
    """A run without a model that came to its end."""
    settings = dataclasses.replace(SETTINGS, methods=())
    run = start_training_run(version=version, settings=settings, started_by=owner_here)
    do(run)
    sign(run, owner_here)
    sign(run, moderator_here)
    do(run)
    assert run.standing == Standing.FINISHED
    return run


def with_additions(run: TrainingRun, *additions: str, **changed: Any) -> RunSettings:
    return dataclasses.replace(RunSettings.from_json(run.settings), additions=additions, **changed)


def page_of(client: Client, run: TrainingRun) -> str:
    address = reverse("training_bridge:run", args=[run.deliberation.slug, run.public_id])
    return client.get(address).content.decode()


def test_it_goes_on_with_what_was_added_and_keeps_its_rows(finished: TrainingRun, owner_here: User) -> None:
    rows = (finished.artifact_folder / "data" / "sft" / "train.jsonl").read_bytes()
    look_closer(run=finished, settings=with_additions(finished, "legibility"), asked_by=owner_here)
    finished.refresh_from_db()
    assert finished.standing == Standing.QUEUED
    done = do(finished)
    assert "ended" not in done["stages"]["legibility"]
    assert finished.standing == Standing.FINISHED
    assert (finished.artifact_folder / "data" / "sft" / "train.jsonl").read_bytes() == rows


def test_it_is_recorded_with_the_settings_of_now(finished: TrainingRun, owner_here: User) -> None:
    look_closer(run=finished, settings=with_additions(finished, "legibility"), asked_by=owner_here)
    event = Event.objects.get(kind=Event.Kind.TRAINING_GOES_ON)
    assert event.payload.body["additions"] == ["legibility"]


def test_the_estimate_grows_by_what_was_added(finished: TrainingRun, owner_here: User) -> None:
    run = look_closer(run=finished, settings=with_additions(finished, "legibility"), asked_by=owner_here)
    assert run.cost_estimate is not None
    assert [line["stage"] for line in run.cost_estimate["lines"]] == ["legibility"]


def test_what_would_make_it_another_run_is_refused(finished: TrainingRun) -> None:
    with pytest.raises(WorkRefused, match="another run"):
        look_closer(run=finished, settings=with_additions(finished, "legibility", rounds=1))


def test_nothing_new_is_refused(finished: TrainingRun) -> None:
    with pytest.raises(WorkRefused, match="nothing new"):
        look_closer(run=finished, settings=with_additions(finished))


def test_what_was_part_of_it_stays_part_of_it(finished: TrainingRun) -> None:
    look_closer(run=finished, settings=with_additions(finished, "legibility"))
    finished.refresh_from_db()
    do(finished)
    with pytest.raises(WorkRefused, match="stays part"):
        look_closer(run=finished, settings=with_additions(finished, "critic"))


def test_a_run_under_way_is_refused(run: TrainingRun) -> None:
    with pytest.raises(WorkRefused, match="not finished"):
        look_closer(run=run, settings=with_additions(run, "legibility"))
    assert may_be_added(run) == ()


def test_what_needs_a_model_is_not_offered_where_none_took_part(finished: TrainingRun) -> None:
    assert set(may_be_added(finished)) == {"legibility", "critic", "conflicts", "human-feedback"}
    with pytest.raises(WorkRefused, match="needs one"):
        look_closer(run=finished, settings=with_additions(finished, "features"))


def test_a_run_from_elsewhere_is_refused(finished: TrainingRun) -> None:
    TrainingRun.objects.filter(pk=finished.pk).update(is_imported=True, job=None)
    finished.refresh_from_db()
    with pytest.raises(WorkRefused, match="brought here from elsewhere"):
        look_closer(run=finished, settings=with_additions(finished, "legibility"))


def test_a_run_without_its_files_is_refused(finished: TrainingRun) -> None:
    finished.artifact_folder.rename(finished.artifact_folder.with_name("gone"))
    with pytest.raises(WorkRefused, match="no longer there"):
        look_closer(run=finished, settings=with_additions(finished, "legibility"))


def test_only_owners_look_closer(finished: TrainingRun, moderator_here: User) -> None:
    with pytest.raises(PermissionError):
        look_closer(run=finished, settings=with_additions(finished, "legibility"), asked_by=moderator_here)


def test_owners_choose_on_the_page_and_others_see_what_there_is(
    finished: TrainingRun, owner_here: User, client: Client
) -> None:
    assert "Look closer at this run" not in page_of(client, finished)
    assert "Not part of this run." in page_of(client, finished)
    client.force_login(owner_here)
    assert "Look closer at this run" in page_of(client, finished)
    address = reverse("training_bridge:look_closer", args=[finished.deliberation.slug, finished.public_id])
    client.post(address, {"additions": ["legibility"]})
    finished.refresh_from_db()
    assert finished.settings["additions"] == ["legibility"]
    assert "Still to come." in page_of(client, finished)
    do(finished)
    assert "a model found the rewritten answer" in page_of(client, finished)


def test_a_form_without_a_choice_changes_nothing(
    finished: TrainingRun, owner_here: User, client: Client
) -> None:
    client.force_login(owner_here)
    address = reverse("training_bridge:look_closer", args=[finished.deliberation.slug, finished.public_id])
    for sent in ({}, {"additions": ["features"]}, {"additions": ["sft"]}):
        answer = client.post(address, sent, follow=True)
        assert "Nothing was started" in answer.content.decode()
    finished.refresh_from_db()
    assert finished.settings["additions"] == []


def test_what_was_measured_stays_measured_while_people_are_waited_for(
    finished: TrainingRun, owner_here: User
) -> None:
    finished.summary["outcome"] = MEASURED
    finished.save(update_fields=["summary"])
    settings = with_additions(finished, "human-feedback")
    look_closer(run=finished, settings=settings, asked_by=owner_here)
    finished.refresh_from_db()
    do(finished)
    assert finished.standing == Standing.COMPARING
    assert finished.is_measured
    assert not may_be_added(finished)
