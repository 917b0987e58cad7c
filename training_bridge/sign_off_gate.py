"""The gate of a run in the terminal: nothing is trained on data that two people did not sign."""

from __future__ import annotations

from pathlib import Path

from training_bridge.data_difference import data_difference
from training_bridge.data_difference_text import markdown
from training_bridge.record_files import write_whole
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.sign_off import bind, signed_together, unsigned_files

WAITING = "data written: waiting for sign-off"
DIFFERENCE = Path("data", "difference.md")


class SignOffGate:
    """Lets a stage train where its data is signed; else writes the difference and stops the run there."""

    def __init__(self, earlier: Path | None = None) -> None:
        """Take the folder of the run before, which the data is compared with."""
        self._earlier = earlier

    def __call__(self, context: RunContext, stage: str) -> None:
        """Ask before a stage that changes weights; a script that answers has none to change.

        Raises:
            StageStopped: the data is not signed, or is no longer what was signed.
            SignOffError: `sign_off.json` cannot be read.
        """
        if context.settings.is_scripted:
            return
        folder = context.artifacts.root
        stages = signed_together(stage)
        write_difference(folder, self._earlier)
        bind(folder, stages)
        if unsigned_files(folder, stages):
            raise StageStopped(WAITING)


def write_difference(folder: Path, earlier: Path | None) -> Path:
    """Write what is new in the data, for people to read, and return the file."""
    path = folder / DIFFERENCE
    write_whole(path, markdown(data_difference(folder, earlier)).encode())
    return path
