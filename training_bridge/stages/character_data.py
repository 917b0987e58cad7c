"""What character training learns from: traits, questions, the model's own answers, and its ranking of them.

    principles -> traits -> questions -> answers with and without the trait -> ranking in both orders

The model that answers is the supervised one, and it ranks its own answers: no other judge takes part. Every
row is on the disk before the next batch is made.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from training_bridge.character.answers import PREFACE_SHA256, draw_character_answers
from training_bridge.character.pairs import character_pair
from training_bridge.character.questions import Question, questions_of
from training_bridge.character.ranking import Ranking, comparisons_of, ranking_of
from training_bridge.character.traits import SetAside, Trait, trained_traits, traits_of
from training_bridge.feedback.judge_check import check_figures, check_judge
from training_bridge.feedback.judged_pairs import load_judged_pairs
from training_bridge.feedback.judging import Judgement, compare, judging_template, position_prior
from training_bridge.feedback.sampling import sample_seed
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator
from training_bridge.generation.weights import DEMONSTRATION_MODEL
from training_bridge.near_copies import NearCopies
from training_bridge.record_files import RecordFile, json_lines, write_json, write_whole
from training_bridge.records import PreferencePair, Provenance, row_id, text_hash
from training_bridge.run_context import RunContext, StageStopped
from training_bridge.run_prompts import measured_texts

CHECKING = "checking its own ranking"
WRITING = "writing in character"
RANKING = "ranking its own answers"
NO_TRAIT = "no principle of this constitution gives a trait: stopped"
NO_QUESTION = "every question for the traits nearly copies one that is measured: stopped"


@dataclass(frozen=True)
class Asked:
    """A trait and a question for it."""

    trait: Trait
    question: Question

    def id(self, context: RunContext) -> str:
        """Give the id of its rows."""
        seed = str(context.settings.seed)
        return row_id("character", context.constitution.sha256, self.question.id, seed)


def write_traits(context: RunContext) -> None:
    """Write the traits with their questions, and the same list for other programs.

    Raises:
        StageStopped: no principle gives a trait, or no question is left.
    """
    traits, aside = traits_of(context.constitution)
    trained = trained_traits(traits, context.settings.character.traits)
    measured = _measured(context)
    questions = {trait.id: _questions(context, trait, measured) for trait in trained}
    found: list[Trait | SetAside] = sorted([*traits, *aside], key=lambda each: each.id)
    content = json_lines(_trait_row(context, each, questions) for each in found)
    if not context.artifacts.traits.exists() or context.artifacts.traits.read_bytes() != content:
        write_whole(context.artifacts.traits, content)
    if not traits:
        raise StageStopped(NO_TRAIT)
    write_json(
        context.artifacts.formats / "character_traits.json",
        [
            {"trait": trait.text, "questions": [each.text for each in questions[trait.id][0]]}
            for trait in trained
        ],
    )
    if not any(learnt for learnt, _left_out in questions.values()):
        raise StageStopped(NO_QUESTION)


def write_answers(context: RunContext) -> None:
    """Draw the answers that are missing."""
    asked = all_asked(context)
    records = RecordFile(context.artifacts.character_answers)
    if all(each.id(context) in records for each in asked):
        return
    settings = context.settings
    how = settings.character
    model = context.models.trained("sft")
    with context.watch.step(WRITING, len(asked) * (how.answers + 1)) as advance:
        for batch in _batches(asked, settings.batch_rows):
            if all(each.id(context) in records for each in batch):
                advance(len(batch) * (how.answers + 1))
                continue
            drawn = draw_character_answers(
                model,
                [(each.trait, each.question) for each in batch],
                how,
                seed=settings.seed,
                on_done=advance,
            )
            records.append(
                {
                    **_origin(context, each),
                    "answers": [answer.to_json() for answer in answers],
                    "provenance": dataclasses.asdict(_answers_provenance(context, model, each)),
                }
                for each, answers in zip(batch, drawn, strict=True)
            )


def check_ranking(context: RunContext) -> None:
    """Let the model compare pairs with an obvious winner before it ranks its own answers.

    Raises:
        StageStopped: it follows places and not answers, and the settings do not allow that.
    """
    settings = context.settings
    pairs = load_judged_pairs("held-out", settings.character.checked_pairs)
    records = RecordFile(check_path(context))
    if len(records) < len(pairs):
        model = context.models.trained("sft")
        with context.watch.step(CHECKING, len(pairs)) as advance:
            check_judge(
                model,
                pairs,
                records,
                _direct(context),
                lambda pair: _ranked_by(context, model, pair.id, pair.prompt),
                prior_a=position_prior(model, _direct(context)),
                batch_rows=settings.batch_rows,
                seed=settings.seed,
                on_done=advance,
            )
    found = check_of(context)
    allowed = settings.character.allow_poor_ranking
    if allowed is None:
        allowed = found is not None and found["model"] == DEMONSTRATION_MODEL
    if found is not None and found["is_poor"] and not allowed:
        agreement = found["position"]["agreement"]
        raise StageStopped(
            "the model ranks its answers by their places: stopped (it preferred the same answer in both "
            f"orders on {agreement['count']} of {agreement['items']} pairs with an obvious winner)"
        )


def write_rankings(context: RunContext) -> None:
    """Rank the answers that are not ranked yet."""
    asked = all_asked(context)
    records = RecordFile(rankings_path(context))
    if all(each.id(context) in records for each in asked):
        return
    settings = context.settings
    answers = {row["id"]: row for row in RecordFile(context.artifacts.character_answers)}
    model = context.models.trained("sft")
    prior = position_prior(model, _direct(context))
    with context.watch.step(RANKING, len(asked)) as advance:
        # A question has several comparisons, so a batch has fewer questions.
        for batch in _batches(asked, max(1, settings.batch_rows // 4)):
            if any(each.id(context) not in records for each in batch):
                records.append(_ranked(context, model, prior, batch, answers))
            advance(len(batch))


def kept_pairs(context: RunContext) -> list[PreferencePair]:
    """Give the pairs that may be learnt from, trait by trait."""
    answers = {row["id"]: row for row in RecordFile(context.artifacts.character_answers)}
    rankings = {row["id"]: row for row in RecordFile(rankings_path(context))}
    found = (
        character_pair(rankings[name], answers[name], each.trait)
        for each in all_asked(context)
        if (name := each.id(context)) in rankings and name in answers
    )
    return [pair for pair in found if pair is not None]


def all_asked(context: RunContext) -> list[Asked]:
    """Give every question of every trait that is trained."""
    traits, _aside = traits_of(context.constitution)
    measured = _measured(context)
    return [
        Asked(trait, question)
        for trait in trained_traits(traits, context.settings.character.traits)
        for question in _questions(context, trait, measured)[0]
    ]


def rankings_path(context: RunContext) -> Path:
    """Name the file of what the model made of its own answers."""
    return context.artifacts.data / "character_rankings.jsonl"


def check_path(context: RunContext) -> Path:
    """Name the file of what the model said of the pairs with an obvious winner."""
    return context.artifacts.data / "character_ranking_check.jsonl"


def check_of(context: RunContext) -> dict[str, Any] | None:
    """Give how good the model is at ranking; None before that was found out."""
    rows = list(RecordFile(check_path(context)))
    return check_figures(rows, _direct(context), seed=context.settings.seed) if rows else None


def keeps_disagreeing(context: RunContext) -> bool:
    """Say whether pairs count on which the two orders disagree."""
    wanted = context.settings.character.keep_disagreeing
    found = check_of(context)
    return bool(found and found["is_poor"]) if wanted is None else wanted


def _measured(context: RunContext) -> NearCopies:
    """Know whatever else is measured of the run."""
    texts = context.texts
    held_out = [(prompt.id, prompt.text) for prompt in texts.prompts if prompt.split == "evaluation"]
    return NearCopies([*held_out, *measured_texts(texts)])


def _questions(context: RunContext, trait: Trait, measured: NearCopies) -> tuple[list[Question], int]:
    """Give the questions that a trait is learnt from, and how many were left out."""
    tailored = [
        prompt
        for prompt in context.texts.chosen("tailored", "train")
        if prompt.principle_id == trait.principle.id and prompt.origin == "model"
    ]
    return questions_of(trait, tailored, measured, context.settings.character.questions_a_trait)


def _ranked(
    context: RunContext,
    model: Generator,
    prior: float,
    batch: Sequence[Asked],
    answers: Mapping[str, Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    named = [(each.id(context), each) for each in batch]
    texts = {name: [one["text"] for one in answers[name]["answers"]] for name, _each in named}
    comparisons = {
        name: comparisons_of(name, each.question.text, texts[name], each.trait) for name, each in named
    }
    asked = [comparison for found in comparisons.values() for *_places, comparison in found]
    judged = compare(model, asked, _direct(context), prior_a=prior, seed=context.settings.seed)
    by_id = {judgement.id: judgement for judgement in judged}
    rank = partial(
        ranking_of,
        tie_margin=context.settings.feedback.tie_margin,
        keep_disagreeing=keeps_disagreeing(context),
    )
    for name, each in named:
        found = {(one, other): by_id[comparison.id] for one, other, comparison in comparisons[name]}
        provenance = _ranked_by(context, model, each.question.id, each.question.text)
        yield _ranking_row(context, each, rank(texts[name], found), found, provenance)


def _ranking_row(
    context: RunContext,
    asked: Asked,
    ranking: Ranking,
    judged: Mapping[tuple[int, int], Judgement],
    provenance: Provenance,
) -> dict[str, Any]:
    return {
        **_origin(context, asked),
        **dataclasses.asdict(ranking),
        "comparisons": [
            {"places": list(places), "judgement": dataclasses.asdict(found)}
            for places, found in judged.items()
        ],
        "provenance": dataclasses.asdict(provenance),
    }


def _origin(context: RunContext, asked: Asked) -> dict[str, Any]:
    """Say of a row which trait and principle it belongs to, and which statements stand behind that."""
    principle = asked.trait.principle
    return {
        "id": asked.id(context),
        "trait_id": asked.trait.id,
        "trait": asked.trait.text,
        "principle_id": principle.id,
        "principle_sha256": principle.sha256,
        "statement_ids": list(principle.statement_ids),
        "prompt": asked.question.text,
        "source": asked.question.source,
    }


def _trait_row(
    context: RunContext, found: Trait | SetAside, questions: Mapping[str, tuple[Sequence[Question], int]]
) -> dict[str, Any]:
    trait = found if isinstance(found, Trait) else None
    learnt, left_out = questions.get(found.id, ((), 0))
    return {
        "id": row_id("trait", context.constitution.sha256, found.id),
        "trait_id": found.id,
        "trait": trait.text if trait else None,
        "kind": trait.kind if trait else None,
        "act": trait.act if trait else None,
        "forms": list(trait.forms) if trait else [],
        "set_aside": found.reason if isinstance(found, SetAside) else None,
        "is_trained": found.id in questions,
        "questions": [{"id": each.id, "text": each.text, "source": each.source} for each in learnt],
        "questions_left_out": left_out,
        "principle_id": found.principle.id,
        "principle_sha256": found.principle.sha256,
        "principle_text": found.principle.text,
        "statement_ids": list(found.principle.statement_ids),
        "constitution_sha256": context.constitution.sha256,
    }


def _answers_provenance(context: RunContext, model: Generator, asked: Asked) -> Provenance:
    settings = context.settings
    how = settings.character
    return Provenance(
        constitution_sha256=context.constitution.sha256,
        model=model.name,
        model_sha256=model.sha256,
        prompt_id=asked.question.id,
        prompt_sha256=text_hash(asked.question.text),
        template_sha256=PREFACE_SHA256,
        sampling={
            "adapter": None if settings.is_scripted else "sft",
            "temperature": how.temperature,
            "tokens": how.answer_tokens,
            "seeds": [sample_seed(settings.seed, sample) for sample in range(1, how.answers + 2)],
        },
        seed=settings.seed,
    )


def _ranked_by(context: RunContext, model: Generator, prompt_id: str, prompt: str) -> Provenance:
    settings = context.settings
    how = _direct(context)
    return Provenance(
        constitution_sha256=context.constitution.sha256,
        model=model.name,
        model_sha256=model.sha256,
        prompt_id=prompt_id,
        prompt_sha256=text_hash(prompt),
        template_sha256=judging_template(how),
        sampling={
            "adapter": None if settings.is_scripted else "sft",
            "judging": "direct",
            "label": "mean over both orders of the softmax of the two letters",
            "calibration": how.calibration,
            "tie_margin": how.tie_margin,
        },
        seed=settings.seed,
    )


def _direct(context: RunContext) -> FeedbackSettings:
    """Give how answers are compared: as in feedback, without reasons, since there are many comparisons."""
    return dataclasses.replace(context.settings.feedback, chain_of_thought=False)


def _batches(items: Sequence[Asked], size: int) -> list[Sequence[Asked]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
