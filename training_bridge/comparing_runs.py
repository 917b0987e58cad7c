"""Two training runs side by side: what differs in settings, data and figures, and what of it is chance. PURE.

Both runs are read from their folders. A figure that both measured on the same items is compared item by item:
the mean of the differences with its percentile bootstrap interval (Efron and Tibshirani 1993, section 13.3).
A difference counts as more than chance if the interval at the confidence 1 - 0.05 / k leaves out zero, where
k is the number of figures compared (Bonferroni). Figures without common items are shown and not judged.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from training_bridge.data_difference import StageDifference, stage_differences
from training_bridge.evaluation.statistics import Interval, bootstrap_mean_interval, share_of
from training_bridge.record_files import read_records
from training_bridge.records import PHASES

Verdict = Literal["higher", "lower", "no clear difference"]
LEAST_ITEMS = 2
NOT_COMPARED = frozenset({"poisoning"})
"""What is probed follows from the data, so its rows differ from run to run."""


@dataclass(frozen=True)
class SettingDifference:
    """A setting, by its dotted name, that the two runs have different values of; None where one lacks it."""

    name: str
    first: Any
    second: Any


@dataclass(frozen=True)
class Figure:
    """What one run measured: mean or share, its 95 % interval, and the number of items."""

    value: float
    interval: Interval
    items: int


@dataclass(frozen=True)
class PairedDifference:
    """The second run less the first on the items that both measured.

    Attributes:
        value: the mean difference.
        interval: of it, 95 %.
        items: how many both measured.
        verdict: whether it is more than chance, all comparisons considered.
    """

    value: float
    interval: Interval
    items: int
    verdict: Verdict


@dataclass(frozen=True)
class FigureDifference:
    """One figure of one phase in both runs; None where a run did not measure it."""

    name: str
    phase: str
    unit: str
    first: Figure | None
    second: Figure | None
    paired: PairedDifference | None

    @property
    def is_more_than_chance(self) -> bool:
        """Whether the runs differ in it by more than chance."""
        return self.paired is not None and self.paired.verdict != "no clear difference"


@dataclass(frozen=True)
class RunComparison:
    """What differs between two runs.

    Attributes:
        same_constitution, same_model: whether the runs worked with the same one, by hash.
        settings: the settings that differ.
        outcomes: how far each came.
        data: how the rows of the second differ from those of the first, stage by stage.
        figures: every figure that either measured.
        comparisons: how many of them both measured on common items.
    """

    same_constitution: bool
    same_model: bool
    settings: tuple[SettingDifference, ...]
    outcomes: tuple[str | None, str | None]
    data: tuple[StageDifference, ...]
    figures: tuple[FigureDifference, ...]
    comparisons: int

    def to_json(self) -> dict[str, Any]:
        """Give the comparison as JSON, with the names of what is more than chance."""
        found = [f"{each.name} ({each.phase})" for each in self.figures if each.is_more_than_chance]
        return {**dataclasses.asdict(self), "more_than_chance": found}


def compare_runs(first: Path, second: Path, *, seed: int = 1) -> RunComparison:
    """Compare two runs' folders; the same folders and seed give the same comparison.

    Raises:
        DamagedFileError: a file of rows is damaged.
    """
    one, other = _json(first / "run.json"), _json(second / "run.json")
    same_model = _model(first) == _model(second)
    measured = (_values(first), _values(second))
    names = sorted(measured[0].keys() | measured[1].keys(), key=_order)
    # Before training the same weights have nothing to differ in.
    common = [
        name
        for name in names
        if len(_shared(measured, name)) >= LEAST_ITEMS and not (same_model and name[1] == "before")
    ]
    return RunComparison(
        same_constitution=one.get("constitution_sha256") == other.get("constitution_sha256"),
        same_model=same_model,
        settings=tuple(_setting_differences(one.get("settings", {}), other.get("settings", {}))),
        outcomes=(
            _json(first / "summary.json").get("outcome"),
            _json(second / "summary.json").get("outcome"),
        ),
        data=stage_differences(second, first),
        figures=tuple(_figure(name, measured, len(common), seed, name in common) for name in names),
        comparisons=len(common),
    )


_Name = tuple[str, str]
"""A figure and a phase."""
_Values = Mapping[_Name, Mapping[str, float]]
"""The value of each item."""


def _figure(
    name: _Name, measured: tuple[_Values, _Values], comparisons: int, seed: int, is_compared: bool
) -> FigureDifference:
    figure, phase = name
    first, second = (values.get(name, {}) for values in measured)
    is_share = set(first.values()) | set(second.values()) <= {0.0, 1.0}
    return FigureDifference(
        name=figure,
        phase=phase,
        unit="share" if is_share else "mean",
        first=_of(first, is_share, seed),
        second=_of(second, is_share, seed),
        paired=_paired(_shared(measured, name), comparisons, seed) if is_compared else None,
    )


def _of(values: Mapping[str, float], is_share: bool, seed: int) -> Figure | None:
    if not values:
        return None
    if is_share:
        share = share_of(int(sum(values.values())), len(values))
        return Figure(share.value, share.interval, share.items)
    found = [values[item] for item in sorted(values)]
    return Figure(sum(found) / len(found), bootstrap_mean_interval(found, seed=seed), len(found))


def _shared(measured: tuple[_Values, _Values], name: _Name) -> list[float]:
    first, second = (values.get(name, {}) for values in measured)
    return [second[item] - first[item] for item in sorted(first.keys() & second.keys())]


def _paired(differences: list[float], comparisons: int, seed: int) -> PairedDifference:
    strict = bootstrap_mean_interval(differences, seed=seed, confidence=1 - 0.05 / comparisons)
    verdict: Verdict = "no clear difference"
    if strict.low > 0:
        verdict = "higher"
    elif strict.high < 0:
        verdict = "lower"
    return PairedDifference(
        sum(differences) / len(differences),
        bootstrap_mean_interval(differences, seed=seed),
        len(differences),
        verdict,
    )


def _values(folder: Path) -> _Values:
    """Gather every measured number of a run, by figure, phase and item."""
    found: defaultdict[_Name, dict[str, float]] = defaultdict(dict)
    for path in sorted((folder / "evaluation").glob("*.jsonl")):
        if path.stem in NOT_COMPARED:
            continue
        for row in read_records(path):
            if row.get("phase") in PHASES:
                for figure, item, value in numbers_of(path.stem, row):
                    found[figure, row["phase"]][item] = value
    return found


_Numbers = Iterable[tuple[str, str, float]]


def numbers_of(suite: str, row: Mapping[str, Any]) -> _Numbers:
    """Give what a suite's row measured: figure, item and value of each number in it."""
    return _READERS.get(suite, _any_numbers)(suite, row)


