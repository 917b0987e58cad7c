"""The rounds of critique and revision for a batch of prompts: what is asked, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.critique_revision import (
    STOP,
    begun,
    critique_prompt,
    few_shot_prefix,
    finds_no_fault,
    openings_of,
    revision_prompt,
    template_hash,
    whole_sentences,
)
from training_bridge.drawing import Draws
from training_bridge.filters import CopyDetector, reject_revision
from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.principles import Constitution, Principle
from training_bridge.prompts import FewShot, Prompt
from training_bridge.records import (
    NO_CHANGE_NEEDED,
    CritiqueRevision,
    Provenance,
    Round,
    row_id,
    text_hash,
)
from training_bridge.run_settings import RunSettings


@dataclass(frozen=True)
class Material:
    """What every record of a run is made from."""

    constitution: Constitution
    few_shots: Sequence[FewShot]
    generator: Generator
    settings: RunSettings
    draws: Draws


@dataclass(frozen=True)
class Turn:
    """One prompt in one round: the answer as it stands, the principle, and how the model is set going."""

    prompt: Prompt
    response: str
    principle: Principle
    critique_opening: str
    revision_opening: str


def texts_a_prompt(settings: RunSettings) -> int:
    """Count the texts a model writes for one prompt."""
    return 1 + 2 * settings.rounds


def record_id(prompt: Prompt, constitution: Constitution, settings: RunSettings) -> str:
    """Give the id of a prompt's record in this run."""
    return row_id("critique-revision", constitution.sha256, prompt.id, str(settings.seed))


def revise_batch(
    batch: Sequence[Prompt], material: Material, on_done: Callable[[int], None]
) -> list[CritiqueRevision]:
    """Answer, criticise and revise, round by round; `on_done` hears of every text."""
    settings = material.settings
    first = material.generator.generate(
        [Request(prompt.text) for prompt in batch], Sampling(settings.response_tokens), on_done
    )
    initial = [whole_sentences(answer.text, finished=answer.finished) for answer in first]
    current = list(initial)
    rounds: list[list[Round]] = [[] for _ in batch]
    for number in range(1, settings.rounds + 1):
        turns = [_turn(*each, number, material) for each in zip(batch, current, strict=True)]
        for place, made in enumerate(_one_round(turns, number, material, on_done)):
            rounds[place].append(made)
            # A rejected revision is kept on record, but the next round does not build upon it.
            current[place] = current[place] if made.rejected else made.revision
    return [
        CritiqueRevision(
            id=record_id(prompt, material.constitution, settings),
            family=prompt.family,
            prompt=prompt.text,
            initial_response=response,
            rounds=tuple(made),
            provenance=_provenance(prompt, material),
        )
        for prompt, response, made in zip(batch, initial, rounds, strict=True)
    ]


def _turn(prompt: Prompt, response: str, number: int, material: Material) -> Turn:
    openings = openings_of(prompt.id, number) if material.settings.prompts.begun else ("", "")
    return Turn(prompt, response, material.draws.by_round[prompt.id, number], *openings)


def _one_round(
    turns: Sequence[Turn], number: int, material: Material, on_done: Callable[[int], None]
) -> list[Round]:
    critiques = _critiques(turns, material, on_done)
    faulty = [place for place, critique in enumerate(critiques) if not finds_no_fault(critique)]
    written = _revisions(
        [turns[place] for place in faulty], [critiques[place] for place in faulty], material, on_done
    )
    if len(faulty) < len(turns):
        on_done(len(turns) - len(faulty))
    revisions = dict(zip(faulty, written, strict=True))
    detector = CopyDetector(
        (
            text
            for shot in material.few_shots
            for text in (shot.prompt, shot.response, shot.critique, shot.revision)
        ),
        run=material.settings.filters.copied_words,
    )
    return [
        _round(turn, number, critique, turn.response, NO_CHANGE_NEEDED)
        if place not in revisions
        else _judged(turn, number, critique, revisions[place], detector, material.settings)
        for place, (turn, critique) in enumerate(zip(turns, critiques, strict=True))
    ]


def _critiques(turns: Sequence[Turn], material: Material, on_done: Callable[[int], None]) -> list[str]:
    prefix = few_shot_prefix(material.few_shots)
    written = material.generator.generate(
        [
            _continue(
                critique_prompt(prefix, turn.prompt.text, turn.response, turn.principle),
                turn.critique_opening,
            )
            for turn in turns
        ],
        _sampling(material.settings, material.settings.critique_tokens),
        on_done,
    )
    return [
        begun(turn.critique_opening, whole_sentences(each.text, finished=each.finished))
        for turn, each in zip(turns, written, strict=True)
    ]


def _revisions(
    turns: Sequence[Turn], critiques: Sequence[str], material: Material, on_done: Callable[[int], None]
) -> list[Generation]:
    prefix = few_shot_prefix(material.few_shots)
    return material.generator.generate(
        [
            _continue(
                revision_prompt(prefix, turn.prompt.text, turn.response, turn.principle, critique),
                turn.revision_opening,
            )
            for turn, critique in zip(turns, critiques, strict=True)
        ],
        _sampling(material.settings, material.settings.revision_tokens),
        on_done,
    )


def _judged(
    turn: Turn,
    number: int,
    critique: str,
    revision: Generation,
    detector: CopyDetector,
    settings: RunSettings,
) -> Round:
    text = begun(turn.revision_opening, whole_sentences(revision.text, finished=revision.finished))
    reason = reject_revision(
        text,
        prompt=turn.prompt.text,
        response=turn.response,
        finished=revision.finished,
        copied_from=detector,
        instructions=(turn.principle.critique_request, turn.principle.revision_request, critique),
        thresholds=settings.filters,
    )
    return _round(turn, number, critique, text, reason)


def _round(turn: Turn, number: int, critique: str, revision: str, rejected: str | None) -> Round:
    return Round(
        number=number,
        principle_id=turn.principle.id,
        principle_sha256=turn.principle.sha256,
        statement_ids=turn.principle.statement_ids,
        critique_request=turn.principle.critique_request,
        critique=critique,
        revision_request=turn.principle.revision_request,
        revision=revision,
        rejected=rejected,
    )


def _continue(transcript: str, opening: str) -> Request:
    return Request(f"{transcript} {opening}".rstrip(), style="plain", stop=STOP)


def _sampling(settings: RunSettings, tokens: int) -> Sampling:
    return Sampling(
        max_new_tokens=tokens,
        temperature=settings.temperature,
        repetition_penalty=settings.repetition_penalty,
        no_repeat_tokens=settings.no_repeat_tokens,
        seed=settings.seed,
    )


def _provenance(prompt: Prompt, material: Material) -> Provenance:
    settings = material.settings
    sampling: dict[str, Any] = {
        "temperature": settings.temperature,
        "repetition_penalty": settings.repetition_penalty,
        "no_repeat_tokens": settings.no_repeat_tokens,
        "tokens": {
            "response": settings.response_tokens,
            "critique": settings.critique_tokens,
            "revision": settings.revision_tokens,
        },
        "principles": {
            "weighting": settings.prompts.weighting,
            "relevant": settings.prompts.relevant_principles,
            "largest_share": material.draws.bound,
        },
    }
    return Provenance(
        constitution_sha256=material.constitution.sha256,
        model=material.generator.name,
        model_sha256=material.generator.sha256,
        prompt_id=prompt.id,
        prompt_sha256=text_hash(prompt.text),
        template_sha256=template_hash(material.few_shots, begins=settings.prompts.begun),
        sampling=sampling,
        seed=settings.seed,
    )
