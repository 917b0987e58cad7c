"""Runs a recipe with TRL, in this process: the only home of TRL.

The recipe's file is read by TRL's own parser and the trainer is made as TRL's own script makes it, so the
same file trains the same model at the command line. What is added here is progress by step, checkpoints in a
folder of their own, going on after a kill, and stopping without losing a step.
"""

from __future__ import annotations

import contextlib
import copy
import errno
import hashlib
import importlib
import io
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.generation.interface import GenerationError
from training_bridge.library_notes import without_library_notes
from training_bridge.record_files import json_lines
from training_bridge.training.recipes import Command, Recipe
from training_bridge.training.report import (
    CHECKPOINTS,
    CURVES,
    LIVE_FILE,
    TrainingReport,
    curves_of,
    losses_of,
    write_report,
)

OnStep = Callable[[int, int], None]
"""Told the step just finished and the number of all steps; may raise to stop, and nothing is lost."""
OWN_OPTIONS = frozenset({"output_dir", "logging_dir", "disable_tqdm"})
"""The only options in which a run here differs from the command line."""


class TrainingError(GenerationError):
    """A model could not be trained; the message says why, and the checkpoints stay."""


@dataclass(frozen=True)
class Parsed:
    """A recipe as TRL's script receives it."""

    script: Any
    training: Any
    model: Any
    datasets: Any


@dataclass(frozen=True)
class Given:
    """What is at hand already and need not be loaded by the names in the recipe.

    Attributes:
        model: the model itself.
        tokenizer: its tokenizer.
        rewards: reward functions in place of those the recipe names.
    """

    model: Any = None
    tokenizer: Any = None
    rewards: Sequence[Callable[..., Any]] | None = None


def read_recipe(path: Path) -> Recipe:
    """Read a recipe's file."""
    import yaml

    recipe: Recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
    return recipe


def parse_recipe(command: Command, recipe: Mapping[str, Any]) -> Parsed:
    """Let TRL's own parser read a recipe.

    Raises:
        TrainingError: it holds an option that this TRL does not know, or a value that it refuses.
    """
    parser = importlib.import_module(f"trl.scripts.{command}").make_parser()
    # It turns what it is given into objects of its own, in place.
    unknown = parser.set_defaults_with_config(**copy.deepcopy(dict(recipe)))
    if unknown:
        raise TrainingError(f"trl {command} does not know the option {unknown[0].removeprefix('--')}")
    try:
        with without_library_notes():
            return Parsed(*parser.parse_args_into_dataclasses(args=[]))
    except ValueError as error:
        raise TrainingError(f"trl {command} refuses the recipe: {error}") from error


def train(
    root: Path, name: str, command: Command, given: Given | None = None, on_step: OnStep | None = None
) -> Any:
    """Train by `recipes/<name>.yaml` of a run's folder, from the newest whole checkpoint on.

    Returns the trained model. The adapter and the report (`training.json`) lie in the folder that the recipe
    names; the checkpoints are gone.

    Raises:
        TrainingError: the model or the disk is too small, or the recipe cannot be followed.
    """
    path = root / "recipes" / f"{name}.yaml"
    recipe = read_recipe(path)
    folder = root / recipe["output_dir"]
    checkpoints = folder / CHECKPOINTS
    newest = _newest_whole_checkpoint(checkpoints)
    own: Recipe = {"output_dir": f"{recipe['output_dir']}/{CHECKPOINTS}", "disable_tqdm": True}
    # TRL looks for every path of a recipe from the folder in which it is started.
    with contextlib.chdir(root), without_library_notes(), _said_plainly(name):
        started = time.monotonic()
        parsed = parse_recipe(command, {**recipe, **own})
        rows = _rows(parsed.datasets.datasets)
        # Loaders draw progress bars over those of the run; whatever goes wrong is raised.
        with contextlib.redirect_stderr(io.StringIO()):
            trainer = _trainer(command, parsed, rows, given or Given())
        watcher = _watcher(on_step, Path(own["output_dir"]) / LIVE_FILE)
        trainer.add_callback(watcher)
        trainer.train(resume_from_checkpoint=str(newest.relative_to(root)) if newest else None)
        watcher.raise_what_stopped_it()
        _save(trainer, Path(recipe["output_dir"]), upon=recipe["model_name_or_path"])
        report = TrainingReport(
            steps=trainer.state.global_step,
            losses=losses_of(trainer.state.log_history),
            trainable_parameters=sum(p.numel() for p in trainer.model.parameters() if p.requires_grad),
            curves=curves_of(trainer.state.log_history),
            seconds=round(time.monotonic() - started, 2),
            resumed_from_step=_step_of(newest) if newest else 0,
            device=_device(trainer.model),
            recipe_sha256=_sha256(path.relative_to(root)),
            data_sha256=_sha256(Path(recipe["datasets"][0]["data_files"])),
        )
        write_report(Path(recipe["output_dir"]), report)
    shutil.rmtree(checkpoints, ignore_errors=True)
    return trainer.model.eval()


def _rows(datasets: Sequence[Any]) -> Any:
    """Read the rows as TRL does, but for the copy that it would leave in a cache."""
    from datasets import Dataset, disable_progress_bars

    disable_progress_bars()
    (source,) = datasets
    with Path(source.data_files).open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    if not rows:
        raise TrainingError(f"{source.data_files} holds no row to train on")
    columns = source.columns or list(rows[0])
    return Dataset.from_list([{column: row[column] for column in columns} for row in rows])


