"""Several answers to one question by a model that is told its trait, and one by the model as it is. PURE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.character.questions import Question
from training_bridge.character.settings import CharacterSettings
from training_bridge.character.traits import Trait
from training_bridge.critique_revision import whole_sentences
from training_bridge.feedback.sampling import sample_seed
from training_bridge.generation.interface import Generator, Request, Sampling
from training_bridge.records import text_hash

PREFACE = (
    "You are an assistant of whom this is true: “{trait}” Let it show in how you answer, "
    "without saying the sentence itself.\n\n{question}"
)
PREFACE_SHA256 = text_hash(PREFACE)


@dataclass(frozen=True)
class CharacterAnswer:
    """One answer, the number of its draw, and whether the trait stood before the question."""

    text: str
    sample: int
    with_trait: bool

    def to_json(self) -> dict[str, Any]:
        """Give it as it is written to a file."""
        return {"text": self.text, "sample": self.sample, "with_trait": self.with_trait}


def draw_character_answers(
    model: Generator,
    asked: Sequence[tuple[Trait, Question]],
    settings: CharacterSettings,
    *,
    seed: int,
    on_done: Callable[[int], None],
) -> list[list[CharacterAnswer]]:
    """Draw the answers to every question: those with the trait, then one without it.

    A draw is fixed by seed, sample number and text. `on_done` hears of each answer.
    """
    found: list[list[CharacterAnswer]] = [[] for _ in asked]
    for sample in range(1, settings.answers + 2):
        with_trait = sample <= settings.answers
        requests = [
            Request(PREFACE.format(trait=trait.text, question=question.text) if with_trait else question.text)
            for trait, question in asked
        ]
        sampling = Sampling(
            settings.answer_tokens, temperature=settings.temperature, seed=sample_seed(seed, sample)
        )
        for place, written in enumerate(model.generate(requests, sampling, on_done)):
            text = whole_sentences(written.text, finished=written.finished)
            found[place].append(CharacterAnswer(text, sample, with_trait))
    return found
