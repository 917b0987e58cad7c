"""What a run came to, in one JSON object: the figures that pages, the terminal and the data card show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training_bridge.evaluation.before_and_after import summarise
from training_bridge.record_files import RecordFile
from training_bridge.records import AnswerRow, MarginRow
from training_bridge.run_context import RunContext
from training_bridge.run_settings import RunSettings

MEASURED = "trained and measured"
"""The outcome of a run that came to its end."""
SMALL_MODEL_PARAMETERS = 3_000_000_000
"""Models below this get the notice; a convention stated here, not a measured boundary."""


def run_summary(context: RunContext, outcome: str, stages: Mapping[str, Any]) -> dict[str, Any]:
    """Gather the figures of all stages; what a run did not reach is None."""
    artifacts, settings, constitution = context.artifacts, context.settings, context.constitution
    model = _json_of(artifacts.model) or {}
    revised = stages.get("critique-revision") or {}
    trained = stages.get("sft") or {}
    evaluated = stages.get("evaluate") or {}
    measured = _measured(context) if "after" in evaluated.get("phases", ()) else {}
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
        "prompts": revised.get("prompts", 0),
        "generated": revised.get("generated", 0),
        "accepted": revised.get("accepted", 0),
        "acceptance_rate": revised.get("rate", 0.0),
        "rejected_by_reason": revised.get("rejected_by_reason", {}),
        "accepted_by_principle": revised.get("by_principle", {}),
        "sft_rows": trained.get("rows", 0),
        "training_steps": trained.get("steps", 0),
        "training_loss": trained.get("loss"),
        "margin": measured.get("margin"),
        "refusal": measured.get("refusal"),
        "stages": dict(stages),
        "evaluation": evaluated.get("suites", {}),
        "poisoning": _json_of(artifacts.poisoning),
        "cost": _json_of(artifacts.cost),
        "usage": _json_of(artifacts.usage),
        "seconds": dict(context.watch.seconds),
        "notice": _notice(settings, model.get("parameters")),
    }


def _measured(context: RunContext) -> dict[str, Any]:
    return summarise(
        [MarginRow.from_json(row) for row in RecordFile(context.artifacts.margins)],
        [AnswerRow.from_json(row) for row in RecordFile(context.artifacts.answers)],
        context.texts.labelled,
        seed=context.settings.seed,
    )


def _json_of(path: Path) -> Any:
    return json.loads(path.read_bytes()) if path.exists() else None


def _notice(settings: RunSettings, parameters: int | None) -> str | None:
    if settings.is_scripted:
        return "Scripted: no model took part. Every text was written by a rule, to show the chain alone."
    if parameters is None or parameters >= SMALL_MODEL_PARAMETERS:
        return None
    size = f"{parameters / 1e6:.0f} million" if parameters >= 1e6 else f"{parameters:,}"
    return (
        f"A model of {size} parameters shows the plumbing, not the quality: that the chain from vote "
        "to weights works, and nothing about how good the constitution is. Its critiques are often nonsense."
    )
