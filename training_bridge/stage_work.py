"""What a stage asks of models, and how texts are counted before there are any tokens. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.principles import Constitution
from training_bridge.run_settings import RunSettings
from training_bridge.texts import Texts

CHARACTERS_A_TOKEN = 4
"""English text, by the tokenizers of today's models."""


@dataclass(frozen=True)
class StageWork:
    """What a stage asks of models.

    `shared_tokens` begin every request and are computed once; of `own_tokens`, `judge_tokens` are those that
    a judge reads in a stage that otherwise asks the trained model. `seconds` are of what counts no tokens.
    """

    requests: int = 0
    own_tokens: int = 0
    shared_tokens: int = 0
    new_tokens: int = 0
    trained_tokens: int = 0
    judge_tokens: int = 0
    seconds: float = 0.0


def prompts_revised(settings: RunSettings, constitution: Constitution, texts: Texts) -> int:
    """Count the prompts of the training split, tailored ones as if all that are wanted come out."""
    wanted = settings.prompts
    tailored = len(constitution.principles) * wanted.tailored_a_principle * (1 - 1 / wanted.one_in)
    found = len(texts.chosen("red-team", "train")) + round(tailored)
    return found if settings.limit is None else min(found, settings.limit)


def supervised_rows(settings: RunSettings, constitution: Constitution, texts: Texts) -> int:
    """Count the rows that the supervised stage learns from, as if every revision were accepted."""
    revisions = prompts_revised(settings, constitution, texts) * settings.rounds
    return revisions + min(
        settings.helpful_rows_a_revision * revisions, len(texts.chosen("helpful", "train"))
    )


def supervised_row_tokens(texts: Texts) -> int:
    """Give the tokens of such a row, on average."""
    helpful = texts.chosen("helpful", "train")
    return mean_tokens([prompt.text + (prompt.response or "") for prompt in helpful])


def few_shot_tokens(texts: Texts, settings: RunSettings) -> int:
    """Count what stands before every request for a critique."""
    shots = texts.few_shots[: settings.few_shots]
    return sum(
        tokens(shot.prompt + shot.response + shot.critique_request + shot.critique + shot.revision_request)
        + tokens(shot.revision)
        for shot in shots
    )


def mean_tokens(texts: Sequence[str]) -> int:
    """Give the tokens of a text, on average; 0 without any."""
    return round(sum(map(tokens, texts)) / len(texts)) if texts else 0


def tokens(text: str) -> int:
    """Give the tokens of a text, rounded up."""
    return tokens_of(len(text))


def tokens_of(characters: int) -> int:
    """Give the tokens of so many characters, rounded up."""
    return -(-characters // CHARACTERS_A_TOKEN)
