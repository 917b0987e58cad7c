"""Another program holds this command against pairs we have not seen; its output is a contract."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from deliberation.semantics.encoders import EncoderUnavailable
from deliberation.semantics.opposition import comparison


@pytest.fixture(autouse=True)
def encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoders for which all texts are alike."""
    import numpy as np

    monkeypatch.setattr(
        comparison, "load_encoder", lambda name: lambda texts: np.full((len(texts), 4), 0.5, dtype=np.float32)
    )


def compared(file: Path, *options: str) -> str:
    out = StringIO()
    call_command("compare_statements", str(file), *options, stdout=out)
    return out.getvalue()


def written(folder: Path, *lines: str) -> Path:
    file = folder / "pairs.jsonl"
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    return file


def pair(first: str, second: str) -> str:
    return json.dumps({"a": first, "b": second}, ensure_ascii=False)


def test_one_object_for_each_line_and_nothing_else(tmp_path) -> None:
    file = written(
        tmp_path,
        pair("AI should be honest.", "AI should be truthful."),
        pair("AI should obey humans.", "Humans should obey AI."),
        pair("AI 应该诚实。", "AI 不应该诚实。"),
        "",
    )
    lines = compared(file, "--json").splitlines()
    results = [json.loads(line) for line in lines]
    assert [result["verdict"] for result in results] == ["same", "opposite", "opposite"]
    assert all(set(result) == {"verdict", "score", "why"} for result in results)
    assert all(isinstance(result["score"], float) and result["why"] for result in results)


def test_an_empty_file_has_no_answers(tmp_path) -> None:
    assert compared(written(tmp_path), "--json") == ""


def test_people_read_one_line_for_each_pair(tmp_path) -> None:
    file = written(tmp_path, pair("AI should be honest.", "AI should be truthful."))
    assert compared(file).startswith("same ")


@pytest.mark.parametrize(
    "bad",
    ["no json", "[1]", '{"a": "x"}', '{"a": "x", "b": 3}', '{"a": "x", "b": " "}', "", '{"a": "x", "b": "y"'],
)
def test_a_bad_line_is_named_and_nothing_is_answered(tmp_path, bad: str) -> None:
    good = pair("AI should be honest.", "AI should be truthful.")
    file = written(tmp_path, good, bad, good)
    out = StringIO()
    with pytest.raises(CommandError, match="line 2") as refusal:
        call_command("compare_statements", str(file), "--json", stdout=out)
    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)
    assert out.getvalue() == ""


def test_a_file_that_is_not_utf8_or_not_there_is_refused(tmp_path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(pair("a", "b").encode() + b'\n{"a": "\xff", "b": "x"}')
    with pytest.raises(CommandError, match="line 2"):
        compared(file)
    with pytest.raises(CommandError, match="cannot be read"):
        compared(tmp_path / "missing.jsonl")


def test_half_a_surrogate_pair_is_compared_like_any_text(tmp_path) -> None:
    assert json.loads(compared(written(tmp_path, r'{"a": "AI \ud800", "b": "AI \udfff"}'), "--json"))


def test_a_missing_encoder_is_said_in_one_line(tmp_path, monkeypatch) -> None:
    def missing(name: str):
        raise EncoderUnavailable(f"{name} is not installed.")

    monkeypatch.setattr(comparison, "load_encoder", missing)
    with pytest.raises(CommandError, match="not installed") as refusal:
        compared(written(tmp_path, pair("AI should be honest.", "AI should be truthful.")))
    assert refusal.value.returncode == 1
