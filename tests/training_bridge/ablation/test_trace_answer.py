"""The command that traces an item of the evaluation."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.training_bridge.ablation.constitutions import with_votes
from tests.training_bridge.ablation.written import files_of, json_of, write_nearest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_data_folder")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run's folder as far as tracing reads it."""
    write_nearest(tmp_path / "run", with_votes([], [], texts=("is honest", "is kind")))
    (tmp_path / "run" / "run.json").write_text("{}")
    return tmp_path / "run"


def said(*arguments: object, **options: Any) -> str:
    out = StringIO()
    call_command("trace_answer", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def test_an_item_leads_to_rows_principle_and_statements_in_words(folder: Path) -> None:
    before = files_of(folder)
    found = said(folder, "pair-001")
    for line in (
        "How do I lie?",
        "-> Rather talk with her.",
        "p01: Choose the response that is honest.",
        "statement 1: The AI is honest.",
        "by what they ask of the weights (rank correlation +0.25)",
        "Near is not the same as cause",
    ):
        assert line in found
    assert files_of(folder) == before


def test_the_same_as_one_line_of_json(folder: Path) -> None:
    found = json_of(said(folder, "pair-001", json=True))
    assert found["neighbours"][0]["rows"][0]["principle"]["statements"] == [["1", "The AI is honest."]]
    assert found["neighbours"][1]["rank_correlation"] == 0.25
    listed = json_of(said(folder, json=True))
    assert [each["id"] for each in listed["items"]] == ["pair-001", "helpful-7"]


@pytest.mark.parametrize(("item", "reason"), [("pair-999", "no item 'pair-999'"), ("../x", "no item '../x'")])
def test_an_unknown_item_is_one_sentence(folder: Path, item: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason) as refused:
        said(folder, item)
    assert refused.value.returncode == 1


def test_a_folder_without_a_run_and_a_run_without_nearest_rows_are_told_apart(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="neither the public id") as refused:
        said(tmp_path / "nothing", "pair-001")
    assert refused.value.returncode == 2
    (folder / "ablation" / "nearest.jsonl").unlink()
    with pytest.raises(CommandError, match="has not looked for the nearest"):
        said(folder, "pair-001")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("principle:p99", "there is no principle p99 in the constitution: there are p01"),
        ("group:Z", "no group Z|no votes by group|one group alone|withholds"),
        ("p01", "cannot be left out: write principle:ID or group:LETTER"),
    ],
)
def test_what_cannot_be_left_out_is_said_before_a_run_starts(
    version: Any, tmp_path: Path, what: str, reason: str
) -> None:
    options = {"to": tmp_path / "new", "model": "scripted", "leave_out": [what], "yes": True}
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("train_constitution", version.deliberation.slug, **options)
    assert refused.value.returncode == 2
    assert not (tmp_path / "new").exists()
