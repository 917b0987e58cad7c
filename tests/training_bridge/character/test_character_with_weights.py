"""The stage on a model with weights: a random Llama of 100,000 of them, and real TRL."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.runs import Stopped
from tests.training_bridge.training.folders import SETTINGS, context_of, train_all
from training_bridge.character.settings import CharacterSettings
from training_bridge.record_files import RecordFile
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import Progress, Report
from training_bridge.stages import character
from training_bridge.stages.character_effects import examples_path, measured_path
from training_bridge.stages.evaluate import phases_of
from training_bridge.stages.weights_training import read_rows
from training_bridge.training.report import is_trained

HOW = CharacterSettings(
    traits=2,
    questions_a_trait=4,
    answer_tokens=8,
    checked_pairs=3,
    allow_poor_ranking=True,
    keep_disagreeing=True,
    traits_alone=2,
    examples=1,
    epochs=1,
    learning_rate=1e-2,
    rows_a_step=2,
    rank=2,
    steps_between_checkpoints=1,
)
WITH_CHARACTER = dataclasses.replace(
    SETTINGS,
    character=HOW,
    control=False,
    feedback=dataclasses.replace(SETTINGS.feedback, few_shots=2, tie_margin=0.0001),
)


def go(folder: Path, weights: Path, *, report: Report | None = None) -> RunContext:
    """Train the supervised model and do the whole stage."""
    context = context_of(folder, weights, settings=WITH_CHARACTER, report=report)
    train_all(context, "sft")
    character.write_data(context)
    character.prepare(context)
    character.run(context)
    return context


def written(context: RunContext) -> dict[str, bytes]:
    """Give what the stage left, but for the times."""
    root = context.artifacts.root
    files = [
        *sorted(context.artifacts.data.rglob("*character*")),
        *sorted(context.artifacts.data.glob("character*/train.jsonl")),
        measured_path(context),
        examples_path(context),
    ]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, tiny_model_folder: Path) -> RunContext:
    return go(tmp_path_factory.mktemp("character"), tiny_model_folder)


def test_all_traits_and_each_alone_leave_a_model(undisturbed: RunContext) -> None:
    for name in ("character", "character-t01", "character-t02"):
        assert is_trained(undisturbed.artifacts.model_of(name)), name
    together = read_rows(undisturbed, "character")
    alone = [row for name in ("t01", "t02") for row in read_rows(undisturbed, f"character-{name}")]
    assert sorted(row["id"] for row in alone) == sorted(row["id"] for row in together)
    assert len({row["principle_id"] for row in read_rows(undisturbed, "character-t01")}) == 1


def test_every_trait_is_measured_in_every_model_before_and_after(undisturbed: RunContext) -> None:
    found = character.figures(undisturbed)
    assert found is not None
    matrix = found["effects"]["matrix"]
    assert set(matrix) == {"character", "character-t01", "character-t02"}
    for cells in matrix.values():
        assert set(cells) == {"t01", "t02"}
        for cell in cells.values():
            assert cell["items"] == 12
            assert cell["interval"][0] <= cell["difference"] <= cell["interval"][1]
            assert cell["p_holm"] >= cell["p_value"]
    assert found["effects"]["cells"] == 6
    assert found["training"]["rows"] == found["ranking"]["kept"]


def test_training_changed_the_model_and_the_examples_stand_side_by_side(undisturbed: RunContext) -> None:
    found = character.figures(undisturbed)
    assert found is not None
    assert any(cell["difference"] for cells in found["effects"]["matrix"].values() for cell in cells.values())
    (example,) = found["effects"]["examples"]
    assert {"before", "after", "prompt", "trait_id"} <= set(example)


def test_the_model_of_all_traits_is_a_phase_of_evaluation(undisturbed: RunContext) -> None:
    assert phases_of(undisturbed) == ["before", "after", "character"]


def test_each_training_is_a_recipe_of_its_own(undisturbed: RunContext) -> None:
    recipes = {path.stem for path in (undisturbed.artifacts.root / "recipes").glob("character*.yaml")}
    assert recipes == {"character", "character-t01", "character-t02"}


def test_a_stage_killed_again_and_again_comes_to_the_same_rows(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path
) -> None:
    for step, done in (
        ("writing in character", 3),
        ("ranking its own answers", 4),
        ("training character", 2),
        ("training a trait alone", 1),
        ("measuring traits", 2),
    ):
        with pytest.raises(Stopped):
            go(tmp_path, tiny_model_folder, report=stop_at(step, done))
    assert written(go(tmp_path, tiny_model_folder)) == written(undisturbed)


def stop_at(step: str, done: int) -> Report:
    """Be killed once a step has come so far."""

    def report(progress: Progress) -> None:
        if progress.step == step and progress.done >= done:
            raise Stopped

    return report


def test_a_model_whose_ranking_follows_places_trains_nothing(tmp_path: Path, tiny_model_folder: Path) -> None:
    strict: dict[str, Any] = {"allow_poor_ranking": False}
    settings = dataclasses.replace(
        WITH_CHARACTER,
        character=dataclasses.replace(HOW, **strict),
        feedback=dataclasses.replace(WITH_CHARACTER.feedback, least_agreement=1.01),
    )
    context = context_of(tmp_path, tiny_model_folder, settings=settings)
    train_all(context, "sft")
    with pytest.raises(StageStopped, match="by their places"):
        character.write_data(context)
    assert len(RecordFile(context.artifacts.traits)) == 3
    assert not context.artifacts.character_answers.exists()
