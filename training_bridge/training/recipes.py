"""Recipes for TRL's own command line: what a run trains with, and the same for larger machines. PURE.

Training on this machine reads the same files (`trl_run.py`), so a recipe that is handed on trains what was
trained here. All paths are relative to the run's folder, in which the command is to be started. A recipe is
a flat mapping of TRL's and transformers' own option names; where the values come from is said in
docs/training-recipes.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from training_bridge.training.settings import (
    PreferenceSettings,
    ReinforcementSettings,
    RewardSettings,
    SupervisedSettings,
)

Recipe = dict[str, Any]
Command = Literal["sft", "reward", "dpo", "grpo", "rloo"]
"""The word after `trl`."""

COMMANDS: dict[str, Command] = {
    "sft": "sft",
    "control": "sft",
    "reward": "reward",
    "dpo": "dpo",
    "grpo": "grpo",
    "grpo_judge": "grpo",
    "rloo": "rloo",
}
"""The command that takes each recipe; those of traits are named by `command_of` alone."""
CHARACTER = "character"
"""The recipe of all traits together; that of one alone has the trait's id behind it."""

BASE_WEIGHTS = "weights/base"
"""Where a model lies that has no Hugging Face name: a link in the run's folder."""
SUPERVISED_WEIGHTS = "weights/sft"
"""Where the supervised model lies whole, base model and adapter in one: what later adapters are put on."""
JUDGE_REWARD = "recipes.judge_reward.judge_reward"
"""The reward function that asks a judge, as TRL finds it from the run's folder."""


@dataclass(frozen=True)
class Machine:
    """What decides between the variants of a recipe.

    Attributes:
        gpu: whether there is one that calculates in bfloat16.
        full: whether all weights are trained, and not an adapter.
    """

    gpu: bool = False
    full: bool = False


@dataclass(frozen=True)
class TrainingPlan:
    """What the recipes of a run are made from; `model` is a Hugging Face name or `BASE_WEIGHTS`.

    `character_rows` are the names of the trainings on traits that there are rows for.
    """

    model: str
    training: SupervisedSettings
    reward: RewardSettings
    preference: PreferenceSettings
    reinforcement: ReinforcementSettings
    character: PreferenceSettings | None = None
    character_rows: tuple[str, ...] = ()


def command_of(name: str) -> Command:
    """Give the command that takes a recipe."""
    return "dpo" if name.partition("-")[0] == CHARACTER else COMMANDS[name]


def all_recipes(plan: TrainingPlan, machine: Machine) -> dict[str, Recipe]:
    """Give every recipe of a variant by its name, but for the control, which needs the number of steps."""
    return {
        "sft": supervised_recipe(plan, machine),
        "reward": reward_recipe(plan, machine),
        "dpo": preference_recipe(plan, machine),
        **{name: reinforcement_recipe(plan, machine, name) for name in ("grpo", "grpo_judge", "rloo")},
        **{name: preference_recipe(plan, machine, name) for name in plan.character_rows},
    }


def supervised_recipe(plan: TrainingPlan, machine: Machine) -> Recipe:
    """Fine-tuning on the answers alone (`trl sft`)."""
    settings = plan.training
    return {
        "model_name_or_path": plan.model,
        **_rows("sft", "prompt", "completion"),
        "output_dir": _model_folder("sft", machine),
        "completion_only_loss": True,
        "max_length": settings.longest_row_tokens,
        "num_train_epochs": settings.epochs,
        "max_steps": settings.steps or -1,
        "learning_rate": _rate(settings.learning_rate, machine),
        "lr_scheduler_type": "cosine",
        "warmup_steps": 0.1,
        **_batches(settings.rows_a_step, settings.steps_between_checkpoints, settings.seed),
        **_adapter(settings.rank, machine),
        **_arithmetic(machine),
    }


def control_recipe(plan: TrainingPlan, machine: Machine, steps: int) -> Recipe:
    """Give the same training, for as many steps, on the helpful rows alone."""
    recipe = supervised_recipe(plan, machine)
    return {
        **recipe,
        **_rows("control", "prompt", "completion"),
        "output_dir": _model_folder("control", machine),
        "max_steps": steps,
    }


def reward_recipe(plan: TrainingPlan, machine: Machine) -> Recipe:
    """Give the preference model's recipe: one score for an answer, from the supervised model's weights."""
    settings = plan.reward
    adapter = _adapter(settings.rank, machine)
    if adapter:
        # The scoring head is new and has to be trained, and saved, as a whole.
        adapter |= {"lora_task_type": "SEQ_CLS", "lora_modules_to_save": ["score"]}
    return {
        "model_name_or_path": _supervised(machine),
        **_rows("reward", "prompt", "chosen", "rejected", "margin"),
        "output_dir": _model_folder("reward", machine),
        "max_length": settings.longest_row_tokens,
        "num_train_epochs": settings.epochs,
        "learning_rate": _rate(settings.learning_rate, machine),
        "lr_scheduler_type": "linear",
        "warmup_steps": 0.1,
        **_batches(settings.rows_a_step, settings.steps_between_checkpoints, settings.seed),
        **adapter,
        **_arithmetic(machine),
    }


