"""What the models of a run have used, over all its sittings."""

import json
from pathlib import Path

from tests.training_bridge.runs import run
from training_bridge.generation.interface import Usage
from training_bridge.usage_file import UsageFile


def test_sittings_add_up(tmp_path: Path) -> None:
    path = tmp_path / "usage.json"
    first = UsageFile(path)
    first.write({"small": Usage(1, 100, 50, 10, 2.0)})
    first.write({"small": Usage(2, 200, 150, 20, 4.0)})
    UsageFile(path).write({"small": Usage(1, 100, 0, 20, 1.0), "judge": Usage(1, 10, 0, 0, 0.0)})
    told = json.loads(path.read_bytes())
    assert told["small"] == {
        "requests": 3,
        "prompt_tokens": 300,
        "cached_prompt_tokens": 150,
        "new_tokens": 40,
        "seconds": 5.0,
        "cached_share": 0.5,
        "tokens_per_second": 8.0,
    }
    assert told["judge"]["tokens_per_second"] is None


def test_a_run_says_what_its_model_was_asked(tmp_path: Path) -> None:
    summary = run(tmp_path / "run")
    (used,) = summary["usage"].values()
    assert used["requests"] >= 6 * (1 + 2 * 2)
    assert used["new_tokens"] > 0
