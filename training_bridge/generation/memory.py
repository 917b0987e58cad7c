"""How much memory there is, whether a model fits, and how much its rows may take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.generation.interface import GenerationError

ROOM_BESIDE_WEIGHTS = 1.2
"""A model needs about a fifth more than its weights to answer at all."""
SHARE_FOR_ROWS = 0.4
SHARE_FOR_KEPT_ROWS = 0.1
TOKENS_A_PASS = {"cpu": 512, "cuda": 16_384}
"""On a CPU what a pass of so many tokens needs stays in its cache; a GPU wants more at once."""


@dataclass(frozen=True)
class Limits:
    """How much goes through a model at a time.

    Attributes:
        rows: rows written side by side.
        tokens: tokens whose keys and values are held for them.
        pass_tokens: new tokens of one pass.
        kept_bytes: memory for rows that have ended and may be continued.
    """

    rows: int
    tokens: int
    pass_tokens: int
    kept_bytes: int


def limits_of(model: Any, rows: int) -> Limits:
    """Bound what the rows of a loaded model may take, by the memory that is free now."""
    device = model.device.type
    free = available_bytes(device)
    layers, heads, size = _shape(model.config)
    bytes_a_token = 2 * layers * heads * size * model.dtype.itemsize
    return Limits(
        rows=rows,
        tokens=max(1, int(SHARE_FOR_ROWS * free / bytes_a_token)),
        pass_tokens=TOKENS_A_PASS.get(device, TOKENS_A_PASS["cpu"]),
        kept_bytes=int(SHARE_FOR_KEPT_ROWS * free),
    )


def refuse_if_too_large(name: str, weights: int, bytes_a_weight: int, device: str) -> None:
    """Raise GenerationError, with the figures, where a model cannot fit into the memory that is free."""
    needed, free = int(weights * bytes_a_weight * ROOM_BESIDE_WEIGHTS), available_bytes(device)
    if needed <= free:
        return
    where = "of the GPU's memory" if device == "cuda" else "of memory"
    raise GenerationError(
        f"The model '{name}' does not fit: its {_count(weights)} weights need {_gigabytes(needed)} in "
        f"{8 * bytes_a_weight}-bit numbers, and {_gigabytes(free)} {where} are free. Name a smaller model, "
        "or serve this one elsewhere and name the server."
    )


def available_bytes(device: str) -> int:
    """Give the memory that is free: on the GPU, or what Linux would give this process without swapping."""
    if device == "cuda":
        import torch

        return int(torch.cuda.mem_get_info()[0])
    free = _line("/proc/meminfo", "MemAvailable:") * 1024
    limit, used = _number("/sys/fs/cgroup/memory.max"), _number("/sys/fs/cgroup/memory.current")
    bounds = [bound for bound in (free, limit - used if limit else 0) if bound > 0]
    # Where nothing says how much there is, the system will.
    return min(bounds, default=1 << 40)


def _shape(config: Any) -> tuple[int, int, int]:
    text = config.get_text_config()
    heads = text.num_attention_heads
    size = getattr(text, "head_dim", None) or text.hidden_size // heads
    return text.num_hidden_layers, getattr(text, "num_key_value_heads", None) or heads, size


def _line(path: str, name: str) -> int:
    file = Path(path)
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def _number(path: str) -> int:
    file = Path(path)
    text = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    return int(text) if text.isdigit() else 0


def _count(weights: int) -> str:
    return f"{weights / 1e9:.1f} billion" if weights >= 1e9 else f"{weights / 1e6:.0f} million"


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
