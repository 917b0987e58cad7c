"""Token by token: the loop that lets a batch of rows write.

Own code rather than `model.generate`, for three things it does not do: rows that have reached their stop
sequence leave the batch at once, each row draws from its own seed whatever its neighbours are, and a prefix
is kept once for all rows (`shared_prefix.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from training_bridge.generation.batch import Batch
from training_bridge.generation.interface import Generation, Sampling
from training_bridge.generation.shared_prefix import SharedPrefix


class Runs:
    """The runs of n tokens that were read or written, to ask which token would repeat one."""

    def __init__(self, length: int, tokens: Sequence[int]) -> None:
        """Read the first tokens; a length of 0 remembers nothing."""
        self._length = length
        self._tail: tuple[int, ...] = ()
        self._next: dict[tuple[int, ...], set[int]] = {}
        for token in tokens if length else ():
            self.read(token)

    def read(self, token: int) -> None:
        """Remember one more token."""
        if not self._length:
            return
        if len(self._tail) == self._length - 1:
            self._next.setdefault(self._tail, set()).add(token)
        self._tail = (*self._tail, token)[-(self._length - 1) :]

    def forbidden(self) -> set[int]:
        """Give the tokens that would complete a run that was there before."""
        return self._next.get(self._tail, set())


@dataclass
class _Row:
    """One answer being written."""

    stop: tuple[str, ...]
    draws: Any
    runs: Runs
    tokens: list[int] = field(default_factory=list)
    text: str = ""
    finished: bool = False


def decode(
    model: Any,
    tokenizer: Any,
    token_rows: Sequence[Sequence[int]],
    *,
    stops: Sequence[tuple[str, ...]],
    seeds: Sequence[int],
    sampling: Sampling,
    prefix: SharedPrefix | None,
) -> list[Generation]:
    """Continue every row until its stop sequence, the end token, or `sampling.max_new_tokens`.

    Must run inside `shared_prefix_attention_of(model)` and torch's inference mode.
    """
    import torch

    ends = _end_tokens(model, tokenizer)
    first = prefix.tokens if prefix else ()
    rows = [
        _Row(stop, torch.Generator().manual_seed(seed), Runs(sampling.no_repeat_tokens, [*first, *tokens]))
        for stop, seed, tokens in zip(stops, seeds, token_rows, strict=True)
    ]
    batch = Batch(model, token_rows, prefix)
    active = list(rows)
    while active:
        for row, token in zip(active, _choose(batch.logits[:, -1], active, sampling), strict=True):
            _take(row, token, tokenizer, ends)
        keep = [
            number
            for number, row in enumerate(active)
            if not row.finished and len(row.tokens) < sampling.max_new_tokens
        ]
        if keep and len(keep) < len(active):
            batch.keep(keep)
        active = [active[number] for number in keep]
        if active:
            batch.step([row.tokens[-1] for row in active])
    return [Generation(row.text.strip(), len(row.tokens), row.finished) for row in rows]


def _choose(logits: Any, rows: Sequence[_Row], sampling: Sampling) -> list[int]:
    import torch

    scores = logits.cpu().clone()
    if sampling.repetition_penalty > 1:
        for number, row in enumerate(rows):
            if row.tokens:
                used = torch.tensor(sorted(set(row.tokens)))
                old = scores[number, used]
                scores[number, used] = torch.where(
                    old > 0, old / sampling.repetition_penalty, old * sampling.repetition_penalty
                )
    for number, row in enumerate(rows):
        if forbidden := row.runs.forbidden():
            scores[number, torch.tensor(sorted(forbidden))] = -torch.inf
    if sampling.temperature > 0:
        # Gumbel noise makes the largest score a draw from the softmax.
        noise = torch.stack([torch.rand(scores.shape[1], generator=row.draws) for row in rows])
        scores = scores / sampling.temperature - torch.log(-torch.log(noise.clamp(1e-12, 1 - 1e-7)))
    return [int(token) for token in scores.argmax(-1)]


def _take(row: _Row, token: int, tokenizer: Any, ends: frozenset[int]) -> None:
    row.tokens.append(token)
    row.runs.read(token)
    if token in ends:
        row.finished = True
        return
    row.text = tokenizer.decode(row.tokens, skip_special_tokens=True)
    found = [place for place in (row.text.find(stop) for stop in row.stop) if place >= 0]
    if found:
        row.text, row.finished = row.text[: min(found)], True


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    configured = getattr(model.generation_config, "eos_token_id", None)
    ends = configured if isinstance(configured, list) else [configured]
    return frozenset(token for token in [*ends, tokenizer.eos_token_id] if token is not None)
