"""How alike training rows and items of the evaluation are in what they ask of the weights. PURE.

The idea is that of TracIn (Pruthi, Liu, Kale and Sundararajan 2020, *Estimating Training Data Influence by
Tracing Gradient Descent*): a step on a training row changes an item's loss, to first order, by minus the
learning rate times the product of both gradients. Here the gradients are those of the adapter's weights, at
the one point where training ended, and the product is divided by both lengths (the cosine), because rows with
a large loss would otherwise be near to everything.

The loss of a row is the mean over the tokens of its answer, as in training. That of an answer is the same;
that of an answer pair is minus its margin. So a positive cosine means: a small step on the row makes the
answer likelier, or raises the margin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training_bridge.ablation.items import Item
from training_bridge.data_rows import flat_text
from training_bridge.inert_messages import InertText

Floats = NDArray[np.float32]
OnDone = Callable[[int], None]
ADAPTER = "lora_"
"""What the names of the adapter's weights hold."""


def gradient_similarities(
    local: Any, items: Sequence[Item], rows: Sequence[Mapping[str, Any]], *, longest: int, on_done: OnDone
) -> Floats:
    """Give the (items, rows) cosines between gradients on the adapter that the model carries.

    `local` is a `LocalModel` with an adapter on; it is left as it was. The gradients of the items are held in
    memory, those of the rows one at a time. `on_done` is told of each item and each row.

    Raises:
        ValueError: the model carries no adapter.
    """
    import torch

    losses = Losses(local, longest)
    with _learning(local.model) as weights, torch.enable_grad():
        own = []
        for item in items:
            own.append(_unit(_gradient(losses.of_item(item), weights)))
            on_done(1)
        found = np.zeros((len(items), len(rows)), dtype=np.float32)
        for place, row in enumerate(rows):
            loss = losses.of_answer(flat_text(row["prompt"]), flat_text(row["completion"]))
            gradient = _unit(_gradient(loss, weights))
            found[:, place] = [float(torch.dot(each, gradient)) for each in own]
            on_done(1)
    return found


class Losses:
    """What training would lower, for one model and the longest row that its training reads."""

    def __init__(self, local: Any, longest: int) -> None:
        """Take a `LocalModel`."""
        self._local = local
        self._longest = longest
        self._text = InertText(local.tokenizer)

    def of_item(self, item: Item) -> Any:
        """Give minus the margin of a pair, or the loss of an answer."""
        loss = self.of_answer(item.prompt, item.answer)
        return loss - self.of_answer(item.prompt, item.other) if item.kind == "pair" else loss

    def of_answer(self, prompt: str, answer: str) -> Any:
        """Give the mean negative log-probability of an answer's tokens."""
        import torch

        tokenizer, model = self._local.tokenizer, self._local.model
        asked = tokenizer.apply_chat_template(
            [{"role": "user", "content": self._text.message(prompt)}],
            add_generation_prompt=True,
            tokenize=False,
        )
        before = list(tokenizer(asked, add_special_tokens=False)["input_ids"])
        said = list(tokenizer(self._text.passage(answer), add_special_tokens=False)["input_ids"])
        tokens = (before + said)[: self._longest]
        labels = ([-100] * len(before) + said)[: self._longest]
        if all(label == -100 for label in labels):
            # An answer of no token asks nothing of the weights.
            return sum((weight * 0).sum() for weight in model.parameters() if weight.requires_grad)
        given = {"input_ids": [tokens], "labels": [labels]}
        return model(**{name: torch.tensor(rows, device=model.device) for name, rows in given.items()}).loss


def _gradient(loss: Any, weights: Sequence[Any]) -> Any:
    import torch

    found = torch.autograd.grad(loss, list(weights), allow_unused=True)
    return torch.cat(
        [
            (torch.zeros_like(weight) if part is None else part).flatten().float()
            for weight, part in zip(weights, found, strict=True)
        ]
    )


def _unit(vector: Any) -> Any:
    length = vector.norm()
    return vector / length if float(length) > 0 else vector


@contextmanager
def _learning(model: Any) -> Iterator[list[Any]]:
    """Let the adapter's weights alone have gradients while the body runs."""
    named = list(model.named_parameters())
    was = [(weight, weight.requires_grad) for _, weight in named]
    weights = [weight for name, weight in named if ADAPTER in name]
    if not weights:
        raise ValueError("gradients are compared on an adapter, and the model carries none")
    try:
        for weight, _ in was:
            weight.requires_grad_(False)
        for weight in weights:
            weight.requires_grad_(True)
        yield weights
    finally:
        for weight, wanted in was:
            weight.requires_grad_(wanted)
