"""What the training bridge asks of a language model, whichever way the model is reached."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol


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


@dataclass(frozen=True)
class Usage:
    """What a model has done since it was made.

    Attributes:
        requests: texts written, scored or chosen between.
        prompt_tokens: tokens of all requests, each counted in full.
        cached_prompt_tokens: those of them that were not computed anew, because they stood in a cache.
        new_tokens: tokens written.
        seconds: time from a call to its answers; calls side by side count once.
    """

    requests: int = 0
    prompt_tokens: int = 0
    cached_prompt_tokens: int = 0
    new_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        """Count both together."""
        return Usage(
            self.requests + other.requests,
            self.prompt_tokens + other.prompt_tokens,
            self.cached_prompt_tokens + other.cached_prompt_tokens,
            self.new_tokens + other.new_tokens,
            self.seconds + other.seconds,
        )

    @property
    def cached_share(self) -> float:
        """Share of prompt tokens not computed anew; 0 without any."""
        return self.cached_prompt_tokens / self.prompt_tokens if self.prompt_tokens else 0.0

    def to_json(self) -> dict[str, Any]:
        """Give the counts as they are written to a file."""
        return dataclasses.asdict(self)


OnDone = Callable[[int], None]
"""Told how many more requests are finished."""


class Generator(Protocol):
    """A language model.

    `sha256` is the hash of its weights, or None where they cannot be read. `usage` grows with every call.
    """

    name: str
    sha256: str | None
    usage: Usage

    def generate(
        self, requests: Sequence[Request], sampling: Sampling, on_done: OnDone | None = None
    ) -> list[Generation]:
        """Answer every request, in the order given. Raises GenerationError."""
        ...

    def generate_each(
        self, requests: Sequence[Request], sampling: Sampling
    ) -> Iterator[tuple[int, Generation]]:
        """Give each answer as soon as it is there, with the place of its request.

        Where some requests fail, the answers to all others come first. Raises GenerationError then.
        """
        ...

    def log_probabilities(
        self, continuations: Sequence[Continuation], on_done: OnDone | None = None
    ) -> list[Score]:
        """Score every given answer, in the order given. Raises GenerationError."""
        ...

    def choose(
        self, requests: Sequence[Request], choices: Sequence[str], on_done: OnDone | None = None
    ) -> list[tuple[float, ...]]:
        """Give the log-probability (natural) of each choice as what follows each request, word for word.

        Choices are short, such as " A" and " B"; their probabilities need not add up to one. Servers name
        the most probable next tokens alone: a choice not among them gets the most it can still have, that
        is the smaller of the least probability named and of what all named ones leave.

        Raises:
            GenerationError: the model cannot say, or names none of the choices of a request.
            ValueError: there are fewer than two choices, or an empty one.
        """
        ...


def check_choices(choices: Sequence[str]) -> None:
    """Refuse choices that cannot be told apart. Raises ValueError."""
    if len(choices) < 2 or len(set(choices)) < len(choices) or not all(map(str.strip, choices)):
        raise ValueError("There must be at least two choices, all different and none empty")


def in_order(
    answers: Iterator[tuple[int, Generation]], count: int, on_done: OnDone | None
) -> list[Generation]:
    """Wait for all of `generate_each` and give the answers in the order of their requests."""
    written: dict[int, Generation] = {}
    for place, answer in answers:
        written[place] = answer
        if on_done:
            on_done(1)
    return [written[place] for place in range(count)]
