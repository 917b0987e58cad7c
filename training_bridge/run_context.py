"""What every stage of a run works with."""

from __future__ import annotations

from dataclasses import dataclass

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models_in_use import ModelsInUse
from training_bridge.principles import Constitution
from training_bridge.run_settings import RunSettings
from training_bridge.texts import Texts
from training_bridge.timings import Stopwatch


class StageStopped(Exception):
    """A stage came to an honest end before its time; the text is the run's outcome.

    Where it `waits`, people have to do something before the run goes on at this very place.
    """

    def __init__(self, reason: str, *, waits: bool = False) -> None:
        """Take the reason."""
        super().__init__(reason)
        self.waits = waits


@dataclass(frozen=True)
class RunContext:
    """One run: its folder, its constitution, its settings, its texts, and the models of this sitting."""

    artifacts: ArtifactFolder
    constitution: Constitution
    settings: RunSettings
    texts: Texts
    models: ModelsInUse
    watch: Stopwatch
