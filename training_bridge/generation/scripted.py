"""A model that answers by a function: the whole bridge but training runs on it with no weights at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from training_bridge.generation.interface import Continuation, Generation, OnDone, Request, Sampling, Score

Answer = Callable[[Request], str]


class ScriptedModel:
    """Answers each request by `answer`, and counts what it was asked.

    An answer of more than `max_new_tokens` words is cut off, as a model's would be.
    """

    def __init__(self, answer: Answer, *, name: str = "scripted") -> None:
        """Take the function that stands for the model."""
        self.name = name
        self.sha256 = "0" * 64
        self.parameters = 0
        self.device = "none"
        self.asked: list[Request] = []
        self._answer = answer

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer by the script. See `Generator.generate`."""
        written = []
        for request in requests:
            self.asked.append(request)
            words = self._answer(request).split(" ")
            cut = words[: sampling.max_new_tokens]
            written.append(Generation(" ".join(cut), len(cut), len(cut) == len(words)))
            if on_done:
                on_done(1)
        return written

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Give every word the same probability: minus one nat."""
        if on_done:
            on_done(len(continuations))
        return [Score(-float(len(pair.answer.split())), len(pair.answer.split())) for pair in continuations]
