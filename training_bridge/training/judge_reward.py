"""The judge as a reward function: how much better than the reference answer it finds an answer.

The same question in the same words as the stand-alone program that travels with the recipes
(`standalone/judge_reward.py`), asked of whatever model the run judges with.
"""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from training_bridge.feedback.judging import Comparison, compare
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator
from training_bridge.training.standalone.judge_reward import log_odds, text_of

RewardFunction = Callable[..., Awaitable[list[float]]]


def judge_reward(judge: Generator, settings: FeedbackSettings) -> RewardFunction:
    """Give a reward function that compares every answer with the reference of its row, in both orders.

    All answers of a step are asked about in one call: a server is asked several questions at the same time,
    and weights on this machine read them in batches. There is neither a chain of thought nor a calibration:
    rewards count only against those of the same prompt, and what all have in common cancels.
    """
    plain = dataclasses.replace(settings, chain_of_thought=False, calibration="none")

    async def judge_reward(
        prompts: Sequence[Any],
        completions: Sequence[Any],
        principle_text: Sequence[str],
        reference: Sequence[str],
        **columns: Any,
    ) -> list[float]:
        asked = [
            Comparison(str(number), text_of(prompt), text_of(answer), other, principle)
            for number, (prompt, answer, principle, other) in enumerate(
                zip(prompts, completions, principle_text, reference, strict=True)
            )
        ]
        judgements = await asyncio.to_thread(compare, judge, asked, plain)
        return [log_odds(each.p_first) for each in judgements]

    return judge_reward
