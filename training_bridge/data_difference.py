"""What the data of a run differs in from that of an earlier one, for whoever signs it off. PURE.

Rows are compared by what training reads of them, not by their ids: the same texts are the same row. Of the
rest, a row of the same stage with the same prompt counts as changed. Samples are those rows whose content has
the smallest SHA-256, so that nobody can choose what is seen.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training_bridge.data_rows import STAGES_WITH_DATA, TrainingRow, digest, training_rows
from training_bridge.poisoning.rare_strings import ReferenceTexts
from training_bridge.record_files import DamagedFileError
from training_bridge.suspicious_rows import SuspiciousRow, suspicious_rows
from training_bridge.texts import Texts

SAMPLES_OF_EACH_STAGE = 5


@dataclass(frozen=True)
class StageDifference:
    """How many rows of one stage are new, gone, changed and the same."""

    stage: str
    rows: int
    added: int
    removed: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class PrincipleShare:
    """In how many rows of a stage one principle had a part, and their share of the rows with a principle."""

    stage: str
    principle_id: str
    rows: int
    share: float


@dataclass(frozen=True)
class Sample:
    """A row chosen by the hash of its content, and what was there before it where it is a changed one."""

    kind: str
    row: TrainingRow
    earlier: TrainingRow | None = None


@dataclass(frozen=True)
class DataDifference:
    """What somebody sees before signing off.

    Attributes:
        digest: of all data that training reads; None before there is any.
        old_digest: of the data compared with; None where there is none.
        stages: the stages that have rows, now or then.
        shares: the share of each principle in each stage, the largest first.
        bound: the largest share the settings allow one principle in the rounds of revision; None where
            the settings name none.
        accepted: revisions that passed the filters.
        rejected: how many did not, by reason.
        feedback: preference pairs by what became of them ("kept", or why one was left out).
        suspicious: rows that somebody should look at.
        samples: a few rows of each stage, those that are added or changed first.
    """

    digest: str | None
    old_digest: str | None
    stages: tuple[StageDifference, ...]
    shares: tuple[PrincipleShare, ...]
    bound: float | None
    accepted: int
    rejected: Mapping[str, int]
    feedback: Mapping[str, int]
    suspicious: tuple[SuspiciousRow, ...]
    samples: tuple[Sample, ...]

    @property
    def largest(self) -> PrincipleShare | None:
        """The principle with the largest share; None where no row names one."""
        return self.shares[0] if self.shares else None

    @property
    def exceeds_bound(self) -> bool:
        """Whether a principle has more of the rows than the settings allow it of the rounds."""
        return bool(self.bound is not None and self.largest and self.largest.share > self.bound)

    def to_json(self) -> dict[str, Any]:
        """Give the difference as JSON."""
        return {**dataclasses.asdict(self), "exceeds_bound": self.exceeds_bound}


def data_difference(new: Path, old: Path | None = None) -> DataDifference:
    """Compare the data of a run's folder with that of an earlier one, or with nothing.

    Raises:
        DamagedFileError: a line of the data is not a row.
    """
    rows = training_rows(new)
    pairs = _matched(rows, training_rows(old) if old else [])
    return DataDifference(
        digest=digest(new),
        old_digest=digest(old) if old else None,
        stages=_counted(pairs),
        shares=_shares(rows),
        bound=_bound(new),
        **_verdicts(new),
        suspicious=tuple(suspicious_rows(rows, reference_texts(new))),
        samples=tuple(sample for found in pairs.values() for sample in found.samples()),
    )


def stage_differences(new: Path, old: Path) -> tuple[StageDifference, ...]:
    """Count alone how the rows of two folders differ, which is quick: no row is read for what it may hide.

    Raises:
        DamagedFileError: a line of the data is not a row.
    """
    return _counted(_matched(training_rows(new), training_rows(old)))


def reference_texts(folder: Path) -> ReferenceTexts:
    """Give the texts beyond suspicion: our own, and the constitution that people ratified."""
    principles = _json(folder / "constitution.json").get("principles", [])
    ratified = [str(row.get(part, "")) for row in principles for part in ("text", "critique_request")]
    return ReferenceTexts(frozenset([*own_texts(Texts.own()), *ratified]))


def own_texts(texts: Texts) -> list[str]:
    """Give every passage of the project's own texts."""
    passages = [part for prompt in texts.prompts for part in (prompt.text, prompt.response or "")]
    for shot in texts.few_shots:
        passages += [shot.prompt, shot.response, shot.critique, shot.revision]
    for pair in texts.pairs:
        passages += [pair.prompt, pair.consistent, pair.inconsistent]
    return passages + [labelled.answer for labelled in texts.labelled]


