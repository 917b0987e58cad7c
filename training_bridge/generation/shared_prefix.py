"""Attention over a beginning that every row of a batch shares, without a copy of it for each row.

Few-shot transcripts make up most of a critique prompt. Copying their keys and values into every row's
cache (and again at every new token) costs more than the model itself on a small machine. Here they are
kept once, and all rows ask them in one matrix product. The result equals ordinary attention over
beginning + row: the scores against both parts go through one softmax.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

ATTENTION_NAME = "concord_shared_prefix"


@dataclass(frozen=True)
class SharedPrefix:
    """Keys and values of some first tokens, one pair a layer, each (key-value heads, tokens, head size)."""

    tokens: tuple[int, ...]
    layers: tuple[tuple[Any, Any], ...]


def common_beginning(token_rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """Give the tokens that all rows begin with, leaving each row at least one token of its own."""
    if not token_rows:
        return ()
    rows = [list(row) for row in token_rows]
    first, last = min(rows), max(rows)
    limit = min(map(len, token_rows)) - 1
    length = 0
    while length < limit and first[length] == last[length]:
        length += 1
    return tuple(first[:length])


def read_prefix(model: Any, tokens: tuple[int, ...]) -> SharedPrefix:
    """Run the model over the tokens once and keep their keys and values."""
    import torch
    from transformers import DynamicCache

    cache = DynamicCache(config=model.config)
    with torch.inference_mode():
        token_ids = torch.tensor([list(tokens)], device=model.device)
        model(input_ids=token_ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
    layers: list[Any] = list(cache.layers)
    return SharedPrefix(tokens, tuple((layer.keys[0], layer.values[0]) for layer in layers))


def shared_prefix_attention(
    module: Any,
    query: Any,
    key: Any,
    value: Any,
    attention_mask: Any,
    scaling: float | None = None,
    shared_prefix: SharedPrefix | None = None,
    **_options: Any,
) -> tuple[Any, None]:
    """Attend to the shared prefix and to the row's own tokens.

    query is (rows, heads, new tokens, head size); key and value are (rows, key-value heads, tokens, head
    size); attention_mask is boolean, (rows, 1, new tokens, tokens), True where attention is allowed.
    """
    import torch

    rows, heads, new_tokens, size = query.shape
    groups = key.shape[1]
    scale = size**-0.5 if scaling is None else scaling
    # Grouped-query attention: the heads of one group ask the same keys, so they become more queries.
    asked = (query * scale).reshape(rows, groups, (heads // groups) * new_tokens, size)
    scores = asked @ key.transpose(2, 3)
    allowed = attention_mask.repeat(1, 1, heads // groups, 1)
    scores = scores.masked_fill(~allowed, torch.finfo(scores.dtype).min)
    if shared_prefix is None:
        attended = torch.softmax(scores, dim=-1) @ value
    else:
        shared = len(shared_prefix.tokens)
        prefix_key, prefix_value = shared_prefix.layers[module.layer_idx]
        together = asked.transpose(0, 1).reshape(groups, -1, size)
        prefix_scores = (together @ prefix_key.transpose(1, 2)).view(groups, rows, -1, shared)
        weights = torch.softmax(torch.cat([prefix_scores.transpose(0, 1), scores], dim=-1), dim=-1)
        on_prefix = weights[..., :shared].transpose(0, 1).reshape(groups, -1, shared)
        attended = (on_prefix @ prefix_value).view(groups, rows, -1, size).transpose(0, 1)
        attended = attended + weights[..., shared:] @ value
    return attended.reshape(rows, heads, new_tokens, size).transpose(1, 2).contiguous(), None


@contextmanager
def shared_prefix_attention_of(model: Any) -> Iterator[None]:
    """Let the model use this attention for a while."""
    from transformers import AttentionInterface

    AttentionInterface.register(ATTENTION_NAME, shared_prefix_attention)
    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    before = base.config._attn_implementation
    base.set_attn_implementation(ATTENTION_NAME)
    try:
        yield
    finally:
        base.set_attn_implementation(before)
