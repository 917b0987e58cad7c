"""The public page on human feedback: each finding as a sentence, and what a run without people says."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.training_bridge.people.people import comparison, read_items, write_comparisons
from tests.training_bridge.people.test_human_feedback_stage import do, two_people
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import Standing, TrainingRun
from training_bridge.pages.human_feedback import finding_of
from training_bridge.people.comparisons import HumanComparison
from training_bridge.records import PreferencePair

pytestmark = pytest.mark.django_db
Shown = Callable[[Path], str]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder in which people are asked and nobody has compared anything yet."""
    folder = tmp_path_factory.mktemp("asked") / "run"
    do(folder)
    return folder


@pytest.fixture
def folder(asked: Path, tmp_path: Path) -> Path:
    """A copy of it, in which people can compare."""
    return Path(shutil.copytree(asked, tmp_path / "asked"))


@pytest.fixture
def shown(run: TrainingRun) -> Shown:
    """Show the page of a run that has left such a folder behind."""

    def show(folder: Path) -> str:
        shutil.copytree(folder, ArtifactFolder(run.artifact_folder).root, dirs_exist_ok=True)
        TrainingRun.objects.filter(pk=run.pk).update(
            summary=json.loads((folder / "summary.json").read_text())
        )
        return page(run)

    return show


def page(run: TrainingRun) -> str:
    address = reverse("training_bridge:human_feedback", args=[run.deliberation.slug, run.public_id])
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def after(folder: Path, comparisons: list[HumanComparison]) -> Path:
    write_comparisons(folder, comparisons)
    do(folder)
    return folder


def against_the_judge(folder: Path, person: str = "person-1") -> list[HumanComparison]:
    lines = (folder / "data" / "feedback.jsonl").read_text().splitlines()
    judged = {pair.id: pair for pair in (PreferencePair.from_json(json.loads(line)) for line in lines)}
    return [
        comparison(item, person, "second" if judged[item.feedback_id or ""].p_first > 0.5 else "first")
        for item in read_items(folder)
    ]


def test_a_run_without_people_says_what_would_be_here(run: TrainingRun) -> None:
    assert "People were not asked in this run." in page(run)


def test_nobody_compared_anything_is_the_finding(shown: Shown, folder: Path) -> None:
    content = shown(folder)
    assert "Nobody has compared anything yet" in content
    assert "8 pairs of answers were offered" in content
    assert "whisker-chart" not in content


def test_while_people_compare_nobody_is_shown_what_others_said(
    monkeypatch: pytest.MonkeyPatch, shown: Shown, folder: Path
) -> None:
    after(folder, against_the_judge(folder))
    monkeypatch.setattr(TrainingRun, "standing", Standing.COMPARING)
    content = shown(folder)
    assert "People are comparing answers now" in content
    assert "the judge chose the same one" not in content
    assert "Preferred by" not in content
    assert "whisker-chart" not in content


def test_the_finding_the_chart_its_table_and_what_became_of_it(shown: Shown, folder: Path) -> None:
    content = shown(after(folder, two_people(folder)))
    found = json.loads((folder / "summary.json").read_text())["stages"]["human-feedback"]
    overall = found["agreement"]["overall"]
    assert f"the judge chose the same one {overall['count']} times" in content
    assert content.count("fill-accent") == 1 + len(found["agreement"]["by_principle"])
    assert content.count('<th scope="row">') == content.count("fill-accent")
    assert "Two people who looked at the same pair said the same 75% of the time" in content
    assert "The preference data holds 6 pairs by people" in content
    assert "<li>people disagree: 2</li>" in content
    assert "Scripted: no model took part." in content
    assert "No people took part." not in content


def test_where_they_differ_both_answers_stand_side_by_side(shown: Shown, folder: Path) -> None:
    content = shown(after(folder, against_the_judge(folder)))
    assert "the judge chose the same one 0 times" in content
    assert content.count("Preferred by 1 person of 1") == content.count("Preferred by the judge") == 4
    assert "No pair was compared by more than one person" in content


def test_that_nobody_is_of_one_mind_is_said_as_plainly(shown: Shown, folder: Path) -> None:
    opposite = [
        comparison(item, person, "first" if person == "a" else "second")
        for item in read_items(folder)
        for person in ("a", "b")
    ]
    content = shown(after(folder, opposite))
    assert "People settled on no answer, so nothing was learnt from them" in content
    assert "the model learns from the judge alone" in content
    assert "<li>people disagree: 8</li>" in content


def test_programs_in_place_of_people_are_named_as_such(shown: Shown, folder: Path) -> None:
    content = shown(after(folder, against_the_judge(folder, "simulated-person-1")))
    assert "No people took part." in content


def test_a_damaged_file_is_said_and_nothing_else_breaks(shown: Shown, folder: Path) -> None:
    write_comparisons(folder, []).write_text("{torn\n")
    do(folder, "prompts")
    content = shown(folder)
    assert "What people said could not be read" in content
    assert "line 1: not a JSON record" in content


def test_without_its_files_a_run_keeps_its_figures(run: TrainingRun, shown: Shown, folder: Path) -> None:
    shown(after(folder, against_the_judge(folder)))
    shutil.rmtree(ArtifactFolder(run.artifact_folder).root)
    content = page(run)
    assert "the judge chose the same one 0 times" in content
    assert "Where people and the judge differ" not in content


@pytest.mark.parametrize(
    ("items", "verdict", "finding"),
    [(5, "rise", "few"), (20, "rise", "agrees"), (20, "fall", "opposes"), (20, "no clear change", "unclear")],
)
def test_the_finding_follows_the_interval(items: int, verdict: str, finding: str) -> None:
    figures: dict[str, Any] = {
        "compared_items": items,
        "kept": items,
        "agreement": {"overall": {"items": items, "verdict": verdict}},
    }
    assert finding_of(figures) == finding
    assert finding_of(figures, is_waiting=True) == "waits"
