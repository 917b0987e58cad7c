"""The stage on a scripted model: what people are asked, what comes of it, and what wrong input cannot do."""

import dataclasses
import hashlib
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.cards.test_cards import front_matter
from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.people.people import comparison, read_items, write_comparisons
from tests.training_bridge.runs import SETTINGS, own_texts
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.format.check import check_folder
from training_bridge.management.people_options import PeopleFileError, take_from_people
from training_bridge.people.comparisons import Choice, HumanComparison
from training_bridge.people.reading import ComparisonsError
from training_bridge.people.settings import PeopleSettings
from training_bridge.pipeline import run_training
from training_bridge.run_settings import METHODS, SCRIPTED, Stage

WITH_PEOPLE = dataclasses.replace(
    SETTINGS,
    model=SCRIPTED,
    methods=METHODS,
    additions=("human-feedback",),
    feedback=FeedbackSettings(pairs=12, checked_pairs=4, answer_tokens=12),
    people=PeopleSettings(items=8),
)


def do(folder: Path, stage: Stage = "human-feedback", **changes: Any) -> dict[str, Any]:
    settings = dataclasses.replace(WITH_PEOPLE, **changes)
    return run_training(folder, canonical_constitution(), settings, stage, lambda _: None, texts=own_texts())


def two_people(folder: Path) -> list[HumanComparison]:
    """Let two people compare all items: of one mind but about every fourth, where they differ."""
    made = []
    for number, item in enumerate(read_items(folder)):
        choice: Choice = "first" if number % 2 else "second"
        made.append(comparison(item, "person-1", choice, shown_first="first"))
        if number % 4 == 3:
            choice = "second"
        made.append(comparison(item, "person-2", choice, shown_first="second", reason="It says why."))
    return made


def rows_of(folder: Path, stage: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "data" / stage / "train.jsonl").read_text().splitlines()]


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parts[len(folder.parts)] in ("data", "people", "formats", "recipes")
    }


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run in which people are asked and nobody has compared anything yet."""
    folder = tmp_path_factory.mktemp("people") / "run"
    do(folder)
    return folder


@pytest.fixture
def run(asked: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(asked, tmp_path / "run"))


@pytest.fixture(scope="module")
def compared(asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same run when two people have compared all items."""
    folder = Path(shutil.copytree(asked, tmp_path_factory.mktemp("compared") / "run"))
    write_comparisons(folder, two_people(folder))
    do(folder)
    return folder


def test_where_nobody_compared_anything_the_stage_says_so_and_the_items_wait(asked: Path) -> None:
    summary = json.loads((asked / "summary.json").read_text())
    assert summary["outcome"].startswith("nobody has compared anything yet: 8 pairs of answers wait in")
    found = summary["stages"]["human-feedback"]
    assert (found["items"], found["people"], found["comparisons"]) == (8, 0, 0)
    assert found["mixture"]["people"] == 0
    items = read_items(asked)
    assert Counter(item.kind for item in items) == {"principle": 6, "helpfulness": 2}
    assert check_folder(asked) == []


def test_a_whole_run_goes_on_with_the_judge_alone_and_says_so(tmp_path: Path) -> None:
    without, bare = tmp_path / "with", tmp_path / "without"
    summary = do(without, "all")
    assert summary["outcome"] == "scripted: nothing was trained"
    assert summary["stages"]["human-feedback"]["ended"].startswith("nobody has compared anything yet")
    do(bare, "all", additions=())
    for stage in METHODS:
        name = f"{stage}/train.jsonl"
        assert (without / "data" / name).read_bytes() == (bare / "data" / name).read_bytes()
    assert (without / "formats" / "annotated_pairs.json").read_bytes() == (
        bare / "formats" / "annotated_pairs.json"
    ).read_bytes()


def test_what_people_said_is_gathered_measured_and_mixed_in(compared: Path) -> None:
    found = json.loads((compared / "summary.json").read_text())["stages"]["human-feedback"]
    assert (found["people"], found["comparisons"], found["compared_items"], found["kept"]) == (2, 16, 8, 6)
    assert found["dropped"] == {"people disagree": 2}
    assert found["reasons"] == 8
    assert found["choices"] == {"first": 6, "second": 10, "same": 0, "skip": 0}
    assert found["mixture"]["people"] == 6
    assert found["position"]["items"] == 16
    assert found["between_people"]["pairwise"]["value"] == 0.75
    assert 0 < found["agreement"]["overall"]["items"] <= 6
    for stage in ("reward", "dpo"):
        sources = Counter(row["source"] for row in rows_of(compared, stage))
        assert dict(sources) == found["rows"][stage] == {"people": 6, "judge": found["mixture"]["judge"]}
    assert check_folder(compared) == []


def test_rows_with_people_in_them_load_as_trl_loads_them_and_so_do_the_sets_of_people(
    compared: Path, tmp_path: Path
) -> None:
    import datasets

    datasets.disable_progress_bars()
    for name in ("dpo", "reward", "grpo", "human_items", "human_feedback"):
        loaded = datasets.load_dataset(str(compared / "data"), name, cache_dir=str(tmp_path), split="train")
        assert "principle_id" in loaded.column_names
    card = (compared / "data" / "README.md").read_text()
    assert "human_feedback" in {config["config_name"] for config in front_matter(card)["configs"]}
    assert "known by pseudonyms" in card


