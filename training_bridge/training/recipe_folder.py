"""Writes the recipes into a run's folder, with everything that their commands need beside the weights."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from training_bridge.record_files import write_json, write_whole
from training_bridge.training.recipe_guide import recipe_guide
from training_bridge.training.recipes import (
    Machine,
    Recipe,
    TrainingPlan,
    accelerate_configurations,
    all_recipes,
    command_of,
    control_recipe,
)

STANDALONE = ("judge_reward.py", "merge_adapter.py")
"""Programs that need nothing of this project and travel with the recipes."""


def write_recipes(
    root: Path, plan: TrainingPlan, judge_prompt: Mapping[str, Any], *, gpu: bool, control_steps: int | None
) -> None:
    """Write all recipes: those this machine trains with, and those for GPUs, adapters and all weights.

    `gpu` says whether this machine has a GPU that calculates in bfloat16. The control is written once it is
    known for how many steps the supervised stage ran.
    """
    folder = root / "recipes"
    here = Machine(gpu=gpu)
    variants = {"": here, "gpu": Machine(gpu=True), "full": Machine(gpu=True, full=True)}
    for variant, machine in variants.items():
        recipes = all_recipes(plan, machine)
        if control_steps is not None:
            recipes["control"] = control_recipe(plan, machine, control_steps)
        for name, recipe in recipes.items():
            place = Path("recipes", variant, f"{name}.yaml").as_posix()
            head = f"# cd THE RUN'S FOLDER && trl {command_of(name)} --config {place}\n"
            write_whole(folder / variant / f"{name}.yaml", head.encode() + _yaml(recipe))
    for name, configuration in accelerate_configurations().items():
        write_whole(folder / "accelerate" / f"{name}.yaml", _yaml(configuration))
    write_json(folder / "judge_prompt.json", judge_prompt)
    for name in STANDALONE:
        source = resources.files("training_bridge.training.standalone") / name
        write_whole(folder / name, source.read_bytes())
    write_whole(folder / "README.md", recipe_guide(plan).encode())


def _yaml(content: Recipe) -> bytes:
    import yaml

    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    return text.encode()
