"""What a run changed in the model, ready to be read: figures, verdict, and examples chosen by a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from training_bridge.artifact_folder import ArtifactFolder
from training_bridge.pages.margin_chart import MarginChart, margin_chart
from training_bridge.pages.phase_chart import PhaseChart, phase_chart
from training_bridge.record_files import read_records
from training_bridge.records import text_hash

if TYPE_CHECKING:
    from training_bridge.models import TrainingRun

EXAMPLES_OF_EACH_KIND = 3


@dataclass(frozen=True)
class Example:
    """One held-out prompt with what the model answered before and after."""

    prompt: str
    kind: str
    before: str
    before_refused: bool
    after: str
    after_refused: bool


@dataclass(frozen=True)
class Change:
    """The figures of a measured run and its examples."""

    figures: dict[str, Any]
    chart: MarginChart
    refusals: PhaseChart | None
    examples: tuple[Example, ...]

    @property
    def verdict(self) -> str:
        """Rise, fall or no clear change of the primary measure."""
        return str(self.figures["margin"]["verdict"])


def change_of(run: TrainingRun) -> Change:
    """Gather what a measured run changed; without its files there are figures and no examples."""
    figures: dict[str, Any] = run.summary or {}
    answers = ArtifactFolder(run.artifact_folder).answers
    rows = list(read_records(answers))
    return Change(
        figures,
        margin_chart(figures["margin"]),
        refusal_chart(figures.get("refusal") or {}),
        choose_examples(rows),
    )


def refusal_chart(refusal: Mapping[str, Any]) -> PhaseChart | None:
    """Lay out refusals of harmful and of harmless requests on one scale."""
    return phase_chart(
        [
            (
                name,
                {"unit": "share", "phases": {phase: _as_figures(found) for phase, found in phases.items()}},
            )
            for name, phases in (
                ("harmful", refusal.get("harmful")),
                ("harmless", refusal.get("over_refusal")),
            )
            if phases
        ]
    )


def choose_examples(rows: Sequence[dict[str, Any]]) -> tuple[Example, ...]:
    """Choose examples by the SHA-256 of the prompt's text alone: the first of each kind.

    The rule knows nothing of the answers, so nobody can pick what looks good.
    """
    by_prompt: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        by_prompt.setdefault(row["prompt"], {})[row["phase"]] = row
    whole = [pair for pair in by_prompt.values() if {"before", "after"} <= pair.keys()]
    ordered = sorted(whole, key=lambda pair: text_hash(pair["before"]["prompt"]))
    chosen = []
    for kind in ("red-team", "helpful"):
        chosen += [pair for pair in ordered if pair["before"]["kind"] == kind][:EXAMPLES_OF_EACH_KIND]
    return tuple(
        Example(
            prompt=pair["before"]["prompt"],
            kind=pair["before"]["kind"],
            before=pair["before"]["answer"],
            before_refused=pair["before"]["label"] == "refusal",
            after=pair["after"]["answer"],
            after_refused=pair["after"]["label"] == "refusal",
        )
        for pair in chosen
    )


def _as_figures(share: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": share["share"], "interval": share["interval"], "items": share["items"]}
