"""What the page on traits shows: traits and their principles, what each alone did, and examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.utils.translation import gettext as _

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.pages.margin_chart import MarginChart, difference_chart
from training_bridge.record_files import DamagedFileError, read_records
from training_bridge.training.recipes import CHARACTER

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

Finding = Literal["data", "rise", "mixed", "fall", "none"]


@dataclass(frozen=True)
class ShownTrait:
    """A trait with the principle that it follows from; `number` counts principles."""

    id: str
    number: int
    text: str
    principle_text: str
    principle_number: int | None
    is_trained: bool

    @property
    def name(self) -> str:
        """How charts and tables call it."""
        return _("Trait %(number)s") % {"number": self.number}


@dataclass(frozen=True)
class SetAsidePrinciple:
    """A principle that gave no trait, and the reason as the records have it."""

    principle_text: str
    principle_number: int | None
    reason: str


@dataclass(frozen=True)
class TrainedOn:
    """One line of the table of effects: what was trained, and a cell for each trait that was measured."""

    trait: ShownTrait | None
    cells: tuple[tuple[Mapping[str, Any] | None, bool], ...]


@dataclass(frozen=True)
class CharacterPage:
    """Everything that the page says. `figures` are those of the run's summary."""

    figures: Mapping[str, Any]
    finding: Finding
    traits: tuple[ShownTrait, ...]
    aside: tuple[SetAsidePrinciple, ...]
    measured: tuple[ShownTrait, ...]
    lines: tuple[TrainedOn, ...]
    chart: MarginChart | None
    examples: tuple[Mapping[str, Any], ...]

    @property
    def trained(self) -> tuple[ShownTrait, ...]:
        """The traits that were trained."""
        return tuple(trait for trait in self.traits if trait.is_trained)

    @property
    def own(self) -> list[Mapping[str, Any]]:
        """What each trait alone did to itself."""
        return [cell for line in self.lines if line.trait for cell, is_own in line.cells if cell and is_own]

    @property
    def spilled(self) -> list[Mapping[str, Any]]:
        """What each trait alone did to the others."""
        return [
            cell for line in self.lines if line.trait for cell, is_own in line.cells if cell and not is_own
        ]

    @property
    def clear_own(self) -> int:
        """How many traits alone clearly raised their own margin."""
        return sum(cell["verdict"] == "rise" for cell in self.own)

    @property
    def clear_spilled(self) -> int:
        """How many effects on other traits are clear."""
        return sum(cell["verdict"] != "no clear change" for cell in self.spilled)

    @property
    def ranks_by_place(self) -> bool:
        """Whether the model that ranked its own answers followed their places."""
        check = self.figures.get("ranking_check")
        return bool(check and check["is_poor"])


def character_page(run: TrainingRun) -> CharacterPage | None:
    """Return what there is to show; None where the stage was no part of the run."""
    figures = ((run.summary or {}).get("stages") or {}).get("character")
    if not figures or not figures.get("principles"):
        return None
    traits, aside = _traits(run)
    matrix: Mapping[str, Any] = (figures.get("effects") or {}).get("matrix") or {}
    ids = sorted({trait for cells in matrix.values() for trait in cells})
    measured = tuple(trait for trait in traits if trait.id in ids)
    lines = tuple(
        _line(matrix[name], trait, measured)
        for name, trait in [(CHARACTER, None), *((f"{CHARACTER}-{each.id}", each) for each in measured)]
        if name in matrix
    )
    return CharacterPage(
        figures=figures,
        finding=_finding(lines),
        traits=traits,
        aside=aside,
        measured=measured,
        lines=lines,
        chart=_chart(lines, measured),
        examples=_examples(figures, {trait.id: trait for trait in traits}),
    )


def _traits(run: TrainingRun) -> tuple[tuple[ShownTrait, ...], tuple[SetAsidePrinciple, ...]]:
    try:
        rows = list(read_records(ArtifactFolder(run.artifact_folder).traits))
    except (DamagedFileError, OSError):
        return (), ()
    traits = tuple(
        ShownTrait(
            id=row["trait_id"],
            number=int(row["trait_id"].removeprefix("t")),
            text=row["trait"],
            principle_text=row["principle_text"],
            principle_number=_number(row["principle_id"]),
            is_trained=row["is_trained"],
        )
        for row in rows
        if row["trait"]
    )
    aside = tuple(
        SetAsidePrinciple(row["principle_text"], _number(row["principle_id"]), row["set_aside"])
        for row in rows
        if row["set_aside"]
    )
    return traits, aside


def _line(cells: Mapping[str, Any], trait: ShownTrait | None, measured: tuple[ShownTrait, ...]) -> TrainedOn:
    return TrainedOn(
        trait, tuple((cells.get(each.id), trait is not None and each.id == trait.id) for each in measured)
    )


def _finding(lines: tuple[TrainedOn, ...]) -> Finding:
    own = [cell["verdict"] for line in lines if line.trait for cell, is_own in line.cells if cell and is_own]
    if not own:
        return "data"
    if "rise" in own and "fall" in own:
        return "mixed"
    return "rise" if "rise" in own else "fall" if "fall" in own else "none"


def _chart(lines: tuple[TrainedOn, ...], measured: tuple[ShownTrait, ...]) -> MarginChart | None:
    """Lay out what each trait alone did to itself, and all together to each."""
    found = []
    for line in lines:
        for each, (cell, is_own) in zip(measured, line.cells, strict=True):
            if cell and (is_own or line.trait is None):
                words = _("%(trait)s, trained alone") if is_own else _("%(trait)s, all trained together")
                found.append((words % {"trait": each.name}, {**cell, "pairs": cell["items"]}))
    return difference_chart(sorted(found, key=lambda line: line[0])) if found else None


def _examples(figures: Mapping[str, Any], traits: Mapping[str, ShownTrait]) -> tuple[Mapping[str, Any], ...]:
    rows = (figures.get("effects") or {}).get("examples") or []
    return tuple({**row, "trait": traits.get(row["trait_id"])} for row in rows)


def _number(principle_id: str) -> int | None:
    found = re.fullmatch(r"p(\d+)", principle_id)
    return int(found[1]) if found else None
