"""Two people sign the data before a model learns from it."""

import json
from pathlib import Path

import pytest

from tests.training_bridge.data.rows import row, write_rows
from training_bridge.sign_off import (
    SignOffError,
    bind,
    data_digest,
    read_sign_off,
    sign,
    two_people,
    unsigned_files,
)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Ada", "ada"), ("Ada", "  ADA "), ("Ada  Byron", "ada byron"), ("Straße", "STRASSE")],
)
def test_one_person_cannot_be_two(first: str, second: str) -> None:
    with pytest.raises(SignOffError, match="cannot sign off twice"):
        two_people(first, second)


def test_a_name_is_needed() -> None:
    with pytest.raises(SignOffError, match="empty"):
        two_people("Ada", "  ")


def test_what_two_people_signed_is_signed_until_it_changes(tmp_path: Path) -> None:
    write_rows(tmp_path, [row("A?", "one")])
    assert unsigned_files(tmp_path) == ["data/sft/train.jsonl"]
    sign(tmp_path, ("Ada", "Ben"))
    assert unsigned_files(tmp_path) == []
    write_rows(tmp_path, [row("A?", "other")])
    bind(tmp_path)
    assert unsigned_files(tmp_path) == ["data/sft/train.jsonl"]


def test_data_that_came_after_the_signature_is_bound_and_said_to_be_so(tmp_path: Path) -> None:
    write_rows(tmp_path, [row("A?", "one")])
    sign(tmp_path, ("Ada", "Ben"))
    write_rows(tmp_path, [{"id": "1", "prompt": "A?", "chosen": "b", "rejected": "c"}], "dpo")
    signed = bind(tmp_path)
    assert signed == read_sign_off(tmp_path)
    assert signed is not None and signed.before_data == ("data/dpo/train.jsonl",)
    assert unsigned_files(tmp_path) == []


def test_rows_that_follow_from_the_feedback_have_one_digest(tmp_path: Path) -> None:
    write_rows(tmp_path, [row("A?", "one")])
    write_rows(tmp_path, [{"id": "1", "prompt": "A?", "chosen": "b", "rejected": "c"}], "dpo")
    assert data_digest(tmp_path, "dpo") == data_digest(tmp_path, "reward") != data_digest(tmp_path, "sft")


@pytest.mark.parametrize(
    "content", ["nonsense", "{}", json.dumps({"format": "concord-sign-off/9", "people": ["a", "b"]})]
)
def test_a_sign_off_that_cannot_be_read_signs_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "sign_off.json").write_text(content)
    with pytest.raises(SignOffError):
        read_sign_off(tmp_path)
