"""Which token comes next in each row: penalties, forbidden repetitions, and the draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from training_bridge.generation.interface import Sampling


class Runs:
    """The runs of n tokens that were read or written, to ask which token would repeat one."""

    def __init__(self, length: int, tokens: Sequence[int], after: Runs | None = None) -> None:
        """Read the first tokens, `after` those that others have read too; a length of 0 remembers nothing."""
        self._length = length
        self._after = after
        self._tail: tuple[int, ...] = after._tail if after else ()
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
        own = self._next.get(self._tail, set())
        return own | self._after._next.get(self._tail, set()) if self._after else own


@dataclass
class WrittenRow:
    """One answer being written: its own tokens, what was written, and what decides the next token."""

    place: int
    asked: Sequence[int]
    stop: tuple[str, ...]
    draws: Random
    runs: Runs
    length: int = 0
    tokens: list[int] = field(default_factory=list)
    text: str | None = None
    finished: bool = False


def choose_tokens(logits: Any, rows: Sequence[WrittenRow], sampling: Sampling) -> list[int]:
    """Choose each row's next token on the device the logits, (rows, vocabulary), are on; they are changed."""
    import torch

    if sampling.repetition_penalty > 1:
        _penalise(logits, rows, sampling.repetition_penalty)
    barred = [(number, token) for number, row in enumerate(rows) for token in row.runs.forbidden()]
    if barred:
        where = torch.tensor(barred, device=logits.device).T
        logits[where[0], where[1]] = -torch.inf
    if sampling.temperature == 0:
        return [int(token) for token in logits.argmax(-1).tolist()]
    likely = torch.softmax(logits.double() / sampling.temperature, dim=-1).cumsum(-1)
    draws = torch.tensor([[row.draws.random()] for row in rows], dtype=likely.dtype, device=logits.device)
    drawn = torch.searchsorted(likely, draws * likely[:, -1:], right=True)
    return [int(token) for token in drawn[:, 0].clamp(max=logits.shape[1] - 1).tolist()]


def _penalise(logits: Any, rows: Sequence[WrittenRow], penalty: float) -> None:
    import torch

    begun = [number for number, row in enumerate(rows) if row.tokens]
    if not begun:
        return
    longest = max(len(rows[number].tokens) for number in begun)
    # Shorter rows repeat their first token: a token's penalty counts once however often it stands there.
    used = [rows[n].tokens + rows[n].tokens[:1] * (longest - len(rows[n].tokens)) for n in begun]
    tokens = torch.tensor(used, device=logits.device)
    places = torch.tensor(begun, device=logits.device)[:, None]
    old = logits[places, tokens]
    logits[places, tokens] = torch.where(old > 0, old / penalty, old * penalty)
