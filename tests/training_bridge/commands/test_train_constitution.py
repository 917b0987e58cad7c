"""Training by command: asked before it starts, signed before anything learns, scripted without any model."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from constitution.models import ConstitutionVersion
from tests.training_bridge.data.rows import row, write_rows
from training_bridge.format.check import check_folder
from training_bridge.run_context import StageStopped
from training_bridge.sign_off import read_sign_off
from training_bridge.sign_off_gate import WAITING, SignOffGate

pytestmark = pytest.mark.django_db


class Terminal(io.StringIO):
    """Somebody who types an answer."""

    def isatty(self) -> bool:
        return True


def train(version: ConstitutionVersion, folder: Path, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    given = {"model": "scripted", "limit": 12, "json": True, **options}
    call_command("train_constitution", version.deliberation.slug, to=folder, stdout=out, stderr=err, **given)
    return out.getvalue(), err.getvalue()


def test_without_a_terminal_nothing_starts_unless_told_to(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="add --yes") as error:
        train(version, tmp_path / "run")
    assert error.value.returncode == 2
    assert not (tmp_path / "run").exists()


def test_in_a_terminal_the_estimate_is_shown_and_no_is_no(
    version: ConstitutionVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    with pytest.raises(CommandError, match="Nothing was started"):
        train(version, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_in_a_terminal_yes_starts_and_standard_output_holds_the_summary_alone(
    version: ConstitutionVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    out, err = train(version, tmp_path / "run", stage="critique-revision")
    assert json.loads(out)["generated"] == 12
    assert "critique-revision" in err
    assert "in all" in err
    assert json.loads((tmp_path / "run" / "cost.json").read_text())["tokens"] > 0


def test_prices_of_a_server_are_part_of_the_estimate(
    version: ConstitutionVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "train_constitution",
            version.deliberation.slug,
            to=tmp_path / "run",
            server="http://127.0.0.1:9/v1",
            price_read=1000.0,
            price_written=1000.0,
            stderr=err,
        )
    assert "USD" in err.getvalue().splitlines()[-2]


def test_the_whole_chain_runs_scripted_and_every_row_and_the_summary_say_so(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    out, _ = train(version, tmp_path / "run", yes=True)
    summary = json.loads(out)
    assert "scripted" in summary["outcome"]
    assert summary["model"] == "scripted"
    assert "no model took part" in summary["notice"]
    for name in ("critique_revisions", "feedback"):
        rows = [
            json.loads(line) for line in (tmp_path / "run/data" / f"{name}.jsonl").read_text().splitlines()
        ]
        assert rows
        assert {each["provenance"]["model"] for each in rows} == {"scripted"}
    for stage in ("sft", "reward", "dpo", "grpo"):
        assert (tmp_path / "run/data" / stage / "train.jsonl").stat().st_size
    assert check_folder(tmp_path / "run") == []


@pytest.mark.parametrize("stage", ["prompts", "critique-revision", "feedback", "evaluate"])
def test_one_stage_does_what_it_needs_and_no_more(
    version: ConstitutionVersion, tmp_path: Path, stage: str
) -> None:
    out, _ = train(version, tmp_path / "run", yes=True, stage=stage)
    reached = json.loads(out)["stages"]
    assert reached.get(stage)
    assert ("feedback" in reached) == (stage == "feedback")


@pytest.mark.parametrize("other", ["Ada", " ada ", "ADA", ""])
def test_one_person_cannot_sign_off_twice(version: ConstitutionVersion, tmp_path: Path, other: str) -> None:
    with pytest.raises(CommandError) as error:
        train(version, tmp_path / "run", yes=True, signed_as="Ada", signed_off_by=other)
    assert error.value.returncode == 2
    assert not (tmp_path / "run").exists()


def test_evaluation_data_that_is_none_is_refused_before_anything_starts(
    version: ConstitutionVersion, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no such folder") as error:
        train(version, tmp_path / "run", yes=True, evaluation_data=tmp_path / "nothing")
    assert error.value.returncode == 2


def context_of(folder: Path) -> Any:
    """Give as much of a run's context as the gate looks at."""
    return SimpleNamespace(
        artifacts=SimpleNamespace(root=folder), settings=SimpleNamespace(is_scripted=False)
    )


def test_unsigned_data_is_shown_and_not_trained_on(tmp_path: Path) -> None:
    write_rows(tmp_path, [row("A?", "one")])
    with pytest.raises(StageStopped, match=WAITING):
        SignOffGate(tmp_path)(context_of(tmp_path), "sft")
    assert "- prompt: `A?`" in (tmp_path / "data" / "difference.md").read_text()
    SignOffGate(tmp_path, people=("Ada", "Ben"))(context_of(tmp_path), "sft")
    signed = read_sign_off(tmp_path)
    assert signed is not None
    assert (signed.people, signed.before_data) == (("Ada", "Ben"), ())


def test_a_signature_before_the_data_says_so(tmp_path: Path) -> None:
    gate = SignOffGate(tmp_path, people=("Ada", "Ben"))
    write_rows(tmp_path, [row("A?", "one")])
    gate(context_of(tmp_path), "sft")
    signed = read_sign_off(tmp_path)
    assert signed is not None
    assert signed.before_data == ("data/sft/train.jsonl",)


def test_data_that_changed_after_the_signature_waits_again(tmp_path: Path) -> None:
    write_rows(tmp_path, [row("A?", "one")])
    SignOffGate(tmp_path, people=("Ada", "Ben"))(context_of(tmp_path), "sft")
    write_rows(tmp_path, [row("A?", "other")])
    with pytest.raises(StageStopped, match=WAITING):
        SignOffGate(tmp_path)(context_of(tmp_path), "sft")
