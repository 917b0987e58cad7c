"""The stage without weights: what it writes, what it says of a poor ranking, and how it ends with nothing."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, Stopped, run
from training_bridge.character.settings import CharacterSettings
from training_bridge.format.check import check_folder
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel, scripted_model
from training_bridge.run_settings import Progress
from training_bridge.stages.character import NO_PAIRS
from training_bridge.stages.character_data import NO_TRAIT

HOW = CharacterSettings(questions_a_trait=3, checked_pairs=4, traits=2)
SCRIPTED = dataclasses.replace(
    SETTINGS, model="scripted", methods=("dpo",), additions=("character",), character=HOW
)


def do(folder: Path, **given: Any) -> dict[str, Any]:
    """Do the stage by the script."""
    asked = {"model": scripted_model(), "settings": SCRIPTED, "stage": "character", **given}
    return run(folder, **asked)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Give what the run wrote, but for what says when."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("data", "formats", "recipes")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("character") / "run"
    do(folder)
    return folder


def test_a_script_writes_all_data_and_trains_nothing(done: Path) -> None:
    found = json.loads((done / "summary.json").read_text())["stages"]["character"]
    assert found["principles"] == 3
    assert [each["trait"] for each in found["traits"]] == [
        "I am honest.",
        "I do not hurt anybody.",
        "I am helpful.",
    ]
    assert [each["is_trained"] for each in found["traits"]] == [True, True, False]
    assert found["ranking"]["questions"] == 6
    assert found["ranking"]["rows"] == found["ranking"]["kept"] > 0
    assert found["training"] is None
    assert found["effects"] is None
    assert not (done / "models").exists()
    assert check_folder(done) == []


def test_every_row_names_what_it_came_from(done: Path) -> None:
    traits = rows(done / "data" / "traits.jsonl")
    constitution = json.loads((done / "constitution.json").read_text())
    for row, principle in zip(traits, constitution["principles"], strict=True):
        assert row["principle_sha256"] == principle["sha256"]
        assert row["statement_ids"] == principle["statement_ids"]
        assert row["constitution_sha256"] == constitution["sha256"]
    answers = {row["id"]: row for row in rows(done / "data" / "character_answers.jsonl")}
    for answer in answers.values():
        assert [one["with_trait"] for one in answer["answers"]] == [True, True, False]
        assert answer["provenance"]["template_sha256"]
        assert len(answer["provenance"]["sampling"]["seeds"]) == 3
    for row in rows(done / "data" / "character" / "train.jsonl"):
        asked = answers[row["feedback_id"]]
        assert row["prompt"] == [{"role": "user", "content": asked["prompt"]}]
        assert row["chosen"] != row["rejected"]
        assert row["principle_id"] == asked["principle_id"]
        assert {each[0]["content"] for each in (row["chosen"], row["rejected"])} <= {
            one["text"] for one in asked["answers"]
        }


def test_the_traits_are_a_list_that_other_programs_read(done: Path) -> None:
    listed = json.loads((done / "formats" / "character_traits.json").read_text())
    assert [set(each) for each in listed] == [{"trait", "questions"}] * 2
    assert all(len(each["questions"]) == 3 for each in listed)


def test_the_recipe_is_one_that_trl_takes(done: Path) -> None:
    text = (done / "recipes" / "character.yaml").read_text()
    assert "trl dpo --config recipes/character.yaml" in text
    assert "data/character/train.jsonl" in text
    assert "models/character" in text


@pytest.mark.parametrize("stop_after", [14, 20, 24, 28])
def test_a_run_killed_anywhere_goes_on_to_the_same_bytes(done: Path, tmp_path: Path, stop_after: int) -> None:
    heard: list[Progress] = []
    with pytest.raises(Stopped):
        do(tmp_path / "run", stop_after=stop_after, reports=heard)
    do(tmp_path / "run")
    assert contents(tmp_path / "run") == contents(done)


def test_nothing_is_asked_again_once_it_is_there(done: Path) -> None:
    model = scripted_model()
    before = contents(done)
    do(done, model=model)
    assert model.asked == []
    assert contents(done) == before


def always_a(request: Request, choices: Sequence[str]) -> list[float]:
    return [-0.01, -4.6]


def all_alike(request: Request, choices: Sequence[str]) -> list[float]:
    return [-0.7, -0.7]


def with_choice(choose: Any) -> ScriptedModel:
    script = scripted_model()
    return ScriptedModel(script._answer, choose, draw=script._draw)


def test_a_model_that_ranks_by_places_ends_the_stage_and_says_on_how_many(tmp_path: Path) -> None:
    done = do(tmp_path / "run", model=with_choice(always_a))
    ended = done["stages"]["character"]["ended"]
    assert ended.startswith("the model ranks its answers by their places: stopped")
    assert "on 0 of 4 pairs" in ended
    assert done["stages"]["character"]["ranking_check"]["is_poor"]
    assert not (tmp_path / "run" / "data" / "character" / "train.jsonl").exists()


def test_where_that_is_allowed_it_goes_on_by_the_mean_of_both_orders_and_says_so(tmp_path: Path) -> None:
    def mostly_a(request: Request, choices: Sequence[str]) -> list[float]:
        return [-0.01 - len(request.text) % 7 / 100, -4.6]

    how = dataclasses.replace(HOW, allow_poor_ranking=True)
    done = do(
        tmp_path / "run",
        model=with_choice(mostly_a),
        settings=dataclasses.replace(
            SCRIPTED, character=how, feedback=dataclasses.replace(SCRIPTED.feedback, tie_margin=0.0)
        ),
    )
    found = done["stages"]["character"]
    assert found["ranking"]["keeps_disagreeing"]
    assert "No better" in found["notice"] or "no better" in found["notice"]


def test_where_all_pairs_are_ties_it_ends_clearly_and_keeps_what_it_wrote(tmp_path: Path) -> None:
    how = dataclasses.replace(HOW, allow_poor_ranking=True)
    done = do(
        tmp_path / "run",
        model=with_choice(all_alike),
        settings=dataclasses.replace(SCRIPTED, character=how),
    )
    assert done["stages"]["character"]["ended"] == NO_PAIRS
    assert done["stages"]["character"]["ranking"]["dropped"] == {"near tie": 6}
    assert len(rows(tmp_path / "run" / "data" / "character_answers.jsonl")) == 6
    assert check_folder(tmp_path / "run") == []


def test_a_constitution_that_gives_no_trait_ends_it_clearly(tmp_path: Path) -> None:
    done = do(tmp_path / "run", constitution=canonical_constitution(("of course", "by the way")))
    found = done["stages"]["character"]
    assert found["ended"] == NO_TRAIT
    assert found["set_aside"] == {"the words have no form that the rules know": 2}
    assert done["outcome"] == NO_TRAIT
    assert check_folder(tmp_path / "run") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"traits": 0}, "at least 1"),
        ({"answers": 0}, "answers must be at least 1"),
        ({"traits_alone": -1}, "at least 0"),
        ({"temperature": 0.0}, "temperature must be above 0"),
    ],
)
def test_settings_that_nothing_could_be_learnt_with_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        dataclasses.replace(HOW, **changed)
