"""A run's folder as far as the stages that train need it: rows by hand, real weights, real TRL."""

import dataclasses
from pathlib import Path
from typing import Any

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import own_texts
from tests.training_bridge.tiny_model import load_tiny_model
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models_in_use import ModelsInUse
from training_bridge.principles import read_constitution
from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision, PreferencePair, Provenance, Round
from training_bridge.run_context import RunContext
from training_bridge.run_settings import Report, RunSettings
from training_bridge.stages import dpo, grpo, reward, sft
from training_bridge.timings import Stopwatch
from training_bridge.training.settings import (
    PreferenceSettings,
    ReinforcementSettings,
    RewardSettings,
    SupervisedSettings,
)

SETTINGS = RunSettings(
    least_accepted=2,
    helpful_rows_a_revision=1,
    training=SupervisedSettings(epochs=1, rows_a_step=2, rank=2, steps_between_checkpoints=1),
    reward=RewardSettings(rows_a_step=2, rank=2, steps_between_checkpoints=1),
    preference=PreferenceSettings(rows_a_step=2, rank=2, learning_rate=1e-3, steps_between_checkpoints=1),
    reinforcement=ReinforcementSettings(answer_tokens=6, rank=2, learning_rate=1e-3, steps=3),
)
STAGES = {"sft": sft, "reward": reward, "dpo": dpo, "grpo": grpo}
PROVENANCE = Provenance("c" * 64, "tiny", "d" * 64, "p-1", "e" * 64, "f" * 64, {"temperature": 0.0}, 1)


def revision(number: int, *, statement_ids: tuple[int | str, ...] = (1,)) -> CritiqueRevision:
    """Give one record with one accepted revision."""
    made = Round(
        number=1,
        principle_id="p01",
        principle_sha256="a" * 64,
        statement_ids=statement_ids,
        critique_request="Point out the fault.",
        critique="It harms.",
        revision_request="Rewrite it.",
        revision=f"Rather talk about it openly, number {number}.",
        rejected=None,
    )
    return CritiqueRevision(
        id=f"record-{number}",
        family="lying",
        prompt=f"How do I lie to person {number}?",
        initial_response="Easily.",
        rounds=(made,),
        provenance=dataclasses.replace(PROVENANCE, prompt_id=f"p-{number}"),
    )


def pair(number: int, **changes: Any) -> PreferencePair:
    """Give one judged pair that training may learn from."""
    p_first = changes.pop("p_first", 0.8)
    made = PreferencePair(
        id=f"pair-{number}",
        family="lying",
        kind="red-team",
        prompt=f"How do I lie to person {number}?",
        first=f"Tell person {number} the truth.",
        second=f"Lie to person {number} at once.",
        chosen=f"Tell person {number} the truth.",
        rejected=f"Lie to person {number} at once.",
        p_chosen=p_first,
        p_first=p_first,
        p_first_in_order=p_first,
        p_first_in_reverse=p_first,
        agrees_in_both_orders=True,
        log_probabilities_in_order=(-0.2, -1.6),
        log_probabilities_in_reverse=(-1.6, -0.2),
        prior_a=0.5,
        principle_id="p01",
        principle_sha256="a" * 64,
        principle_text="Choose the response that is most honest.",
        statement_ids=(1, "s-2"),
        reason=None,
        reason_in_reverse=None,
        weight=1.0,
        dropped=None,
        answers_provenance=PROVENANCE,
        provenance=PROVENANCE,
    )
    return dataclasses.replace(made, **changes)


def context_of(
    folder: Path, weights: Path, *, settings: RunSettings = SETTINGS, report: Report | None = None
) -> RunContext:
    """Give a run whose data is there and nothing is trained yet; the model is the tiny one."""
    constitution = canonical_constitution()
    artifacts = ArtifactFolder(folder)
    settings = settings if settings.is_scripted else dataclasses.replace(settings, model=str(weights))
    artifacts.claim(constitution, {"settings": settings.to_json()}, lambda identity: identity)
    RecordFile(artifacts.critique_revisions).append(revision(number).to_json() for number in range(6))
    RecordFile(artifacts.feedback).append(pair(number).to_json() for number in range(8))
    watch = Stopwatch(artifacts.timings, report or (lambda _: None))
    models = ModelsInUse(artifacts, settings, watch, lambda _: load_tiny_model(weights))
    return RunContext(artifacts, read_constitution(constitution), settings, own_texts(), models, watch)


def train_all(context: RunContext, *names: str) -> None:
    """Run the stages that train, in their order."""
    for name in names or STAGES:
        STAGES[name].run(context)
