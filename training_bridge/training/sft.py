"""Supervised fine-tuning with TRL and a LoRA adapter (Hu et al. 2021): the only home of TRL.

Loss on the completion alone, float32 on the CPU, one checkpoint every few steps so that a killed run goes
on where it was. The adapter is a few megabytes; the model it belongs to is named in it, not copied.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.inert_messages import InertText
from training_bridge.library_notes import without_library_notes
from training_bridge.record_files import write_json

ADAPTER_FILE = "adapter_model.safetensors"
REPORT_FILE = "training.json"


@dataclass(frozen=True)
class SupervisedSettings:
    """How the adapter is trained; `steps`, where given, decides instead of `epochs`."""

    epochs: int = 2
    learning_rate: float = 2e-4
    rows_a_step: int = 4
    rank: int = 16
    longest_row_tokens: int = 320
    steps_between_checkpoints: int = 10
    seed: int = 1
    steps: int | None = None


@dataclass(frozen=True)
class TrainingReport:
    """What training did; `losses` holds the mean loss of each step."""

    steps: int
    losses: tuple[float, ...]
    trainable_parameters: int


OnStep = Callable[[int, int], None]
"""Told the step just finished and the number of all steps."""


def is_trained(folder: Path) -> bool:
    """Say whether a finished adapter lies in the folder; its report is written last."""
    return (folder / REPORT_FILE).exists() and (folder / ADAPTER_FILE).exists()


def read_report(folder: Path) -> TrainingReport:
    """Read what training wrote about itself."""
    content = json.loads((folder / REPORT_FILE).read_text())
    return TrainingReport(**{**content, "losses": tuple(content["losses"])})


def train_adapter(
    model: Any,
    tokenizer: Any,
    rows: Sequence[Mapping[str, Any]],
    folder: Path,
    settings: SupervisedSettings,
    on_step: OnStep | None = None,
) -> Any:
    """Fine-tune the model on rows with `prompt` and `completion`, and save the adapter in the folder.

    Goes on from the newest whole checkpoint under `folder`. Returns the model with its adapter, ready to
    answer; what happened is in the report beside it (`read_report`).
    """
    from datasets import Dataset, disable_progress_bars
    from transformers import PrinterCallback, set_seed
    from trl.trainer.sft_trainer import SFTTrainer

    checkpoints = folder / "checkpoints"
    text = InertText(tokenizer)
    disable_progress_bars()
    # The adapter's first weights are drawn before the trainer sets its seed.
    set_seed(settings.seed)
    with without_library_notes():
        trainer: Any = SFTTrainer(
            model=model,
            args=_arguments(checkpoints, settings),
            train_dataset=Dataset.from_list(
                [{part: text.messages(row[part]) for part in ("prompt", "completion")} for row in rows]
            ),
            processing_class=tokenizer,
            peft_config=_adapter_shape(settings),
            callbacks=[_step_reporter(on_step)] if on_step else None,
        )
        # It would print every step among the command's own output.
        trainer.remove_callback(PrinterCallback)
        newest = _newest_whole_checkpoint(checkpoints)
        trainer.train(resume_from_checkpoint=str(newest) if newest else None)
        trainer.model.save_pretrained(str(folder))
    # A form to be filled in; the run's own README says what is known.
    (folder / "README.md").unlink(missing_ok=True)
    report = TrainingReport(
        steps=trainer.state.global_step,
        losses=tuple(entry["loss"] for entry in trainer.state.log_history if "loss" in entry),
        trainable_parameters=sum(p.numel() for p in trainer.model.parameters() if p.requires_grad),
    )
    write_json(folder / REPORT_FILE, {**vars(report), "losses": list(report.losses)})
    shutil.rmtree(checkpoints, ignore_errors=True)
    return trainer.model.eval()


def _arguments(checkpoints: Path, settings: SupervisedSettings) -> Any:
    import torch
    from trl.trainer.sft_config import SFTConfig

    on_cpu = not torch.cuda.is_available()
    return SFTConfig(
        output_dir=str(checkpoints),
        num_train_epochs=settings.epochs,
        max_steps=settings.steps or -1,
        per_device_train_batch_size=settings.rows_a_step,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=0.1,
        max_length=settings.longest_row_tokens,
        completion_only_loss=True,
        save_steps=settings.steps_between_checkpoints,
        save_total_limit=2,
        logging_steps=1,
        seed=settings.seed,
        data_seed=settings.seed,
        use_cpu=on_cpu,
        # TRL turns bfloat16 on by itself, which a CPU lacks and small models suffer from.
        bf16=False,
        activation_checkpointing=False,
        dataloader_pin_memory=False,
        report_to="none",
        disable_tqdm=True,
    )


def _adapter_shape(settings: SupervisedSettings) -> Any:
    from peft import LoraConfig

    return LoraConfig(
        r=settings.rank,
        lora_alpha=2 * settings.rank,
        lora_dropout=0.0,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def _step_reporter(on_step: OnStep) -> Any:
    from transformers import TrainerCallback

    class StepReporter(TrainerCallback):
        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            on_step(state.global_step, state.max_steps)

    return StepReporter()


def _newest_whole_checkpoint(checkpoints: Path) -> Path | None:
    """Give the newest checkpoint that was written to its end; the trainer writes its state file last."""
    found = sorted(checkpoints.glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[-1]))
    for path in reversed(found):
        try:
            json.loads((path / "trainer_state.json").read_text())
        except (OSError, ValueError):
            continue
        return path
    return None
