"""The stages that change weights, with real weights and real TRL, and what a stop or a small machine does."""

import dataclasses
import json
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.training_bridge.runs import Stopped
from tests.training_bridge.training.folders import SETTINGS, context_of, train_all
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_settings import Progress, Report
from training_bridge.stages import dpo, reward, sft
from training_bridge.training.recipes import Command
from training_bridge.training.report import is_trained, read_report, steps_so_far
from training_bridge.training.trl_run import OWN_OPTIONS, TrainingError, parse_recipe, read_recipe

METHODS = ("sft", "control", "reward", "dpo", "grpo")


def weights_of(context: RunContext, method: str) -> bytes:
    return (context.artifacts.model_of(method) / "adapter_model.safetensors").read_bytes()


def copy_without(context: RunContext, folder: Path, method: str) -> Path:
    """Copy a run but for one model."""
    run = folder / "run"
    shutil.copytree(context.artifacts.root, run, symlinks=True)
    shutil.rmtree(run / "models" / method)
    return run


def stop_at(step: str, done: int) -> Report:
    def report(progress: Progress) -> None:
        if (progress.step, progress.done) == (step, done) and progress.total > 1:
            raise Stopped

    return report


def test_every_stage_leaves_an_adapter_and_a_report(undisturbed: RunContext) -> None:
    for method in METHODS:
        folder = undisturbed.artifacts.model_of(method)
        assert is_trained(folder)
        report = read_report(folder)
        assert len(report.losses) == report.steps > 0
        assert report.trainable_parameters > 0
        assert report.seconds is not None and report.seconds > 0
        assert report.device == "CPU"
        assert len(report.recipe_sha256 or "") == len(report.data_sha256 or "") == 64
        assert not (folder / "checkpoints").exists()


def test_reports_hold_what_each_method_is_watched_by(undisturbed: RunContext) -> None:
    curves = {name: read_report(undisturbed.artifacts.model_of(name)).curves for name in METHODS}
    assert len(curves["grpo"]["reward"]) == 3
    assert len(curves["dpo"]["rewards/margins"]) == 4
    assert len(curves["reward"]["accuracy"]) == 4
    assert reward.figures(undisturbed) is not None
    figures = dpo.figures(undisturbed)
    assert figures is not None
    assert (figures["rows"], figures["steps"]) == (8, 4)


def test_the_preference_model_and_dpo_learn_what_the_judge_preferred(undisturbed: RunContext) -> None:
    margins = read_report(undisturbed.artifacts.model_of("dpo")).curves["rewards/margins"]
    assert margins[0] == pytest.approx(0, abs=1e-6)
    assert margins[-1] > 0.01


def test_the_control_learns_from_helpful_rows_alone_for_as_many_steps(undisturbed: RunContext) -> None:
    artifacts = undisturbed.artifacts
    assert read_report(artifacts.model_of("control")).steps == read_report(artifacts.model_of("sft")).steps
    rows = [json.loads(line) for line in artifacts.training_rows("control").read_text().splitlines()]
    assert {row["kind"] for row in rows} == {"helpful"}
    recipe = read_recipe(artifacts.recipes / "control.yaml")
    assert recipe["max_steps"] == read_report(artifacts.model_of("sft")).steps


def test_a_trained_stage_is_not_trained_again(undisturbed: RunContext) -> None:
    before = {method: weights_of(undisturbed, method) for method in METHODS}
    reports = (undisturbed.artifacts.model_of("dpo") / "training.json").stat().st_mtime_ns
    train_all(undisturbed)
    assert {method: weights_of(undisturbed, method) for method in METHODS} == before
    assert (undisturbed.artifacts.model_of("dpo") / "training.json").stat().st_mtime_ns == reports


def test_whole_weights_are_no_part_of_the_manifest(undisturbed: RunContext) -> None:
    files = undisturbed.artifacts.write_manifest()
    assert (undisturbed.artifacts.root / "weights" / "sft" / "model.safetensors").exists()
    assert not [name for name in files if name.startswith("weights/") or "checkpoints" in name]
    assert {"recipes/dpo.yaml", "models/dpo/adapter_model.safetensors", "data/grpo/train.jsonl"} <= set(files)


def test_no_file_names_a_folder_of_this_machine(undisturbed: RunContext, tiny_model_folder: Path) -> None:
    root = undisturbed.artifacts.root
    for path in [*root.glob("models/**/*.json"), *root.glob("recipes/**/*"), *root.glob("data/**/*")]:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert str(root) not in text
            assert str(tiny_model_folder) not in text


def test_what_was_trained_on_the_supervised_model_is_measured_with_it(undisturbed: RunContext) -> None:
    models = undisturbed.models
    logits = {}
    for method in ("sft", "dpo", "grpo"):
        model = models.trained(method)
        logits[method] = model.model(model.tokenizer("Hello there", return_tensors="pt")["input_ids"]).logits
    assert logits["sft"].sub(logits["dpo"]).abs().max() > 1e-4
    assert logits["grpo"].sub(logits["dpo"]).abs().max() > 1e-4
    base = models.base()
    plain = base.model(base.tokenizer("Hello there", return_tensors="pt")["input_ids"]).logits
    assert plain.sub(logits["sft"]).abs().max() > 1e-4
    # What is merged on the disk and what is put together in memory are the same model.
    from transformers import AutoModelForCausalLM

    merged = AutoModelForCausalLM.from_pretrained(undisturbed.artifacts.root / "weights" / "sft")
    again = merged(base.tokenizer("Hello there", return_tensors="pt")["input_ids"]).logits
    assert again.sub(logits["sft"]).abs().max() < 1e-4


