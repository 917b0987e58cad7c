"""The README beside a run's recipes: one command for each thing to be done with them. PURE."""

from __future__ import annotations

from training_bridge.training.recipes import BASE_WEIGHTS, SUPERVISED_WEIGHTS, TrainingPlan

VLLM_WINDOW = ("0.22.0", "0.31.0")
"""The versions of vLLM that trl 1.16 accepts, both included."""
TRL_VERSION = "1.16"


def recipe_guide(plan: TrainingPlan) -> str:
    """Say in Markdown how each recipe is run, on one device, on several, and with a vLLM server."""
    lowest, highest = VLLM_WINDOW
    model = (
        f"`{BASE_WEIGHTS}`, a folder in Hugging Face format. It is a link here; on another machine put the "
        f"model there, or a link to it:\n\n    ln -s /where/the/model/is {BASE_WEIGHTS}"
        if plan.model == BASE_WEIGHTS
        else f"`{plan.model}`, a Hugging Face name"
    )
    judged = plan.reinforcement.reward == "judge"
    return f"""# Recipes

For the command line of TRL {TRL_VERSION} with transformers 5, peft and accelerate. Every path in a recipe is
relative to the run's folder, so start every command there. The recipes in this folder are the ones that this
run itself trained with.

The model: {model}

## One device

    trl sft --config recipes/sft.yaml
    python recipes/merge_adapter.py models/sft {SUPERVISED_WEIGHTS}
    trl reward --config recipes/reward.yaml
    trl dpo --config recipes/dpo.yaml
    trl grpo --config recipes/grpo.yaml

What comes after `sft` begins with the supervised model in one piece, which the second command makes; where
`{SUPERVISED_WEIGHTS}` is there already, leave it out. Instead of `grpo`:

    trl rloo --config recipes/rloo.yaml
    JUDGE_URL=http://judge:8000/v1 JUDGE_MODEL=NAME trl grpo --config recipes/grpo_judge.yaml

The second one asks a judge behind an OpenAI-compatible server for the reward, without a preference model
(`recipes/judge_reward.py`). {"`grpo.yaml` and `rloo.yaml` do so as well in this run." if judged else ""}

`recipes/control.yaml`, written once the supervised stage has run, is the same fine-tuning on the helpful
examples alone.

| folder | for |
|---|---|
| `recipes/` | the machine this run was made on, an adapter (LoRA) |
| `recipes/gpu/` | a GPU, an adapter |
| `recipes/full/` | GPUs, all weights; into `models/full/`, and nothing needs to be merged |

A run that was cut short goes on with `--resume_from_checkpoint models/sft/checkpoint-N`. Any option of a
recipe can be given anew behind it, such as `--per_device_train_batch_size 1 --gradient_accumulation_steps 8`.

## Several GPUs of one machine

    trl sft --config recipes/full/sft.yaml --accelerate_config recipes/accelerate/fsdp2.yaml
    trl sft --config recipes/full/sft.yaml --accelerate_config recipes/accelerate/zero3.yaml
    trl sft --config recipes/gpu/sft.yaml --accelerate_config recipes/accelerate/multi_gpu.yaml

For eight GPUs; with another number add `--num_processes 4`. `zero3` needs deepspeed. A step takes as many
times the rows as there are processes. With adapters or models that fit on
one GPU, `multi_gpu` is enough.

## Answers from a vLLM server

GRPO and RLOO spend most of their time answering. TRL {TRL_VERSION} works with vLLM {lowest} to {highest}:

    pip install "vllm>={lowest},<={highest}"
    CUDA_VISIBLE_DEVICES=0 trl vllm-serve --model {SUPERVISED_WEIGHTS}
    CUDA_VISIBLE_DEVICES=1,2,3 trl grpo --config recipes/gpu/grpo.yaml --use_vllm true --vllm_mode server \\
        --accelerate_config recipes/accelerate/multi_gpu.yaml --num_processes 3

The two commands run side by side on different GPUs. For `recipes/full/grpo.yaml` serve `models/full/sft`.

## Back again

Copy `models/` back into the run's folder and read it in with `manage.py import_training_run FOLDER`.
"""
