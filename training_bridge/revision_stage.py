"""First stage: red-team prompts become critique-revision records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training_bridge.critique_revision import (
    STOP,
    critique_prompt,
    draw_principle,
    few_shot_prefix,
    revision_prompt,
    template_hash,
    whole_sentences,
)
from training_bridge.filters import CopyDetector, reject_revision
from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.principles import Constitution, Principle
from training_bridge.prompts import FewShot, Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import CritiqueRevision, Provenance, Round, row_id, text_hash
from training_bridge.run_settings import RunSettings


@dataclass(frozen=True)
class Material:
    """What every record of a run is made from."""

    constitution: Constitution
    few_shots: Sequence[FewShot]
    generator: Generator
    settings: RunSettings


def write_critique_revisions(
    records: RecordFile, prompts: Sequence[Prompt], material: Material, on_done: Callable[[int], None]
) -> None:
    """Revise the answer to every prompt and append the records, a batch at a time.

    Batches are fixed by the order of the prompts. A batch that was cut short is made again in full, so that
    the records are the same as those of a run that was never stopped; those already written stay.
    `on_done` hears of every text written or found: 1 + 2 x rounds for each prompt.
    """
    size = material.settings.batch_rows
    for start in range(0, len(prompts), size):
        batch = prompts[start : start + size]
        if all(record_id(prompt, material.constitution, material.settings) in records for prompt in batch):
            on_done(len(batch) * texts_a_prompt(material.settings))
            continue
        records.append(row.to_json() for row in _revise_batch(batch, material, on_done))


def texts_a_prompt(settings: RunSettings) -> int:
    """Count the texts a model writes for one prompt."""
    return 1 + 2 * settings.rounds


def record_id(prompt: Prompt, constitution: Constitution, settings: RunSettings) -> str:
    """Give the id of a prompt's record in this run."""
    return row_id("critique-revision", constitution.sha256, prompt.id, str(settings.seed))


def _revise_batch(
    batch: Sequence[Prompt], material: Material, on_done: Callable[[int], None]
) -> list[CritiqueRevision]:
    settings = material.settings
    first = material.generator.generate(
        [Request(prompt.text) for prompt in batch], Sampling(settings.response_tokens), on_done
    )
    initial = [whole_sentences(answer.text, finished=answer.finished) for answer in first]
    current = list(initial)
    rounds: list[list[Round]] = [[] for _ in batch]
    for number in range(1, settings.rounds + 1):
        for place, made in enumerate(_one_round(batch, current, number, material, on_done)):
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


def _one_round(
    batch: Sequence[Prompt],
    responses: Sequence[str],
    number: int,
    material: Material,
    on_done: Callable[[int], None],
) -> list[Round]:
    settings = material.settings
    prefix = few_shot_prefix(material.few_shots)
    principles = [
        draw_principle(
            material.constitution.principles, seed=settings.seed, prompt_id=prompt.id, round_number=number
        )
        for prompt in batch
    ]
    asked = list(zip(batch, responses, principles, strict=True))
    critiques = material.generator.generate(
        [
            _continue(critique_prompt(prefix, prompt.text, response, drawn))
            for prompt, response, drawn in asked
        ],
        _sampling(settings, settings.critique_tokens),
        on_done,
    )
    critique_texts = [whole_sentences(each.text, finished=each.finished) for each in critiques]
    revisions = material.generator.generate(
        [
            _continue(revision_prompt(prefix, prompt.text, response, drawn, critique))
            for (prompt, response, drawn), critique in zip(asked, critique_texts, strict=True)
        ],
        _sampling(settings, settings.revision_tokens),
        on_done,
    )
    detector = CopyDetector(
        (
            text
            for shot in material.few_shots
            for text in (shot.prompt, shot.response, shot.critique, shot.revision)
        ),
        run=settings.filters.copied_words,
    )
    return [
        _judged_round(number, prompt, response, drawn, critique, revision, detector, settings)
        for (prompt, response, drawn), critique, revision in zip(
            asked, critique_texts, revisions, strict=True
        )
    ]


def _judged_round(
    number: int,
    prompt: Prompt,
    response: str,
    principle: Principle,
    critique: str,
    revision: Generation,
    detector: CopyDetector,
    settings: RunSettings,
) -> Round:
    text = whole_sentences(revision.text, finished=revision.finished)
    return Round(
        number=number,
        principle_id=principle.id,
        principle_sha256=principle.sha256,
        statement_ids=principle.statement_ids,
        critique_request=principle.critique_request,
        critique=critique,
        revision_request=principle.revision_request,
        revision=text,
        rejected=reject_revision(
            text,
            prompt=prompt.text,
            response=response,
            finished=revision.finished,
            copied_from=detector,
            instructions=(principle.critique_request, principle.revision_request, critique),
            thresholds=settings.filters,
        ),
    )


def _continue(transcript: str) -> Request:
    return Request(transcript, style="plain", stop=STOP)


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
    sampling = {
        "temperature": settings.temperature,
        "repetition_penalty": settings.repetition_penalty,
        "no_repeat_tokens": settings.no_repeat_tokens,
        "tokens": {
            "response": settings.response_tokens,
            "critique": settings.critique_tokens,
            "revision": settings.revision_tokens,
        },
    }
    return Provenance(
        constitution_sha256=material.constitution.sha256,
        model=material.generator.name,
        model_sha256=material.generator.sha256,
        prompt_id=prompt.id,
        prompt_sha256=text_hash(prompt.text),
        template_sha256=template_hash(material.few_shots),
        sampling=sampling,
        seed=settings.seed,
    )
