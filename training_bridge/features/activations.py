"""What a model computes behind one layer, token by token, read in batches and kept on the disk.

Left out are the tokens that all texts begin with (the chat template's own) and so the very first one, whose
activations are outliers that mean nothing (Xiao et al. 2023, *Efficient Streaming Language Models with
Attention Sinks*, section 3).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training_bridge.features.layers import layers_of
from training_bridge.features.texts import FeatureText
from training_bridge.inert_messages import InertText
from training_bridge.record_files import write_json

ROWS_A_BATCH = 8


@dataclass(frozen=True)
class TokenRows:
    """Texts as tokens.

    Attributes:
        rows: the tokens of each text, template included.
        skipped: so many tokens at the beginning of each are the same in all, and are left out.
    """

    rows: tuple[tuple[int, ...], ...]
    skipped: int

    @property
    def counts(self) -> list[int]:
        """Count the tokens of each text that are looked at."""
        return [len(row) - self.skipped for row in self.rows]

    @property
    def starts(self) -> list[int]:
        """Give where each text begins in the line of all tokens that are looked at."""
        return [0, *np.cumsum(self.counts).tolist()][:-1]


def tokens_of(tokenizer: Any, texts: Sequence[FeatureText], most: int) -> TokenRows:
    """Turn texts into tokens as the model reads a request and its own answer, each cut off at `most`."""
    inert = InertText(tokenizer)
    rows = []
    for text in texts:
        asked = [{"role": "user", "content": inert.message(text.prompt)}]
        rendered = tokenizer.apply_chat_template(asked, add_generation_prompt=True, tokenize=False)
        row = tokenizer(rendered, add_special_tokens=False)["input_ids"]
        answer = tokenizer(inert.passage(text.answer), add_special_tokens=False)["input_ids"]
        rows.append(tuple([*row, *answer][:most]))
    shared = 0
    while all(len(row) > shared + 1 for row in rows) and len({row[shared] for row in rows}) == 1:
        shared += 1
    return TokenRows(tuple(rows), max(1, shared) if len(rows) > 1 else 1)


class _Read(Exception):
    """The layer has been reached: the layers behind it need not be computed."""


@contextmanager
def hooked(model: Any, layer: int, change: Callable[[Any], Any]) -> Iterator[None]:
    """Hand what the layer (counted from 1) gives on to `change`; the hook is gone afterwards.

    `change` takes activations (rows, tokens, width) and gives others, or None to leave them.
    """

    def hook(_module: Any, _inputs: Any, output: Any) -> Any:
        hidden = output[0] if isinstance(output, tuple) else output
        changed = change(hidden)
        if changed is None:
            return None
        return (changed, *output[1:]) if isinstance(output, tuple) else changed

    handle = layers_of(model)[layer - 1].register_forward_hook(hook)
    try:
        yield
    finally:
        handle.remove()


def activations_of(model: Any, rows: Sequence[Sequence[int]], layer: int, padding: int) -> Any:
    """Give the activations behind a layer as a tensor (rows, longest, width)."""
    import torch

    longest = max(map(len, rows))
    tokens = torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows], device=model.device)
    there = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=model.device)
    kept: list[Any] = []

    def keep(hidden: Any) -> None:
        kept.append(hidden.detach())
        raise _Read

    with torch.inference_mode(), hooked(model, layer, keep), suppress(_Read):
        model(input_ids=tokens, attention_mask=there, use_cache=False)
    return kept[0]


def gather(
    model: Any, tokens: TokenRows, layer: int, path: Path, padding: int, advance: Callable[[int], None]
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Write the activations of all tokens that are looked at into a file, (tokens, width), and map it.

    A batch is on the disk before the next is computed; batches depend on the texts alone, so that a process
    that was killed goes on to the same bytes.
    """
    width = model.config.get_text_config().hidden_size
    shape = (sum(tokens.counts), width)
    done_file = path.with_suffix(".json")
    state = json.loads(done_file.read_bytes()) if path.exists() and done_file.exists() else {}
    done = state.get("rows", 0) if state.get("shape") == list(shape) else 0
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = np.lib.format.open_memmap(
        path, mode="r+" if done else "w+", dtype=None if done else np.float32, shape=None if done else shape
    )
    starts = tokens.starts
    advance(done)
    for first in range(done, len(tokens.rows), ROWS_A_BATCH):
        batch = tokens.rows[first : first + ROWS_A_BATCH]
        found = activations_of(model, batch, layer, padding).float().cpu().numpy()
        for place, row in enumerate(batch):
            start = starts[first + place]
            kept[start : start + len(row) - tokens.skipped] = found[place, tokens.skipped : len(row)]
        kept.flush()
        write_json(done_file, {"rows": first + len(batch), "shape": list(shape)})
        advance(len(batch))
    return kept