def preference_recipe(plan: TrainingPlan, machine: Machine, name: str = "dpo") -> Recipe:
    """Direct preference optimisation, held to the supervised model (`trl dpo`): on feedback, or on traits."""
    settings = plan.preference if name == "dpo" else plan.character or plan.preference
    return {
        "model_name_or_path": _supervised(machine),
        **_rows(name, "prompt", "chosen", "rejected"),
        "output_dir": _model_folder(name, machine),
        "beta": settings.beta,
        "loss_type": ["sigmoid"],
        "max_length": settings.longest_row_tokens,
        "num_train_epochs": settings.epochs,
        "learning_rate": _rate(settings.learning_rate, machine),
        "lr_scheduler_type": "linear",
        "warmup_steps": 0.1,
        **_batches(settings.rows_a_step, settings.steps_between_checkpoints, settings.seed),
        **_adapter(settings.rank, machine),
        **_arithmetic(machine),
    }


def reinforcement_recipe(plan: TrainingPlan, machine: Machine, name: str) -> Recipe:
    """Learning by reward (`trl grpo`, `trl rloo`): from the preference model, or from the judge itself.

    The recipe that the run itself uses trains its model "grpo"; the others go into folders of their own.
    """
    settings = plan.reinforcement
    judge = settings.reward == "judge" or name == "grpo_judge"
    own = name == settings.algorithm
    rewarder: Recipe = (
        {"reward_funcs": [JUDGE_REWARD]}
        if judge
        else {"reward_model_name_or_path": _model_folder("reward", machine)}
    )
    return {
        "model_name_or_path": _supervised(machine),
        # All columns stay: the reward function reads the principle beside the prompt.
        **_rows("grpo"),
        "output_dir": _model_folder("grpo" if own else f"other_{name}", machine),
        **rewarder,
        "beta": settings.beta,
        "num_generations": settings.answers_a_prompt,
        "max_completion_length": settings.answer_tokens,
        "temperature": settings.temperature,
        "max_steps": settings.steps,
        "learning_rate": _rate(settings.learning_rate, machine),
        "lr_scheduler_type": "constant",
        **_batches(
            settings.prompts_a_step * settings.answers_a_prompt,
            settings.steps_between_checkpoints,
            settings.seed,
        ),
        **_adapter(settings.rank, machine),
        **_arithmetic(machine),
    }


def accelerate_configurations(processes: int = 8) -> dict[str, dict[str, Any]]:
    """Give configurations of `accelerate` for several GPUs of one machine, by their name."""
    common = {
        "compute_environment": "LOCAL_MACHINE",
        "machine_rank": 0,
        "main_training_function": "main",
        "mixed_precision": "bf16",
        "num_machines": 1,
        "num_processes": processes,
        "rdzv_backend": "static",
        "same_network": True,
        "use_cpu": False,
    }
    return {
        "multi_gpu": {**common, "distributed_type": "MULTI_GPU", "gpu_ids": "all"},
        "fsdp2": {
            **common,
            "distributed_type": "FSDP",
            "fsdp_config": {
                "fsdp_version": 2,
                "fsdp_auto_wrap_policy": "TRANSFORMER_BASED_WRAP",
                "fsdp_cpu_ram_efficient_loading": True,
                "fsdp_offload_params": False,
                "fsdp_reshard_after_forward": True,
                "fsdp_state_dict_type": "FULL_STATE_DICT",
                "fsdp_activation_checkpointing": False,
            },
        },
        "zero3": {
            **common,
            "distributed_type": "DEEPSPEED",
            "deepspeed_config": {
                "deepspeed_multinode_launcher": "standard",
                "offload_optimizer_device": "none",
                "offload_param_device": "none",
                "zero3_init_flag": True,
                "zero3_save_16bit_model": True,
                "zero_stage": 3,
            },
        },
    }


def differing_options(first: Mapping[str, Any], second: Mapping[str, Any]) -> set[str]:
    """Name the options in which two recipes differ."""
    return {name for name in {*first, *second} if first.get(name) != second.get(name)}


def _rows(stage: str, *columns: str) -> Recipe:
    rows: Recipe = {"path": "json", "data_files": f"data/{stage}/train.jsonl", "split": "train"}
    # Only what training reads: no trainer has to make sense of where a row comes from.
    return {"datasets": [{**rows, "columns": list(columns)} if columns else rows]}


def _model_folder(stage: str, machine: Machine) -> str:
    return f"models/full/{stage}" if machine.full else f"models/{stage}"


def _supervised(machine: Machine) -> str:
    return _model_folder("sft", machine) if machine.full else SUPERVISED_WEIGHTS


def _rate(of_adapter: float, machine: Machine) -> float:
    """Give the learning rate: full training takes a tenth of an adapter's (Schulman et al. 2025)."""
    return float(f"{of_adapter / 10:.3g}") if machine.full else of_adapter


def _batches(rows: int, steps_between_checkpoints: int, seed: int) -> Recipe:
    return {
        "per_device_train_batch_size": rows,
        "gradient_accumulation_steps": 1,
        "save_steps": steps_between_checkpoints,
        "save_total_limit": 2,
        "logging_steps": 1,
        "report_to": "none",
        "seed": seed,
        "data_seed": seed,
    }


def _adapter(rank: int, machine: Machine) -> Recipe:
    if machine.full:
        return {}
    return {
        "use_peft": True,
        "lora_r": rank,
        "lora_alpha": 2 * rank,
        "lora_dropout": 0.0,
        "lora_target_modules": ["all-linear"],
    }


def _arithmetic(machine: Machine) -> Recipe:
    return {
        # Loading takes the type the weights were saved in unless told; small models train worse in bfloat16.
        "dtype": "float32",
        # Both are on by default, and a CPU can do neither.
        "use_cpu": not machine.gpu,
        "bf16": machine.gpu,
        # Trades time for memory: worth it where all weights are trained.
        "activation_checkpointing": machine.full,
        "dataloader_pin_memory": False,
    }
