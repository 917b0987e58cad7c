"""Two answers of one model to each prompt, drawn so that they can differ. PURE.

The pairs of the feedback phase (Bai et al. 2022, section 4.1): both from the supervised model, at
temperature 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training_bridge.critique_revision import whole_sentences
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator, Request, Sampling

EMPTY = "empty answer"
IDENTICAL = "identical answers"


@dataclass(frozen=True)
class Answer:
    """One answer and the number of the draw it is from."""

    text: str
    sample: int


@dataclass(frozen=True)
class Drawn:
    """The two answers to one prompt; `dropped` says why they cannot be compared."""

    first: Answer
    second: Answer
    dropped: str | None


def draw_answers(
    model: Generator,
    prompts: Sequence[str],
    settings: FeedbackSettings,
    *,
    seed: int,
    on_done: Callable[[int], None],
) -> list[Drawn]:
    """Draw two answers to every prompt, and draw again what is empty or the same.

    A draw is fixed by seed, sample number and prompt. `on_done` hears of two for each prompt, however often
    it is drawn.
    """
    pairs = [
        list(pair)
        for pair in zip(
            _draw(model, prompts, 1, settings, seed, on_done),
            _draw(model, prompts, 2, settings, seed, on_done),
            strict=True,
        )
    ]
    for again in range(settings.resamples):
        faulty = [(place, which) for place, pair in enumerate(pairs) if (which := _faulty(*pair)) is not None]
        if not faulty:
            break
        fresh = _draw(model, [prompts[place] for place, _ in faulty], 3 + again, settings, seed, _unheard)
        for (place, which), answer in zip(faulty, fresh, strict=True):
            pairs[place][which] = answer
    return [Drawn(first, second, why_dropped(first.text, second.text)) for first, second in pairs]


def why_dropped(first: str, second: str) -> str | None:
    """Say why two answers cannot be compared, or None where they can."""
    if not first.strip() or not second.strip():
        return EMPTY
    return IDENTICAL if _same(first) == _same(second) else None


def sample_seed(seed: int, sample: int) -> int:
    """Give the seed of a draw; a model adds the prompt's text to it."""
    return int.from_bytes(hashlib.sha256(f"{seed}:sample {sample}".encode()).digest()[:4], "big") >> 1


def _draw(
    model: Generator,
    prompts: Sequence[str],
    sample: int,
    settings: FeedbackSettings,
    seed: int,
    on_done: Callable[[int], None],
) -> list[Answer]:
    sampling = Sampling(
        settings.answer_tokens, temperature=settings.temperature, seed=sample_seed(seed, sample)
    )
    written = model.generate([Request(prompt) for prompt in prompts], sampling, on_done)
    return [Answer(whole_sentences(each.text, finished=each.finished), sample) for each in written]


def _faulty(first: Answer, second: Answer) -> int | None:
    """Give the place of the answer to draw again, None for neither."""
    if not first.text.strip():
        return 0
    return None if why_dropped(first.text, second.text) is None else 1


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _unheard(_more: int) -> None:
    """A draw that is made again counts for nothing in the progress."""
