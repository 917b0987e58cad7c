"""The stage on a model with weights: a random Llama of 100,000 of them, whose adapter changes nothing."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, own_texts
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.library_notes import without_library_notes
from training_bridge.models_in_use import ModelsInUse
from training_bridge.principles import read_constitution
from training_bridge.record_files import RecordFile
from training_bridge.records import PreferencePair
from training_bridge.run_context import RunContext
from training_bridge.stages import feedback
from training_bridge.timings import Stopwatch

HOW = FeedbackSettings(pairs=4, checked_pairs=4, few_shots=2, answer_tokens=8, allow_poor_judge=True)


def save_idle_adapter(model: Any, folder: Path) -> None:
    """Write a LoRA adapter as it is before training."""
    from peft import LoraConfig, get_peft_model

    with without_library_notes():
        get_peft_model(model, LoraConfig(r=2, target_modules="all-linear")).save_pretrained(str(folder))


def run(folder: Path, tiny_model_folder: Path, how: FeedbackSettings) -> list[PreferencePair]:
    artifacts = ArtifactFolder(folder)
    settings = dataclasses.replace(SETTINGS, feedback=how, batch_rows=4)
    watch = Stopwatch(artifacts.timings, lambda _: None)
    models = ModelsInUse(artifacts, settings, watch, lambda _: load_tiny_model(tiny_model_folder))
    context = RunContext(
        artifacts, read_constitution(canonical_constitution()), settings, own_texts(), models, watch
    )
    feedback.run(context)
    found = feedback.figures(context)
    assert found is not None
    assert found["judge"]["accuracy"]["items"] == 4
    assert 0 < found["judge"]["probability_on_letters"] < 1
    return [PreferencePair.from_json(row) for row in RecordFile(artifacts.feedback)]


@pytest.mark.parametrize("chain_of_thought", [False, True])
def test_a_model_judges_its_own_answers_with_log_probabilities_of_both_letters(
    tmp_path: Path, tiny_model_folder: Path, chain_of_thought: bool
) -> None:
    save_idle_adapter(load_tiny_model(tiny_model_folder).model, tmp_path / "models" / "sft")
    how = dataclasses.replace(HOW, chain_of_thought=chain_of_thought, reason_tokens=6)
    pairs = run(tmp_path, tiny_model_folder, how)
    assert len(pairs) == 4
    for pair in pairs:
        assert pair.first != pair.second
        assert all(log < 0 for log in pair.log_probabilities_in_order + pair.log_probabilities_in_reverse)
        assert pair.log_probabilities_in_order != pair.log_probabilities_in_reverse
        assert (pair.reason is not None) == chain_of_thought
        assert pair.provenance.model_sha256 == pair.answers_provenance.model_sha256
        assert pair.answers_provenance.sampling["adapter"] == "sft"
