"""What training left behind, and what it says about itself."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training_bridge.record_files import write_json

REPORT_FILE = "training.json"
WEIGHTS_FILES = ("adapter_model.safetensors", "model.safetensors", "model.safetensors.index.json")
CHECKPOINTS = "checkpoints"
LIVE_FILE = "steps.jsonl"
CURVES = (
    "reward",
    "reward_std",
    "kl",
    "accuracy",
    "margin",
    "rewards/accuracies",
    "rewards/margins",
    "mean_token_accuracy",
)
"""What TRL logs beside the loss, by its own names: of reward, preference, and supervised training."""


@dataclass(frozen=True)
class TrainingReport:
    """What training did.

    Attributes:
        steps: how often the weights changed.
        losses: the mean loss of each step.
        trainable_parameters: how many weights were trained.
        curves: what else TRL measured at each step (`CURVES`), as far as this kind of training has it.
        seconds: time of the last sitting.
        resumed_from_step: the step whose checkpoint that sitting began with; 0 for the beginning.
        device: what it ran on.
        recipe_sha256: of the recipe's file, as its command reads it.
        data_sha256: of the file of rows.
    """

    steps: int
    losses: tuple[float, ...]
    trainable_parameters: int
    curves: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    seconds: float | None = None
    resumed_from_step: int = 0
    device: str | None = None
    recipe_sha256: str | None = None
    data_sha256: str | None = None


def is_trained(folder: Path) -> bool:
    """Say whether a finished model lies in the folder; its report is written last."""
    return (folder / REPORT_FILE).exists() and any((folder / name).exists() for name in WEIGHTS_FILES)


def read_report(folder: Path) -> TrainingReport:
    """Read what training wrote about itself."""
    content = json.loads((folder / REPORT_FILE).read_bytes())
    curves = {name: tuple(values) for name, values in content.get("curves", {}).items()}
    return TrainingReport(**{**content, "losses": tuple(content["losses"]), "curves": curves})


def write_report(folder: Path, report: TrainingReport) -> None:
    """Write it, in full or not at all."""
    write_json(folder / REPORT_FILE, dataclasses.asdict(report))


def losses_of(history: Iterable[Mapping[str, Any]]) -> tuple[float, ...]:
    """Take the loss of each step out of a trainer's log."""
    return tuple(float(entry["loss"]) for entry in history if "loss" in entry)


def curves_of(history: Iterable[Mapping[str, Any]]) -> dict[str, tuple[float, ...]]:
    """Take what else was measured at each step out of a trainer's log."""
    steps = [entry for entry in history if "loss" in entry]
    found = {name: tuple(float(entry[name]) for entry in steps if name in entry) for name in CURVES}
    return {name: values for name, values in found.items() if values}


def figures_of(folder: Path, rows: int) -> dict[str, Any] | None:
    """Give a stage's figures for the summary: None before it is trained."""
    if not is_trained(folder):
        return None
    report = read_report(folder)
    return {
        "rows": rows,
        "steps": report.steps,
        "loss": [report.losses[0], report.losses[-1]] if report.losses else None,
        "trainable_parameters": report.trainable_parameters,
        "seconds": report.seconds,
        **{name.replace("/", "_"): [each[0], each[-1]] for name, each in report.curves.items()},
    }


def steps_so_far(folder: Path) -> list[dict[str, Any]]:
    """Give what each step logged while training is under way, for whoever watches; empty otherwise."""
    path = folder / CHECKPOINTS / LIVE_FILE
    if not path.exists():
        return []
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            rows.append(json.loads(line))
        except ValueError:
            continue
    # Steps after the checkpoint that a resumed run began with come twice: the later ones count.
    return [row for _, row in sorted({row["step"]: row for row in rows}.items())]
