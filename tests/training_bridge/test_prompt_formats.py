"""Prompt files in the forms that people have them in, read or refused with the line and the reason."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared_data import shared_data
from training_bridge.prompt_formats import conversation_of
from training_bridge.prompts import Prompt, PromptFileError, read_prompts
from training_bridge.texts import Texts

HH = "\n\nHuman: How do bees dance?\n\nAssistant: In a figure of eight."


@pytest.mark.parametrize(
    ("row", "prompt", "response", "left_out"),
    [
        ({"prompt": " Why? "}, "Why?", None, 0),
        ({"prompt": "Why?", "response": "So."}, "Why?", "So.", 0),
        ({"prompt": "Why?", "completion": "So."}, "Why?", "So.", 0),
        (
            {
                "prompt": [{"role": "user", "content": "Why?"}],
                "completion": [{"role": "assistant", "content": "So."}],
            },
            "Why?",
            "So.",
            0,
        ),
        ({"messages": [{"role": "user", "content": "Why?"}]}, "Why?", None, 0),
        (
            {
                "messages": [
                    {"role": "system", "content": "Be kind."},
                    {"role": "user", "content": "Why?"},
                    {"role": "assistant", "content": "So."},
                ]
            },
            "Why?",
            "So.",
            1,
        ),
        (
            {"conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "So."}]},
            "Why?",
            "So.",
            0,
        ),
        (
            {
                "messages": [
                    {"role": "user", "content": "Why?"},
                    {"role": "assistant", "content": "So."},
                    {"role": "user", "content": "And then?"},
                ]
            },
            "Why?",
            None,
            2,
        ),
        ({"text": "Why?"}, "Why?", None, 0),
        ({"text": HH}, "How do bees dance?", "In a figure of eight.", 0),
        ({"text": "### Human: Why?\n### Assistant: So."}, "Why?", "So.", 0),
        ({"instruction": "Translate.", "input": "Haus", "output": "house"}, "Translate.\n\nHaus", "house", 0),
        ({"instruction": "Why?", "instances": [{"input": "", "output": "So."}]}, "Why?", "So.", 0),
        ({"instruction": "Why?"}, "Why?", None, 0),
        (
            {"chosen": HH, "rejected": "\n\nHuman: How do bees dance?\n\nAssistant: No."},
            "How do bees dance?",
            None,
            0,
        ),
        ({"chosen": HH + "\n\nHuman: Really?\n\nAssistant: Yes."}, "How do bees dance?", None, 3),
        ({"prompt": "Why: is it so?\nA user: somebody."}, "Why: is it so?\nA user: somebody.", None, 0),
    ],
)
def test_a_question_is_found_in_every_common_form(
    row: dict[str, Any], prompt: str, response: str | None, left_out: int
) -> None:
    found = conversation_of(row)
    assert (found.prompt, found.response, found.turns_left_out) == (prompt, response, left_out)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"question": "Why?"}, "has none of the fields 'prompt', 'messages'"),
        ({"prompt": None}, "has none of the fields"),
        ({"prompt": 7}, "'prompt' is not text"),
        ({"messages": "Why?"}, "'messages' is not a list of messages"),
        ({"messages": ["Why?"]}, "'messages' is not a list of messages"),
        ({"messages": [{"role": "user"}]}, "lacks its role or its content"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "lacks its role or its content"),
        ({"messages": [{"role": "assistant", "content": "So."}]}, "holds no message of a person"),
        ({"messages": []}, "holds no message of a person"),
        ({"chosen": "Why?"}, "'chosen' holds no message of a person"),
        ({"instruction": "  "}, "'instruction' is empty"),
        ({"instruction": "Why?", "input": 4}, "'input' is not text"),
        ({"instruction": "Why?", "instances": "none"}, "'instances' is not a list of objects"),
    ],
)
def test_a_row_without_a_question_is_refused_with_line_and_reason(
    tmp_path: Path, row: dict[str, Any], reason: str
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text('{"prompt": "Good?"}\n' + json.dumps(row) + "\n")
    with pytest.raises(PromptFileError) as caught:
        read_prompts(path)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert reason in str(caught.value)


def test_hidden_characters_and_repetition_are_found_in_every_form(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"messages": [{"role": "user", "content": "a\u202eb"}]}))
    with pytest.raises(PromptFileError, match=r"line 1: .*U\+202E"):
        read_prompts(path)
    path.write_text(json.dumps({"text": "Why?"}) + "\n" + json.dumps({"instruction": "Why?"}))
    with pytest.raises(PromptFileError, match="line 2: the same prompt as in line 1"):
        read_prompts(path)


def test_a_file_of_prompts_knows_that_it_came_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps({"chosen": HH}))
    [prompt] = read_prompts(path)
    assert (prompt.origin, prompt.kind, prompt.response) == ("file", "red-team", None)


def test_red_team_prompts_of_hh_rlhf_are_read() -> None:
    prompts = read_prompts(shared_data("training") / "hh-rlhf" / "harmless_base_test_first_turns.jsonl")
    assert len(prompts) == 2_178
    assert {prompt.kind for prompt in prompts} == {"red-team"}


@pytest.mark.parametrize(("name", "rows"), [("seed_tasks", 175), ("user_oriented_instructions", 252)])
def test_the_tasks_of_self_instruct_are_read_with_their_answers(name: str, rows: int) -> None:
    prompts = read_prompts(shared_data("training") / "self-instruct" / f"{name}.jsonl")
    assert len(prompts) == rows
    assert {prompt.kind for prompt in prompts} == {"helpful"}
    assert all(prompt.response for prompt in prompts)


def test_a_table_is_no_prompt_file_and_its_rows_are(tmp_path: Path) -> None:
    table = shared_data("training") / "xstest" / "xstest_prompts.csv"
    with pytest.raises(PromptFileError, match="line 1: the line is not JSON"):
        read_prompts(table)
    path = tmp_path / "xstest.jsonl"
    with table.open(newline="", encoding="utf-8") as stream:
        rows = [
            {"id": row["id"], "prompt": row["prompt"], "split": "evaluation"}
            for row in csv.DictReader(stream)
        ]
    path.write_text("\n".join(map(json.dumps, rows)))
    assert len(read_prompts(path)) == 450


def test_a_given_prompt_with_the_id_of_one_of_ours_is_refused_before_anything_is_written() -> None:
    given = Prompt("help-001", "x", "train", "How do I cheat at dice?", "red-team", origin="file")
    with pytest.raises(PromptFileError, match="'help-001'"):
        Texts.own([given])
