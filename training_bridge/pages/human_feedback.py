"""What the page on human feedback shows: the finding, how far the judge agrees with people, and where not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.evaluation.statistics import FEWEST_ITEMS
from training_bridge.pages.whisker_chart import WhiskerChart, whisker_chart
from training_bridge.people.preferences import HumanPreference
from training_bridge.record_files import DamagedFileError, read_records
from training_bridge.records import PreferencePair, text_hash
from training_bridge.templatetags.training_words import part_name

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

Finding = Literal["unreadable", "waits", "nobody", "unsettled", "few", "agrees", "opposes", "unclear"]
EXAMPLES = 4


@dataclass(frozen=True)
class Disagreement:
    """Two answers of which people preferred one and the judge the other."""

    people: HumanPreference
    judge: PreferencePair

    @property
    def preferred_by_people(self) -> int:
        """How many people chose the answer that most of them chose."""
        return max(self.people.first_chosen, self.people.second_chosen)


@dataclass(frozen=True)
class HumanFeedbackPage:
    """Everything that the page says. `figures` are those of the run's summary."""

    figures: Mapping[str, Any]
    finding: Finding
    chart: WhiskerChart | None
    disagreements: tuple[Disagreement, ...]
    differ: int
    """On how many items people and judge chose otherwise; the page shows the first of them."""

    @property
    def has_comparisons(self) -> bool:
        """Whether anybody compared anything."""
        return self.finding not in ("unreadable", "waits", "nobody")

    @property
    def were_all_simulated(self) -> bool:
        """Whether programs answered in place of all people."""
        return 0 < self.figures["people"] == self.figures["simulated"]

    @property
    def learnt_by(self) -> tuple[str, ...]:
        """The methods among whose rows pairs by people are."""
        return tuple(name for name, rows in self.figures["rows"].items() if rows["people"])

    @property
    def not_learnt_by(self) -> tuple[str, ...]:
        """The methods whose rows hold the judge's pairs alone, though there are pairs by people."""
        return tuple(name for name, rows in self.figures["rows"].items() if not rows["people"])


def human_feedback_page(run: TrainingRun) -> HumanFeedbackPage | None:
    """Gather the page; None where people were not asked in this run."""
    figures = ((run.summary or {}).get("stages") or {}).get("human-feedback") or {}
    if not figures.get("items"):
        return None
    finding = finding_of(figures, is_waiting=run.standing == "comparing")
    differ = _disagreements(run) if finding not in ("unreadable", "waits", "nobody") else []
    return HumanFeedbackPage(
        figures, finding, _chart(figures.get("agreement")), tuple(differ[:EXAMPLES]), len(differ)
    )


def finding_of(figures: Mapping[str, Any], *, is_waiting: bool = False) -> Finding:
    """Say in a word what came of asking people."""
    if is_waiting:
        return "waits"
    if "unreadable" in figures:
        return "unreadable"
    if not figures["compared_items"]:
        return "nobody"
    if not figures["kept"]:
        return "unsettled"
    overall = figures["agreement"]["overall"]
    if overall["items"] < FEWEST_ITEMS:
        return "few"
    found: Mapping[str, Finding] = {"rise": "agrees", "fall": "opposes"}
    return found.get(overall["verdict"], "unclear")


def _chart(agreement: Mapping[str, Any] | None) -> WhiskerChart | None:
    if not agreement or not agreement["overall"]["items"]:
        return None
    shares = [(_("All principles"), agreement["overall"])]
    shares += [(part_name(name), found) for name, found in agreement["by_principle"].items()]
    return whisker_chart(shares, reference=0.5)


def _disagreements(run: TrainingRun) -> list[Disagreement]:
    """Give where people and judge chose otherwise, in the order of the hash of the prompt's text alone.

    None where the run's files are not here.
    """
    artifacts = ArtifactFolder(run.artifact_folder)
    try:
        people = [HumanPreference.from_json(row) for row in read_records(artifacts.human_feedback)]
        judged = {row["id"]: PreferencePair.from_json(row) for row in read_records(artifacts.feedback)}
    except (DamagedFileError, OSError, TypeError, KeyError):
        return []
    return sorted(_apart(people, judged), key=lambda each: text_hash(each.people.prompt))


def _apart(people: Sequence[HumanPreference], judged: Mapping[str, PreferencePair]) -> list[Disagreement]:
    return [
        Disagreement(one, pair)
        for one in people
        if one.kind == "principle"
        and one.dropped is None
        and (pair := judged.get(one.feedback_id or "")) is not None
        and (one.p_first - 0.5) * (pair.p_first - 0.5) < 0
    ]
