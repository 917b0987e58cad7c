"""The settings of a training run, and the size that fits a small machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from training_bridge.ablation.settings import AblationSettings
from training_bridge.character.settings import CharacterSettings
from training_bridge.conflicts.settings import ConflictSettings
from training_bridge.critic.settings import CriticSettings
from training_bridge.evaluation.settings import EvaluationSettings
from training_bridge.features.settings import FeatureSettings
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.filters import Thresholds
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.legibility.settings import LegibilitySettings
from training_bridge.people.settings import PeopleSettings
from training_bridge.tailoring.settings import PromptSettings
from training_bridge.training.settings import (
    PreferenceSettings,
    ReinforcementSettings,
    RewardSettings,
    SupervisedSettings,
)

StageName = Literal[
    "prompts",
    "critique-revision",
    "legibility",
    "critic",
    "sft",
    "feedback",
    "conflicts",
    "human-feedback",
    "reward",
    "dpo",
    "grpo",
    "character",
    "evaluate",
    "ablate",
    "features",
]
STAGE_NAMES: tuple[StageName, ...] = get_args(StageName)
"""The stages in their order."""
TRAINING_STAGES: tuple[StageName, ...] = ("sft", "reward", "dpo", "grpo", "character")
"""The stages that change weights; each waits for the sign-off of the data it reads."""
NEED_WEIGHTS: tuple[StageName, ...] = (*TRAINING_STAGES, "ablate", "features")
"""The stages that a script which answers in place of a model cannot go through."""
Stage = StageName | Literal["all"]
STAGES: tuple[Stage, ...] = (*STAGE_NAMES, "all")
Method = Literal["reward", "dpo", "grpo"]
METHODS: tuple[Method, ...] = get_args(Method)
Addition = Literal["legibility", "critic", "conflicts", "human-feedback", "character", "ablate", "features"]
ADDITIONS: tuple[Addition, ...] = get_args(Addition)
"""What a run can do beside training and measuring; one that has nothing to work with holds nothing up."""
LOOKS_CLOSER = frozenset({"additions", "critic", "conflicts", "ablation", "features"})
"""Settings of what only looks at a run: they may be others each time it goes on."""
MOST_ROUNDS = 4
SCRIPTED = "scripted"
"""The name of the model that answers by a script: the whole chain but training, without any weights."""


@dataclass(frozen=True)
class RunSettings:
    """Everything that decides what a run produces; the same settings and weights give the same rows.

    Attributes:
        model: the model to train and to measure (`generation.weights.load_model`).
        server: base address of an OpenAI-compatible server that writes the critique-revision data instead
            of the model itself; None for the model itself.
        server_model: the name by which that server knows its model.
        judge: the model that judges answers; None for the one that writes the data.
        judge_server: base address of a server behind which the judge is; None for weights on this machine.
        methods: what the model is trained by after the supervised stage; with none there is no feedback.
        additions: what is done beside that.
        prompts, feedback, reward, preference, reinforcement, evaluation, legibility, critic, conflicts,
            people, character, ablation, features: of the stages named so, `people` of human feedback.
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
    judge: str | None = None
    judge_server: str | None = None
    methods: tuple[Method, ...] = METHODS
    additions: tuple[Addition, ...] = ()
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
    prompts: PromptSettings = field(default_factory=PromptSettings)
    feedback: FeedbackSettings = field(default_factory=FeedbackSettings)
    training: SupervisedSettings = field(default_factory=SupervisedSettings)
    reward: RewardSettings = field(default_factory=RewardSettings)
    preference: PreferenceSettings = field(default_factory=PreferenceSettings)
    reinforcement: ReinforcementSettings = field(default_factory=ReinforcementSettings)
    evaluation: EvaluationSettings = field(default_factory=EvaluationSettings)
    legibility: LegibilitySettings = field(default_factory=LegibilitySettings)
    critic: CriticSettings = field(default_factory=CriticSettings)
    conflicts: ConflictSettings = field(default_factory=ConflictSettings)
    people: PeopleSettings = field(default_factory=PeopleSettings)
    character: CharacterSettings = field(default_factory=CharacterSettings)
    ablation: AblationSettings = field(default_factory=AblationSettings)
    features: FeatureSettings = field(default_factory=FeatureSettings)
    control: bool = True
    evaluated_prompts: int | None = None
    answer_tokens: int = 40

    def __post_init__(self) -> None:
        """Refuse settings that no run could follow."""
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise ValueError(f"rounds must be 1 to {MOST_ROUNDS}")
        if self.limit is not None and self.limit < 1:
            raise ValueError("limit must be at least 1")
        unknown = set(self.methods) - set(METHODS)
        if unknown:
            raise ValueError(f"there is no method {sorted(unknown)[0]}: it is one of {', '.join(METHODS)}")
        others = set(self.additions) - set(ADDITIONS)
        if others:
            raise ValueError(f"there is no addition {sorted(others)[0]}: it is one of {', '.join(ADDITIONS)}")

    @property
    def is_scripted(self) -> bool:
        """Whether no model takes part at all."""
        return self.model == SCRIPTED

    def to_json(self) -> dict[str, Any]:
        """Give the settings as they are stored and hashed."""
        return dataclasses.asdict(self)

    def of_data(self) -> dict[str, Any]:
        """Give those that have to be the same when a run goes on: all that decide its data and models."""
        return {name: value for name, value in self.to_json().items() if name not in LOOKS_CLOSER}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> RunSettings:
        """Read stored settings back. Raises TypeError for a setting that does not exist."""
        given = {name: _settings_part(name, value) for name, value in content.items()}
        return cls(**given)


