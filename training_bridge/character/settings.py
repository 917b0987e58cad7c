"""How traits are made, ranked, trained and measured; the sizes fit the demonstration model on two cores."""

from __future__ import annotations

from dataclasses import dataclass

from training_bridge.training.settings import PreferenceSettings


@dataclass(frozen=True)
class CharacterSettings:
    """What decides character training.

    Attributes:
        traits: at most this many traits are trained, in the constitution's order; None for all.
        questions_a_trait: prompts for each trait that are learnt from; None for all there are.
        answers: answers to each prompt with the trait put before it; one more is drawn without it.
        temperature, answer_tokens: how they are sampled.
        checked_pairs: at most this many hand-written pairs say how good the model is at ranking; None for
            all.
        allow_poor_ranking: go on with a model whose ranking follows places. None lets the demonstration
            model go on and no other, as for the judge.
        keep_disagreeing: learn also from pairs on which the two orders disagree, by the mean of both. None
            does so only for a model whose ranking follows places, which would leave nothing else.
        traits_alone: at most this many traits are also trained each by itself, to tell its effect.
        examples: held-out questions answered by the model before and after, to be read.
        epochs, learning_rate, beta, rows_a_step, rank, longest_row_tokens, steps_between_checkpoints, seed:
            of the training, as in `PreferenceSettings`.
    """

    traits: int | None = 3
    questions_a_trait: int | None = 6
    answers: int = 2
    temperature: float = 1.0
    answer_tokens: int = 32
    checked_pairs: int | None = 20
    allow_poor_ranking: bool | None = None
    keep_disagreeing: bool | None = None
    traits_alone: int = 3
    examples: int = 2
    epochs: int = 2
    learning_rate: float = 5e-5
    beta: float = 0.1
    rows_a_step: int = 4
    rank: int = 16
    longest_row_tokens: int = 256
    steps_between_checkpoints: int = 5
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse settings that nothing could be learnt with."""
        if any(
            number is not None and number < 1
            for number in (self.traits, self.questions_a_trait, self.checked_pairs)
        ):
            raise ValueError(
                "traits, questions_a_trait and checked_pairs must be at least 1, or None for all"
            )
        if self.answers < 1:
            raise ValueError("answers must be at least 1: one is compared with the answer without the trait")
        if self.traits_alone < 0 or self.examples < 0:
            raise ValueError("traits_alone and examples must be at least 0")
        if self.temperature <= 0:
            raise ValueError("temperature must be above 0: else all answers are the same")

    @property
    def training(self) -> PreferenceSettings:
        """How the model learns from the pairs (DPO)."""
        return PreferenceSettings(
            epochs=self.epochs,
            learning_rate=self.learning_rate,
            beta=self.beta,
            rows_a_step=self.rows_a_step,
            rank=self.rank,
            longest_row_tokens=self.longest_row_tokens,
            steps_between_checkpoints=self.steps_between_checkpoints,
            seed=self.seed,
        )