@dataclass(frozen=True)
class _Matched:
    """The rows of one stage, told apart."""

    added: Sequence[TrainingRow]
    removed: Sequence[TrainingRow]
    changed: Sequence[tuple[TrainingRow, TrainingRow]]
    unchanged: Sequence[TrainingRow]

    @property
    def is_anything(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.unchanged)

    def counted(self, stage: str) -> StageDifference:
        return StageDifference(
            stage=stage,
            rows=len(self.added) + len(self.changed) + len(self.unchanged),
            added=len(self.added),
            removed=len(self.removed),
            changed=len(self.changed),
            unchanged=len(self.unchanged),
        )

    def samples(self) -> list[Sample]:
        found = [
            *(Sample("changed", new, old) for new, old in _first(self.changed)),
            *(Sample("added", row) for row in sorted(self.added, key=_content)),
        ]
        return found[:SAMPLES_OF_EACH_STAGE]


def _matched(new: Sequence[TrainingRow], old: Sequence[TrainingRow]) -> dict[str, _Matched]:
    return {stage: _match(_of(new, stage), _of(old, stage)) for stage in STAGES_WITH_DATA}


def _counted(pairs: Mapping[str, _Matched]) -> tuple[StageDifference, ...]:
    return tuple(found.counted(stage) for stage, found in pairs.items() if found.is_anything)


def _match(new: Sequence[TrainingRow], old: Sequence[TrainingRow]) -> _Matched:
    before = Counter(row.content_sha256 for row in old)
    unchanged, rest = [], []
    for row in new:
        if before[row.content_sha256]:
            before[row.content_sha256] -= 1
            unchanged.append(row)
        else:
            rest.append(row)
    gone: defaultdict[str, list[TrainingRow]] = defaultdict(list)
    for row in old:
        if before[row.content_sha256]:
            before[row.content_sha256] -= 1
            gone[row.prompt].append(row)
    changed, added = [], []
    for row in rest:
        if gone[row.prompt]:
            changed.append((row, gone[row.prompt].pop(0)))
        else:
            added.append(row)
    return _Matched(added, [row for rows in gone.values() for row in rows], changed, unchanged)


def _first(changed: Sequence[tuple[TrainingRow, TrainingRow]]) -> list[tuple[TrainingRow, TrainingRow]]:
    return sorted(changed, key=lambda pair: pair[0].content_sha256)


def _content(row: TrainingRow) -> str:
    return row.content_sha256


def _of(rows: Iterable[TrainingRow], stage: str) -> list[TrainingRow]:
    return [row for row in rows if row.stage == stage]


def _shares(rows: Sequence[TrainingRow]) -> tuple[PrincipleShare, ...]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.principle_id is not None:
            counts[row.stage][row.principle_id] += 1
    shares = [
        PrincipleShare(stage, principle, count, count / counted.total())
        for stage, counted in counts.items()
        for principle, count in counted.items()
    ]
    return tuple(sorted(shares, key=lambda each: (-each.share, each.stage, each.principle_id)))


def _bound(folder: Path) -> float | None:
    settings = _json(folder / "run.json").get("settings", {})
    bound = (settings.get("prompts") or {}).get("largest_share")
    return float(bound) if bound is not None else None


def _verdicts(folder: Path) -> dict[str, Any]:
    """Count what the filters and the judge let through, and why not."""
    rounds = [
        made for row in _lines(folder / "data" / "critique_revisions.jsonl") for made in row.get("rounds", ())
    ]
    rejected = Counter(str(made["rejected"]) for made in rounds if made.get("rejected"))
    pairs = Counter(str(row.get("dropped") or "kept") for row in _lines(folder / "data" / "feedback.jsonl"))
    return {
        "accepted": len(rounds) - rejected.total(),
        "rejected": dict(sorted(rejected.items())),
        "feedback": dict(sorted(pairs.items())),
    }


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        return [json.loads(line) for line in path.read_bytes().splitlines()]
    except ValueError as error:
        raise DamagedFileError(f"{path.name}: a line is not a JSON record") from error


def _json(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_bytes())
    except ValueError as error:
        raise DamagedFileError(f"{path.name} is damaged") from error
    return content if isinstance(content, dict) else {}
