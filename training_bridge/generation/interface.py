"""What the training bridge asks of a language model, whichever way the model is reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


class GenerationError(Exception):
    """A model could not be loaded or reached, or answered with something unusable."""


@dataclass(frozen=True)
class Request:
    """One text to be written by the model.

    With style "chat", `text` is a user message and the model's own chat template is put around it.
    With style "plain", the model continues `text` word for word. Put what many requests share (few-shot
    transcripts) first: a model computes a common beginning once. Writing ends at the first of `stop`.
    """

    text: str
    style: Literal["chat", "plain"] = "chat"
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sampling:
    """How the next token is chosen; temperature 0 takes the most probable one.

    `repetition_penalty` above 1 lowers tokens that the answer already holds (Keskar et al. 2019, CTRL,
    section 4.1). With `no_repeat_tokens` = n, no run of n tokens that the request or the answer already holds
    is written again (Paulus et al. 2017, section 2.5), which keeps weak models from looping and from copying
    the examples; 0 allows all. `seed` and the text of a request fix its draws. Servers that lack an option
    ignore it.
    """

    max_new_tokens: int
    temperature: float = 0.0
    repetition_penalty: float = 1.0
    no_repeat_tokens: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what no model could follow."""
        if self.max_new_tokens < 1:
            raise ValueError("max_new_tokens must be at least 1")
        if self.temperature < 0 or self.repetition_penalty < 1:
            raise ValueError("temperature must be at least 0 and repetition_penalty at least 1")
        if self.no_repeat_tokens == 1 or self.no_repeat_tokens < 0:
            raise ValueError("no_repeat_tokens must be 0 or at least 2")


@dataclass(frozen=True)
class Generation:
    """What the model wrote: the text before the stop sequence, and whether it came to an end by itself."""

    text: str
    tokens: int
    finished: bool


@dataclass(frozen=True)
class Continuation:
    """A chat prompt and one given answer to it, whose probability is asked for."""

    prompt: str
    answer: str


@dataclass(frozen=True)
class Score:
    """Log-probability (natural logarithm) of an answer given its prompt, summed over `tokens` tokens."""

    total: float
    tokens: int

    @property
    def per_token(self) -> float:
        """Mean log-probability of a token; 0 for an empty answer."""
        return self.total / self.tokens if self.tokens else 0.0


OnDone = Callable[[int], None]
"""Told how many more requests are finished."""


class Generator(Protocol):
    """A language model. `sha256` is the hash of its weights, or None where they cannot be read."""

    name: str
    sha256: str | None

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request, in the order given. Raises GenerationError."""
        ...

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Score every given answer, in the order given. Raises GenerationError."""
        ...
