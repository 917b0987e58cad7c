"""A whole run whose judge is of no use: nothing learns from it, and what was trained before is measured."""

import dataclasses
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, own_texts, scripted
from training_bridge import pipeline
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import ADDITIONS, METHODS, STAGE_NAMES, Stage, StageName

WHY = "the judge follows the place of an answer: stopped"


def run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, stops: StageName, stage: Stage
) -> tuple[str, list[str]]:
    """Run with stages that only write down that they ran; give the outcome and who ran."""
    ran: list[str] = []

    def fake(name: StageName) -> SimpleNamespace:
        def go(_context: RunContext) -> None:
            ran.append(name)
            if name == stops:
                raise StageStopped(WHY)

        return SimpleNamespace(run=go, prepare=lambda _context: None, figures=lambda _context: None)

    monkeypatch.setattr(pipeline, "STAGE_MODULES", {name: fake(name) for name in STAGE_NAMES})
    summary = pipeline.run_training(
        folder,
        canonical_constitution(),
        dataclasses.replace(SETTINGS, methods=METHODS),
        stage,
        lambda _: None,
        texts=own_texts(),
        load=lambda _: scripted(),
    )
    return summary["outcome"], ran


@pytest.mark.parametrize("stops", ["feedback", "reward"])
def test_what_was_trained_before_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops: StageName
) -> None:
    outcome, ran = run(tmp_path, monkeypatch, stops=stops, stage="all")
    assert outcome == WHY
    before = STAGE_NAMES[: STAGE_NAMES.index(stops) + 1]
    assert ran == [*(name for name in before if name not in ADDITIONS), "evaluate"]


def test_nothing_is_measured_that_was_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, ran = run(tmp_path, monkeypatch, stops="feedback", stage="dpo")
    assert outcome == WHY
    assert ran == ["prompts", "critique-revision", "sft", "feedback"]


def test_a_run_without_enough_revisions_ends_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, ran = run(tmp_path, monkeypatch, stops="sft", stage="all")
    assert outcome == WHY
    assert ran == ["prompts", "critique-revision", "sft"]