PARTS: dict[str, type[Any]] = {
    "filters": Thresholds,
    "prompts": PromptSettings,
    "feedback": FeedbackSettings,
    "training": SupervisedSettings,
    "reward": RewardSettings,
    "preference": PreferenceSettings,
    "reinforcement": ReinforcementSettings,
    "evaluation": EvaluationSettings,
    "legibility": LegibilitySettings,
    "critic": CriticSettings,
    "conflicts": ConflictSettings,
    "people": PeopleSettings,
    "character": CharacterSettings,
    "ablation": AblationSettings,
    "features": FeatureSettings,
}
"""The settings that are themselves groups of settings."""


def _settings_part(name: str, value: Any) -> Any:
    if name in PARTS:
        return PARTS[name](**{key: _immutable(each) for key, each in value.items()})
    return _immutable(value)


def _immutable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


DEMONSTRATION = RunSettings(limit=48, evaluated_prompts=24)


@dataclass(frozen=True)
class Progress:
    """How far a step of a stage is; the first report of a step has done=0."""

    step: str
    done: int
    total: int
    stage: StageName


LOADING = "loading the model"
"""The step that any stage may begin with."""

STEPS: dict[StageName, tuple[str, ...]] = {
    "prompts": ("tailoring prompts",),
    "critique-revision": ("critique-revision",),
    "legibility": ("reading critiques",),
    "critic": ("looking for faults",),
    "sft": ("fine-tuning", "fine-tuning the control"),
    "feedback": ("checking the judge", "drawing answers", "judging"),
    "conflicts": ("judging by two principles",),
    "human-feedback": ("gathering comparisons",),
    "reward": ("training the preference model",),
    "dpo": ("training on preferences",),
    "grpo": ("training by reward",),
    "character": (
        "checking its own ranking",
        "writing in character",
        "ranking its own answers",
        "training character",
        "training a trait alone",
        "measuring traits",
    ),
    "evaluate": (
        "measuring before",
        "measuring after",
        "measuring control",
        "measuring dpo",
        "measuring grpo",
        "measuring character",
        "judging",
    ),
    "ablate": ("training without", "measuring without", "finding the nearest rows"),
    "features": ("reading activations", "learning features", "describing features", "steering by features"),
}
"""What each stage reports, in its order; a run without control or without a method leaves steps out."""

Report = Callable[[Progress], None]
"""Told about every piece of progress; may raise to stop the run, which can then be resumed."""
