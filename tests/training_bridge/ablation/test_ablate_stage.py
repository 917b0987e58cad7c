"""The stage ablate with real weights: what is left out shows, and a kill changes nothing."""

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deliberation.semantics.encoders import EncoderUnavailable
from tests.training_bridge.ablation.constitutions import counts, with_votes
from tests.training_bridge.ablation.folders import ENCODER, MARKER, measured_run
from tests.training_bridge.runs import Stopped
from training_bridge.ablation.gradients import gradient_similarities
from training_bridge.ablation.items import Item
from training_bridge.ablation.settings import AblationSettings
from training_bridge.ablation.tracing import NothingToTrace, items_listed, trace_item
from training_bridge.format.check import check_folder
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import Progress
from training_bridge.sign_off import sign
from training_bridge.stages import ablate

SMALL = AblationSettings(leave_out=("principle:p01",), gradient_items=2, nearest_rows=2, nearest_principles=1)


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training_bridge.stages.nearest_rows.encoder_for", lambda language: ENCODER)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, tiny_model_folder: Path) -> Path:
    """A run that was trained and measured, before anything is left out."""
    folder = tmp_path_factory.mktemp("measured") / "run"
    measured_run(folder, tiny_model_folder)
    return folder


@pytest.fixture
def again(measured: Path, tmp_path: Path, tiny_model_folder: Path) -> Callable[..., RunContext]:
    """Give a copy of the run, which goes on in the same folder each time."""
    folder = tmp_path / "run"
    shutil.copytree(measured, folder, symlinks=True)

    def go_on(**given: Any) -> RunContext:
        return measured_run(folder, tiny_model_folder, **given)

    return go_on


