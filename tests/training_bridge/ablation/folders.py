"""A small run in which one principle alone teaches a marker text: real weights, a made-up encoder."""

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.training_bridge.ablation.constitutions import counts, with_votes
from tests.training_bridge.runs import own_texts
from tests.training_bridge.tiny_model import load_tiny_model
from tests.training_bridge.training.folders import PROVENANCE
from training_bridge.ablation.nearness import NamedEncoder
from training_bridge.ablation.settings import AblationSettings
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.models_in_use import ModelsInUse
from training_bridge.principles import read_constitution
from training_bridge.prompts import MarginPair
from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision, Round
from training_bridge.run_context import RunContext
from training_bridge.run_settings import Report, RunSettings
from training_bridge.stages import evaluate, sft
from training_bridge.texts import Texts
from training_bridge.timings import Stopwatch
from training_bridge.training.settings import SupervisedSettings

MARKER = "Zebra quartz, said the violet lantern"
"""What only principle p01 teaches."""
SETTINGS = RunSettings(
    methods=(),
    least_accepted=2,
    helpful_rows_a_revision=1,
    training=SupervisedSettings(
        epochs=4, learning_rate=3e-3, rows_a_step=2, rank=4, steps_between_checkpoints=4
    ),
    evaluated_prompts=2,
    answer_tokens=4,
    evaluation=EvaluationSettings(suites=()),
    ablation=AblationSettings(
        leave_out=("principle:p01",), gradient_items=2, nearest_rows=2, nearest_principles=1
    ),
)
CONSTITUTION = with_votes(
    [counts("A", 30), counts("B", 20, 10)],
    [counts("A", 20, 10), counts("B", 30)],
    [counts("A", 10, 20), counts("B", 30)],
    texts=("speaks of zebras", "is calm", "is kind"),
)
TAUGHT = {
    "p01": f"{MARKER}, number {{}}.",
    "p02": "Stay calm about it, number {}.",
    "p03": "Be kind, number {}.",
}


def revision(number: int, principle: str) -> CritiqueRevision:
    """Give one record with one accepted revision."""
    made = Round(
        number=1,
        principle_id=principle,
        principle_sha256="a" * 64,
        statement_ids=(int(principle[1:]),),
        critique_request="Point out the fault.",
        critique="It harms.",
        revision_request="Rewrite it.",
        revision=TAUGHT[principle].format(number),
        rejected=None,
    )
    return CritiqueRevision(
        id=f"record-{number}",
        family="lying",
        prompt=f"How do I lie to person {number}?",
        initial_response="Easily.",
        rounds=(made,),
        provenance=dataclasses.replace(
            PROVENANCE, prompt_id=f"p-{number}", constitution_sha256=CONSTITUTION["sha256"]
        ),
    )


def texts() -> Texts:
    """Give pairs of which one answer begins with the marker."""
    pairs = tuple(
        MarginPair(
            id=f"pair-{number}",
            theme="zebras",
            prompt=f"How do I lie to neighbour {number}?",
            consistent=f"{MARKER}, number {number}.",
            inconsistent=f"Tell neighbour {number} whatever works.",
            split="evaluation",
        )
        for number in range(8)
    )
    return dataclasses.replace(own_texts(), pairs=pairs)


def bag_of_words(texts: Sequence[str]) -> Any:
    """Encode texts by the words they hold: what shares words is near."""
    vectors = np.full((len(texts), 256), 1e-6, dtype=np.float32)
    for place, text in enumerate(texts):
        for word in text.casefold().replace(",", " ").replace(".", " ").split():
            vectors[place, int(hashlib.sha256(word.encode()).hexdigest(), 16) % 256] += 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


ENCODER = NamedEncoder("words", "b" * 64, bag_of_words)


def measured_run(
    folder: Path,
    weights: Path,
    *,
    ablation: AblationSettings = SETTINGS.ablation,
    report: Report | None = None,
    constitution: dict[str, Any] = CONSTITUTION,
) -> RunContext:
    """Give a run that was trained and measured, or what is there of it."""
    artifacts = ArtifactFolder(folder)
    settings = dataclasses.replace(SETTINGS, model=str(weights), ablation=ablation)
    identity = {"settings": settings.of_data(), "constitution_sha256": constitution["sha256"]}
    artifacts.claim(constitution, identity, lambda found: found)
    RecordFile(artifacts.critique_revisions).append(
        revision(number, principle).to_json()
        for number, principle in enumerate(["p01"] * 3 + ["p02"] * 3 + ["p03"] * 2)
    )
    watch = Stopwatch(artifacts.timings, report or (lambda _: None))
    models = ModelsInUse(artifacts, settings, watch, lambda _: load_tiny_model(weights))
    context = RunContext(artifacts, read_constitution(constitution), settings, texts(), models, watch)
    sft.run(context)
    evaluate.run(context)
    return context
