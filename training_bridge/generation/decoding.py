"""Token by token: the loop that lets many rows write side by side.

Own code rather than `model.generate`, for what it does not do: a row that has reached its stop sequence
makes room for the next one at once, each row draws from its own seed whatever its neighbours are, a shared
beginning is kept once for all rows, and a row may go on from one that has ended before.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from training_bridge.generation.interface import Generation, Sampling
from training_bridge.generation.kept_rows import KeptRows
from training_bridge.generation.memory import Limits
from training_bridge.generation.passes import NewTokens, run_pass
from training_bridge.generation.row_store import RowStore
from training_bridge.generation.sampling import Runs, WrittenRow, choose_tokens
from training_bridge.generation.shared_prefix import SharedPrefix


class Decoder:
    """Continues every row until its stop sequence, the end token, or `sampling.max_new_tokens`.

    `token_rows` are the rows' own tokens after the prefix, at least one each. `spared` counts tokens
    that were not computed because a kept row held them.
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        token_rows: Sequence[Sequence[int]],
        *,
        stops: Sequence[tuple[str, ...]],
        seeds: Sequence[int],
        sampling: Sampling,
        prefix: SharedPrefix | None,
        limits: Limits,
        kept: KeptRows,
    ) -> None:
        """Compute nothing yet."""
        self._model = model
        self._sampling = sampling
        self._prefix = prefix
        self._limits = limits
        self._kept = kept
        self._texts = TextEnds(model, tokenizer)
        shared_runs = Runs(sampling.no_repeat_tokens, prefix.tokens if prefix else ())
        self._groups = deque(
            [
                WrittenRow(
                    place,
                    token_rows[place],
                    stops[place],
                    Random(seeds[place]),  # noqa: S311 - sampling, no secret  # nosec
                    Runs(sampling.no_repeat_tokens, token_rows[place], shared_runs),
                )
                for place in group
            ]
            for group in of_like_length([len(row) + sampling.max_new_tokens for row in token_rows])
        )
        self._waiting: deque[WrittenRow] = deque()
        self._active: list[WrittenRow] = []
        self._store = RowStore(layers=1, slots=1, places=1)
        self.spared = 0

    def advance(self) -> list[tuple[int, Generation]]:
        """Go on until at least one row has ended, and give those that did; none when all have.

        Must run inside `running(model)`.
        """
        ended: list[tuple[int, Generation]] = []
        while not ended and (self._active or self._waiting or self._groups):
            if not self._active:
                self._begin_group()
            for row, token in zip(self._active, self._next_tokens(), strict=True):
                row.tokens.append(token)
                row.runs.read(token)
                self._texts.end(row, self._sampling.max_new_tokens)
            ended = self._release()
        return ended

    def _begin_group(self) -> None:
        group = self._groups.popleft()
        places = len(group[0].asked) + self._sampling.max_new_tokens
        slots = max(1, min(self._limits.rows, self._limits.tokens // places, len(group)))
        self._store = RowStore(layers=self._model.config.num_hidden_layers, slots=slots, places=places)
        self._waiting.extend(group)
        for slot in range(slots):
            self._active.append(self._admit(slot))

    def _admit(self, slot: int) -> WrittenRow:
        """Let the next waiting row into a slot, with what a kept row knows of it already."""
        row = self._waiting.popleft()
        # The last token is always read with the others' next one: its logits are the row's first.
        length, known = self._kept.find(self._prefix, row.asked[:-1])
        if known is not None:
            self._store.put(slot, known, length)
        row.length = length
        self.spared += length
        return row

    def _next_tokens(self) -> list[int]:
        self._read_beginnings()
        new = [
            NewTokens(slot, row.length, [row.tokens[-1] if row.tokens else row.asked[-1]])
            for slot, row in enumerate(self._active)
        ]
        logits = run_pass(self._model, self._store, self._prefix, new)
        for row in self._active:
            row.length += 1
        return choose_tokens(logits, self._active, self._sampling)

    def _read_beginnings(self) -> None:
        """Read what is still unread of newcomers, but for each one's last token."""
        unread = [
            NewTokens(slot, row.length, row.asked[row.length : -1])
            for slot, row in enumerate(self._active)
            if row.length < len(row.asked) - 1
        ]
        for part in in_passes(unread, self._limits.pass_tokens):
            run_pass(self._model, self._store, self._prefix, part)
            for new in part:
                self._active[new.slot].length += len(new.tokens)

    def _release(self) -> list[tuple[int, Generation]]:
        """Give the rows that have ended, and their slots to waiting rows or to the last ones."""
        ended = []
        for slot in reversed(range(len(self._active))):
            row = self._active[slot]
            if row.text is None:
                continue
            ended.append((row.place, Generation(row.text.strip(), len(row.tokens), row.finished)))
            tokens = [*row.asked, *row.tokens[:-1]]
            self._kept.keep(self._prefix, tokens, self._store.row(slot, len(tokens)))
            if self._waiting:
                self._active[slot] = self._admit(slot)
                continue
            last = self._active.pop()
            if last is not row:
                self._store.move(len(self._active), slot, last.length)
                self._active[slot] = last
        return ended


class TextEnds:
    """Notices where a row's text ends, without decoding all of it at every token."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        """Ask the model and the tokenizer for their end tokens."""
        configured = getattr(model.generation_config, "eos_token_id", None)
        ends = configured if isinstance(configured, list) else [configured]
        self._ends = frozenset(token for token in [*ends, tokenizer.eos_token_id] if token is not None)
        self._tokenizer = tokenizer
        self._pieces: dict[int, str] = {}

    def end(self, row: WrittenRow, most_tokens: int) -> None:
        """Set the text of a row, and whether it came to an end by itself, if its last token ends it."""
        if row.tokens[-1] in self._ends:
            row.text, row.finished = self._decode(row.tokens), True
            return
        if any(self._may_close(stop, row.tokens[-1]) for stop in row.stop):
            text = self._decode(row.tokens)
            found = [place for place in (text.find(stop) for stop in row.stop) if place >= 0]
            if found:
                row.text, row.finished = text[: min(found)], True
                return
        if len(row.tokens) >= most_tokens:
            row.text = self._decode(row.tokens)

    def _may_close(self, stop: str, token: int) -> bool:
        """Say whether this token may hold the last sign of a stop sequence."""
        last = stop[-1]
        if token not in self._pieces:
            self._pieces[token] = self._decode([token])
        # A single token's text may lack its space, and a sign beyond ASCII may be spread over several.
        return not last.isascii() or last == " " or last in self._pieces[token]

    def _decode(self, tokens: list[int]) -> str:
        return str(self._tokenizer.decode(tokens, skip_special_tokens=True))


def of_like_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Give the places of the lengths, longest first, in groups whose lengths differ by less than twice."""
    group: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: (-lengths[place], place)):
        if group and 2 * lengths[place] <= lengths[group[0]]:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def in_passes(new: Sequence[NewTokens], most_tokens: int) -> Iterator[list[NewTokens]]:
    """Divide rows into passes of at most so many tokens; one longer row goes alone."""
    part: list[NewTokens] = []
    count = 0
    for row in sorted(new, key=lambda row: -len(row.tokens)):
        if part and count + len(row.tokens) > most_tokens:
            yield part
            part, count = [], 0
        part.append(row)
        count += len(row.tokens)
    if part:
        yield part
