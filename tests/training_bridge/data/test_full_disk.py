"""A disk that takes no more is said plainly; nothing is lost, and the run goes on later."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.format.folders import scripted_run
from training_bridge.artifact_folder import FolderError
from training_bridge.format.check import check_folder
from training_bridge.record_files import RecordFile, write_json


class FullDisk:
    """Takes so many more writes, and then no more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
        self.left = writes
        self._fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.fsync)

    def fsync(self, handle: int) -> None:
        if self.left <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.left -= 1
        self._fsync(handle)


@pytest.mark.parametrize("writes", [0, 1, 4, 9])
def test_a_run_on_a_full_disk_says_so_and_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    with monkeypatch.context() as patch:
        FullDisk(patch, writes)
        with pytest.raises(FolderError, match="the disk is full. Nothing that was written is lost"):
            scripted_run(tmp_path / "run")
    for path in (tmp_path / "run").rglob("*.jsonl"):
        for line in path.read_text().splitlines():
            json.loads(line)
    summary = scripted_run(tmp_path / "run")
    assert summary["generated"] == scripted_run(tmp_path / "other")["generated"]
    for name in ("critique_revisions", "prompts"):
        file = Path("data") / f"{name}.jsonl"
        assert (tmp_path / "run" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
    assert check_folder(tmp_path / "run") == []


def test_a_half_written_file_does_not_stay_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json(tmp_path / "summary.json", {"a": 1})
    FullDisk(monkeypatch, 0)
    with pytest.raises(OSError, match="No space left"):
        write_json(tmp_path / "summary.json", {"a": 2})
    assert json.loads((tmp_path / "summary.json").read_text()) == {"a": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["summary.json"]


def test_a_row_that_was_cut_in_half_is_made_again(tmp_path: Path) -> None:
    """A full disk takes the first part of a line: the next opening cuts it off."""
    path = tmp_path / "rows.jsonl"
    records = RecordFile(path)
    records.append([{"id": "1"}])
    path.write_bytes(path.read_bytes() + b'{"id": "2", "te')
    again = RecordFile(path)
    assert "2" not in again
    again.append([{"id": "2", "text": "whole"}])
    assert [row["id"] for row in RecordFile(path)] == ["1", "2"]


def test_other_failures_of_the_system_are_not_passed_off_as_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Any) -> None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Bad file descriptor"):
        scripted_run(tmp_path / "run")
