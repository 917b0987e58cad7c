"""Rows as TRL's trainers read them, each with where it comes from in columns that no trainer chokes on. PURE.

Whatever a trainer does not read is a text, a number, or a list of texts, with the same type in every row:
Arrow, which loads the files, gives a column one type.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from constitution.exports.inert_text import inert
from training_bridge.people.mixing import Preference
from training_bridge.people.preferences import HumanPreference
from training_bridge.prompts import Prompt
from training_bridge.records import CritiqueRevision, Provenance, row_id, text_hash
from training_bridge.training.settings import PreferenceSettings

Row = dict[str, Any]
ANSWERS = ("chosen", "rejected", "p_chosen")
SUREST = 0.99
"""Labels are taken no surer than this for a margin: log-odds of 4.6."""


def sft_rows(
    records: Sequence[CritiqueRevision],
    helpful: Sequence[Prompt],
    *,
    seed: int,
    helpful_a_revision: int,
    unchanged_too: bool = False,
    but_not: Collection[tuple[str, int]] = (),
) -> list[Row]:
    """Give every accepted revision, and helpful examples beside them.

    With `unchanged_too`, answers in which a critique found no fault count as their own revision. Rounds in
    `but_not` (record, number of the round) are left out.

    The helpful ones guard against learning that every request is to be declined. Which of them take part
    and the order of all rows depend on the seed and the rows' ids alone.
    """
    revisions = [
        _supervised_row(record, number, record.prompt, made.revision)
        for record in records
        for number, made in enumerate(record.rounds)
        if made.is_learnt_from(unchanged_too=unchanged_too) and (record.id, made.number) not in but_not
    ]
    if not revisions:
        return []
    drawn = sorted(helpful, key=lambda prompt: _order(seed, prompt.id))
    examples = [
        _helpful_row(prompt, records[0].provenance)
        for prompt in drawn[: helpful_a_revision * len(revisions)]
        if prompt.response
    ]
    return sorted(revisions + examples, key=lambda row: _order(seed, row["id"]))


def control_rows(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Give the helpful rows alone: the same training without what the constitution brought about."""
    return [dict(row) for row in rows if row["kind"] == "helpful"]


def reward_rows(pairs: Sequence[Preference]) -> list[Row]:
    """Give each kept pair once, with the margin by which its better answer should win.

    The margin is the log-odds of the label, logit(p): the preference model's loss is
    -log sigmoid(score of chosen - score of rejected - margin) (Touvron et al. 2023, *Llama 2*, section
    3.2.2), so a pair that judge or people were unsure of asks for next to nothing and none is repeated.
    """
    return [
        {**row, "margin": round(_log_odds(row["p_chosen"]), 4)}
        for row in _pair_rows("reward", [(pair, 0) for pair in pairs if pair.dropped is None])
    ]


def preference_rows(
    pairs: Sequence[Preference], settings: PreferenceSettings, *, weighted: bool
) -> list[Row]:
    """Give each kept pair for DPO, which knows no soft labels: once, or as often as its weight says.

    Where near-ties were dropped or kept as they are, every pair stands once. Where they are `weighted`, a
    pair stands `copies_at_certainty` times its weight, rounded; those that round to none are left out.
    """
    copies = [
        (pair, copy)
        for pair in pairs
        if pair.dropped is None
        for copy in range(round(pair.weight * settings.copies_at_certainty) if weighted else 1)
    ]
    return _pair_rows("dpo", copies)


def prompt_rows(pairs: Sequence[Preference]) -> list[Row]:
    """Give each prompt once, with the principle and the answer that a judge compares new answers with.

    `principle_text` and `reference` reach reward functions as columns; the reference is the better one of the
    supervised model's own two answers. Ties are no reason to leave a prompt out. Of several pairs with one
    prompt the first one counts.
    """
    rows: dict[str, Row] = {}
    for pair, row in zip(pairs, _pair_rows("grpo", [(pair, 0) for pair in pairs]), strict=True):
        rows.setdefault(
            pair.prompt,
            {
                **{
                    name: value
                    for name, value in row.items()
                    if name not in ("chosen", "rejected", "p_chosen")
                },
                "principle_text": inert(pair.principle_text),
                "reference": row["chosen"][0]["content"],
            },
        )
    return list(rows.values())


