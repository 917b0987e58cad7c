"""Judges for the tests: they read the last comparison of a request and give letters probabilities."""

import math
from collections.abc import Callable, Sequence

from training_bridge.feedback.transcripts import ASKED, FIRST, SECOND
from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel


def shown(request: Request) -> dict[str, str]:
    """Give the turns of the comparison that is asked about."""
    last = request.text.rsplit("###\n", 1)[-1]
    turns = dict(line.split(":", 1) for line in last.splitlines() if ":" in line)
    return {**turns, "principle": last.splitlines()[3].removesuffix(f" {ASKED}")}


def judge_that(prefers: Callable[[str, str, str], float], *, reasons: str = "It is plain.") -> ScriptedModel:
    """Give a judge by its log-odds for A, of the principle and the answers shown as A and as B."""

    def choose(request: Request, choices: Sequence[str]) -> list[float]:
        turns = shown(request)
        odds = prefers(turns["principle"], turns[FIRST].strip(), turns[SECOND].strip())
        p_a = 1 / (1 + math.exp(-odds))
        assert list(choices) == [" A", " B"]
        return [math.log(p_a), math.log1p(-p_a)]

    return ScriptedModel(lambda request: reasons, choose, name="test judge")


def longer_is_better(push_to_a: float = 0.0) -> ScriptedModel:
    """Prefer the longer answer, and the place A by so many nats."""
    return judge_that(lambda _principle, a, b: (len(a) - len(b)) / 10 + push_to_a)


def always_a() -> ScriptedModel:
    """Say A whatever is shown."""
    return judge_that(lambda _principle, _a, _b: 4.0)
