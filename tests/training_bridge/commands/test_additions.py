"""What a run does beside training and measuring, by command: each stage by the script, alone and together."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from constitution.models import ConstitutionVersion
from training_bridge.format.check import check_folder
from training_bridge.management.addition_options import with_additions
from training_bridge.management.summary_text import summary_text
from training_bridge.run_settings import ADDITIONS, NEED_WEIGHTS, RunSettings
from training_bridge.services.importing import import_training_run

pytestmark = pytest.mark.django_db

BY_SCRIPT = [name for name in ADDITIONS if name not in NEED_WEIGHTS]


def train(version: ConstitutionVersion, folder: Path, **options: Any) -> dict[str, Any]:
    out = io.StringIO()
    given = {"model": "scripted", "limit": 6, "json": True, "yes": True, "stderr": io.StringIO(), **options}
    call_command("train_constitution", version.deliberation.slug, to=folder, stdout=out, **given)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def refused(version: ConstitutionVersion, folder: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as error:
        train(version, folder, **options)
    assert error.value.returncode == 2
    return str(error.value)


def test_a_whole_run_with_everything_goes_through_by_the_script_and_its_folder_is_sound(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    summary = train(version, tmp_path / "run", add=list(ADDITIONS))
    assert "scripted" in summary["outcome"]
    assert set(BY_SCRIPT) <= summary["stages"].keys()
    assert check_folder(tmp_path / "run") == []
    said = summary_text(summary, tmp_path / "run", ADDITIONS)
    assert [name for name in ADDITIONS if f"\n{name}: " not in said] == []
    assert "features: not done: no model took part" in said
    assert "human-feedback: ended early: nobody has compared anything yet" in said


def test_such_a_run_is_brought_to_a_site_which_says_what_it_found(
    version: ConstitutionVersion, tmp_path: Path, client: Client
) -> None:
    train(version, tmp_path / "run", add=["legibility", "critic"])
    run = import_training_run(folder=tmp_path / "run").run
    page = client.get(
        reverse("training_bridge:run", args=[version.deliberation.slug, run.public_id])
    ).content.decode()
    assert "a model found the rewritten answer" in page
    assert "The critic flagged" in page
    assert "Not part of this run." in page


@pytest.mark.parametrize("stage", ADDITIONS)
def test_each_stage_alone_answers_by_the_script_with_one_prompt(
    version: ConstitutionVersion, tmp_path: Path, stage: str
) -> None:
    summary = train(version, tmp_path / "run", stage=stage, limit=1)
    assert summary["outcome"]
    assert stage in summary["stages"] or stage in NEED_WEIGHTS or "ended" in summary["outcome"]
    assert check_folder(tmp_path / "run") == []


def test_what_nobody_asked_for_is_not_done(version: ConstitutionVersion, tmp_path: Path) -> None:
    summary = train(version, tmp_path / "run", add=["legibility"])
    assert set(ADDITIONS) & summary["stages"].keys() == {"legibility"}


def test_people_who_compared_elsewhere_are_taken_into_the_run(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    train(version, folder, add=["human-feedback"])
    items = [json.loads(line) for line in (folder / "data" / "human_items.jsonl").read_text().splitlines()]
    rows = [
        {"item_id": item["id"], "person": "person-1", "shown_first": "first", "choice": "second"}
        for item in items
    ]
    file = tmp_path / "said.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    summary = train(version, folder, add=["human-feedback"], comparisons=file)
    found = summary["stages"]["human-feedback"]
    assert (found["people"], found["comparisons"]) == (1, len(items))
    again = train(version, folder, add=["human-feedback"], comparisons=file)
    assert again["stages"]["human-feedback"]["comparisons"] == len(items)
    file.write_text(json.dumps({**rows[0], "choice": "first"}) + "\n")
    assert "says something else" in refused(version, folder, comparisons=file)


@pytest.mark.parametrize(
    ("option", "line", "reason"),
    [
        ("comparisons", '{"item_id": "x"}', "person"),
        ("comparisons", "nonsense", "not a JSON record"),
        ("reviews", "nonsense", "is no review"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_nothing_is_lost(
    version: ConstitutionVersion, tmp_path: Path, option: str, line: str, reason: str
) -> None:
    folder = tmp_path / "run"
    train(version, folder, add=["human-feedback", "critic"], limit=3)
    before = (folder / "manifest.json").read_bytes()
    (tmp_path / "said.jsonl").write_text(line + "\n")
    assert reason in refused(version, folder, **{option: tmp_path / "said.jsonl"})
    assert (folder / "manifest.json").read_bytes() == before


@pytest.mark.parametrize("option", ["comparisons", "reviews"])
def test_people_cannot_have_said_anything_about_a_run_that_asked_nothing(
    version: ConstitutionVersion, tmp_path: Path, option: str
) -> None:
    (tmp_path / "said.jsonl").write_text("{}\n")
    said = refused(version, tmp_path / "run", **{option: tmp_path / "said.jsonl"})
    assert "people were asked to" in said
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "options",
    [
        {"add": ["magic"]},
        {"verifier": " "},
        {"drop_illegible": 2.0},
        {"people_share": -0.1},
        {"leave_out": ["p04"]},
        {"leave_out": ["group:A", "group:A"]},
        {"layer": 0},
        {"dictionary": 8, "features_k": 9},
    ],
)
def test_values_that_no_run_could_follow_are_refused_before_anything_starts(
    version: ConstitutionVersion, tmp_path: Path, options: dict[str, Any]
) -> None:
    assert refused(version, tmp_path / "run", **options).endswith(".")
    assert not (tmp_path / "run").exists()


def test_options_change_what_they_name_and_nothing_else() -> None:
    options = {
        "add": ["features", "legibility"],
        "verifier": "small",
        "drop_illegible": 0.5,
        "people_share": 0.25,
        "leave_out": ["principle:p01"],
    }
    settings = with_additions(options, RunSettings())
    assert settings.additions == ("legibility", "features")
    assert (settings.legibility.model, settings.legibility.drop_below) == ("small", 0.5)
    assert settings.people.share == 0.25
    assert settings.ablation.leave_out == ("principle:p01",)
    assert with_additions({}, RunSettings()) == RunSettings()
