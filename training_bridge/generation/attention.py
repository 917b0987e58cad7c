"""Attention of rows that share a beginning, without a copy of it for each row.

Few-shot transcripts make up most of a critique prompt. Copying their keys and values into every row's cache
costs more than the model itself on a small machine. Here they are kept once, and all rows ask them in one
matrix product. The result equals ordinary attention over beginning + row: the scores against both go through
one softmax.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from training_bridge.generation.interface import GenerationError
from training_bridge.generation.packed_weights import packed_weights_of
from training_bridge.generation.passes import WRONG_KIND, Pass

ATTENTION_NAME = "concord_shared_prefix"


def ragged_attention(
    module: Any,
    query: Any,
    key: Any,
    value: Any,
    _attention_mask: Any,
    scaling: float | None = None,
    ragged: Pass | None = None,
    softcap: float | None = None,
    sliding_window: int | None = None,
    **options: Any,
) -> tuple[Any, None]:
    """Attend to the shared prefix and to the row's own tokens.

    query is (1, heads, tokens, head size); key and value are (1, key-value heads, tokens, head size). Below:
    r rows, w tokens of each (padded), g groups of heads that share keys, s heads in each, t = s * w.
    """
    import torch

    if ragged is None:
        raise GenerationError(f"{WRONG_KIND}: it does not hand on what its attention is told")
    if options.get("s_aux") is not None:
        raise GenerationError(f"{WRONG_KIND}: its attention has sinks")
    heads, size = query.shape[1], query.shape[3]
    groups, rows, width = key.shape[1], ragged.row_count, ragged.width
    share = heads // groups
    scale = size**-0.5 if scaling is None else scaling
    all_keys, all_values = ragged.store.add(module.layer_idx, key[0], value[0], ragged.slots, ragged.places)
    keys = all_keys[ragged.rows, :, : ragged.reach]
    values = all_values[ragged.rows, :, : ragged.reach]

    asked = query[0].transpose(0, 1) * scale
    if ragged.spread is not None:
        asked = asked[ragged.spread]
    # Heads of one group ask the same keys, so they become more queries: (r, g, t, size).
    asked = asked.reshape(rows, width, groups, share, size).permute(0, 2, 3, 1, 4)
    asked = asked.reshape(rows, groups, share * width, size)
    scores = asked @ keys.transpose(2, 3)
    scores = _capped(scores, softcap).view(rows, groups, share, width, ragged.reach)
    too_far = _beyond(sliding_window, ragged, ragged.reach, behind=0)
    blocked = ragged.blocked if too_far is None else ragged.blocked | too_far[:, None]
    lowest = torch.finfo(scores.dtype).min
    scores.masked_fill_(blocked[:, :, None], lowest)
    # From here on groups come first, so that the prefix' part is one product for each group.
    scores = scores.view(rows, groups, share * width, ragged.reach).transpose(0, 1)
    if ragged.prefix is None:
        weights = torch.softmax(scores.float(), dim=-1).to(values.dtype)
        attended = (weights.transpose(0, 1) @ values).transpose(0, 1)
    else:
        prefix_keys, prefix_values = ragged.prefix.layers[module.layer_idx]
        shared = prefix_keys.shape[1]
        together = asked.transpose(0, 1).reshape(groups, -1, size)
        on_prefix = _capped(together @ prefix_keys.transpose(1, 2), softcap)
        on_prefix = on_prefix.view(groups, rows, share, width, shared)
        too_far = _beyond(sliding_window, ragged, shared, behind=shared)
        if too_far is not None:
            on_prefix.masked_fill_(too_far[:, None], lowest)
        on_both = torch.cat([on_prefix.view(groups, rows, -1, shared), scores], dim=-1)
        weights = torch.softmax(on_both.float(), dim=-1).to(values.dtype)
        attended = weights[..., :shared].reshape(groups, -1, shared) @ prefix_values
        attended = attended.view(groups, rows, -1, size)
        attended = attended + (weights[..., shared:].transpose(0, 1) @ values).transpose(0, 1)
    attended = attended.reshape(groups, rows, share, width, size).permute(1, 3, 0, 2, 4)
    attended = attended.reshape(rows * width, heads, size)
    if ragged.gathered is not None:
        attended = attended[ragged.gathered]
    return attended[None].contiguous(), None


def _capped(scores: Any, softcap: float | None) -> Any:
    return scores if softcap is None else softcap * (scores / softcap).tanh()


def _beyond(window: int | None, ragged: Pass, count: int, *, behind: int) -> Any:
    """Say which of the first `count` places a layer with a sliding window does not see: (r, w, count).

    `behind` is how far they lie before the row's own first place. None where all is within the window.
    """
    import torch

    before = ragged.prefix.length if ragged.prefix else 0
    if window is None or before + ragged.reach <= window:
        return None
    seen = torch.arange(count, device=ragged.where.device)
    return ragged.where[:, :, None] + behind - seen >= window


@contextmanager
def running(model: Any) -> Iterator[None]:
    """Let the model run passes for a while: with this attention, packed weights, and no gradients."""
    import torch
    from transformers import AttentionInterface

    AttentionInterface.register(ATTENTION_NAME, ragged_attention)
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    before = base.config._attn_implementation
    base.set_attn_implementation(ATTENTION_NAME)
    try:
        with torch.inference_mode(), packed_weights_of(base):
            yield
    except RuntimeError as error:
        # A GPU says the one, a CPU the other; no class of error covers both.
        if "out of memory" in str(error).lower() or "can't allocate memory" in str(error):
            raise GenerationError(f"Memory ran out; let fewer rows be written at a time: {error}") from error
        raise
    finally:
        base.set_attn_implementation(before)