def _pair_rows(stage: str, copies: Sequence[tuple[Preference, int]]) -> list[Row]:
    """Give a row for each copy of a pair; where people's are among them, each says whose it is."""
    rows = [_pair_row(pair, stage, copy) for pair, copy in copies]
    if not any(isinstance(pair, HumanPreference) for pair, _copy in copies):
        return rows
    return [{**row, **_source(pair)} for row, (pair, _copy) in zip(rows, copies, strict=True)]


def _source(pair: Preference) -> Row:
    by_people = isinstance(pair, HumanPreference)
    return {"source": "people" if by_people else "judge", "human_item_id": pair.id if by_people else None}


def _pair_row(pair: Preference, stage: str, copy: int) -> Row:
    judged = pair.feedback_id if isinstance(pair, HumanPreference) else pair.id
    return {
        "id": row_id(stage, pair.id, str(copy)),
        "prompt": [{"role": "user", "content": inert(pair.prompt)}],
        "chosen": [{"role": "assistant", "content": inert(pair.chosen)}],
        "rejected": [{"role": "assistant", "content": inert(pair.rejected)}],
        "p_chosen": pair.p_chosen,
        "principle_id": pair.principle_id,
        "principle_sha256": pair.principle_sha256,
        "statement_ids": _texts(pair.statement_ids),
        "feedback_id": judged or pair.id,
        **_provenance(pair.provenance),
    }


def _supervised_row(record: CritiqueRevision, place: int, prompt: str, completion: str) -> Row:
    made = record.rounds[place]
    return {
        "id": row_id("supervised", record.provenance.prompt_id, str(made.number)),
        "kind": "revision",
        "prompt": [{"role": "user", "content": inert(prompt)}],
        "completion": [{"role": "assistant", "content": inert(completion)}],
        "principle_id": made.principle_id,
        "principle_sha256": made.principle_sha256,
        "statement_ids": _texts(made.statement_ids),
        "critique_revision_id": record.id,
        "round": made.number,
        **_provenance(record.provenance),
    }


def _helpful_row(prompt: Prompt, provenance: Provenance) -> Row:
    # The response was written by hand: of the run, only the constitution and the seed had a part in it.
    origin = replace(
        provenance,
        model="written by hand",
        model_sha256=None,
        prompt_id=prompt.id,
        prompt_sha256=text_hash(prompt.text),
        template_sha256=None,
        sampling={},
    )
    return {
        "id": row_id("supervised", prompt.id, "0"),
        "kind": "helpful",
        "prompt": [{"role": "user", "content": inert(prompt.text)}],
        "completion": [{"role": "assistant", "content": inert(prompt.response or "")}],
        "principle_id": None,
        "principle_sha256": None,
        "statement_ids": [],
        "critique_revision_id": None,
        "round": None,
        **_provenance(origin),
    }


def _provenance(origin: Provenance) -> Row:
    return {
        "constitution_sha256": origin.constitution_sha256,
        "model": origin.model,
        "model_sha256": origin.model_sha256,
        "prompt_id": origin.prompt_id,
        "prompt_sha256": origin.prompt_sha256,
        "template_sha256": origin.template_sha256,
        # A mapping whose names differ from row to row would have no one type.
        "sampling": json.dumps(dict(origin.sampling), sort_keys=True),
        "seed": origin.seed,
    }


def _texts(ids: Iterable[int | str]) -> list[str]:
    return [str(each) for each in ids]


def _order(seed: int, name: str) -> str:
    return row_id("order", str(seed), name)


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 0.5), SUREST)
    return math.log(kept) - math.log1p(-kept)
