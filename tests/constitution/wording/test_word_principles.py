import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(file: Path, **options: Any) -> tuple[list[str], str, str]:
    """Return the lines of standard output, standard error, and the error that ended it."""
    out, errors, ended = StringIO(), StringIO(), ""
    try:
        call_command("word_principles", file, json=True, stdout=out, stderr=errors, **options)
    except CommandError as error:
        ended = str(error)
    return out.getvalue().splitlines(), errors.getvalue(), ended


def test_every_line_becomes_one_object_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "statements.txt"
    file.write_text(
        "The AI should be honest.\nAI應該誠實。\nLa IA no debe mentir\nAI should be free for all\nKindness",
        encoding="utf-8",
    )
    lines, errors, ended = run(file)
    found = [json.loads(line) for line in lines]
    assert [set(one) for one in found] == [{"principle", "kind", "trainable", "why"}] * 5
    assert [one["kind"] for one in found] == ["promote", "promote", "avoid", "promote", "promote"]
    assert [one["trainable"] for one in found] == [True, True, True, False, True]
    assert found[1]["principle"] == "請選擇最誠實的回應。"
    assert found[2]["principle"] == "Elige la respuesta con menos riesgo de mentir."
    assert "costs" in found[3]["why"] and "A person should look" in found[4]["why"]
    assert (errors, ended) == ("", "")


def test_a_line_that_cannot_be_worded_is_named_and_keeps_its_place(tmp_path: Path) -> None:
    file = tmp_path / "statements.txt"
    file.write_bytes(b"AI should be kind.\r\n\n" + b"x" * 1001 + b"\nAI should be \xff\nAI should be fair.\n")
    lines, errors, ended = run(file)
    found = [json.loads(line) for line in lines]
    assert [one["principle"] is None for one in found] == [False, True, True, True, False]
    assert "line 2: this line is empty" in errors
    assert "line 3: this line has 1001 characters; a statement has at most 1000" in errors
    assert "line 4: this line is not UTF-8" in errors
    assert ended == "3 of the lines could not be worded."


def test_the_language_of_all_lines_can_be_told(tmp_path: Path) -> None:
    file = tmp_path / "statements.txt"
    file.write_text("AI应该诚实", encoding="utf-8")
    assert "回應" in run(file, language="zh-hant")[0][0]


@pytest.mark.parametrize("text", [None, "", " \n\n"])
def test_a_file_that_is_missing_or_empty_is_refused(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "statements.txt"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    lines, _errors, ended = run(file)
    assert not lines
    assert "cannot be read" in ended if text is None else "is empty" in ended
