"""What the reader of a critique is asked, in both orders, and what its letters say. PURE.

Prover-verifier games (Kirchner et al. 2024, *Prover-Verifier Games improve legibility of LLM outputs*) train
a prover so that a smaller verifier can check it. Here nothing is trained: a verifier only reads.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from deliberation.integrity.evidence import content_hash
from training_bridge.critique_revision import SEPARATOR
from training_bridge.feedback.judging import CONTENT_FREE, LEAST_LOG_PROBABILITY
from training_bridge.feedback.position import BothOrders
from training_bridge.feedback.soft_labels import choice_probability, soft_label
from training_bridge.feedback.transcripts import CHOICES, slot
from training_bridge.generation.interface import GenerationError, Generator, OnDone, Request

PROMPT, FIRST, SECOND, CRITIQUE = ("Human", "A", "B", "Critique")
ASKED = "Which response was rewritten? Response"
"""The same words with and without a critique, so that the forms differ by the critique alone."""


@dataclass(frozen=True)
class Shot:
    """One example reading; `rewritten` is the letter under which the rewritten answer stands."""

    id: str
    prompt: str
    response: str
    critique: str
    revision: str
    rewritten: Literal["A", "B"]


@dataclass(frozen=True)
class Question:
    """Two answers to one prompt, and the critique that is read with them; None for none."""

    prompt: str
    response: str
    revision: str
    critique: str | None


@dataclass(frozen=True)
class Guess:
    """How likely the reader finds the revision to be the rewritten one.

    Attributes:
        p_revision_in_order: with the revision shown first.
        p_revision_in_reverse: with the revision shown second.
        log_probabilities_in_order, log_probabilities_in_reverse: of the letters A and B (natural), as given.
        prior_a: what the letter A was divided by; one half without calibration.
    """

    p_revision_in_order: float
    p_revision_in_reverse: float
    log_probabilities_in_order: tuple[float, float]
    log_probabilities_in_reverse: tuple[float, float]
    prior_a: float

    @property
    def p_revision(self) -> float:
        """The mean over both orders: a reader that looks at places alone comes out at one half."""
        return soft_label(self.p_revision_in_order, self.p_revision_in_reverse)

    @property
    def orders(self) -> BothOrders:
        """Both orders, the revision taken for the first answer."""
        return BothOrders(self.p_revision_in_order, self.p_revision_in_reverse)

    @property
    def agrees_in_both_orders(self) -> bool:
        """Whether the same answer is likelier in both orders."""
        return (self.p_revision_in_order - 0.5) * (self.p_revision_in_reverse - 0.5) > 0


def load_shots(count: int | None = None) -> list[Shot]:
    """Return our own example readings in their order, or the first of them."""
    file = resources.files("training_bridge.data") / "legibility_few_shots.jsonl"
    return [Shot(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()][:count]


def guess_revisions(
    reader: Generator,
    questions: Sequence[Question],
    shots: Sequence[Shot],
    *,
    prior_a: float,
    on_done: OnDone | None = None,
) -> list[Guess]:
    """Ask which of two answers was rewritten, each in both orders. All have a critique, or none has.

    `on_done` hears of questions.

    Raises:
        GenerationError: the reader cannot be reached, or gives no probability of a letter.
    """
    if not questions:
        return []
    prefix = prefix_of(shots, with_critique=questions[0].critique is not None)
    requests = [
        Request(prefix + asked(each.prompt, *answers, each.critique), style="plain")
        for each in questions
        for answers in ((each.revision, each.response), (each.response, each.revision))
    ]
    letters = reader.choose(requests, CHOICES)
    if on_done:
        on_done(len(questions))
    return [_guess(letters[2 * place], letters[2 * place + 1], prior_a) for place in range(len(questions))]


def reading_prior(reader: Generator, shots: Sequence[Shot], *, with_critique: bool) -> float:
    """Measure the probability of the letter A when there is nothing to read (Zhao et al. 2021, section 5)."""
    prefix = prefix_of(shots, with_critique=with_critique)
    requests = [
        Request(prefix + asked(text, text, text, text if with_critique else None), style="plain")
        for text in CONTENT_FREE
    ]
    letters = reader.choose(requests, CHOICES)
    return math.fsum(choice_probability(*_two(pair)) for pair in letters) / len(letters)


def asked(prompt: str, first: str, second: str, critique: str | None) -> str:
    """Write one question up to where its letter stands."""
    turns = [(PROMPT, prompt), (FIRST, first), (SECOND, second)]
    if critique is not None:
        turns.append((CRITIQUE, critique))
    return "".join(f"{name}: {slot(text)}".rstrip() + "\n" for name, text in turns) + ASKED


def prefix_of(shots: Sequence[Shot], *, with_critique: bool) -> str:
    """Write the examples, each closed by a line that is a clean token boundary."""
    return "".join(
        asked(
            shot.prompt,
            *((shot.revision, shot.response) if shot.rewritten == FIRST else (shot.response, shot.revision)),
            shot.critique if with_critique else None,
        )
        + f" {shot.rewritten}\n{SEPARATOR}\n"
        for shot in shots
    )


def reading_template(shots: Sequence[Shot], *, with_critique: bool) -> str:
    """Hash everything in a question that does not come from the prompt, the answers or the critique."""
    return content_hash(
        {"few_shots": prefix_of(shots, with_critique=with_critique), "asked": ASKED, "choices": list(CHOICES)}
    )


def _guess(in_order: Sequence[float], in_reverse: Sequence[float], prior_a: float) -> Guess:
    first, second = _two(in_order), _two(in_reverse)
    return Guess(
        p_revision_in_order=choice_probability(*first, prior_a),
        p_revision_in_reverse=1 - choice_probability(*second, prior_a),
        log_probabilities_in_order=first,
        log_probabilities_in_reverse=second,
        prior_a=prior_a,
    )


def _two(pair: Sequence[float]) -> tuple[float, float]:
    log_a, log_b = pair
    if math.isnan(log_a) or math.isnan(log_b) or max(log_a, log_b) == -math.inf:
        raise GenerationError("the model that reads critiques gives no probability of the letters A and B")
    return max(log_a, LEAST_LOG_PROBABILITY), max(log_b, LEAST_LOG_PROBABILITY)
