"""The gate of a run in the terminal: nothing is trained on data that two people did not sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from training_bridge.data_difference import data_difference
from training_bridge.data_difference_text import markdown
from training_bridge.data_rows import file_digests
from training_bridge.record_files import write_json, write_whole
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.sign_off import SIGN_OFF, SignOff, bind, signed_together, two_people, unsigned_files

WAITING = "data written: waiting for sign-off"
DIFFERENCE = Path("data", "difference.md")


class SignOffGate:
    """Lets a stage train where its data is signed; else writes the difference and stops the run there."""

    def __init__(
        self, folder: Path, *, people: tuple[str, str] | None = None, earlier: Path | None = None
    ) -> None:
        """Take the run's folder as it is before the run begins, or goes on.

        `people` sign the data that lies in it now, and what this run will write after it. `earlier` is the
        folder of the run before, which the data is compared with.

        Raises:
            SignOffError: the two people are one.
        """
        self._people = two_people(*people) if people else None
        self._earlier = earlier
        self._there: Mapping[str, str] = file_digests(folder) if people and folder.is_dir() else {}

    def __call__(self, context: RunContext, stage: str) -> None:
        """Ask before a stage that changes weights; a script that answers has none to change.

        Comparisons that people make come from the folder: nothing waits for them here.

        Raises:
            StageStopped: the data is not signed, or is no longer what was signed.
            SignOffError: `sign_off.json` cannot be read.
        """
        if context.settings.is_scripted or stage == "human-feedback":
            return
        folder = context.artifacts.root
        stages = signed_together(stage)
        write_difference(folder, self._earlier)
        if self._people:
            write_json(folder / SIGN_OFF, SignOff(self._people, self._there).to_json())
            self._people = None
        bind(folder, stages)
        if unsigned_files(folder, stages):
            raise StageStopped(WAITING, waits=True)


def write_difference(folder: Path, earlier: Path | None) -> Path:
    """Write what is new in the data, for people to read, and return the file."""
    path = folder / DIFFERENCE
    write_whole(path, markdown(data_difference(folder, earlier)).encode())
    return path
