"""The pages of a run as people meet them: starting, watching, signing, comparing, and what changed."""

import json
import shutil
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from deliberation.models import User
from tests.training_bridge.panel.rehearsals import do, sign
from tests.training_bridge.panel.summaries import measured_summary
from training_bridge.models import DataSignOff, Standing, TrainingRun
from training_bridge.services import start_training_run

pytestmark = pytest.mark.django_db


def address(name: str, run: TrainingRun) -> str:
    return reverse(f"training_bridge:{name}", args=[run.deliberation.slug, run.public_id])


def browser(account: User) -> Client:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(**changed: Any) -> dict[str, Any]:
    return {
        "model": "scripted",
        "limit": "6",
        "rounds": "1",
        "tailored": "0",
        "methods": ["dpo"],
        "weighting": "uniform",
        "control": "on",
        "seed": "7",
        **changed,
    }


def test_a_run_starts_only_after_its_cost_was_seen_and_confirmed(
    version: ConstitutionVersion, owner_here: User
) -> None:
    start = reverse("training_bridge:start", args=[version.deliberation.slug])
    owner = browser(owner_here)
    shown = owner.post(start, filled())
    assert b"This run will take" in shown.content
    assert b"a script writes every text" in shown.content
    assert not TrainingRun.objects.exists()
    response = owner.post(start, filled(confirmed=shown.context["seen"]))
    run = TrainingRun.objects.get()
    assert response["Location"] == address("run", run)
    assert (run.settings["rounds"], run.settings["seed"], run.settings["methods"]) == (1, 7, ["dpo"])
    assert (run.started_by, run.needs_sign_off) == (owner_here, True)
    assert run.cost_estimate["tokens"] == shown.context["cost"]["tokens"]


def test_a_run_starts_with_what_was_chosen_beside_training_and_its_cost_has_their_lines(
    version: ConstitutionVersion, owner_here: User
) -> None:
    start = reverse("training_bridge:start", args=[version.deliberation.slug])
    owner = browser(owner_here)
    assert b"Can another model follow its critiques?" in owner.get(start).content
    chosen = filled(additions=["legibility", "conflicts"], weighting="consensus")
    shown = owner.post(start, chosen)
    assert {"legibility", "conflicts"} <= {line["stage"] for line in shown.context["cost"]["lines"]}
    owner.post(start, {**chosen, "confirmed": shown.context["seen"]})
    run = TrainingRun.objects.get()
    assert run.settings["additions"] == ["legibility", "conflicts"]
    assert run.settings["prompts"]["weighting"] == "consensus"


def test_other_settings_than_those_confirmed_are_shown_again(
    version: ConstitutionVersion, owner_here: User
) -> None:
    start = reverse("training_bridge:start", args=[version.deliberation.slug])
    owner = browser(owner_here)
    seen = owner.post(start, filled()).context["seen"]
    assert b"This run will take" in owner.post(start, filled(limit="40", confirmed=seen)).content
    assert not TrainingRun.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rounds": "9"}, "less than or equal to 4"),
        ({"limit": "0"}, "greater than or equal to 1"),
        ({"seed": "one"}, "whole number"),
        ({"methods": ["ppo"]}, "not one of the available choices"),
        ({"additions": ["magic"]}, "not one of the available choices"),
        ({"weighting": "loudest"}, "not one of the available choices"),
        ({"model": "/etc"}, "not one of the available choices"),
        ({"server": "http://169.254.169.254/"}, "not one of the available choices"),
    ],
)
def test_settings_that_no_run_could_follow_or_no_owner_may_name_are_refused(
    version: ConstitutionVersion, owner_here: User, wrong: dict[str, Any], said: str
) -> None:
    start = reverse("training_bridge:start", args=[version.deliberation.slug])
    response = browser(owner_here).post(start, filled(**wrong))
    assert response.status_code == 422
    assert said in response.content.decode()


def test_the_back_office_may_name_any_model_and_says_what_a_server_costs(
    version: ConstitutionVersion, owner_here: User
) -> None:
    owner_here.is_staff = True
    owner_here.save()
    start = reverse("training_bridge:start", args=[version.deliberation.slug])
    sent = filled(model="our-model", server="http://localhost:8000/v1", price_read="1", price_written="5")
    shown = browser(owner_here).post(start, sent)
    assert shown.context["cost"]["money"] > 0
    assert b"money for the server" in shown.content


def test_whoever_helps_sees_the_newest_rows_while_they_are_written_and_others_do_not(
    run: TrainingRun, owner_here: User, client: Client
) -> None:
    do(run)
    run.awaits_sign_off = ""
    run.save()
    run.job.state = "running"
    run.job.step = "feedback/judging: 3 of 12"
    run.job.save()
    seen = browser(owner_here).get(address("progress", run)).content.decode()
    assert "The newest rows" in seen
    assert 'aria-current="step"' in seen
    assert "Comparing answers by the principles" in seen
    assert "The newest rows" not in client.get(address("progress", run)).content.decode()


