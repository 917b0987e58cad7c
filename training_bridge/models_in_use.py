"""The models of one sitting: loaded when first needed, and never twice."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training_bridge.artifact_folder import ArtifactFolder, FolderError
from training_bridge.generation.interface import GenerationError, Generator, Usage
from training_bridge.generation.scripted import scripted_model
from training_bridge.generation.server import ServerModel
from training_bridge.generation.server_settings import ServerSettings
from training_bridge.generation.weights import as_dtype, load_model, load_tokenizer
from training_bridge.record_files import write_json
from training_bridge.run_settings import LOADING, RunSettings
from training_bridge.timings import Stopwatch
from training_bridge.usage_file import UsageFile

Load = Callable[[RunSettings], Any]
"""Gives the model to be trained and measured: a `LocalModel`, or a scripted one in tests."""


def load_by_settings(settings: RunSettings) -> Any:
    """Load the model that the settings name, or the one that answers by a script."""
    if settings.is_scripted:
        return scripted_model()
    dtype = as_dtype(os.environ.get("TRAINING_DTYPE") or "float32")
    return load_model(settings.model, batch_rows=settings.batch_rows, dtype=dtype)


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
        self._judge: Any = None
        self._named: dict[str, Any] = {}
        self._servers: dict[tuple[str, str], ServerModel] = {}
        self._adapter: Path | None = None
        self._usage = UsageFile(artifacts.usage)

    def writer(self) -> Generator:
        """Give the model that writes the critique-revision data."""
        settings = self._settings
        if settings.server:
            return self._behind(settings.server, settings.server_model or settings.model)
        generator: Generator = self.base()
        return generator

    def judge(self) -> Generator:
        """Give the model that judges answers: the one that writes the data unless another is named."""
        settings = self._settings
        if settings.judge_server:
            return self._behind(settings.judge_server, settings.judge or settings.model)
        if settings.judge is None:
            return self.writer()
        if settings.judge == settings.model:
            own: Generator = self.base()
            return own
        if self._judge is None:
            with self._watch.step(LOADING, 1) as advance:
                self._judge = self._load(dataclasses.replace(settings, model=settings.judge))
                advance(1)
        generator: Generator = self._judge
        return generator

    def named(self, name: str | None) -> Generator:
        """Give a model by its name, for what needs one of its own; the judge where none is named."""
        settings = self._settings
        if name is None or name == settings.judge or settings.is_scripted:
            return self.judge()
        if name == settings.model:
            own: Generator = self.base()
            return own
        if name not in self._named:
            with self._watch.step(LOADING, 1) as advance:
                self._named[name] = self._load(dataclasses.replace(settings, model=name))
                advance(1)
        generator: Generator = self._named[name]
        return generator

    def base(self) -> Any:
        """Give the model as it was before training."""
        if self._adapter is not None:
            self._base.remove_adapter()
            self._adapter = None
        if self._base is None:
            with self._watch.step(LOADING, 1) as advance:
                self._base = self._load(self._settings)
                advance(1)
            self._write_down()
        return self._base

    def tokenizer(self) -> Any | None:
        """Give the tokenizer of the model to be trained, without its weights; None where it cannot be had.

        A run whose data a server writes need not have the model on this machine at all.
        """
        if self._base is not None:
            return getattr(self._base, "tokenizer", None)
        try:
            return load_tokenizer(self._settings.model)
        except GenerationError:
            return None

    def trained(self, method: str) -> Generator:
        """Give the model with the adapter of "sft", "control", "dpo" or "grpo"; a scripted one as it is."""
        if self._settings.is_scripted:
            generator: Generator = self.base()
            return generator
        return self.with_adapter(self._artifacts.model_of(method))

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

    def write_usage(self) -> None:
        """Write down what the models of this sitting have used so far."""
        used: dict[str, Usage] = {}
        for model in [self._base, self._judge, *self._named.values(), *self._servers.values()]:
            if model is not None:
                used[model.name] = used.get(model.name, Usage()) + model.usage
        self._usage.write(used)

    def _behind(self, address: str, name: str) -> ServerModel:
        found = self._servers.get((address, name))
        if found is None:
            # Beside the checkpoints: it makes a run that was stopped go on without asking anything twice.
            folder = hashlib.sha256(f"{address} {name}".encode()).hexdigest()[:16]
            found = ServerModel(
                address,
                name,
                api_key=os.environ.get("TRAINING_SERVER_KEY"),
                settings=ServerSettings.from_environment(os.environ),
                memory=self._artifacts.root / "checkpoints" / "servers" / folder,
            )
            self._servers[address, name] = found
        return found

    def _write_down(self) -> None:
        facts = {
            "name": self._base.name,
            "sha256": self._base.sha256,
            "parameters": self._base.parameters,
            "device": self._base.device,
            "dtype": getattr(self._base, "dtype", None),
        }
        path = self._artifacts.model
        if path.exists():
            earlier = json.loads(path.read_bytes())
            if earlier["sha256"] != facts["sha256"]:
                raise FolderError(f"The weights of {facts['name']} are not those this run began with")
            if earlier.get("dtype") not in (None, facts["dtype"]):
                raise FolderError(
                    f"This run began in {earlier['dtype']}: set TRAINING_DTYPE={earlier['dtype']} to go on"
                )
            return
        write_json(path, facts)
