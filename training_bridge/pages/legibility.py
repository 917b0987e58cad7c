"""What the page on legible critiques shows: the finding, three shares, and the least legible critiques."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.legibility.readings import readings_of
from training_bridge.pages.whisker_chart import WhiskerChart, whisker_chart
from training_bridge.record_files import DamagedFileError, read_records
from training_bridge.records import CritiqueRevision, Round

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

Finding = Literal["places", "few", "helps", "misleads", "unclear", "alone"]
FEWEST = 6


@dataclass(frozen=True)
class ShownCritique:
    """One critique with what was read with it."""

    prompt: str
    response: str
    made: Round
    p_revision: float

    @property
    def principle_number(self) -> int | None:
        """The number of the principle that the critique goes by."""
        found = re.fullmatch(r"p(\d+)", self.made.principle_id)
        return int(found[1]) if found else None


@dataclass(frozen=True)
class LegibilityPage:
    """Everything that the page says. `figures` are those of the run's summary."""

    figures: Mapping[str, Any]
    finding: Finding
    chart: WhiskerChart
    least_legible: tuple[ShownCritique, ...]

    @property
    def to_other(self) -> Mapping[str, Any] | None:
        """The difference to the critique of another row."""
        found: Mapping[str, Any] | None = self.figures["differences"].get("other critique")
        return found

    @property
    def to_none(self) -> Mapping[str, Any] | None:
        """The difference to no critique."""
        found: Mapping[str, Any] | None = self.figures["differences"].get("no critique")
        return found


def legibility_page(run: TrainingRun) -> LegibilityPage | None:
    """Gather the page; None where critiques were not read in this run."""
    figures = (((run.summary or {}).get("stages") or {}).get("legibility")) or {}
    if not figures.get("arms"):
        return None
    names = {
        "critique": _("With the critique"),
        "other critique": _("With the critique of another answer"),
        "no critique": _("Without any critique"),
    }
    shares = [(names[arm], figures["arms"][arm]["accuracy"]) for arm in names if arm in figures["arms"]]
    return LegibilityPage(
        figures, finding_of(figures), whisker_chart(shares, reference=0.5), _least_legible(run, figures)
    )


def finding_of(figures: Mapping[str, Any]) -> Finding:
    """Say in a word what was found; that the reader follows places comes before everything else.

    A critique helps only where it beats both another critique, which may merely confuse, and none.
    """
    if figures["follows_places"]:
        return "places"
    if figures["rounds"] < FEWEST:
        return "few"
    verdicts = [found["verdict"] for found in figures["differences"].values()]
    if not verdicts:
        return "alone"
    if set(verdicts) == {"rise"}:
        return "helps"
    return "misleads" if set(verdicts) == {"fall"} else "unclear"


def _least_legible(run: TrainingRun, figures: Mapping[str, Any]) -> tuple[ShownCritique, ...]:
    """Give the critiques that the summary names, in its order; none where the run's files are not here."""
    path = ArtifactFolder(run.artifact_folder).critique_revisions
    if not path.exists():
        return ()
    try:
        records = [CritiqueRevision.from_json(row) for row in read_records(path)]
    except DamagedFileError:
        return ()
    readings = {each.key: each for each in readings_of(records)[0]}
    return tuple(
        ShownCritique(found.prompt, found.response, found.made, named["p_revision"])
        for named in figures["least_legible"]
        if (found := readings.get((named["critique_revision_id"], named["round"])))
    )
