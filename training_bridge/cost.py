"""What a run will take, said before it starts: requests, tokens, time and money. PURE.

An upper estimate: every text is counted with the longest length that its settings allow. Seconds follow from
speeds that were measured on two processor cores with the demonstration model, or from speeds that are given.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training_bridge.cost_of_additions import works_of_additions
from training_bridge.cost_of_evaluation import load_of_evaluation
from training_bridge.principles import Constitution
from training_bridge.run_settings import RunSettings, StageName
from training_bridge.stage_work import (
    StageWork,
    few_shot_tokens,
    mean_tokens,
    prompts_revised,
    supervised_row_tokens,
    supervised_rows,
    tokens_of,
)
from training_bridge.texts import Texts

CHOICE_TOKENS = 40
"""A question with one of its choices, on average."""


@dataclass(frozen=True)
class Prices:
    """Money for a million tokens that a server reads and writes; a model of one's own costs none."""

    prompt_tokens: float = 0.0
    new_tokens: float = 0.0
    currency: str = "USD"


@dataclass(frozen=True)
class Speeds:
    """Tokens a second.

    The defaults were measured on two processor cores with the demonstration model of 135 million weights:
    reading and writing in batches with the few-shot transcripts kept, and training a LoRA adapter.
    """

    read: float = 1_500.0
    write: float = 60.0
    train: float = 300.0


AT_ONCE = Speeds(read=math.inf, write=math.inf, train=math.inf)
"""What a script takes: next to nothing."""


@dataclass(frozen=True)
class CostLine:
    """What one stage takes. Tokens of a common beginning (few-shot transcripts) count once a request."""

    stage: StageName
    requests: int = 0
    prompt_tokens: int = 0
    new_tokens: int = 0
    trained_tokens: int = 0
    seconds: float = 0.0
    money: float = 0.0


@dataclass(frozen=True)
class CostEstimate:
    """The lines of all stages, and their sums."""

    lines: tuple[CostLine, ...]
    currency: str

    @property
    def seconds(self) -> float:
        """Expected time of all stages."""
        return sum(line.seconds for line in self.lines)

    @property
    def money(self) -> float:
        """Expected price of all stages."""
        return sum(line.money for line in self.lines)

    @property
    def tokens(self) -> int:
        """All tokens that a model reads, writes or is trained on."""
        return sum(line.prompt_tokens + line.new_tokens + line.trained_tokens for line in self.lines)

    @property
    def seconds_by_stage(self) -> dict[StageName, float]:
        """Expected time of each stage."""
        return {line.stage: line.seconds for line in self.lines}

    def to_json(self) -> dict[str, Any]:
        """Give the estimate as it is kept beside the run."""
        return {
            "lines": [dataclasses.asdict(line) for line in self.lines],
            "seconds": round(self.seconds, 1),
            "money": round(self.money, 4),
            "currency": self.currency,
            "tokens": self.tokens,
        }


def estimate(
    settings: RunSettings,
    constitution: Constitution,
    texts: Texts,
    stages: tuple[StageName, ...],
    *,
    prices: Prices | None = None,
    speeds: Speeds | None = None,
) -> CostEstimate:
    """Estimate what these stages take with these settings.

    Only what a server writes or reads costs money; training and measuring happen on one's own machine, but
    for the judge's part.
    """
    works = _works(settings, constitution, texts)
    pace, rates = AT_ONCE if settings.is_scripted else speeds or Speeds(), prices or Prices()
    judge = settings.judge_server or (None if settings.judge else settings.server)
    paid = {
        "prompts": settings.server,
        "critique-revision": settings.server,
        "feedback": judge,
        "evaluate": judge,
        "legibility": None if settings.legibility.model else judge,
        "critic": judge,
        "conflicts": judge,
    }
    return CostEstimate(
        tuple(_line(stage, works[stage], pace, rates if paid.get(stage) else None) for stage in stages),
        rates.currency,
    )


