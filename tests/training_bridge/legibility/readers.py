"""Readers for the tests: they see one question and say how likely the letter A is."""

import math
from collections.abc import Callable, Sequence

from training_bridge.generation.interface import Request
from training_bridge.generation.scripted import ScriptedModel
from training_bridge.legibility.asking import ASKED
from training_bridge.records import CritiqueRevision, Provenance, Round


def shown(request: Request) -> dict[str, str]:
    """Give the turns of the question that is asked."""
    last = request.text.rsplit("###\n", 1)[-1].removesuffix(ASKED)
    return {name: text.strip() for name, text in (line.split(":", 1) for line in last.splitlines())}


def reader_that(odds: Callable[[dict[str, str]], float], name: str = "test reader") -> ScriptedModel:
    """Give a reader by its log-odds for the letter A, of what it is shown."""

    def choose(request: Request, choices: Sequence[str]) -> list[float]:
        assert list(choices) == [" A", " B"]
        p_a = 1 / (1 + math.exp(-odds(shown(request))))
        return [math.log(p_a), math.log1p(-p_a)]

    return ScriptedModel(lambda _: "", choose, name=name)


def follows_critiques(turns: dict[str, str]) -> float:
    """Find the answer that holds the last word of the critique; without a critique find nothing."""
    said = turns.get("Critique", "").rstrip(".").split()
    word = said[-1] if said else "nothing at all"
    return 3.0 * ((word in turns["A"]) - (word in turns["B"]))


def always_a(_turns: dict[str, str]) -> float:
    """Say A whatever is shown."""
    return 4.0


def record(number: int, *rounds: tuple[str, str, str | None], response: str = "") -> CritiqueRevision:
    """Give a record whose rounds are (critique, revision, reason to reject it)."""
    return CritiqueRevision(
        id=f"{number:016x}",
        family="f",
        prompt=f"What about subject{number}?",
        initial_response=response or f"Do it, number {number}.",
        rounds=tuple(
            Round(place, "p01", "a" * 64, (1,), "c?", critique, "r?", revision, rejected)
            for place, (critique, revision, rejected) in enumerate(rounds, start=1)
        ),
        provenance=Provenance("b" * 64, "m", "c" * 64, f"prompt-{number}", "d" * 64, None, {}, 1),
    )
