"""What the page on principles that pull apart shows, and what an owner can propose there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from constitution.models import Concern, ConstitutionVersion, Principle
from constitution.services.proposing_orders import came_from
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.conflicts.drawing import NO_ANSWERS, ONE_PRINCIPLE
from training_bridge.pages.whisker_chart import WhiskerChart, whisker_chart
from training_bridge.record_files import DamagedFileError, read_records

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

SHOWN = 8
"""As many pairs are shown with examples, and in the chart; the table has all."""
_LABEL = re.compile(r"p(\d+)")
Finding = Literal["places", "more than noise", "perhaps", "none"]
Standing = Literal["draft", "voting", "new draft", "none"]


@dataclass(frozen=True)
class PulledExample:
    """One request with the answer that each of two principles prefers."""

    prompt: str
    by_first: str
    by_second: str


@dataclass(frozen=True)
class ShownOrder:
    """A proposed or decided order of two principles, by their numbers in the run's version."""

    prevails: int
    gives_way: int
    why: str


@dataclass(frozen=True)
class ConflictCard:
    """Two principles that pulled apart, with examples, and the order that somebody has proposed."""

    found: Mapping[str, Any]
    first: Principle | None
    second: Principle | None
    examples: tuple[PulledExample, ...]
    order: ShownOrder | None

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"{self.found['first']}-{self.found['second']}"

    @property
    def sides(self) -> list[Principle]:
        """Both principles, as far as the version still has them."""
        return [one for one in (self.first, self.second) if one is not None]

    @property
    def may_be_ordered(self) -> bool:
        """Whether an order can be proposed."""
        return self.order is None and len(self.sides) == 2


@dataclass(frozen=True)
class ConflictsPage:
    """Everything that the page says. `figures` are those of the run's summary."""

    figures: Mapping[str, Any]
    finding: Finding
    cards: tuple[ConflictCard, ...]
    chart: WhiskerChart | None
    rows: tuple[Mapping[str, Any], ...]
    standing: Standing
    latest: ConstitutionVersion | None
    more: int = field(default=0)


def conflicts_page(run: TrainingRun) -> ConflictsPage | None:
    """Gather the page; None where no principles were held against each other in this run."""
    figures = figures_of(run)
    if not figures.get("pairs"):
        return None
    latest = ConstitutionVersion.objects.of(run.deliberation).first()
    apart = [pair for pair in figures["pairs"] if pair["apart"]["count"]]
    shown = apart[:SHOWN]
    return ConflictsPage(
        figures=figures,
        finding=finding_of(figures),
        cards=_cards(run, shown, latest),
        chart=_chart(shown, figures),
        rows=tuple(figures["pairs"]),
        standing=_standing(latest),
        latest=latest,
        more=len(apart) - len(shown),
    )


def figures_of(run: TrainingRun) -> Mapping[str, Any]:
    """Return the figures of the stage; empty where it was not reached."""
    return ((run.summary or {}).get("stages") or {}).get("conflicts") or {}


def why_it_ended(run: TrainingRun) -> str:
    """Say in words why nothing could be held against each other; empty where it could."""
    reason = str(figures_of(run).get("ended") or "")
    words = {
        ONE_PRINCIPLE: _("The constitution has one principle only: nothing can pull apart."),
        NO_ANSWERS: _("There was no pair of answers that could be judged by two principles."),
    }
    return words.get(reason, reason)


def finding_of(figures: Mapping[str, Any]) -> Finding:
    """Say in a word what was found; that the judge follows places comes before everything else."""
    if figures["follows_places"]:
        return "places"
    if figures["more_than_noise"]:
        return "more than noise"
    return "perhaps" if figures["apart_at_all"] else "none"


def pair_title(pair: Mapping[str, Any]) -> str:
    """Name a pair of principles by their numbers."""
    first, second = (number_of(pair[name]) for name in ("first", "second"))
    return _("Principles %(first)s and %(second)s") % {
        "first": first or pair["first"],
        "second": second or pair["second"],
    }


def number_of(principle_id: str) -> int | None:
    """Return the number in a principle's name, such as 7 of "p07"."""
    found = _LABEL.fullmatch(principle_id)
    return int(found[1]) if found else None


def _cards(
    run: TrainingRun, pairs: Sequence[Mapping[str, Any]], latest: ConstitutionVersion | None
) -> tuple[ConflictCard, ...]:
    principles = {one.label: one for one in Principle.objects.filter(version=run.version)}
    orders = _orders(run, latest)
    answers = _answers(run)
    return tuple(
        ConflictCard(
            found=pair,
            first=principles.get(pair["first"]),
            second=principles.get(pair["second"]),
            examples=tuple(_examples(pair, answers)),
            order=orders.get(frozenset((pair["first"], pair["second"]))),
        )
        for pair in pairs
    )


def _orders(run: TrainingRun, latest: ConstitutionVersion | None) -> dict[frozenset[str], ShownOrder]:
    """Return the orders of the latest version, by the names that both have in the run's version."""
    if latest is None:
        return {}
    found = {}
    for concern in Concern.objects.orders_of(latest):
        gives_way = concern.gives_way
        if concern.prevails is None or gives_way is None:
            continue
        first, second = (came_from(one, run.version) for one in (concern.prevails, gives_way))
        if first is not None and second is not None:
            found[frozenset((first.label, second.label))] = ShownOrder(
                first.number, second.number, concern.why
            )
    return found


def _examples(pair: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]) -> list[PulledExample]:
    found = []
    for example in pair["examples"]:
        row = answers.get(example["answer_pair_id"])
        if row is not None:
            first, second = row["answers"]
            prefers_first = example["p_first_by_first"] > 0.5
            chosen = (first, second) if prefers_first else (second, first)
            found.append(PulledExample(row["prompt"], *chosen))
    return found


def _answers(run: TrainingRun) -> Mapping[str, Mapping[str, Any]]:
    path = ArtifactFolder(run.artifact_folder).data / "answer_pairs.jsonl"
    if not path.exists():
        return {}
    try:
        return {row["id"]: row for row in read_records(path)}
    except DamagedFileError:
        return {}


def _chart(pairs: Sequence[Mapping[str, Any]], figures: Mapping[str, Any]) -> WhiskerChart | None:
    if not pairs:
        return None
    return whisker_chart(
        [(pair_title(pair), pair["apart"]) for pair in pairs], reference=figures["noise_share"]
    )


def _standing(latest: ConstitutionVersion | None) -> Standing:
    """Say where a proposed order would go: a draft, the next one, or nowhere while people vote."""
    if latest is None:
        return "none"
    if latest.may_be_edited:
        return "draft"
    return "voting" if latest.state == ConstitutionVersion.State.RATIFYING else "new draft"