def _trainer(command: Command, parsed: Parsed, rows: Any, given: Given) -> Any:
    """Make the trainer of a command as its script does (`trl/scripts/<command>.py`)."""
    import trl
    from transformers import PrinterCallback
    from trl.trainer.utils import get_peft_config

    arguments: dict[str, Any] = {
        "args": parsed.training,
        "train_dataset": rows,
        "peft_config": get_peft_config(parsed.model),
        "processing_class": given.tokenizer,
    }
    if given.model is None:
        parsed.training.model_init_kwargs = {
            "revision": parsed.model.model_revision,
            "trust_remote_code": False,
            "attn_implementation": parsed.model.attn_implementation,
            "dtype": parsed.model.dtype,
        }
    if command in ("grpo", "rloo"):
        arguments["reward_funcs"] = given.rewards or _rewards(parsed.script)
    kinds = {
        "sft": "SFTTrainer",
        "dpo": "DPOTrainer",
        "reward": "RewardTrainer",
        "grpo": "GRPOTrainer",
        "rloo": "RLOOTrainer",
    }
    trainer = getattr(trl, kinds[command])(
        model=given.model if given.model is not None else parsed.model.model_name_or_path, **arguments
    )
    # It would print every step among the command's own output.
    trainer.remove_callback(PrinterCallback)
    return trainer


def _rewards(script: Any) -> list[Any]:
    if script.reward_model_name_or_path:
        return [script.reward_model_name_or_path]
    raise TrainingError("The recipe asks a judge: name it with --judge or --judge-server")


def _watcher(on_step: OnStep | None, live: Path) -> Any:
    from transformers import TrainerCallback

    class Watcher(TrainerCallback):
        """Tells of every step, and keeps a checkpoint when it is told to stop."""

        stopped: BaseException | None = None

        def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            try:
                if on_step is not None:
                    on_step(state.global_step, state.max_steps)
            except BaseException as stopped:  # noqa: BLE001 - raised again once the checkpoint is written
                self.stopped = stopped
                control.should_save = True
                control.should_training_stop = True

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            if logs and "loss" in logs:
                told = {name: float(logs[name]) for name in ("loss", *CURVES) if name in logs}
                live.parent.mkdir(parents=True, exist_ok=True)
                with live.open("ab") as stream:
                    stream.write(json_lines([{"step": state.global_step, **told}]))

        def raise_what_stopped_it(self) -> None:
            if self.stopped is not None:
                raise self.stopped

    return Watcher()


def _save(trainer: Any, folder: Path, *, upon: str) -> None:
    for shape in getattr(trainer.model, "peft_config", {}).values():
        # By the name in the recipe, which means the same on any machine.
        shape.base_model_name_or_path = upon
    trainer.model.save_pretrained(str(folder))
    if trainer.args.__class__.__name__ == "RewardConfig":
        # Whoever scores with it loads it by its folder alone, tokenizer included.
        trainer.processing_class.save_pretrained(str(folder))
    # A form to be filled in; the run's own README says what is known.
    (folder / "README.md").unlink(missing_ok=True)


@contextlib.contextmanager
def _said_plainly(name: str) -> Iterator[None]:
    """Turn the many ways in which memory and disks run out into one sentence each."""
    try:
        yield
    except (MemoryError, OSError, RuntimeError) as error:
        reason = _too_small(error)
        if reason is None:
            raise
        raise TrainingError(f"{name}: {reason}") from error
    except Exception as error:
        # safetensors has errors of its own for a write that fails.
        if type(error).__name__ == "SafetensorError" and _no_space(str(error)):
            raise TrainingError(f"{name}: {DISK_FULL}") from error
        raise


DISK_FULL = "the disk is full. The last whole checkpoint is kept: make room and start the run again"
NO_MEMORY = (
    "the model does not fit into memory. Lower rows_a_step or longest_row_tokens, take a smaller model, or "
    "train the exported recipes on a larger machine; what was done so far is kept"
)


def _too_small(error: BaseException) -> str | None:
    text = str(error).lower()
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DISK_FULL
    if _no_space(text):
        return DISK_FULL
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return NO_MEMORY
    if "out of memory" in text or "can't allocate memory" in text or "cannot allocate memory" in text:
        return NO_MEMORY
    return None


def _no_space(text: str) -> bool:
    signs = ("no space left", "disk quota", "file too large", "file write failed", "unexpected pos")
    return any(sign in text.lower() for sign in signs)


def _newest_whole_checkpoint(checkpoints: Path) -> Path | None:
    """Give the newest checkpoint that was written to its end; the trainer writes its state file last."""
    found = sorted(checkpoints.glob("checkpoint-*"), key=_step_of)
    for path in reversed(found):
        try:
            json.loads((path / "trainer_state.json").read_bytes())
        except (OSError, ValueError):
            continue
        return path
    return None


def _step_of(checkpoint: Path) -> int:
    return int(checkpoint.name.split("-")[-1])


def _device(model: Any) -> str:
    import torch

    on_gpu = model.device.type == "cuda"
    return torch.cuda.get_device_name(model.device) if on_gpu else "CPU"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
