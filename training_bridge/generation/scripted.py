"""A model that answers by a function: the whole bridge but training runs on it with no weights at all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from training_bridge.generation.interface import (
    Continuation,
    Generation,
    OnDone,
    Request,
    Sampling,
    Score,
    Usage,
    check_choices,
    in_order,
)

SCRIPTED_MODEL = "scripted"
"""The name by which a run asks for `scripted_model()`."""

Answer = Callable[[Request], str]
Draw = Callable[[Request, int], str]
"""Answers at a temperature above 0, by the seed as well."""
Choose = Callable[[Request, Sequence[str]], Sequence[float]]
"""Gives the natural log-probability of each choice."""


def scripted_model() -> ScriptedModel:
    """Give a model that plays every part of the bridge by a script of its own.

    Its texts follow from the request alone. They show that the chain works, and nothing else: every record
    names the model "scripted".
    """
    from training_bridge.generation.script import chosen_by_script, written_by_script

    return ScriptedModel(written_by_script, chosen_by_script, draw=written_by_script)


class ScriptedModel:
    """Answers each request by `answer`, and counts what it was asked.

    An answer of more than `max_new_tokens` words is cut off, as a model's would be. Words count as tokens.
    """

    def __init__(
        self,
        answer: Answer,
        choose: Choose | None = None,
        *,
        draw: Draw | None = None,
        name: str = SCRIPTED_MODEL,
    ) -> None:
        """Take the functions that stand for the model.

        Without `choose`, all choices are as probable; without `draw`, every draw is the same answer.
        """
        self.name = name
        self.sha256 = "0" * 64
        self.parameters = 0
        self.device = "none"
        self.asked: list[Request] = []
        self.usage = Usage()
        self._answer = answer
        self._choose = choose or _all_alike
        self._draw = draw

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer by the script. See `Generator.generate`."""
        return in_order(self.generate_each(requests, sampling), len(requests), on_done)

    def generate_each(
        self, requests: Sequence[Request], sampling: Sampling
    ) -> Iterator[tuple[int, Generation]]:
        """Answer by the script, one after the other."""
        for place, request in enumerate(requests):
            self.asked.append(request)
            drawn = self._draw(request, sampling.seed) if self._draw and sampling.temperature else None
            words = (self._answer(request) if drawn is None else drawn).split(" ")
            cut = words[: sampling.max_new_tokens]
            self._count(request.text, len(cut))
            yield place, Generation(" ".join(cut), len(cut), len(cut) == len(words))

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Give every word the same probability: minus one nat."""
        for pair in continuations:
            self._count(pair.prompt)
        if on_done:
            on_done(len(continuations))
        return [Score(-float(len(pair.answer.split())), len(pair.answer.split())) for pair in continuations]

    def choose(
        self, requests: Sequence[Request], choices: Sequence[str], on_done: OnDone | None = None
    ) -> list[tuple[float, ...]]:
        """Choose by the script. See `Generator.choose`."""
        check_choices(choices)
        chosen = []
        for request in requests:
            self.asked.append(request)
            chosen.append(tuple(self._choose(request, choices)))
            self._count(request.text)
            if on_done:
                on_done(1)
        return chosen

    def _count(self, text: str, new_tokens: int = 0) -> None:
        self.usage += Usage(1, len(text.split()), 0, new_tokens)


def _all_alike(_request: Request, choices: Sequence[str]) -> list[float]:
    return [-math.log(len(choices))] * len(choices)
