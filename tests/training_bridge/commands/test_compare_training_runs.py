"""Two runs side by side: settings, data, figures, and which differences are more than chance."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.training_bridge.format.folders import scripted_run
from training_bridge.comparing_runs import compare_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A measured run without any model."""
    folder = tmp_path_factory.mktemp("first") / "run"
    scripted_run(folder)
    rows = [json.loads(line) for line in (folder / "evaluation/margins.jsonl").read_text().splitlines()]
    after = [{**each, "id": f"after-{each['id']}", "phase": "after"} for each in rows]
    write(folder, rows + after)
    return folder


def write(folder: Path, rows: list[dict[str, Any]]) -> None:
    (folder / "evaluation/margins.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))


@pytest.fixture
def second(first: Path, tmp_path: Path) -> Path:
    """A copy of it, in which the margin after training is higher."""
    folder = tmp_path / "second"
    shutil.copytree(first, folder)
    rows = [json.loads(line) for line in (folder / "evaluation/margins.jsonl").read_text().splitlines()]
    for place, each in enumerate(rows):
        if each["phase"] == "after":
            each["consistent_log_probability"] /= 2 + place % 2
    write(folder, rows)
    return folder


def test_a_run_does_not_differ_from_itself(first: Path) -> None:
    found = compare_runs(first, first)
    assert found.settings == ()
    assert found.to_json()["more_than_chance"] == []
    assert all(stage.added == stage.removed == stage.changed == 0 for stage in found.data)


def test_a_higher_margin_on_the_same_pairs_is_more_than_chance(first: Path, second: Path) -> None:
    found = compare_runs(first, second)
    assert found.to_json()["more_than_chance"] == ["margin (after)"]
    [margin] = [each for each in found.figures if (each.name, each.phase) == ("margin", "after")]
    assert margin.paired is not None
    assert margin.paired.items == 5
    assert margin.paired.interval.low > 0


def test_a_figure_that_one_run_lacks_is_shown_and_not_judged(first: Path, second: Path) -> None:
    (second / "evaluation/margins.jsonl").unlink()
    [margin] = [
        each
        for each in compare_runs(first, second).figures
        if each.name == "margin" and each.phase == "after"
    ]
    assert (margin.second, margin.paired) == (None, None)


def test_settings_are_told_by_their_dotted_names(first: Path, second: Path) -> None:
    run = json.loads((second / "run.json").read_text())
    run["settings"]["training"]["rank"] = 64
    (second / "run.json").write_text(json.dumps(run))
    [difference] = compare_runs(first, second).settings
    assert (difference.name, difference.second) == ("training.rank", 64)


def test_the_command_compares_folders(first: Path, second: Path) -> None:
    out = io.StringIO()
    call_command("compare_training_runs", str(first), str(second), json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["more_than_chance"] == ["margin (after)"]
    text = io.StringIO()
    call_command("compare_training_runs", str(first), str(second), stdout=text)
    assert "margin, after" in text.getvalue()


def test_what_is_no_run_is_a_wrong_argument(first: Path) -> None:
    with pytest.raises(CommandError, match="neither the public id") as error:
        call_command("compare_training_runs", "nobody", str(first))
    assert error.value.returncode == 2
