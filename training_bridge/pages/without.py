"""What the page about leaving something out shows: a finding, a chart and a table for each thing left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from training_bridge.ablation.tracing import NUMBERED
from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.models import TrainingRun
from training_bridge.pages.margin_chart import MarginChart, difference_chart

MARGIN = "margin"


@dataclass(frozen=True)
class NamedPrinciple:
    """A principle by its number on the site, None where it has none there, and its text."""

    number: int | None
    text: str


@dataclass(frozen=True)
class LeftOut:
    """One thing that was left out.

    Attributes:
        is_group: whether it is what a group carried; `name` is then the group's letter.
        figures: of the margin: `to_full`, `to_random`, `random_to_full`, `random_differences`, `cause`.
        others: the figures of what else was measured, by name.
    """

    is_group: bool
    name: str
    principles: tuple[NamedPrinciple, ...]
    rows_left_out: int
    random_controls: int
    figures: Mapping[str, Any]
    chart: MarginChart
    themes: MarginChart | None
    others: tuple[tuple[str, Mapping[str, Any]], ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"without-{'group' if self.is_group else 'principle'}-{self.name}"


@dataclass(frozen=True)
class GroupCarried:
    """What one group carried, and by how much of the consensus on average."""

    letter: str
    principles: tuple[NamedPrinciple, ...]
    mean_owed: float | None


@dataclass(frozen=True)
class WithoutPage:
    """Everything on the page."""

    figures: Mapping[str, Any]
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupCarried, ...]
    not_done: tuple[tuple[str, str], ...]


def without_page(run: TrainingRun) -> WithoutPage | None:
    """Gather what leaving something out showed; None where the run did nothing of the kind."""
    figures = ((run.summary or {}).get("stages") or {}).get("ablate")
    if not figures or "left_out" not in figures:
        return None
    texts = principle_texts(run)
    return WithoutPage(
        figures=figures,
        left_out=tuple(_left_out(each, texts) for each in figures["left_out"]),
        groups=tuple(
            GroupCarried(letter, named(found["principles"], texts), found["mean_owed"])
            for letter, found in (figures.get("groups") or {}).items()
        ),
        not_done=tuple((figures.get("not_done") or {}).items()),
    )


def principle_texts(run: TrainingRun) -> dict[str, str]:
    """Return the text of each principle that the run was about, by its id; nothing without its files."""
    try:
        content = json.loads(ArtifactFolder(run.artifact_folder).constitution.read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(row["id"]): str(row["text"]) for row in content.get("principles", [])}


def named(ids: list[str], texts: Mapping[str, str]) -> tuple[NamedPrinciple, ...]:
    """Return principles by number and text."""
    found = [(NUMBERED.fullmatch(each), texts.get(each, each)) for each in ids]
    return tuple(NamedPrinciple(int(match[1]) if match else None, text) for match, text in found)


def _left_out(found: Mapping[str, Any], texts: Mapping[str, str]) -> LeftOut:
    margin = found["figures"][MARGIN]
    return LeftOut(
        is_group=found["kind"] == "group",
        name=found["name"],
        principles=named(found["principles"], texts),
        rows_left_out=found["rows_left_out"],
        random_controls=found["random_controls"],
        figures=margin,
        chart=difference_chart(list(_lines(margin))),
        themes=_themes(found.get("themes") or {}),
        others=tuple((name, each) for name, each in found["figures"].items() if name != MARGIN),
    )


def _lines(margin: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    names = {
        "to_full": _("Without it, against the full training"),
        "to_random": _("Without it, against other answers left out"),
        "random_to_full": _("Other answers left out, against the full training"),
    }
    for key, name in names.items():
        if key in margin:
            yield name, _as_line(margin[key])


def _themes(themes: Mapping[str, Any]) -> MarginChart | None:
    lines = sorted(themes.items(), key=lambda item: (-item[1]["value"], item[0]))
    return (
        difference_chart([(name.replace("-", " "), _as_line(each)) for name, each in lines])
        if lines
        else None
    )


def _as_line(found: Mapping[str, Any]) -> dict[str, Any]:
    return {"difference": found["value"], "interval": found["interval"], "pairs": found["items"]}