def test_people_are_annotators_beside_the_principles(compared: Path) -> None:
    content = json.loads((compared / "formats" / "annotated_pairs.json").read_text())
    people = {name: one for name, one in content["annotators"].items() if one["type"] == "human"}
    assert set(people) == {
        "person-1",
        "person-1 (helpfulness)",
        "person-2",
        "person-2 (helpfulness)",
    }
    votes = [one["annotations"] for one in content["comparisons"]]
    items = {item.feedback_id: item for item in read_items(compared) if item.kind == "principle"}
    for one in content["comparisons"]:
        assert ("person-1" in one["annotations"]) == (one["id"] in items)
    assert {vote["pref"] for found in votes for vote in found.values()} <= {"a", "b", None}


def test_a_file_that_people_filled_in_elsewhere_is_completed_and_nothing_in_it_is_lost(run: Path) -> None:
    path = run / "people" / "comparisons.jsonl"
    path.parent.mkdir()
    rows = [
        {"item_id": item.id, "person": "Reader A", "shown_first": "first", "choice": "first"}
        for item in read_items(run)
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    summary = do(run)
    assert summary["stages"]["human-feedback"]["comparisons"] == 8
    written = [json.loads(line) for line in path.read_text().splitlines()]
    assert [{name: row[name] for name in rows[0]} for row in written] == rows
    assert check_folder(run) == []
    before = path.read_bytes()
    do(run)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: [*lines[:2], b'{"torn', *lines[3:]], "line 3: not a JSON record"),
        (lambda lines: [*lines, lines[0]], "line 17: person-1 has compared this item in line 1 already"),
        (
            lambda lines: [json.dumps({**json.loads(lines[0]), "item_id": "elsewhere"}).encode(), *lines[1:]],
            "line 1: nobody was asked about an item 'elsewhere'",
        ),
    ],
)
def test_a_wrong_line_stops_the_run_by_its_number_before_anything_is_changed(
    compared: Path, tmp_path: Path, spoil: Any, said: str
) -> None:
    run = Path(shutil.copytree(compared, tmp_path / "run"))
    path = run / "people" / "comparisons.jsonl"
    good = path.read_bytes()
    path.write_bytes(b"\n".join(spoil(good.splitlines())) + b"\n")
    before = hashes(run)
    with pytest.raises(ComparisonsError, match=said):
        do(run)
    assert hashes(run) == before
    assert said in do(run, "prompts")["stages"]["human-feedback"]["unreadable"]


def test_where_everybody_disagrees_nothing_is_mixed_in_and_that_is_said(run: Path) -> None:
    before = {stage: rows_of(run, stage) for stage in METHODS}
    opposite = [
        said
        for item in read_items(run)
        for said in (comparison(item, "a", "first"), comparison(item, "b", "second"))
    ]
    write_comparisons(run, opposite)
    summary = do(run)
    assert summary["outcome"] == (
        "people compared 8 pairs of answers and settled on none (people disagree: 8): nothing was mixed in, "
        "and the judge's pairs are used alone"
    )
    assert {stage: rows_of(run, stage) for stage in METHODS} == before
    assert summary["stages"]["human-feedback"]["between_people"]["pairwise"]["value"] == 0


def test_more_comparisons_later_change_the_rows_until_a_model_has_learnt_from_them(run: Path) -> None:
    everybody = two_people(run)
    write_comparisons(run, everybody[:4])
    few = do(run)["stages"]["human-feedback"]["mixture"]["people"]
    learnt = run / "models" / "reward"
    learnt.mkdir(parents=True)
    (learnt / "training.json").write_text("{}")
    (learnt / "model.safetensors").write_text("")
    before = rows_of(run, "reward")
    write_comparisons(run, everybody)
    (learnt / "training.json").write_text(
        json.dumps({"steps": 1, "losses": [1.0], "trainable_parameters": 1})
    )
    found = do(run)["stages"]["human-feedback"]
    assert rows_of(run, "reward") == before
    assert found["rows"]["reward"]["people"] == few < found["rows"]["dpo"]["people"] == 6
    assert few < found["mixture"]["people"]


def test_doing_it_again_changes_nothing(compared: Path) -> None:
    before = hashes(compared)
    do(compared)
    assert hashes(compared) == before


def test_the_ratio_of_the_settings_is_kept_and_what_it_became_is_said(tmp_path: Path) -> None:
    half = PeopleSettings(items=8, share=0.5)
    do(tmp_path, people=half)
    write_comparisons(tmp_path, two_people(tmp_path))
    found = do(tmp_path, people=half)["stages"]["human-feedback"]["mixture"]
    assert found["wanted"] == 0.5
    assert found["share"] == pytest.approx(found["people"] / (found["people"] + found["judge"]))
    assert abs(found["people"] - found["judge"]) <= 1


def test_what_the_command_brings_in_is_added_to_what_somebody_typed_without_a_last_line_break(
    run: Path, tmp_path: Path
) -> None:
    item, other = read_items(run)[:2]
    typed = {"item_id": item.id, "person": "Reader A", "shown_first": "first", "choice": "first"}
    there = run / "people" / "comparisons.jsonl"
    there.parent.mkdir()
    there.write_text(json.dumps(typed))
    brought = tmp_path / "brought.jsonl"
    brought.write_text(json.dumps({**typed, "item_id": other.id}))
    write = take_from_people({"to": run, "comparisons": brought})
    assert there.read_text() == json.dumps(typed)
    write()
    assert [json.loads(line)["item_id"] for line in there.read_text().splitlines()] == [item.id, other.id]
    brought.write_text(json.dumps({**typed, "choice": "second"}))
    with pytest.raises(PeopleFileError, match="says something else"):
        take_from_people({"to": run, "comparisons": brought})
