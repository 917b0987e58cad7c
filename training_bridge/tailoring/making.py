"""Asks a model for prompts in which a principle matters, and keeps every answer with its verdict."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.generation.interface import Generation, Generator, Request, Sampling
from training_bridge.near_copies import NearCopies
from training_bridge.principles import Constitution
from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile
from training_bridge.records import Provenance, row_id, text_hash
from training_bridge.run_settings import RunSettings
from training_bridge.tailoring.candidates import CandidateFilter
from training_bridge.tailoring.relevance import Relevance, RelevanceCheck
from training_bridge.tailoring.slots import Slot, slots_of
from training_bridge.tailoring.writing import (
    STOP,
    TailoringExample,
    beginning_of,
    examples_prefix,
    spoken,
    tailoring_prompt,
    template_hash,
)


@dataclass(frozen=True)
class TailoringMaterial:
    """What candidates are made from, and by what they are judged; without a check all count as relevant."""

    constitution: Constitution
    settings: RunSettings
    examples: Sequence[TailoringExample]
    given: Sequence[tuple[str, str]]
    writer: Generator
    check: RelevanceCheck | None

    @property
    def slots(self) -> list[Slot]:
        """Give the places to be filled, number by number."""
        wanted = self.settings.prompts
        return slots_of(
            self.constitution.principles,
            each=wanted.tailored_a_principle,
            seed=self.settings.seed,
            one_in=wanted.one_in,
        )


def make_candidates(
    records: RecordFile, material: TailoringMaterial, on_done: Callable[[int], None]
) -> list[dict[str, Any]]:
    """Fill the places as far as the model manages; write every candidate down and return the accepted ones.

    A place whose candidate was rejected gets another one, as often as the settings allow. A batch that was
    cut short is made again in full, so a run that was killed ends with the same rows as one that was not.
    `on_done` hears of every place that is filled or given up.
    """
    found = {row["id"]: row for row in records}
    judge = CandidateFilter(
        [text for each in material.examples for text in (each.principle, *each.prompts)],
        NearCopies(material.given),
    )
    accepted: list[dict[str, Any]] = []
    for slots in _batches(material):
        open_slots = list(slots)
        for attempt in range(1, material.settings.prompts.attempts + 1):
            ids = [_candidate_id(slot, attempt) for slot in open_slots]
            if all(each in found for each in ids):
                rows = [found[each] for each in ids]
                for row in rows:
                    if row["rejected"] is None:
                        judge.accept(row["prompt"])
            else:
                rows = _write_batch(open_slots, attempt, material, judge)
                records.append(rows)
            accepted += [row for row in rows if row["rejected"] is None]
            open_slots = [slot for slot, row in zip(open_slots, rows, strict=True) if row["rejected"]]
            if not open_slots:
                break
        on_done(len(slots))
    return accepted


def tailored_prompt(row: Mapping[str, Any]) -> Prompt:
    """Give an accepted candidate as a prompt of the run; each principle is a family of its own."""
    return Prompt(
        id=row["slot"],
        family=f"principle-{row['principle_id']}",
        split=row["split"],
        text=row["prompt"],
        kind="tailored",
        origin="model",
        principle_id=row["principle_id"],
    )


def _batches(material: TailoringMaterial) -> Iterator[list[Slot]]:
    """Give places of one number at a time, so that one seed fits a batch."""
    slots, size = material.slots, material.settings.batch_rows
    for number in range(1, material.settings.prompts.tailored_a_principle + 1):
        same = [slot for slot in slots if slot.number == number]
        for start in range(0, len(same), size):
            yield same[start : start + size]


def _write_batch(
    slots: Sequence[Slot], attempt: int, material: TailoringMaterial, judge: CandidateFilter
) -> list[dict[str, Any]]:
    prefix = examples_prefix(material.examples)
    sampling = _sampling(material.settings, slots[0].number, attempt)
    beginnings = [beginning_of(slot.number, attempt, _offset(slot)) for slot in slots]
    written = material.writer.generate(
        [
            Request(tailoring_prompt(prefix, slot.principle, beginning), style="plain", stop=STOP)
            for slot, beginning in zip(slots, beginnings, strict=True)
        ],
        sampling,
    )
    texts = [f"{beginning} {each.text.strip()}" for beginning, each in zip(beginnings, written, strict=True)]
    relevances = _relevances(texts, slots, material)
    rows = []
    for slot, text, made, relevance in zip(slots, texts, written, relevances, strict=True):
        rejected = _verdict(slot, text, made, relevance, material, judge)
        if rejected is None:
            judge.accept(text)
        rows.append(_row(slot, attempt, text, rejected, relevance, sampling, material))
    return rows


def _verdict(
    slot: Slot,
    text: str,
    made: Generation,
    relevance: Relevance | None,
    material: TailoringMaterial,
    judge: CandidateFilter,
) -> str | None:
    reason = judge.reject(text, principle=spoken(slot.principle), finished=made.finished)
    if reason is None and material.check and relevance and not _is_relevant(relevance, material):
        return "not about the principle"
    return reason


def _is_relevant(relevance: Relevance, material: TailoringMaterial) -> bool:
    near = material.check is None or relevance.rank <= material.check.most
    return near and relevance.cosine >= material.settings.prompts.least_cosine


def _relevances(
    texts: Sequence[str], slots: Sequence[Slot], material: TailoringMaterial
) -> list[Relevance] | list[None]:
    if material.check is None:
        return [None] * len(texts)
    places = {principle.id: place for place, principle in enumerate(material.constitution.principles)}
    return material.check.relevance(texts, [places[slot.principle.id] for slot in slots])


def _row(
    slot: Slot,
    attempt: int,
    text: str,
    rejected: str | None,
    relevance: Relevance | None,
    sampling: Sampling,
    material: TailoringMaterial,
) -> dict[str, Any]:
    origin = Provenance(
        constitution_sha256=material.constitution.sha256,
        model=material.writer.name,
        model_sha256=material.writer.sha256,
        prompt_id=slot.id,
        prompt_sha256=text_hash(text),
        template_sha256=template_hash(material.examples),
        sampling=dataclasses.asdict(sampling),
        seed=material.settings.seed,
    )
    return {
        "id": _candidate_id(slot, attempt),
        "slot": slot.id,
        "attempt": attempt,
        "principle_id": slot.principle.id,
        "principle_sha256": slot.principle.sha256,
        "statement_ids": list(slot.principle.statement_ids),
        "split": slot.split,
        "prompt": text,
        "rejected": rejected,
        "relevance": relevance and dataclasses.asdict(relevance),
        "relevance_by": material.check.name if material.check else None,
        "provenance": dataclasses.asdict(origin),
    }


def _sampling(settings: RunSettings, number: int, attempt: int) -> Sampling:
    return Sampling(
        max_new_tokens=settings.prompts.most_tokens,
        temperature=settings.prompts.temperature,
        seed=int(row_id("tailored", str(settings.seed), str(number), str(attempt)), 16) % 2**31,
    )


def _candidate_id(slot: Slot, attempt: int) -> str:
    return f"{slot.id}-{attempt}"


def _offset(slot: Slot) -> int:
    return int(slot.principle.sha256[:4], 16)
