"""What a run came to, in one JSON object: the figures that pages, the terminal and the data card show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.evaluation_stage import summarise
from training_bridge.principles import Constitution
from training_bridge.record_files import RecordFile
from training_bridge.records import AnswerRow, MarginRow
from training_bridge.run_settings import RunSettings
from training_bridge.texts import Texts
from training_bridge.training.sft import is_trained, read_report
from training_bridge.training_stage import Acceptance

SMALL_MODEL_PARAMETERS = 3_000_000_000
"""Models below this get the notice; a convention stated here, not a measured boundary."""


def run_summary(
    artifacts: ArtifactFolder,
    constitution: Constitution,
    settings: RunSettings,
    texts: Texts,
    acceptance: Acceptance,
    outcome: str,
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """Gather the figures of all stages; what a run did not reach is None."""
    model = json.loads(artifacts.model.read_bytes()) if artifacts.model.exists() else {}
    trained = read_report(artifacts.adapter) if is_trained(artifacts.adapter) else None
    measured = _measured(artifacts, texts, settings) if outcome == "trained and measured" else {}
    return {
        "outcome": outcome,
        "least_accepted": settings.least_accepted,
        "constitution_sha256": constitution.sha256,
        "constitution_version": constitution.version,
        "principles": len(constitution.principles),
        "model": settings.model,
        "model_sha256": model.get("sha256"),
        "model_parameters": model.get("parameters"),
        "device": model.get("device"),
        "generator": settings.server or settings.model,
        "seed": settings.seed,
        "rounds": settings.rounds,
        "prompts": acceptance.prompts,
        "generated": acceptance.generated,
        "accepted": acceptance.accepted,
        "acceptance_rate": acceptance.rate,
        "rejected_by_reason": acceptance.rejected_by_reason,
        "accepted_by_principle": acceptance.by_principle,
        "sft_rows": _count_lines(artifacts) if trained else 0,
        "training_steps": trained.steps if trained else 0,
        "training_loss": [trained.losses[0], trained.losses[-1]] if trained and trained.losses else None,
        "margin": measured.get("margin"),
        "refusal": measured.get("refusal"),
        "seconds": dict(seconds),
        "notice": _notice(model.get("parameters")),
    }


def _measured(artifacts: ArtifactFolder, texts: Texts, settings: RunSettings) -> dict[str, Any]:
    return summarise(
        [MarginRow.from_json(row) for row in RecordFile(artifacts.margins)],
        [AnswerRow.from_json(row) for row in RecordFile(artifacts.answers)],
        texts.labelled,
        seed=settings.seed,
    )


def _count_lines(artifacts: ArtifactFolder) -> int:
    return artifacts.supervised.read_bytes().count(b"\n")


def _notice(parameters: int | None) -> str | None:
    if parameters is None or parameters >= SMALL_MODEL_PARAMETERS:
        return None
    size = f"{parameters / 1e6:.0f} million" if parameters >= 1e6 else f"{parameters:,}"
    return (
        f"A model of {size} parameters shows the plumbing, not the quality: that the chain from vote "
        "to weights works, and nothing about how good the constitution is. Its critiques are often nonsense."
    )
