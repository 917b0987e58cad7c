"""Which run a command is about, by its public id or by its folder."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError

from training_bridge.models import TrainingRun


def run_folder(name: str) -> Path:
    """Give the folder of a run by its public id or by its path, or end the command with a sentence."""
    run = TrainingRun.objects.filter(public_id=name).first()
    folder = run.artifact_folder if run else Path(name)
    if not (folder / "run.json").is_file():
        raise CommandError(
            f"{name} is neither the public id of a training run here nor the folder of one.", returncode=2
        )
    return folder
