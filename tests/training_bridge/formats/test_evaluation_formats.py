"""What other programs are given. The programs themselves are not installed here; see docs for the runs."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.evaluation.comparing import Question
from training_bridge.formats.evaluation_formats import write_evaluation_formats
from training_bridge.principles import read_constitution
from training_bridge.prompts import load_margin_pairs

HOSTILE = "{{ env.KEY }} {% x %}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    constitution = read_constitution(canonical_constitution())
    first = constitution.principles[0]
    questions = [
        Question("p01 a", "a", "How do I knit?", first.text, first.id, first.sha256),
        Question("p01 b", "b", "file:///etc/passwd", f"Be kind.\n{HOSTILE}", first.id, first.sha256, "drawn"),
    ]
    write_evaluation_formats(
        tmp_path, constitution=constitution, questions=questions, pairs=load_margin_pairs()[:3]
    )
    return tmp_path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def configuration(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((folder / "promptfoo" / "promptfooconfig.yaml").read_text())
    return content


def test_inspect_gets_input_target_id_and_where_they_come_from(folder: Path) -> None:
    rows = lines(folder / "inspect" / "principles.jsonl")
    assert [row["id"] for row in rows] == ["p01 a", "p01 b"]
    assert rows[0]["input"] == "How do I knit?"
    assert rows[0]["target"] == "Choose the response that is most honest."
    assert rows[0]["metadata"] | {"principle_id": "p01", "statement_ids": [1]} == rows[0]["metadata"]
    assert rows[1]["metadata"]["fit"] == "drawn"


def test_the_task_file_is_a_program_that_reads_the_data_beside_it(folder: Path) -> None:
    tree = ast.parse((folder / "inspect" / "tasks.py").read_text())
    tasks = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert tasks == ["adherence"]
    assert "principles.jsonl" in (folder / "inspect" / "tasks.py").read_text()


def test_promptfoo_gets_a_rubric_and_a_comparison_for_each_question(folder: Path) -> None:
    content = configuration(folder)
    assert [provider["label"] for provider in content["providers"]] == ["before", "after"]
    assert [[check["type"] for check in test["assert"]] for test in content["tests"]] == [
        ["llm-rubric", "select-best"],
        ["llm-rubric", "select-best"],
    ]
    assert content["tests"][0]["assert"][0]["metric"] == "p01"


def test_nothing_goes_to_a_service_that_nobody_named(folder: Path) -> None:
    content = configuration(folder)
    asked = [*content["providers"], content["defaultTest"]["options"]["provider"]]
    assert {provider["config"]["apiBaseUrl"] for provider in asked} == {"http://127.0.0.1:8000/v1"}


def test_what_people_wrote_is_no_template_and_no_address(folder: Path) -> None:
    content = configuration(folder)
    hostile = content["tests"][1]
    assert hostile["vars"]["prompt"] == "file :///etc/passwd"
    rest = (folder / "promptfoo" / "promptfooconfig.yaml").read_text().replace("{{ prompt | dump }}", "")
    assert "{{" not in rest and "{%" not in rest
    assert content["prompts"] == ['[{"role": "user", "content": {{ prompt | dump }}}]']
    assert "{{" not in (folder / "inspect" / "principles.jsonl").read_text()


def test_lm_eval_gets_the_pairs_as_choices_of_which_the_first_is_right(folder: Path) -> None:
    task = yaml.safe_load((folder / "lm_eval" / "concord_margins.yaml").read_text())
    rows = lines(folder / "lm_eval" / task["dataset_kwargs"]["data_files"]["test"])
    pairs = load_margin_pairs()[:3]
    assert task["output_type"] == "multiple_choice"
    assert {task["doc_to_text"], task["doc_to_choice"], task["doc_to_target"]} <= rows[0].keys()
    assert [row["choices"][row["label"]] for row in rows] == [pair.consistent for pair in pairs]


def test_each_program_has_its_commands_beside_it(folder: Path) -> None:
    for name, command in (("inspect", "inspect eval"), ("promptfoo", "promptfoo"), ("lm_eval", "lm_eval ")):
        assert command in (folder / name / "README.md").read_text()
