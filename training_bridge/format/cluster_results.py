"""What a cluster leaves in `models/` after it trained from an exported folder, as far as it is safe. PURE.

TRL's command line writes more than an adapter: checkpoints, and its arguments as a pickle, which runs code
when it is read. So weights come as safetensors, everything else as plain text, and the rest stays behind.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SAFE_FILES = re.compile(r"[\w.-]+\.(?:safetensors|json|txt|jinja|md|yaml|jsonl)")
REPORT = "training.json"
ADAPTER = "adapter_model.safetensors"
LARGEST_HEADER = 100_000_000


@dataclass(frozen=True)
class ClusterResults:
    """The files under `models/` that the manifest does not have, or has otherwise.

    Attributes:
        taken: those that come along, by their name in the folder.
        left_out: those that stay behind: pickles, checkpoints, links, whatever is neither weights nor text.
    """

    taken: tuple[str, ...]
    left_out: tuple[str, ...]


def cluster_results(folder: Path, listed: dict[str, str], digest_of: Any) -> ClusterResults:
    """Tell the new and changed files of `models/` apart; `listed` is the manifest's part."""
    taken, left_out = [], []
    for path in sorted((folder / "models").rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() and not path.is_symlink():
            continue
        if path.is_symlink() or not SAFE_FILES.fullmatch(path.name) or _is_checkpoint(path):
            left_out.append(name)
        elif listed.get(name) != digest_of(path):
            taken.append(name)
    return ClusterResults(tuple(taken), tuple(left_out))


def report_of(folder: Path) -> dict[str, Any] | None:
    """Give the report of a model that TRL's command line trained; None where nothing says what it did.

    Steps and losses come from the newest trainer state, the number of weights from the adapter itself.
    """
    states = sorted(folder.glob("checkpoint-*/trainer_state.json"), key=_step_of)
    own = folder / "trainer_state.json"
    path = own if own.exists() else (states[-1] if states else None)
    if path is None or not (folder / ADAPTER).exists():
        return None
    try:
        state = json.loads(path.read_bytes())
        losses = [float(entry["loss"]) for entry in state["log_history"] if "loss" in entry]
        return {
            "steps": int(state["global_step"]),
            "losses": losses,
            "trainable_parameters": count_weights(folder / ADAPTER),
        }
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def count_weights(path: Path) -> int:
    """Count the numbers in a safetensors file by its header alone.

    Raises:
        ValueError: it is no such file.
    """
    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        if length > LARGEST_HEADER:
            raise ValueError(f"{path.name} is no safetensors file")
        header = json.loads(stream.read(length))
    return sum(_product(shape) for shape in _shapes(header))


def _shapes(header: dict[str, Any]) -> Iterator[list[int]]:
    for name, tensor in header.items():
        if name != "__metadata__":
            yield tensor["shape"]


def _product(shape: list[int]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def _is_checkpoint(path: Path) -> bool:
    return any(part.startswith("checkpoint") for part in path.parts)


def _step_of(path: Path) -> int:
    found = re.search(r"checkpoint-(\d+)", path.as_posix())
    return int(found[1]) if found else 0