def _margins(_: str, row: Mapping[str, Any]) -> _Numbers:
    consistent = row["consistent_log_probability"] / row["consistent_tokens"]
    yield (
        "margin",
        row["pair_id"],
        consistent - row["inconsistent_log_probability"] / row["inconsistent_tokens"],
    )


def _answers(_: str, row: Mapping[str, Any]) -> _Numbers:
    name = {"red-team": "harmful prompts refused", "helpful": "harmless prompts refused"}.get(row["kind"])
    if name:
        yield name, row["prompt"], float(row["label"] == "refusal")


def _any_numbers(suite: str, row: Mapping[str, Any]) -> _Numbers:
    """Give the yes-or-no answers and measured numbers of a suite's row; whole numbers are counts or names."""
    for name, value in row.items():
        if isinstance(value, bool | float) and "item" in row:
            yield f"{suite}: {name.replace('_', ' ')}", str(row["item"]), float(value)


_READERS: dict[str, Callable[[str, Mapping[str, Any]], _Numbers]] = {"margins": _margins, "answers": _answers}


def _order(name: _Name) -> tuple[bool, str, int]:
    figure, phase = name
    return figure != "margin", figure, PHASES.index(phase) if phase in PHASES else len(PHASES)


def _setting_differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[SettingDifference]:
    one, other = dict(_flat(first)), dict(_flat(second))
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            yield SettingDifference(name, one.get(name), other.get(name))


def _flat(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _model(folder: Path) -> Any:
    return _json(folder / "model.json").get("sha256") or _json(folder / "run.json").get("settings", {}).get(
        "model"
    )


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
