"""Rows of tokens that go through a model together: padding, places and attention mask in one spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training_bridge.generation.shared_prefix import SharedPrefix


class Batch:
    """Left-padded rows after a shared prefix, with the cache that lets them grow token by token.

    Must be used inside `shared_prefix_attention_of(model)` and torch's inference mode. Rows hold their own
    tokens only, at least one each. `logits` is (rows, kept places, vocabulary), float32, on the model's
    device; row r's last token is at its last place.
    """

    def __init__(
        self,
        model: Any,
        token_rows: Sequence[Sequence[int]],
        prefix: SharedPrefix | None,
        *,
        keep_logits: int = 1,
        grows: bool = True,
    ) -> None:
        """Run the model over the rows. Without `grows` no cache is kept and `step` must not be used."""
        import torch
        from transformers import DynamicCache

        self._model = model
        self._prefix = prefix
        self._before = len(prefix.tokens) if prefix else 0
        self._cache = DynamicCache(config=model.config) if grows else None
        longest = max(len(row) for row in token_rows)
        token_ids = torch.zeros((len(token_rows), longest), dtype=torch.long)
        self._real = torch.zeros((len(token_rows), longest), dtype=torch.bool)
        for number, row in enumerate(token_rows):
            token_ids[number, longest - len(row) :] = torch.tensor(list(row))
            self._real[number, longest - len(row) :] = True
        positions = (self._real.cumsum(1) - 1).clamp(min=0) + self._before
        causal = torch.ones((longest, longest), dtype=torch.bool).tril()
        # A padding place may look at itself, so that no softmax runs over nothing.
        allowed = (self._real[:, None, :] & causal) | torch.eye(longest, dtype=torch.bool)
        self._forward(token_ids, positions, allowed, keep_logits)

    def step(self, tokens: Sequence[int]) -> None:
        """Append one token to each row and compute the logits of the next."""
        import torch

        self._real = torch.cat([self._real, torch.ones((len(tokens), 1), dtype=torch.bool)], dim=1)
        positions = self._real.sum(1, keepdim=True) - 1 + self._before
        self._forward(torch.tensor(list(tokens))[:, None], positions, self._real[:, None, :], 1)

    def keep(self, places: Sequence[int]) -> None:
        """Let only these rows go on."""
        import torch

        chosen = torch.tensor(list(places))
        self._real = self._real[chosen]
        if self._cache is not None:
            self._cache.batch_select_indices(chosen.to(self._model.device))

    def _forward(self, token_ids: Any, positions: Any, allowed: Any, keep_logits: int) -> None:
        device = self._model.device
        output = self._model(
            input_ids=token_ids.to(device),
            position_ids=positions.to(device),
            attention_mask=allowed[:, None].to(device),
            past_key_values=self._cache,
            use_cache=self._cache is not None,
            logits_to_keep=keep_logits,
            shared_prefix=self._prefix,
        )
        self.logits = output.logits.float()
