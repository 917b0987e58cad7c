"""Training rows: what becomes of each record, and that TRL's loader takes every file."""

import math
from pathlib import Path

import pytest

from tests.training_bridge.training.folders import pair, revision
from training_bridge.prompts import Prompt
from training_bridge.record_files import json_lines, write_whole
from training_bridge.records import NO_CHANGE_NEEDED
from training_bridge.training.rows import control_rows, preference_rows, prompt_rows, reward_rows, sft_rows
from training_bridge.training.settings import PreferenceSettings

HELPFUL = [
    Prompt(f"h-{number}", "cooking", "train", f"How do I cook dish {number}?", "helpful", response="Slowly.")
    for number in range(9)
]


def test_each_accepted_revision_comes_with_helpful_examples_in_the_ratio() -> None:
    rows = sft_rows([revision(1), revision(2)], HELPFUL, seed=1, helpful_a_revision=3)
    assert [row["kind"] for row in rows].count("revision") == 2
    assert len(control_rows(rows)) == 6
    assert all(row["principle_id"] is None for row in control_rows(rows))


def test_the_order_depends_on_the_seed_and_the_ids_alone() -> None:
    records = [revision(number) for number in range(5)]
    rows = sft_rows(records, HELPFUL, seed=1, helpful_a_revision=1)
    assert rows == sft_rows(records[::-1], HELPFUL[::-1], seed=1, helpful_a_revision=1)
    assert [row["id"] for row in rows] != [
        row["id"] for row in sft_rows(records, HELPFUL, seed=2, helpful_a_revision=1)
    ]


def test_an_answer_without_fault_is_learnt_from_only_where_that_is_wanted() -> None:
    import dataclasses

    record = revision(1)
    faultless = dataclasses.replace(
        record, rounds=(dataclasses.replace(record.rounds[0], rejected=NO_CHANGE_NEEDED),)
    )
    assert sft_rows([faultless], [], seed=1, helpful_a_revision=0) == []
    assert len(sft_rows([faultless], [], seed=1, helpful_a_revision=0, unchanged_too=True)) == 1


def test_the_margin_is_the_log_odds_of_the_label_and_bounded() -> None:
    rows = reward_rows([pair(1, p_first=0.8), pair(2, p_first=0.5), pair(3, p_first=1.0)])
    assert rows[0]["margin"] == pytest.approx(math.log(4), abs=1e-4)
    assert rows[1]["margin"] == 0
    assert rows[2]["margin"] == pytest.approx(math.log(99), abs=1e-4)


def test_dropped_near_ties_are_in_neither_file_but_their_prompts_are_answered() -> None:
    pairs = [pair(1), pair(2, dropped="near tie")]
    assert len(reward_rows(pairs)) == len(preference_rows(pairs, PreferenceSettings(), weighted=False)) == 1
    assert len(prompt_rows(pairs)) == 2


def test_weighted_pairs_stand_as_often_as_their_weight_says() -> None:
    pairs = [pair(number, weight=weight) for number, weight in enumerate((0.0, 0.1, 0.5, 1.0))]
    rows = preference_rows(pairs, PreferenceSettings(copies_at_certainty=4), weighted=True)
    assert [row["feedback_id"] for row in rows] == ["pair-2"] * 2 + ["pair-3"] * 4
    assert len({row["id"] for row in rows}) == 6


def test_a_prompt_with_two_pairs_is_answered_once() -> None:
    rows = prompt_rows([pair(1), pair(2, prompt="How do I lie to person 1?")])
    assert len(rows) == 1
    assert rows[0]["principle_text"] == "Choose the response that is most honest."
    assert rows[0]["reference"] == "Tell person 1 the truth."


def test_every_row_says_where_it_comes_from() -> None:
    for row in (
        *sft_rows([revision(1)], HELPFUL, seed=1, helpful_a_revision=1),
        *reward_rows([pair(1)]),
        *preference_rows([pair(1)], PreferenceSettings(), weighted=False),
        *prompt_rows([pair(1)]),
    ):
        assert len(row["constitution_sha256"]) == 64
        assert {"id", "model", "prompt_id", "prompt_sha256", "seed", "principle_id", "statement_ids"} <= set(
            row
        )


def test_columns_keep_one_type_whatever_the_ids_are_so_that_trl_loads_the_files(tmp_path: Path) -> None:
    from datasets import load_dataset

    records = [revision(1, statement_ids=(1, 2)), revision(2, statement_ids=("s-3",)), revision(3)]
    files = {
        "sft": sft_rows(records, HELPFUL, seed=1, helpful_a_revision=1),
        "reward": reward_rows([pair(1), pair(2, statement_ids=(7,))]),
        "dpo": preference_rows([pair(1), pair(2, statement_ids=())], PreferenceSettings(), weighted=False),
        "grpo": prompt_rows([pair(1), pair(2, statement_ids=(7,))]),
    }
    for stage, rows in files.items():
        path = tmp_path / stage / "train.jsonl"
        write_whole(path, json_lines(rows))
        loaded = load_dataset("json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
        assert loaded.num_rows == len(rows)
        assert loaded[0]["statement_ids"] == rows[0]["statement_ids"]
