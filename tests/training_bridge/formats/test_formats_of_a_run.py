"""What the evaluation leaves for other programs, over a whole scripted run with public benchmarks."""

import dataclasses
from pathlib import Path

from tests.training_bridge.evaluation.benchmark_sets.written import write_benchmarks
from tests.training_bridge.runs import SETTINGS, own_texts, run
from training_bridge.evaluation.benchmark_sets.benchmarks import read_benchmarks
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.generation.scripted import scripted_model


def test_a_run_leaves_configurations_and_the_table_of_public_benchmarks(tmp_path: Path) -> None:
    benchmarks = read_benchmarks(write_benchmarks(tmp_path / "data"))
    texts = dataclasses.replace(own_texts(), benchmarks=benchmarks)
    settings = dataclasses.replace(
        SETTINGS,
        evaluation=EvaluationSettings(suites=("bbq", "gsm8k", "xstest", "adherence"), margin_pairs=2),
    )
    folder = tmp_path / "run"
    run(folder, model=scripted_model(), stage="evaluate", texts=texts, settings=settings)
    formats = {path.relative_to(folder / "formats").as_posix() for path in (folder / "formats").rglob("*.*")}
    assert {
        "inspect/principles.jsonl",
        "inspect/tasks.py",
        "promptfoo/promptfooconfig.yaml",
        "lm_eval/concord_margins.yaml",
        "benchmark_table.md",
    } <= formats
    assert "GSM8K, exact match" in (folder / "formats" / "benchmark_table.md").read_text()
    assert len((folder / "formats" / "inspect" / "principles.jsonl").read_text().splitlines()) > 0
    assert len((folder / "evaluation" / "bbq.jsonl").read_text().splitlines()) == 12
