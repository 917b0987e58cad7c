"""The first stage: which prompts a run works with, and which of them are held out.

Every split is fixed before anything is generated: those of given prompts by themselves, those of tailored
ones by their ids. What nearly copies a held-out prompt is left out of training and kept on record with the
reason.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from training_bridge.prompts import Prompt
from training_bridge.record_files import RecordFile, json_lines, write_whole
from training_bridge.run_context import RunContext
from training_bridge.run_prompts import measured_texts, near_held_out, prompt_rows
from training_bridge.tailoring.coverage import coverage
from training_bridge.tailoring.making import TailoringMaterial, make_candidates, tailored_prompt
from training_bridge.tailoring.relevance import RelevanceCheck, load_relevance_check
from training_bridge.tailoring.writing import load_examples, spoken

STEP = "tailoring prompts"
TOO_FEW_SHARE = 0.5
"""A principle with fewer accepted prompts than this share of those wanted is left to given prompts."""


def run(context: RunContext) -> None:
    """Make the tailored prompts that are wanted, and write down every prompt of the run with its split."""
    if context.artifacts.prompts.exists():
        return
    check = _relevance_check(context)
    accepted = _tailored(context, check) if context.settings.prompts.tailored_a_principle else []
    prompts = [*context.texts.prompts, *(tailored_prompt(row) for row in accepted)]
    rows = prompt_rows(
        prompts,
        {principle.id: principle for principle in context.constitution.principles},
        provenance={row["slot"]: _provenance(row) for row in accepted},
        relevant=_relevant(context, prompts, check),
        left_out=near_held_out(prompts, measured_texts(context.texts)),
    )
    write_whole(context.artifacts.prompts, json_lines(rows))


def figures(context: RunContext) -> dict[str, Any] | None:
    """Count the prompts by kind, split and origin; say what was left out, and which principles have none."""
    if not context.artifacts.prompts.exists():
        return None
    rows = list(RecordFile(context.artifacts.prompts))
    kept = [row for row in rows if row["left_out"] is None]
    return {
        "prompts": len(kept),
        "by_kind_and_split": _counted(f"{row['kind']}, {row['split']}" for row in kept),
        "by_origin": _counted(row["origin"] for row in kept),
        "left_out": [{"id": row["id"], "why": row["left_out"]} for row in rows if row["left_out"]],
        "conversations_cut_to_their_first_question": sum(row["turns_left_out"] > 0 for row in kept),
        "tailored": _tailored_figures(context, kept),
    }


def _tailored(context: RunContext, check: RelevanceCheck | None) -> list[dict[str, Any]]:
    texts = context.texts
    material = TailoringMaterial(
        constitution=context.constitution,
        settings=context.settings,
        examples=load_examples(),
        given=[
            *((prompt.id, prompt.text) for prompt in texts.prompts),
            *((pair.id, pair.prompt) for pair in texts.pairs),
        ],
        writer=context.models.writer(),
        check=check,
    )
    with context.watch.step(STEP, len(material.slots)) as advance:
        return make_candidates(RecordFile(context.artifacts.tailored_candidates), material, advance)


def _relevance_check(context: RunContext) -> RelevanceCheck | None:
    wanted = context.settings.prompts
    is_asked = wanted.tailored_a_principle or wanted.relevant_principles
    if not is_asked or wanted.nearest_share == 1:
        return None
    check = load_relevance_check(
        [spoken(principle) for principle in context.constitution.principles],
        language=context.constitution.language,
        nearest_share=wanted.nearest_share,
    )
    return check if isinstance(check, RelevanceCheck) else None


def _relevant(
    context: RunContext, prompts: Sequence[Prompt], check: RelevanceCheck | None
) -> dict[str, list[str]]:
    """Name the principles that are relevant to each prompt, by prompt id; nothing without an encoder."""
    if check is None:
        return {}
    principles = context.constitution.principles
    found = check.nearest([prompt.text for prompt in prompts])
    return {
        prompt.id: [principles[place].id for place in places]
        for prompt, places in zip(prompts, found, strict=True)
    }


def _is_given(row: Mapping[str, Any]) -> bool:
    return bool(row["origin"] != "model" and row["relevant_principles"])


def _provenance(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {"candidate_id": row["id"], "relevance": row["relevance"], "relevance_by": row["relevance_by"]}
    return {**row["provenance"], **found}


def _tailored_figures(context: RunContext, kept: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Give how many were made and accepted, and what each principle has; None where none was wanted."""
    each = context.settings.prompts.tailored_a_principle
    if not each:
        return None
    candidates = list(RecordFile(context.artifacts.tailored_candidates))
    encoders = sorted({row["relevance_by"] for row in candidates if row["relevance_by"]})
    nearest = Counter(row["relevant_principles"][0] for row in kept if _is_given(row))
    covered = coverage(
        [principle.id for principle in context.constitution.principles],
        each,
        [row for row in kept if row["kind"] == "tailored"],
        nearest if encoders else None,
    )
    return {
        "wanted": each * len(covered),
        "candidates": len(candidates),
        "accepted": sum(one.accepted for one in covered),
        "rejected_by_reason": _counted(row["rejected"] for row in candidates if row["rejected"]),
        "models": sorted({row["provenance"]["model"] for row in candidates}),
        "relevance_by": encoders[0] if encoders else None,
        "by_principle": [dataclasses.asdict(one) for one in covered],
        "without_any": [one.principle_id for one in covered if not one.accepted],
        "left_to_given_prompts": [
            one.principle_id for one in covered if one.accepted < TOO_FEW_SHARE * one.wanted
        ],
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