@pytest.mark.parametrize(
    ("method", "step", "at"),
    [
        ("sft", "fine-tuning", 2),
        ("control", "fine-tuning the control", 1),
        ("reward", "training the preference model", 3),
        ("dpo", "training on preferences", 2),
        ("grpo", "training by reward", 1),
    ],
)
def test_a_stopped_training_goes_on_and_comes_to_the_same_weights(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path, method: str, step: str, at: int
) -> None:
    run = copy_without(undisturbed, tmp_path, method)
    stage = "sft" if method == "control" else method
    with pytest.raises(Stopped):
        train_all(context_of(run, tiny_model_folder, report=stop_at(step, at)), stage)
    folder = run / "models" / method
    assert not is_trained(folder)
    assert [row["step"] for row in steps_so_far(folder)] == list(range(1, at + 1))
    resumed = context_of(run, tiny_model_folder)
    train_all(resumed, stage)
    assert read_report(folder).resumed_from_step == at
    assert read_report(folder).losses == read_report(undisturbed.artifacts.model_of(method)).losses
    assert weights_of(resumed, method) == weights_of(undisturbed, method)


@pytest.mark.parametrize(("method", "step"), [("sft", "fine-tuning"), ("dpo", "training on preferences")])
def test_a_run_here_trains_with_exactly_the_options_of_its_recipe(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path, method: Command, step: str
) -> None:
    import torch

    run = copy_without(undisturbed, tmp_path, method)
    with pytest.raises(Stopped):
        train_all(context_of(run, tiny_model_folder, report=stop_at(step, 1)), method)
    saved = run / "models" / method / "checkpoints" / "checkpoint-1" / "training_args.bin"
    used = torch.load(saved, weights_only=False).to_dict()
    written = parse_recipe(method, read_recipe(run / "recipes" / f"{method}.yaml")).training.to_dict()
    given_model = {"model_init_kwargs"}
    assert {name for name in used if used[name] != written.get(name)} <= OWN_OPTIONS | given_model


def test_without_a_clear_preference_the_methods_stop_honestly(
    tmp_path: Path, tiny_model_folder: Path
) -> None:
    context = context_of(tmp_path, tiny_model_folder)
    rows = context.artifacts.feedback.read_text().splitlines()
    dropped = [json.dumps({**json.loads(row), "dropped": "near tie"}) for row in rows]
    context.artifacts.feedback.write_text("\n".join(dropped) + "\n")
    for stage in (reward, dpo):
        with pytest.raises(StageStopped, match="no preference was clear enough"):
            stage.run(context)


def test_a_scripted_run_writes_rows_and_recipes_without_any_model(
    tmp_path: Path, tiny_model_folder: Path
) -> None:
    settings = dataclasses.replace(SETTINGS, model="scripted")
    context = context_of(tmp_path, tiny_model_folder, settings=settings)
    for stage in (sft, reward, dpo):
        stage.prepare(context)
    assert read_recipe(tmp_path / "recipes" / "sft.yaml")["model_name_or_path"] == "weights/base"
    assert len(context.artifacts.training_rows("dpo").read_text().splitlines()) == 8
    assert not (tmp_path / "weights").exists()


@contextmanager
def limit(kind: int, soft: int) -> Iterator[None]:
    before, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (soft, hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (before, hard))


def test_a_full_disk_is_said_plainly_and_loses_nothing(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path
) -> None:
    with pytest.raises(Stopped):
        train_all(context_of(tmp_path, tiny_model_folder, report=stop_at("fine-tuning", 2)), "sft")
    context = context_of(tmp_path, tiny_model_folder)
    context.models.base()
    # No file may grow beyond what the rows take: the next checkpoint cannot be written.
    with limit(resource.RLIMIT_FSIZE, 12_000), pytest.raises(TrainingError, match="the disk is full"):
        sft.run(context)
    again = context_of(tmp_path, tiny_model_folder)
    train_all(again, "sft")
    assert read_report(again.artifacts.adapter).resumed_from_step == 2
    assert weights_of(again, "sft") == weights_of(undisturbed, "sft")


def test_a_model_that_does_not_fit_is_said_plainly(
    undisturbed: RunContext, tmp_path: Path, tiny_model_folder: Path
) -> None:
    import torch

    def too_large(*args: object) -> None:
        # As large as no machine has it: the allocator's own words.
        torch.empty(1 << 60)

    context = context_of(tmp_path, tiny_model_folder)
    context.models.base().model.model.layers[0].register_forward_pre_hook(too_large)
    with pytest.raises(TrainingError, match="does not fit into memory"):
        sft.run(context)
    train_all(context_of(tmp_path, tiny_model_folder), "sft")
    assert weights_of(context, "sft") == weights_of(undisturbed, "sft")
