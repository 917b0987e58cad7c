"""Which of two answers keeps better to a principle, by a model, in both orders.

The feedback phase of constitutional AI (Bai et al. 2022, section 4.1): the judge reads a principle, a prompt
and two answers, and the probabilities of the two letters are the label. Every pair is shown in both orders,
because judges prefer places (Zheng et al. 2023, section 3.3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.feedback.soft_labels import choice_probability, clamped, soft_label
from training_bridge.feedback.transcripts import (
    CHOICES,
    STOP,
    asking_for_choice,
    asking_for_reasons,
    judging_prefix,
    load_judge_shots,
    question,
    slot,
    template_hash,
)
from training_bridge.generation.interface import GenerationError, Generator, OnDone, Request, Sampling

CONTENT_FREE = ("N/A", "-", "")
"""Texts without content, averaged over (Zhao et al. 2021, section 5, with a mark of their own for "[MASK]",
which tokenizers may know)."""

LEAST_LOG_PROBABILITY = -1e4
"""What stands for minus infinity, so that labels stay numbers."""


@dataclass(frozen=True)
class Comparison:
    """Two answers to one prompt, to be compared by one principle."""

    id: str
    prompt: str
    first: str
    second: str
    principle_text: str


@dataclass(frozen=True)
class Judgement:
    """How likely the judge finds the first answer the better one.

    Attributes:
        id: of the comparison.
        p_first: the label, the mean over both orders, clamped after a chain of thought.
        p_first_in_order: with the first answer shown first.
        p_first_in_reverse: with the first answer shown second.
        agrees_in_both_orders: whether the same answer is likelier in both.
        reason: what the judge wrote before choosing, in order; None without a chain of thought.
        reason_in_reverse: the same in reverse.
        log_a_in_order, log_b_in_order, log_a_in_reverse, log_b_in_reverse: natural-log probabilities of the
            letters as the judge gave them.
        prior_a: what the letter A was divided by, one half without calibration.
    """

    id: str
    p_first: float
    p_first_in_order: float
    p_first_in_reverse: float
    agrees_in_both_orders: bool
    reason: str | None
    reason_in_reverse: str | None
    log_a_in_order: float
    log_b_in_order: float
    log_a_in_reverse: float
    log_b_in_reverse: float
    prior_a: float


def compare(
    judge: Generator,
    questions: Sequence[Comparison],
    settings: FeedbackSettings,
    on_done: OnDone | None = None,
    *,
    prior_a: float | None = None,
    seed: int = 0,
) -> list[Judgement]:
    """Judge every comparison in both orders, in the order given.

    `on_done` hears of comparisons. `prior_a` is the judge's prior from `position_prior`, for callers that
    ask more than once; it is measured where it is needed and not given.

    Raises:
        GenerationError: the judge cannot be reached, or gives no probability of a letter.
    """
    if not questions:
        return []
    prior = prior_a if prior_a is not None else position_prior(judge, settings)
    prefix = _prefix(settings)
    asked = [
        question(each.principle_text, each.prompt, *answers)
        for each in questions
        for answers in ((each.first, each.second), (each.second, each.first))
    ]
    heard = _Counted(on_done, requests_a_comparison=4 if settings.chain_of_thought else 2)
    reasons = _reasons(judge, prefix, asked, settings, seed, heard)
    pairs = judge.choose(
        [
            Request(asking_for_choice(prefix, one, why), style="plain")
            for one, why in zip(asked, reasons, strict=True)
        ],
        CHOICES,
        heard.more,
    )
    return [
        _judgement(each.id, pairs[2 * place], pairs[2 * place + 1], prior, reasons[2 * place :][:2], settings)
        for place, each in enumerate(questions)
    ]


def position_prior(judge: Generator, settings: FeedbackSettings) -> float:
    """Measure the probability of the letter A when there is nothing to compare.

    The mean over `CONTENT_FREE`, each standing for principle, prompt and both answers (Zhao et al. 2021,
    section 5). One half where the settings ask for no calibration, and with a chain of thought.
    """
    if settings.calibration == "none" or settings.chain_of_thought:
        return 0.5
    prefix = _prefix(settings)
    empty = [question(text, text, text, text) for text in CONTENT_FREE]
    pairs = judge.choose([Request(asking_for_choice(prefix, each), style="plain") for each in empty], CHOICES)
    return sum(choice_probability(*pair) for pair in map(_two, pairs)) / len(pairs)


def judging_template(settings: FeedbackSettings) -> str:
    """Give the hash of the judge's template under these settings."""
    return template_hash(load_judge_shots()[: settings.few_shots], reasons=settings.chain_of_thought)


def _prefix(settings: FeedbackSettings) -> str:
    return judging_prefix(load_judge_shots()[: settings.few_shots], reasons=settings.chain_of_thought)


def _reasons(
    judge: Generator,
    prefix: str,
    asked: Sequence[str],
    settings: FeedbackSettings,
    seed: int,
    heard: _Counted,
) -> list[str | None]:
    if not settings.chain_of_thought:
        return [None] * len(asked)
    written = judge.generate(
        [Request(asking_for_reasons(prefix, each), style="plain", stop=STOP) for each in asked],
        Sampling(settings.reason_tokens, repetition_penalty=1.15, no_repeat_tokens=4, seed=seed),
        heard.more,
    )
    return [slot(each.text) for each in written]


def _judgement(
    comparison_id: str,
    in_order: Sequence[float],
    in_reverse: Sequence[float],
    prior: float,
    reasons: Sequence[str | None],
    settings: FeedbackSettings,
) -> Judgement:
    first, second = _two(in_order), _two(in_reverse)
    p_in_order = choice_probability(*first, prior)
    # Shown second, the first answer carries the letter B.
    p_in_reverse = 1 - choice_probability(*second, prior)
    label = soft_label(p_in_order, p_in_reverse)
    return Judgement(
        id=comparison_id,
        p_first=clamped(label, settings.clamp) if settings.chain_of_thought else label,
        p_first_in_order=p_in_order,
        p_first_in_reverse=p_in_reverse,
        agrees_in_both_orders=(p_in_order - 0.5) * (p_in_reverse - 0.5) > 0,
        reason=reasons[0],
        reason_in_reverse=reasons[1],
        log_a_in_order=first[0],
        log_b_in_order=first[1],
        log_a_in_reverse=second[0],
        log_b_in_reverse=second[1],
        prior_a=prior,
    )


def _two(pair: Sequence[float]) -> tuple[float, float]:
    log_a, log_b = pair
    if math.isnan(log_a) or math.isnan(log_b) or max(log_a, log_b) == -math.inf:
        raise GenerationError("The judge gives neither letter any probability: its choice cannot be read")
    return max(log_a, LEAST_LOG_PROBABILITY), max(log_b, LEAST_LOG_PROBABILITY)


class _Counted:
    """Passes on a comparison for every so many requests."""

    def __init__(self, on_done: OnDone | None, *, requests_a_comparison: int) -> None:
        self._on_done = on_done
        self._each = requests_a_comparison
        self._requests = 0

    def more(self, requests: int) -> None:
        """Hear of more requests."""
        before = self._requests // self._each
        self._requests += requests
        finished = self._requests // self._each - before
        if self._on_done and finished:
            self._on_done(finished)