def _line(stage: StageName, work: StageWork, pace: Speeds, rates: Prices | None) -> CostLine:
    prompt_tokens = work.own_tokens + work.requests * work.shared_tokens
    read = (work.own_tokens + work.shared_tokens) / pace.read
    seconds = read + work.new_tokens / pace.write + work.trained_tokens / pace.train
    seconds += 0.0 if pace == AT_ONCE else work.seconds
    asked, written = (prompt_tokens, work.new_tokens) if stage != "evaluate" else (work.judge_tokens, 0)
    paid = (asked * rates.prompt_tokens + written * rates.new_tokens) / 1e6 if rates else 0.0
    return CostLine(stage, work.requests, prompt_tokens, work.new_tokens, work.trained_tokens, seconds, paid)


def _works(settings: RunSettings, constitution: Constitution, texts: Texts) -> Mapping[StageName, StageWork]:
    revised = _revision_work(settings, constitution, texts)
    pairs = len(texts.chosen("red-team", "train", settings.limit))
    pairs = min(pairs, settings.feedback.pairs) if settings.feedback.pairs is not None else pairs
    answer = settings.feedback.answer_tokens
    pair_tokens = pairs * 2 * (mean_tokens([prompt.text for prompt in texts.prompts]) + answer)
    few_shots = few_shot_tokens(texts, settings)
    tailored = len(constitution.principles) * settings.prompts.tailored_a_principle
    return {
        "prompts": StageWork(tailored, tailored * 40, few_shots if tailored else 0, tailored * 40),
        "critique-revision": revised,
        "sft": StageWork(trained_tokens=_supervised_tokens(settings, constitution, texts)),
        "feedback": StageWork(4 * pairs, 2 * pair_tokens, few_shots, 2 * pairs * answer),
        "reward": StageWork(trained_tokens=settings.reward.epochs * pair_tokens),
        # The reference model reads every answer as well.
        "dpo": StageWork(trained_tokens=2 * settings.preference.epochs * pair_tokens),
        "grpo": _reinforcement_work(settings),
        "evaluate": _evaluation_work(settings, constitution, texts),
        **works_of_additions(settings, constitution, texts, pairs),
    }


def _revision_work(settings: RunSettings, constitution: Constitution, texts: Texts) -> StageWork:
    prompts = prompts_revised(settings, constitution, texts)
    asked = mean_tokens([prompt.text for prompt in texts.chosen("red-team", "train")])
    requests = mean_tokens(
        [each.critique_request + each.revision_request for each in constitution.principles]
    )
    # A critique reads prompt, response and request; a revision reads those, the critique and a request more.
    a_round = 2 * (asked + settings.response_tokens + requests) + settings.critique_tokens
    written = settings.critique_tokens + settings.revision_tokens
    return StageWork(
        requests=prompts * (1 + 2 * settings.rounds),
        own_tokens=prompts * (asked + settings.rounds * a_round),
        shared_tokens=few_shot_tokens(texts, settings),
        new_tokens=prompts * (settings.response_tokens + settings.rounds * written),
    )


def _supervised_tokens(settings: RunSettings, constitution: Constitution, texts: Texts) -> int:
    rows = supervised_rows(settings, constitution, texts)
    trained = rows * supervised_row_tokens(texts) * settings.training.epochs
    return trained * (2 if settings.control else 1)


def _evaluation_work(settings: RunSettings, constitution: Constitution, texts: Texts) -> StageWork:
    load = load_of_evaluation(settings, texts, len(constitution.principles))
    return StageWork(
        requests=load.requests + load.judge_requests,
        own_tokens=tokens_of(load.characters + load.judge_characters),
        new_tokens=load.new_tokens,
        judge_tokens=tokens_of(load.judge_characters),
    )


def _reinforcement_work(settings: RunSettings) -> StageWork:
    wanted = settings.reinforcement
    answers = wanted.steps * wanted.prompts_a_step * wanted.answers_a_prompt
    return StageWork(
        requests=answers,
        new_tokens=answers * wanted.answer_tokens,
        # Each answer is read by the model, by the model it is held to, and by the one that scores it.
        trained_tokens=3 * answers * (wanted.answer_tokens + CHOICE_TOKENS),
    )
