"""How probable given words are after given texts: one pass, nothing written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from training_bridge.generation.decoding import in_passes
from training_bridge.generation.interface import OnDone, Score
from training_bridge.generation.memory import Limits
from training_bridge.generation.passes import NewTokens, run_pass
from training_bridge.generation.row_store import RowStore
from training_bridge.generation.shared_prefix import SharedPrefix

MOST_PASS_TOKENS = 4096
"""Logits of so many tokens over a large vocabulary are already gigabytes."""


def score_rows(
    model: Any,
    prefix: SharedPrefix | None,
    contexts: Sequence[Sequence[int]],
    answers: Sequence[Sequence[int]],
    limits: Limits,
    on_done: OnDone | None,
) -> list[Score]:
    """Sum the log-probabilities of each answer's tokens after its context. Inside `running(model)`."""
    import torch

    scores = [Score(0.0, 0)] * len(contexts)
    asked = [place for place, answer in enumerate(answers) if answer]
    # The last token of an answer predicts nothing that is asked for.
    rows = [[*contexts[place], *answers[place][:-1]] for place in asked]
    for numbers, logits in _passes(model, prefix, rows, [len(answers[place]) for place in asked], limits):
        start = 0
        for number in numbers:
            answer = answers[asked[number]]
            likely = logits[start : start + len(answer)].log_softmax(-1)
            wanted = torch.tensor(list(answer), device=logits.device)[:, None]
            scores[asked[number]] = Score(float(likely.gather(1, wanted).sum()), len(answer))
            start += len(answer)
        if on_done:
            on_done(len(numbers))
    if on_done and len(asked) < len(contexts):
        on_done(len(contexts) - len(asked))
    return scores


def next_token_logits(
    model: Any,
    prefix: SharedPrefix | None,
    contexts: Sequence[Sequence[int]],
    tokens: Sequence[int],
    limits: Limits,
    on_done: OnDone | None,
) -> list[tuple[float, ...]]:
    """Give the log-probabilities of these tokens to come next in each row. Inside `running(model)`."""
    found: dict[int, tuple[float, ...]] = {}
    for numbers, logits in _passes(model, prefix, contexts, [1] * len(contexts), limits):
        likely = logits.log_softmax(-1)[:, list(tokens)].tolist()
        found.update(zip(numbers, map(tuple, likely), strict=True))
        if on_done:
            on_done(len(numbers))
    return [found[number] for number in range(len(contexts))]


def _passes(
    model: Any,
    prefix: SharedPrefix | None,
    rows: Sequence[Sequence[int]],
    wanted: Sequence[int],
    limits: Limits,
) -> Iterator[tuple[list[int], Any]]:
    """Give the numbers of the rows of each pass, and the logits of their last `wanted` places in line."""
    everything = [NewTokens(number, 0, row) for number, row in enumerate(rows)]
    for part in in_passes(everything, min(limits.pass_tokens, MOST_PASS_TOKENS)):
        numbers = [row.slot for row in part]
        store = RowStore(layers=1, slots=len(part), places=max(len(row.tokens) for row in part))
        new = [NewTokens(slot, 0, row.tokens) for slot, row in enumerate(part)]
        places = [wanted[number] for number in numbers]
        yield numbers, run_pass(model, store, prefix, new, last_places=places)
