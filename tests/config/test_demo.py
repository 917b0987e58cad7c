import json
from pathlib import Path

import pytest

from config import demo as chain
from config.demo import Demo, StepFailed, run_chain
from deliberation.jobs import WorkRefused

FIGURES = {"participants": 3, "votes": 9, "statements": 4, "groups": [1, 2]}


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path, "http://127.0.0.1:8000")


def steps(done: list[str], failing: str = ""):
    def step(name: str):
        def work(_demo, report):
            report("half", 0.5)
            if name == failing:
                raise WorkRefused("There are no votes to analyse yet.")
            done.append(name)
            return dict(FIGURES)

        return work

    return {name: (name.title(), step(name)) for name in ("assembly", "analysis")}


def test_the_summary_keeps_every_step_and_its_seconds(demo: Demo, monkeypatch) -> None:
    monkeypatch.setattr(chain, "STEPS", steps([]))
    run_chain(demo)

    summary = json.loads(demo.summary_file.read_text())
    assert list(summary["steps"]) == ["assembly", "analysis"]
    assert summary["steps"]["analysis"]["votes"] == 9
    assert summary["steps"]["analysis"]["seconds"] >= 0


def test_a_failed_step_is_said_and_the_next_run_goes_on_with_it(demo: Demo, monkeypatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(chain, "STEPS", steps(done, failing="analysis"))
    with pytest.raises(StepFailed, match="no votes"):
        run_chain(demo)
    assert not demo.summary_file.exists()

    monkeypatch.setattr(chain, "STEPS", steps(done))
    run_chain(demo)
    assert done == ["assembly", "analysis"]


def test_a_finished_chain_is_not_run_again(demo: Demo, monkeypatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(chain, "STEPS", steps(done))
    first = run_chain(demo)
    assert run_chain(demo) == first
    assert len(done) == 2
