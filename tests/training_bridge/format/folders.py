"""Folders that the stages have written, without any model."""

import dataclasses
from pathlib import Path
from typing import Any

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, own_texts
from training_bridge.pipeline import run_training
from training_bridge.run_settings import METHODS, SCRIPTED, Addition


def scripted_run(
    folder: Path,
    *,
    constitution: dict[str, Any] | None = None,
    seed: int = 1,
    additions: tuple[Addition, ...] = (),
) -> dict[str, Any]:
    """Do all stages by the script that comes with the project."""
    return run_training(
        folder,
        constitution or canonical_constitution(),
        dataclasses.replace(SETTINGS, model=SCRIPTED, methods=METHODS, additions=additions, seed=seed),
        "all",
        lambda _: None,
        texts=own_texts(),
    )
