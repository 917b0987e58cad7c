"""Commands on a database that is not there, or was never set up, say so in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(folder: Path, database: str, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CONCORD_DATA_DIR": str(folder), "DATABASE_URL": database}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("command", [["analyse", "somewhere"], ["verify_log"]])
def test_a_database_that_was_never_set_up_is_told_with_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = run(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite3'}", *command)
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith("run `manage.py migrate` first.")
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    done = run(tmp_path, "postgresql://nobody@127.0.0.1:1/nothing", "analyse", "somewhere")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
