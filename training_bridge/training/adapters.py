"""Puts a trained adapter on the base model, together with the one that it was trained upon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training_bridge.library_notes import without_library_notes
from training_bridge.training.recipes import SUPERVISED_WEIGHTS


def adapters_of(folder: Path) -> list[Path]:
    """Give the adapters that a trained model consists of, in the order in which they were trained.

    One that was trained on the supervised model in one piece says so in its own configuration.
    """
    configuration = json.loads((folder / "adapter_config.json").read_bytes())
    upon = configuration.get("base_model_name_or_path")
    return [folder.parent / Path(SUPERVISED_WEIGHTS).name, folder] if upon == SUPERVISED_WEIGHTS else [folder]


def put_on(model: Any, folder: Path) -> Any:
    """Put a trained model's adapters on its base model; they add up, and `unload` takes them all off."""
    from peft import PeftModel

    first, *others = adapters_of(folder)
    with without_library_notes():
        together: Any = PeftModel.from_pretrained(model, str(first), adapter_name=first.name)
        for other in others:
            together.load_adapter(str(other), adapter_name=other.name)
        together.base_model.set_adapter([first.name, *(other.name for other in others)])
    return together
