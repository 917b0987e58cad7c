"""Recipes as files: known to TRL, the same on every machine but for what must differ, with a plain guide."""

import importlib
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import yaml

from training_bridge.training.recipe_folder import write_recipes
from training_bridge.training.recipe_guide import VLLM_WINDOW
from training_bridge.training.recipes import (
    COMMANDS,
    Machine,
    TrainingPlan,
    accelerate_configurations,
    all_recipes,
    differing_options,
)
from training_bridge.training.settings import (
    PreferenceSettings,
    ReinforcementSettings,
    RewardSettings,
    SupervisedSettings,
)
from training_bridge.training.trl_run import TrainingError, parse_recipe, read_recipe

PLAN = TrainingPlan(
    "weights/base", SupervisedSettings(), RewardSettings(), PreferenceSettings(), ReinforcementSettings()
)
CPU, GPU, FULL = Machine(), Machine(gpu=True), Machine(gpu=True, full=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("recipes")
    write_recipes(root, PLAN, {"examples": ""}, gpu=False, control_steps=7)
    return root


def test_a_recipe_for_a_gpu_differs_only_where_it_must() -> None:
    on_cpu, on_gpu = all_recipes(PLAN, CPU), all_recipes(PLAN, GPU)
    for name, recipe in on_cpu.items():
        assert differing_options(recipe, on_gpu[name]) == {"use_cpu", "bf16"}


def test_training_all_weights_takes_no_adapter_and_begins_with_whole_models() -> None:
    for recipe in all_recipes(PLAN, FULL).values():
        assert not [option for option in recipe if "lora" in option or "peft" in option]
        assert recipe["output_dir"].startswith("models/full/")
        assert recipe["model_name_or_path"] in ("weights/base", "models/full/sft")


@pytest.mark.parametrize("variant", ["", "gpu", "full"])
def test_trl_knows_every_option_of_every_recipe(folder: Path, variant: str) -> None:
    files = sorted((folder / "recipes" / variant).glob("*.yaml"))
    assert {path.stem for path in files} == set(COMMANDS)
    for path in files:
        parser = importlib.import_module(f"trl.scripts.{COMMANDS[path.stem]}").make_parser()
        assert parser.set_defaults_with_config(**read_recipe(path)) == []
        if not variant:
            assert parse_recipe(COMMANDS[path.stem], read_recipe(path)).training.use_cpu


def test_an_option_that_trl_does_not_know_is_named(folder: Path) -> None:
    recipe = read_recipe(folder / "recipes" / "sft.yaml")
    with pytest.raises(TrainingError, match="does not know the option torch_dtype"):
        parse_recipe("sft", {**recipe, "torch_dtype": "float32"})


def test_the_second_line_of_a_recipe_is_yaml_and_the_first_its_command(folder: Path) -> None:
    for path in (folder / "recipes").rglob("*.yaml"):
        if "accelerate" not in path.parts:
            place = path.relative_to(folder).as_posix()
            first = path.read_text().splitlines()[0]
            assert first.endswith(f"trl {COMMANDS[path.stem]} --config {place}")
            assert isinstance(yaml.safe_load(path.read_text()), dict)


@pytest.mark.parametrize("name", sorted(accelerate_configurations()))
def test_accelerate_reads_every_configuration_for_several_gpus(folder: Path, name: str) -> None:
    launched = launched_with(folder / "recipes" / "accelerate" / f"{name}.yaml")
    assert launched.num_processes == 8
    assert launched.mixed_precision == "bf16"
    assert launched.multi_gpu is (name == "multi_gpu")
    assert launched.use_fsdp is (name == "fsdp2")
    assert launched.use_deepspeed is (name == "zero3")
    if name == "fsdp2":
        assert int(launched.fsdp_version) == 2
    if name == "zero3":
        assert int(launched.zero_stage) == 3


def launched_with(configuration: Path) -> Namespace:
    """Parse as `accelerate launch` does, up to where it would start processes."""
    from accelerate.commands.config.config_args import load_config_from_file
    from accelerate.commands.launch import _validate_launch_command, launch_command_parser

    load_config_from_file(str(configuration))
    arguments = launch_command_parser().parse_args(["--config_file", str(configuration), "train.py"])
    checked: tuple[Any, ...] = _validate_launch_command(arguments)
    return checked[0]


def test_the_guide_names_a_command_for_each_recipe_and_the_versions(folder: Path) -> None:
    guide = (folder / "recipes" / "README.md").read_text()
    for command in ("sft", "reward", "dpo", "grpo", "rloo"):
        assert f"trl {command} --config recipes/{command}.yaml" in guide
    for name in accelerate_configurations():
        assert f"recipes/accelerate/{name}.yaml" in guide
    assert f"vllm>={VLLM_WINDOW[0]},<={VLLM_WINDOW[1]}" in guide
    for path in (folder / "recipes").rglob("*"):
        assert path.is_dir() or str(folder) not in path.read_text()


def test_the_window_of_vllm_versions_is_the_one_that_trl_names() -> None:
    source = Path(importlib.import_module("trl.import_utils").__file__ or "").read_text()
    assert all(version in source for version in VLLM_WINDOW)


def test_a_judge_as_the_reward_is_named_by_its_dotted_path(folder: Path) -> None:
    recipe = read_recipe(folder / "recipes" / "grpo_judge.yaml")
    assert recipe["reward_funcs"] == ["recipes.judge_reward.judge_reward"]
    assert "reward_model_name_or_path" not in recipe
    assert (folder / "recipes" / "judge_reward.py").exists()
    assert recipe["output_dir"] != read_recipe(folder / "recipes" / "grpo.yaml")["output_dir"]