def test_owners_stop_and_resume_by_buttons(run: TrainingRun, owner_here: User, client: Client) -> None:
    owner = browser(owner_here)
    assert address("stop", run) in owner.get(address("run", run)).content.decode()
    assert address("stop", run) not in client.get(address("run", run)).content.decode()
    page = owner.post(address("stop", run), follow=True).content.decode()
    assert "can go on where it was" in page
    assert address("resume", run) in page
    owner.post(address("resume", run))
    run.refresh_from_db()
    assert run.standing == Standing.QUEUED


def test_the_page_to_sign_shows_the_difference_and_takes_two_answers(
    run: TrainingRun, owner_here: User, moderator_here: User, observer_here: User
) -> None:
    do(run)
    page = browser(observer_here).get(address("sign_off", run)).content.decode()
    assert "You may read" in page
    assert "There is no earlier data to compare with" in page
    assert "has the largest part" in page
    answer = {"data_sha256": run.data_sha256, "name": "Ada", "decision": "sign", "reason": ""}
    assert browser(observer_here).post(address("sign_off", run), answer).status_code == 403
    assert browser(owner_here).post(address("sign_off", run), answer).status_code == 302
    again = browser(owner_here).post(address("sign_off", run), answer)
    assert again.status_code == 409
    assert b"two different people" in again.content
    browser(moderator_here).post(address("sign_off", run), {**answer, "name": "Grace"})
    run.refresh_from_db()
    assert run.standing == Standing.QUEUED
    public = Client().get(address("run", run)).content.decode()
    assert "Ada" in public
    assert owner_here.email not in public


def test_a_refusal_on_the_page_needs_its_reason(run: TrainingRun, owner_here: User) -> None:
    do(run)
    answer = {"data_sha256": run.data_sha256, "name": "Ada", "decision": "refuse", "reason": " "}
    response = browser(owner_here).post(address("sign_off", run), answer)
    assert response.status_code == 422
    browser(owner_here).post(address("sign_off", run), {**answer, "reason": "It praises <b>one</b> firm."})
    assert DataSignOff.objects.get().refused
    page = Client().get(address("run", run)).content.decode()
    assert "somebody refused its data" in page
    assert "&lt;b&gt;one&lt;/b&gt;" in page


def test_a_scripted_run_says_so_on_each_of_its_pages(
    run: TrainingRun, owner_here: User, moderator_here: User
) -> None:
    do(run)
    owner = browser(owner_here)
    assert "no model took part" in owner.get(address("sign_off", run)).content.decode()
    for _sitting in range(2):
        for account in (owner_here, moderator_here):
            sign(run, account)
        do(run)
    assert "no model took part" in owner.get(address("run", run)).content.decode()
    listed = reverse("training_bridge:run_list", args=[run.deliberation.slug])
    assert "none (scripted)" in owner.get(listed).content.decode()
    changed = reverse("training_bridge:changed", args=[run.deliberation.slug, 1])
    assert "No model has been trained on this version" in owner.get(changed).content.decode()


def measured(version: ConstitutionVersion, **summary: Any) -> TrainingRun:
    run = start_training_run(version=version)
    run.job.succeed({})
    run.summary = measured_summary(**summary)
    run.save()
    return run


@pytest.mark.parametrize(
    ("verdict", "headline", "sentence"),
    [
        ("rise", "more likely", "It helped"),
        ("fall", "training without it did better", "It did not help"),
        ("no clear change", "could be chance", "cannot be said"),
        (None, "is not known", "is not known"),
    ],
)
def test_the_headline_follows_the_control_and_hides_no_null_or_negative_result(
    version: ConstitutionVersion, client: Client, verdict: str | None, headline: str, sentence: str
) -> None:
    run = measured(version, verdict=verdict)
    changed = reverse("training_bridge:changed", args=[run.deliberation.slug, 1])
    page = client.get(changed).content.decode()
    assert headline in page
    assert sentence in page
    assert (
        changed
        in client.get(reverse("constitution:version", args=[run.deliberation.slug, 1])).content.decode()
    )


def test_every_suite_is_shown_with_its_intervals_its_table_and_its_reason_for_absence(
    version: ConstitutionVersion, client: Client
) -> None:
    run = measured(version)
    page = client.get(reverse("training_bridge:changed", args=[run.deliberation.slug, 1])).content.decode()
    assert page.count('<figure class="chart') == page.count("The same figures as a table")
    assert "Does it keep to each principle?" in page
    assert "Principle 2" in page
    assert "worse." in page
    assert "not measured: the folder holds no XSTest" in page
    assert "an unknown suite" in page.lower()


def test_two_runs_stand_beside_each_other(
    run: TrainingRun, owner_here: User, moderator_here: User, client: Client
) -> None:
    compare = reverse("training_bridge:compare", args=[run.deliberation.slug])
    assert b"not yet two" in client.get(compare).content
    do(run)
    runs = [run, start_training_run(version=run.version)]
    runs[1].job.succeed({})
    shutil.copytree(runs[0].artifact_folder, runs[1].artifact_folder)
    settings = runs[1].artifact_folder / "run.json"
    content = json.loads(settings.read_text())
    content["settings"]["seed"] = 99
    settings.write_text(json.dumps(content))
    for each in runs:
        each.summary = measured_summary()
        each.save()
    page = client.get(compare).content.decode()
    assert "Both learnt from the same version" in page
    assert ">99<" in page
    assert "12" in page
