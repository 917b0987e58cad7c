"""What a measured run says about a constitution, in the order in which a citizen wants to know it.

The headline follows the control: what the constitution brought about is the difference to the same training
without it. A null result and a change for the worse are said as plainly as a gain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from constitution.services.tracing.recorded import Record
from constitution.tracing import Act
from deliberation.models import Event
from training_bridge.artifacts import Artifact, artifacts_of
from training_bridge.models import DataSignOff, TrainingRun
from training_bridge.pages.change import Change, change_of
from training_bridge.pages.looking_closer import AdditionSeen, findings_there
from training_bridge.pages.phase_chart import PhaseChart, phase_chart

HIDDEN_IN_THE_MAIN_PART = ("human_sample",)
FIRST = ("adherence", "harmlessness", "helpfulness", "sycophancy", "xstest", "bbq", "gsm8k")
"""The suites that are shown first, in this order; others follow by name."""


@dataclass(frozen=True)
class MeasuredSuite:
    """One suite: its figures as a chart, with a table beside it, or why it was not measured."""

    name: str
    chart: PhaseChart | None
    parts: PhaseChart | None
    differences: tuple[tuple[str, Mapping[str, Any]], ...]
    better: str | None
    note: str
    not_measured: str


@dataclass(frozen=True)
class WhatChanged:
    """Everything on the page of a version that a model was trained on."""

    summary: Mapping[str, Any]
    verdict: str
    """Against the control: "rise", "fall" or "no clear change"; empty without a control."""
    change: Change
    suites: tuple[MeasuredSuite, ...]
    sign_offs: QuerySet[DataSignOff]
    acts: tuple[Act, ...]
    artifacts: list[Artifact]
    looked_closer: tuple[AdditionSeen, ...]


def what_changed(run: TrainingRun) -> WhatChanged:
    """Gather what one measured run changed."""
    summary: dict[str, Any] = run.summary or {}
    return WhatChanged(
        summary=summary,
        verdict=verdict_of(summary),
        change=change_of(run),
        suites=tuple(suites_of(summary.get("evaluation") or {})),
        sign_offs=DataSignOff.objects.filter(run=run).order_by("id"),
        acts=acts_of(run),
        artifacts=artifacts_of(run),
        looked_closer=findings_there(run),
    )


def verdict_of(summary: Mapping[str, Any]) -> str:
    """Return what the constitution did to the primary measure; empty where no control says so."""
    control = (summary.get("margin") or {}).get("control")
    return str(control["verdict"]) if control else ""


def suites_of(evaluation: Mapping[str, Any]) -> Iterator[MeasuredSuite]:
    """Yield what was measured beside the margin, the known suites first."""
    names = [name for name in FIRST if name in evaluation]
    names += sorted(evaluation.keys() - set(names) - set(HIDDEN_IN_THE_MAIN_PART))
    for name in names:
        figures = evaluation[name]
        if not isinstance(figures, Mapping):
            continue
        parts = figures.get("parts") or {}
        yield MeasuredSuite(
            name=name,
            chart=phase_chart([("", figures)]),
            parts=_parts_chart(parts),
            differences=tuple(_differences(figures)),
            better=figures.get("better"),
            note=str(figures.get("note") or ""),
            not_measured=str(figures.get("not_measured") or ""),
        )


def acts_of(run: TrainingRun) -> tuple[Act, ...]:
    """Return what the sealed record holds about a run, the oldest first."""
    events = Event.objects.filter(
        deliberation=run.deliberation,
        kind__in=[
            Event.Kind.TRAINING_STARTED,
            Event.Kind.TRAINING_DATA_SIGNED,
            Event.Kind.TRAINING_COMPARING_CLOSED,
            Event.Kind.TRAINING_FINISHED,
            Event.Kind.TRAINING_GOES_ON,
        ],
        payload__body__run=run.public_id,
    )
    record = Record(run.deliberation)
    return tuple(record.act(event) for event in events.select_related("sealed").order_by("id"))


def _parts_chart(parts: Mapping[str, Any]) -> PhaseChart | None:
    """Lay out the parts that share the unit of the first one."""
    measured = [(name, figures) for name, figures in parts.items() if figures.get("phases")]
    if not measured:
        return None
    unit = measured[0][1].get("unit")
    return phase_chart([(name, figures) for name, figures in measured if figures.get("unit") == unit])


def _differences(figures: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for phase, found in (figures.get("differences") or {}).items():
        for reference in ("to_control", "to_before"):
            if reference in found:
                yield f"{phase} {reference}", found[reference]
                break
