"""Trains one stage in a process of its own, which is there to be killed."""

import sys
from pathlib import Path

from tests.training_bridge.training.folders import context_of, train_all
from training_bridge.run_settings import Progress


def main(folder: str, weights: str, stage: str, at: str) -> None:
    """Train, and leave a sign at a step: the kill comes in the middle of whatever follows it."""

    def report(progress: Progress) -> None:
        if progress.total > 1 and progress.done == int(at):
            Path(folder, "reached").touch()

    train_all(context_of(Path(folder), Path(weights), report=report), stage)


if __name__ == "__main__":
    main(*sys.argv[1:])
