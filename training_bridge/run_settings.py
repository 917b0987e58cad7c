"""The settings of a training run, and the size that fits a small machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from training_bridge.filters import Thresholds
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.training.sft import SupervisedSettings

Stage = Literal["critique-revision", "sft", "all"]
STAGES: tuple[Stage, ...] = ("critique-revision", "sft", "all")
MOST_ROUNDS = 4


@dataclass(frozen=True)
class RunSettings:
    """Everything that decides what a run produces; the same settings and weights give the same rows.

    Attributes:
        model: the model to train and to measure (`generation.weights.load_model`).
        server: base address of an OpenAI-compatible server that writes the critique-revision data instead
            of the model itself; None for the model itself.
        server_model: the name by which that server knows its model.
        limit: at most this many red-team prompts are revised; None for all.
        rounds: critiques and revisions for each prompt, one principle drawn for each.
        few_shots: how many of the example transcripts the model reads; None for all.
        least_accepted: with fewer accepted revisions the run stops before training and says so.
        temperature, repetition_penalty, no_repeat_tokens: how critiques and revisions are sampled
            (`generation.interface.Sampling`); first responses and measured answers are greedy.
        helpful_rows_a_revision: helpful examples beside each revision, against over-refusal.
        control: whether the model is also trained without the revisions, so that what the constitution
            did can be told from what the helpful examples did.
        evaluated_prompts: held-out prompts of each kind that are answered before and after.
    """

    model: str = DEMONSTRATION_MODEL
    server: str | None = None
    server_model: str | None = None
    limit: int | None = None
    rounds: int = 1
    seed: int = 1
    few_shots: int | None = None
    response_tokens: int = 48
    critique_tokens: int = 36
    revision_tokens: int = 48
    temperature: float = 0.0
    repetition_penalty: float = 1.15
    no_repeat_tokens: int = 4
    batch_rows: int = 32
    filters: Thresholds = field(default_factory=Thresholds)
    least_accepted: int = 8
    helpful_rows_a_revision: int = 3
    training: SupervisedSettings = field(default_factory=SupervisedSettings)
    control: bool = True
    evaluated_prompts: int | None = None
    answer_tokens: int = 40

    def __post_init__(self) -> None:
        """Refuse settings that no run could follow."""
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise ValueError(f"rounds must be 1 to {MOST_ROUNDS}")
        if self.limit is not None and self.limit < 1:
            raise ValueError("limit must be at least 1")

    def to_json(self) -> dict[str, Any]:
        """Give the settings as they are stored and hashed."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> RunSettings:
        """Read stored settings back. Raises TypeError for a setting that does not exist."""
        return cls(
            **{
                **content,
                "filters": Thresholds(**content.get("filters", {})),
                "training": SupervisedSettings(**content.get("training", {})),
            }
        )


DEMONSTRATION = RunSettings(limit=48, evaluated_prompts=24)


@dataclass(frozen=True)
class Progress:
    """How far a step of a run is. `step` is one of `STEPS`; the first report of a step has done=0."""

    step: str
    done: int
    total: int


STEPS = (
    "loading the model",
    "critique-revision",
    "measuring before",
    "fine-tuning",
    "measuring after",
    "fine-tuning the control",
    "measuring control",
)
"""The steps in the order of a whole run; a run may load its model more than once."""

Report = Callable[[Progress], None]
"""Told about every piece of progress; may raise to stop the run, which can then be resumed."""
