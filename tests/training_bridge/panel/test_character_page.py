"""The public page on traits: each finding as a sentence, its figures, and a run without traits."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.training_bridge.character.test_character_stage import do
from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import TrainingRun

pytestmark = pytest.mark.django_db
Shown = Callable[..., str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder with traits and rankings, by the script."""
    folder = tmp_path_factory.mktemp("written") / "run"
    do(folder)
    return folder


@pytest.fixture
def shown(run: TrainingRun) -> Shown:
    """Show the page of a run that has left such a folder, with other figures where they are given."""

    def show(folder: Path, **changed: Any) -> str:
        shutil.copytree(folder, ArtifactFolder(run.artifact_folder).root, dirs_exist_ok=True)
        summary = json.loads((folder / "summary.json").read_text())
        summary["stages"]["character"] |= changed
        TrainingRun.objects.filter(pk=run.pk).update(summary=summary)
        return page(run)

    return show


def page(run: TrainingRun) -> str:
    address = reverse("training_bridge:character", args=[run.deliberation.slug, run.public_id])
    response = Client().get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def cell(verdict: str, difference: float = 0.02) -> dict[str, Any]:
    interval = [difference - 0.01, difference + 0.01]
    return {"items": 12, "difference": difference, "interval": interval, "verdict": verdict}


def effects(own: str, spilled: str = "no clear change") -> dict[str, Any]:
    sign = -0.02 if own == "fall" else 0.02
    return {
        "matrix": {
            "character": {"t01": cell("no clear change"), "t02": cell("no clear change")},
            "character-t01": {"t01": cell(own, sign), "t02": cell(spilled)},
            "character-t02": {"t01": cell(spilled), "t02": cell("no clear change")},
        },
        "cells": 6,
        "examples": [{"trait_id": "t01", "prompt": "Are you?", "before": "No <b>.", "after": "Yes."}],
        "alone": {},
    }


def test_a_run_without_traits_says_what_would_be_here(run: TrainingRun) -> None:
    assert "Traits were not trained in this run." in page(run)


def test_traits_stand_beside_their_principles(shown: Shown, written: Path) -> None:
    said = shown(written)
    assert "I do not hurt anybody." in said
    assert "Choose the response that least hurts anybody." in said
    assert "The traits that were not trained" in said
    assert "No trait was trained alone, so nothing is known of its effect" in said


@pytest.mark.parametrize(
    ("own", "finding"),
    [
        ("rise", "Trained alone, 1 of 2 traits shows more in the model"),
        ("fall", "Trained alone, no trait shows more in the model, and some show less"),
        ("no clear change", "Trained alone, no trait shows clearly more or less in the model"),
    ],
)
def test_the_finding_is_a_sentence_also_where_nothing_was_found(
    shown: Shown, written: Path, own: str, finding: str
) -> None:
    said = shown(written, effects=effects(own))
    assert finding in said
    assert "Trait 1, trained alone" in said
    assert "0 of 2 such effects are clear" in said


def test_what_spills_over_to_other_traits_is_counted(shown: Shown, written: Path) -> None:
    assert "2 of 2 such effects are clear" in shown(written, effects=effects("rise", "rise"))


def test_what_a_model_wrote_stays_text(shown: Shown, written: Path) -> None:
    assert "No &lt;b&gt;." in shown(written, effects=effects("rise"))


def test_a_ranking_by_places_is_said_before_the_figures(shown: Shown, written: Path) -> None:
    check = json.loads((written / "summary.json").read_text())["stages"]["character"]["ranking_check"]
    said = shown(written, effects=effects("no clear change"), ranking_check={**check, "is_poor": True})
    assert said.index("The model cannot really rank its answers") < said.index("What was trained")


def test_a_constitution_without_traits_says_why_for_each_principle(shown: Shown, tmp_path: Path) -> None:
    do(tmp_path / "run", constitution=canonical_constitution(("of course",)))
    said = shown(tmp_path / "run")
    assert "No principle of this constitution gives a trait" in said
    assert "Its words have no form that the rules know." in said
