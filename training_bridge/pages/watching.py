"""What is going on in a run: its stages, its pace, what it cost so far, and the rows it is writing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.pipeline import stages_of
from training_bridge.run_settings import RunSettings

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

SAMPLES = 3
READ_FROM_THE_END = 64 * 1024
"""Bytes of a file that are looked at for its newest rows."""


@dataclass(frozen=True)
class StageSeen:
    """One stage of the run: "done", "going on" or "to come", and how long it was expected to take."""

    name: str
    state: str
    expected_seconds: float | None


@dataclass(frozen=True)
class Pace:
    """What models have done so far in this run; `tokens_a_second` counts those they wrote."""

    requests: int
    prompt_tokens: int
    cached_prompt_tokens: int
    new_tokens: int
    seconds: float
    money: float | None

    @property
    def tokens_a_second(self) -> float:
        """Tokens written in a second of waiting for a model."""
        return self.new_tokens / self.seconds if self.seconds else 0.0

    @property
    def cached_share(self) -> float:
        """Part of the tokens read that did not have to be computed anew."""
        return self.cached_prompt_tokens / self.prompt_tokens if self.prompt_tokens else 0.0


@dataclass(frozen=True)
class SampleRow:
    """One of the newest rows, as plain text: what was asked, and what was made of it."""

    prompt: str
    answers: tuple[tuple[str, str], ...]
    """Each with what it is: "first", "critique", "revision", "chosen", "rejected", "answer"."""
    note: str = ""


@dataclass(frozen=True)
class Watched:
    """A run as it goes."""

    stages: tuple[StageSeen, ...]
    pace: Pace | None
    samples: tuple[SampleRow, ...]


def watch(run: TrainingRun, *, with_samples: bool) -> Watched:
    """Look at a run's job and files, without touching them."""
    artifacts = ArtifactFolder(run.artifact_folder)
    stages = stages_of("all", RunSettings.from_json(run.settings))
    expected = {line["stage"]: line["seconds"] for line in (run.cost_estimate or {}).get("lines", ())}
    at = current_stage(run.job.step if run.job else "")
    place = stages.index(at) if at in stages else 0
    return Watched(
        stages=tuple(
            StageSeen(name, _state(number, place), expected.get(name)) for number, name in enumerate(stages)
        ),
        pace=_pace(artifacts.usage, run.cost_estimate or {}),
        samples=newest_samples(artifacts) if with_samples else (),
    )


def current_stage(step: str) -> str:
    """Return the stage in what a job reports, "dpo/fine-tuning: 3 of 40"; empty where it names none."""
    stage, slash, _rest = step.partition("/")
    return stage if slash else ""


def newest_samples(artifacts: ArtifactFolder) -> tuple[SampleRow, ...]:
    """Return the newest rows of the file that was written to last, the newest first."""
    readers = {
        artifacts.critique_revisions: _of_revision,
        artifacts.feedback: _of_comparison,
        artifacts.answers: _of_answer,
    }
    written = [path for path in readers if path.exists() and path.stat().st_size]
    if not written:
        return ()
    latest = max(written, key=lambda path: path.stat().st_mtime)
    return tuple(readers[latest](row) for row in reversed(newest_rows(latest, SAMPLES)))


def newest_rows(path: Path, count: int) -> list[dict[str, Any]]:
    """Return the last whole rows of a file that may be written to at this moment."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - READ_FROM_THE_END))
        lines = stream.read().split(b"\n")[:-1]
    rows = []
    for line in lines[-count:]:
        try:
            rows.append(json.loads(line))
        except ValueError:
            # The first line may begin before what was read.
            continue
    return rows


def _state(number: int, place: int) -> str:
    if number == place:
        return "going on"
    return "done" if number < place else "to come"


def _pace(path: Path, cost: Mapping[str, Any]) -> Pace | None:
    used = _used(path)
    if not used:
        return None
    prices = cost.get("prices") or {}
    sums = {
        name: sum(each.get(name, 0) for each in used)
        for name in ("requests", "prompt_tokens", "cached_prompt_tokens", "new_tokens", "seconds")
    }
    money = (
        sums["prompt_tokens"] * prices.get("prompt_tokens", 0.0)
        + sums["new_tokens"] * prices.get("new_tokens", 0.0)
    ) / 1e6
    return Pace(**sums, money=money if prices else None)


def _used(path: Path) -> Sequence[Mapping[str, Any]]:
    """Return what each model did, however deep the file groups it."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return []
    return list(_usages(content))


def _usages(content: Any) -> Any:
    if not isinstance(content, Mapping):
        return
    if "new_tokens" in content:
        yield content
        return
    for each in content.values():
        yield from _usages(each)


def _of_revision(row: Mapping[str, Any]) -> SampleRow:
    made = row["rounds"][-1] if row.get("rounds") else {}
    answers = [("first", row.get("initial_response", ""))]
    answers += [(kind, made[kind]) for kind in ("critique", "revision") if made.get(kind)]
    return SampleRow(row.get("prompt", ""), tuple(answers), str(made.get("rejected") or ""))


def _of_comparison(row: Mapping[str, Any]) -> SampleRow:
    answers = [(kind, str(row[kind])) for kind in ("chosen", "rejected") if row.get(kind)]
    return SampleRow(str(row.get("prompt", "")), tuple(answers), str(row.get("dropped") or ""))


def _of_answer(row: Mapping[str, Any]) -> SampleRow:
    return SampleRow(row.get("prompt", ""), (("answer", row.get("answer", "")),))
