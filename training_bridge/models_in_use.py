"""The models of one sitting: loaded when first needed, and never twice."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training_bridge.artifact_folder import ArtifactFolder, FolderError
from training_bridge.generation.interface import Generator
from training_bridge.generation.local import LocalModel
from training_bridge.generation.server import ServerModel
from training_bridge.generation.weights import load_model
from training_bridge.record_files import write_json
from training_bridge.run_settings import RunSettings
from training_bridge.timings import Stopwatch

Load = Callable[[RunSettings], Any]
"""Gives the model to be trained and measured: a `LocalModel`, or a scripted one in tests."""


def load_by_settings(settings: RunSettings) -> LocalModel:
    """Load the model that the settings name."""
    return load_model(settings.model, batch_rows=settings.batch_rows)


class ModelsInUse:
    """Gives each stage its model, and writes down which weights took part."""

    def __init__(
        self, artifacts: ArtifactFolder, settings: RunSettings, watch: Stopwatch, load: Load | None
    ) -> None:
        """Load nothing yet."""
        self._artifacts = artifacts
        self._settings = settings
        self._watch = watch
        self._load = load or load_by_settings
        self._base: Any = None
        self._adapter: Path | None = None

    def writer(self) -> Generator:
        """Give the model that writes the critique-revision data."""
        settings = self._settings
        if settings.server:
            return ServerModel(
                settings.server,
                settings.server_model or settings.model,
                api_key=os.environ.get("TRAINING_SERVER_KEY"),
            )
        generator: Generator = self.base()
        return generator

    def base(self) -> Any:
        """Give the model as it was before training."""
        if self._adapter is not None:
            self._base.remove_adapter()
            self._adapter = None
        if self._base is None:
            with self._watch.step("loading the model", 1) as advance:
                self._base = self._load(self._settings)
                advance(1)
            self._write_down()
        return self._base

    def with_adapter(self, folder: Path) -> Generator:
        """Give the model with the adapter that training left in a folder."""
        if self._adapter != folder:
            self.base().load_adapter(folder)
            self._adapter = folder
        generator: Generator = self._base
        return generator

    def use_trained(self, model: Any, folder: Path) -> None:
        """Go on with a model that training has just put its adapter on."""
        self._base.replace_model(model)
        self._adapter = folder

    def _write_down(self) -> None:
        facts = {
            "name": self._base.name,
            "sha256": self._base.sha256,
            "parameters": self._base.parameters,
            "device": self._base.device,
        }
        path = self._artifacts.model
        if path.exists():
            earlier = json.loads(path.read_bytes())
            if earlier["sha256"] != facts["sha256"]:
                raise FolderError(f"The weights of {facts['name']} are not those this run began with")
            return
        write_json(path, facts)