@pytest.fixture(scope="module")
def ablated(
    measured: Path, tmp_path_factory: pytest.TempPathFactory, tiny_model_folder: Path
) -> tuple[RunContext, dict[str, Any]]:
    """The same, without the principle that teaches the marker, and without what its group carried."""
    folder = tmp_path_factory.mktemp("ablated") / "run"
    shutil.copytree(measured, folder, symlinks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training_bridge.stages.nearest_rows.encoder_for", lambda language: ENCODER)
        context = measured_run(folder, tiny_model_folder, ablation=SMALL)
        ablate.run(context)
        found = ablate.figures(context)
    assert found is not None
    return context, found


def files_of(folder: Path) -> dict[str, bytes]:
    """Give everything that leaving out wrote, but for how long it took."""
    found = {}
    for path in sorted((folder / "ablation").rglob("*")):
        if path.is_file() and "checkpoints" not in path.parts:
            content = path.read_bytes()
            if path.name == "training.json":
                report = json.loads(content)
                content = json.dumps(
                    {name: report[name] for name in ("steps", "losses", "data_sha256")}
                ).encode()
            found[path.relative_to(folder).as_posix()] = content
    return found


def test_leaving_out_what_one_principle_teaches_shows_and_leaving_out_as_much_else_does_not(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    (found,) = ablated[1]["left_out"]
    margin = found["figures"]["margin"]
    assert found["principles"] == ["p01"]
    assert found["rows_left_out"] == 3
    assert margin["to_full"]["verdict"] == margin["to_random"]["verdict"] == "fall"
    assert margin["to_full"]["interval"][1] < 0
    # One control cannot tell: any training could come first of two.
    assert (margin["cause"], margin["by_chance"]) == ("too few controls", 0.5)
    # The control loses far less of what only p01 teaches, if anything.
    assert margin["random_to_full"]["value"] > margin["to_full"]["value"] / 2
    assert margin["to_full"]["items"] == 8


def test_the_trainings_lack_just_the_rows_that_are_left_out(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    folder = ablated[0].artifacts.root
    full = (folder / "data" / "sft" / "train.jsonl").read_text().splitlines()
    for name in ("principle-p01", "principle-p01-random-1"):
        left = (folder / "ablation" / name / "train.jsonl").read_text().splitlines()
        gone = [json.loads(row) for row in full if row not in left]
        # The same rows, in the same order, but for those.
        assert [row for row in full if row in left] == left
        assert len(gone) == 3
        assert {row["kind"] for row in gone} == {"revision"}
        assert all((row["principle_id"] == "p01") == (name == "principle-p01") for row in gone)
        report = json.loads((folder / "ablation" / name / "model" / "training.json").read_text())
        full_report = json.loads((folder / "models" / "sft" / "training.json").read_text())
        assert report["steps"] == full_report["steps"] == ablated[1]["steps"]


def test_the_recipe_differs_from_the_full_training_in_rows_place_and_steps_alone(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    from training_bridge.training.recipes import differing_options
    from training_bridge.training.trl_run import read_recipe

    recipes = ablated[0].artifacts.recipes
    own = read_recipe(recipes / "ablation" / "principle-p01.yaml")
    assert differing_options(read_recipe(recipes / "sft.yaml"), own) == {
        "datasets",
        "output_dir",
        "max_steps",
    }


def test_the_nearest_row_to_a_pair_about_the_marker_is_one_that_teaches_it(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    folder = ablated[0].artifacts.root
    traced = trace_item(folder, "pair-3")
    by_meaning = traced.neighbours[0]
    assert by_meaning.by == "meaning"
    assert MARKER in by_meaning.revisions[0].answer
    nearest = by_meaning.revisions[0].principle
    assert nearest is not None
    assert (nearest.id, nearest.statements) == ("p01", (("1", "The AI speaks of zebras."),))
    assert set(traced.margins) == {"before", "after", "control"}


def test_gradients_find_the_rows_that_teach_the_marker_too(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    folder = ablated[0].artifacts.root
    listed = [each for each in items_listed(folder) if each.with_gradients]
    assert {each.kind for each in listed} == {"pair", "answer"}
    pair = trace_item(folder, next(each.id for each in listed if each.kind == "pair"))
    by_gradient = pair.neighbours[1]
    assert by_gradient.by == "gradient"
    assert by_gradient.rank_correlation is not None
    assert all(MARKER in row.answer for row in by_gradient.revisions)
    assert by_gradient.revisions[0].rank == 1
    assert ablated[1]["nearest"]["by_gradient"] == 2


def test_items_are_listed_by_their_words_and_an_unknown_one_is_refused(
    ablated: tuple[RunContext, dict[str, Any]], tmp_path: Path
) -> None:
    folder = ablated[0].artifacts.root
    assert {each.id for each in items_listed(folder, "NEIGHBOUR 3?")} == {"pair-3"}
    with pytest.raises(NothingToTrace, match="no item 'pair-999'"):
        trace_item(folder, "pair-999")
    with pytest.raises(NothingToTrace, match="has not looked"):
        items_listed(tmp_path)


def test_the_model_is_left_as_it_was_by_looking_at_gradients(
    ablated: tuple[RunContext, dict[str, Any]],
) -> None:
    local: Any = ablated[0].models.trained("sft")
    before = [(weight.detach().clone(), weight.requires_grad) for weight in local.model.parameters()]
    item = Item("x", "answer", "How do I lie?", "")
    rows = [{"prompt": "How?", "completion": MARKER}, {"prompt": "Why?", "completion": "Be kind."}]
    found = gradient_similarities(local, [item], rows, longest=64, on_done=lambda _: None)
    # An empty answer asks nothing of the weights, so nothing is like it.
    assert found.tolist() == [[0.0, 0.0]]
    for (was, learnt), weight in zip(before, local.model.parameters(), strict=True):
        assert (was == weight).all()
        assert weight.requires_grad == learnt
        assert weight.grad is None


def test_the_folder_passes_its_check(ablated: tuple[RunContext, dict[str, Any]]) -> None:
    context, _ = ablated
    context.artifacts.write_manifest()
    ours = [fault for fault in check_folder(context.artifacts.root) if "ablation" in fault.file]
    assert ours == []
    broken = context.artifacts.ablation / "nearest.jsonl"
    kept = broken.read_bytes()
    broken.write_bytes(kept.replace(b'"by": "meaning"', b'"by": "guess"', 1))
    faults = [fault for fault in check_folder(context.artifacts.root) if "nearest" in fault.file]
    broken.write_bytes(kept)
    assert any("guess" in fault.problem for fault in faults)


@pytest.mark.parametrize(
    "moment",
    [("finding the nearest rows", 15), ("training without", 7), ("measuring without", 8)],
    ids=str,
)
def test_a_run_killed_in_the_middle_goes_on_to_the_same_bytes(
    ablated: tuple[RunContext, dict[str, Any]], again: Callable[..., RunContext], moment: tuple[str, int]
) -> None:
    def report(progress: Progress) -> None:
        if (progress.step, progress.done) == moment:
            raise Stopped

    with pytest.raises(Stopped):
        ablate.run(again(ablation=SMALL, report=report))
    context = again(ablation=SMALL)
    ablate.run(context)
    assert files_of(context.artifacts.root) == files_of(ablated[0].artifacts.root)
    assert ablate.figures(context) == ablated[1]


def test_doing_it_again_trains_and_measures_nothing(ablated: tuple[RunContext, dict[str, Any]]) -> None:
    context, figures = ablated
    before = files_of(context.artifacts.root)
    heard: list[Progress] = []
    watch = dataclasses.replace(context, watch=type(context.watch)(context.artifacts.timings, heard.append))
    ablate.run(watch)
    assert heard == []
    assert files_of(context.artifacts.root) == before
    assert ablate.figures(context) == figures


def test_leaving_out_more_adds_to_what_is_there_and_counts_among_the_comparisons(
    ablated: tuple[RunContext, dict[str, Any]], tmp_path: Path, tiny_model_folder: Path
) -> None:
    folder = tmp_path / "more"
    shutil.copytree(ablated[0].artifacts.root, folder, symlinks=True)
    before = files_of(folder)
    more = dataclasses.replace(SMALL, leave_out=("group:B",))
    context = measured_run(folder, tiny_model_folder, ablation=more)
    ablate.run(context)
    after = files_of(folder)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"ablation/README.md"}
    found = ablate.figures(context)
    assert found is not None
    assert [each["left_out"] for each in found["left_out"]] == ["group:B", "principle:p01"]
    assert found["left_out"][0]["principles"] == ["p02", "p03"]
    assert found["comparisons"] > ablated[1]["comparisons"]


@pytest.mark.parametrize(
    ("leave_out", "said"),
    [
        ("principle:p99", "no principle p99 in the constitution: there are p01, p02, p03"),
        ("group:Z", "no group Z in the constitution: there are A, B"),
    ],
)
def test_what_does_not_exist_is_said_before_anything_is_trained(
    again: Callable[..., RunContext], leave_out: str, said: str
) -> None:
    context = again(ablation=dataclasses.replace(SMALL, leave_out=("principle:p01", leave_out)))
    with pytest.raises(StageStopped, match=said):
        ablate.run(context)
    assert not context.artifacts.ablation.exists()


def test_a_judged_suite_and_one_that_was_not_measured_are_refused(again: Callable[..., RunContext]) -> None:
    for name, said in (("adherence", "no suite adherence"), ("sycophancy", "no suite sycophancy")):
        context = again(ablation=dataclasses.replace(SMALL, suites=("margins", name)))
        with pytest.raises(StageStopped, match=said):
            ablate.run(context)


def test_groups_whose_votes_are_withheld_cannot_be_left_out(tmp_path: Path, tiny_model_folder: Path) -> None:
    withheld = with_votes(*[[counts("A", 30), counts("B", None, None, None)]] * 3)
    asked = dataclasses.replace(SMALL, leave_out=("group:B",))
    context = measured_run(tmp_path, tiny_model_folder, ablation=asked, constitution=withheld)
    with pytest.raises(StageStopped, match="withholds the votes by group"):
        ablate.run(context)


def test_where_nothing_would_be_left_nothing_is_trained_and_the_nearest_rows_are_found_all_the_same(
    again: Callable[..., RunContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = again(ablation=SMALL)
    only = [
        row
        for row in map(json.loads, context.artifacts.supervised.read_text().splitlines())
        if row["principle_id"] in (None, "p01")
    ]
    monkeypatch.setattr(ablate, "read_rows", lambda *_: only)
    with pytest.raises(StageStopped, match="nothing of the constitution would be left"):
        ablate.run(context)
    assert (context.artifacts.ablation / "nearest.jsonl").exists()
    assert not list(context.artifacts.ablation.glob("*/model"))


def test_data_that_changed_after_people_signed_it_is_not_trained_on(
    again: Callable[..., RunContext],
) -> None:
    context = again(ablation=SMALL)
    sign(context.artifacts.root, ("Ada", "Grace"))
    rows = context.artifacts.supervised
    rows.write_bytes(rows.read_bytes().replace(b"Stay calm", b"Get angry", 1))
    with pytest.raises(StageStopped, match="no longer what people signed"):
        ablate.run(context)
    context.artifacts.sign_off.unlink()
    with pytest.raises(StageStopped, match="trained on other data than there is"):
        ablate.run(context)


def test_without_an_encoder_the_rest_is_done_and_the_reason_kept(
    again: Callable[..., RunContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(language: str) -> None:
        raise EncoderUnavailable("The encoder is not installed")

    monkeypatch.setattr("training_bridge.stages.nearest_rows.encoder_for", absent)
    context = again(ablation=SMALL)
    ablate.run(context)
    found = ablate.figures(context)
    assert found is not None
    assert found["nearest"]["not_measured"] == "The encoder is not installed"
    assert found["left_out"][0]["figures"]["margin"]["to_full"]["items"] == 8
