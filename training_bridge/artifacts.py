"""The files of a finished run, as the manifest lists them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training_bridge.artifact_folder import MANIFEST

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun


@dataclass(frozen=True)
class Artifact:
    """One file: its name within the folder, its SHA-256 as stated, its size in bytes."""

    name: str
    path: Path
    sha256: str
    size: int

    @property
    def download_name(self) -> str:
        """The name it gets on the reader's machine."""
        return self.name.replace("/", "-")


def artifacts_of(run: TrainingRun) -> list[Artifact]:
    """Give the files of a run, the manifest first; nothing before the manifest is written."""
    folder = run.artifact_folder
    try:
        listed = json.loads((folder / MANIFEST).read_bytes())["files"]
    except (OSError, ValueError, KeyError):
        return []
    found = [(MANIFEST, ""), *sorted(listed.items())]
    return [
        Artifact(name, folder / name, digest, (folder / name).stat().st_size)
        for name, digest in found
        if (folder / name).is_file()
    ]
