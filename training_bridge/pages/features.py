"""What the pages on features show: figures of the dictionary, the most changed features, and one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.pages.margin_chart import MarginChart, difference_chart
from training_bridge.record_files import DamagedFileError, read_records

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

TRAINING = "after - before"
CONSTITUTION = "after - control"
Finding = Literal["changed", "nothing shown", "not compared"]


@dataclass(frozen=True)
class FeaturesPage:
    """The dictionary's report, and its described features in the order of how much they changed."""

    report: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    chart: MarginChart | None

    @property
    def finding(self) -> Finding:
        """Whether fine-tuning changed any feature clearly."""
        if self.training is None:
            return "not compared"
        return "changed" if self.training["changed"] else "nothing shown"

    @property
    def training(self) -> Mapping[str, Any] | None:
        """How many features differ between before and after the supervised training."""
        return self._comparison(TRAINING)

    @property
    def constitution(self) -> Mapping[str, Any] | None:
        """How many differ between that training and the control, which saw no revisions."""
        return self._comparison(CONSTITUTION)

    def _comparison(self, name: str) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self.report["comparisons"].get(name)
        return found


@dataclass(frozen=True)
class FeaturePage:
    """One feature: its row, what came of changing it, and which features near it have pages too."""

    row: Mapping[str, Any]
    steering: tuple[Mapping[str, Any], ...]
    described: frozenset[int]

    @property
    def comparisons(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Each comparison with its name."""
        names = {
            TRAINING: _("Training, against before"),
            "control - before": _("Training without the constitution, against before"),
            CONSTITUTION: _("Training with the constitution, against without"),
        }
        return [(names[name], found) for name, found in self.row["comparisons"].items() if name in names]


def features_page(run: TrainingRun) -> FeaturesPage | None:
    """Read what the run's folder holds; None where features were no part of it."""
    report = _report(run)
    if report is None:
        return None
    rows = tuple(_rows(_folder(run, report) / "features.jsonl"))
    prompts = (report["comparisons"].get(TRAINING) or {}).get("prompts", 0)
    lines = [
        (
            _("Feature %(number)s") % {"number": row["feature"]},
            {**row["comparisons"][TRAINING], "pairs": prompts},
        )
        for row in rows
        if TRAINING in row["comparisons"]
    ]
    return FeaturesPage(report, rows, difference_chart(lines) if lines else None)


def feature_page(run: TrainingRun, number: int) -> FeaturePage | None:
    """Read what the run's folder holds of one feature; None where it holds nothing."""
    report = _report(run)
    if report is None:
        return None
    folder = _folder(run, report)
    rows = _rows(folder / "features.jsonl")
    found = next((row for row in rows if row["feature"] == number), None)
    if found is None:
        return None
    steering = [row for row in _rows(folder / "steering.jsonl") if row["feature"] == number]
    return FeaturePage(found, tuple(steering), frozenset(row["feature"] for row in rows))


def _report(run: TrainingRun) -> Mapping[str, Any] | None:
    stages: Mapping[str, Any] = (run.summary or {}).get("stages") or {}
    found: Mapping[str, Any] = stages.get("features") or {}
    return found if "reconstruction" in found else None


def _folder(run: TrainingRun, report: Mapping[str, Any]) -> Path:
    return ArtifactFolder(run.artifact_folder).features / Path(report["folder"]).name


def _rows(path: Path) -> list[dict[str, Any]]:
    """Read rows; what is missing or damaged is not shown."""
    if not path.exists():
        return []
    try:
        return list(read_records(path))
    except DamagedFileError:
        return []
