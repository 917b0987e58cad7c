"""Whole models in a run's folder, which recipes begin with: the base model, and the supervised one.

They can be deleted and made again at any time, so they are no part of the run's manifest.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.library_notes import without_library_notes
from training_bridge.training.recipes import BASE_WEIGHTS, SUPERVISED_WEIGHTS
from training_bridge.training.report import REPORT_FILE

MADE_FROM = "made_from.json"


def recipe_model(name: str) -> str:
    """Say how recipes name a model: a Hugging Face name as it is, others by their place in the folder."""
    return BASE_WEIGHTS if name == DEMONSTRATION_MODEL or Path(name).is_dir() else name


def link_base_weights(root: Path, name: str, base: Any, shared: Path) -> None:
    """Put a link to the base model where the recipes look for it, unless its name is enough.

    The demonstration model comes quantised in one file that no trainer reads: it is written out once, in
    `shared`, for all runs of this machine.
    """
    link = root / BASE_WEIGHTS
    if recipe_model(name) != BASE_WEIGHTS or link.exists():
        return
    target = Path(name)
    if name == DEMONSTRATION_MODEL:
        target = shared / f"{name}-{base.sha256[:16]}"
        if not target.exists():
            _save_whole(base.model, base.tokenizer, target)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(target.resolve(), target_is_directory=True)


def write_supervised_weights(root: Path, adapter: Path, base: Any) -> Path:
    """Write the supervised model in one piece, base and adapter together, unless it is there already.

    Later stages put their adapters on it, as TRL asks for: an adapter upon an adapter could neither be held
    to the supervised model nor be trained at the command line.
    """
    folder = root / SUPERVISED_WEIGHTS
    source = {"adapter": json.loads((adapter / REPORT_FILE).read_bytes())}
    made_from = folder / MADE_FROM
    if made_from.exists() and json.loads(made_from.read_bytes()) == json.loads(json.dumps(source)):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    _save_whole(base.model, base.tokenizer, folder, _merged(base.model, adapter), json.dumps(source))
    return folder


def _merged(model: Any, adapter: Path) -> dict[str, Any]:
    """Give the weights of a model with its adapter added, and leave the model as it is."""
    import torch
    from peft import PeftModel
    from peft.tuners.tuners_utils import BaseTunerLayer

    with without_library_notes(), torch.no_grad():
        together: Any = PeftModel.from_pretrained(model, str(adapter))
        layers: Any = together.base_model.model.named_modules()
        added = {
            f"{name}.weight": layer.get_delta_weight("default")  # type: ignore[attr-defined]
            for name, layer in layers
            if isinstance(layer, BaseTunerLayer)
        }
        plain = together.unload()
        if hasattr(plain, "peft_config"):
            del plain.peft_config
        return {
            name: weight + added[name].to(weight.dtype) if name in added else weight
            for name, weight in plain.state_dict().items()
        }


def _save_whole(
    model: Any, tokenizer: Any, folder: Path, weights: dict[str, Any] | None = None, made_from: str = "{}"
) -> None:
    """Save a model in full or not at all."""
    passing = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    named = model.config._name_or_path
    try:
        with without_library_notes(), contextlib.redirect_stderr(io.StringIO()):
            model.save_pretrained(str(passing), state_dict=weights)
        tokenizer.save_pretrained(str(passing))
        (passing / MADE_FROM).write_text(made_from)
        passing.rename(folder)
    finally:
        model.config._name_or_path = named
        shutil.rmtree(passing, ignore_errors=True)
