"""What the page about the critic shows: figures as they are now, their chart, and flags as examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training_bridge.critic.flagging import Flag, FlaggedRow
from training_bridge.critic.measuring import Material
from training_bridge.models import TrainingRun
from training_bridge.pages.phase_chart import PhaseChart, phase_chart
from training_bridge.stages.critic import figures_of

EXAMPLES = 3


@dataclass(frozen=True)
class JudgedFlag:
    """A flag with its row, and how many people confirmed and dismissed it."""

    row: FlaggedRow
    flag: Flag
    confirmed: int
    dismissed: int


def figures_now(run: TrainingRun, material: Material | None) -> dict[str, Any] | None:
    """Return the figures with what people have said until now, or those of the run's last sitting.

    A stage that ended early has its reason in them, and no figures.
    """
    stored: dict[str, Any] | None = ((run.summary or {}).get("stages") or {}).get("critic")
    if material is None:
        return stored
    return figures_of(material, run.artifact_folder)


def arms_chart(found: Mapping[str, Any]) -> PhaseChart | None:
    """Lay out the three arms: planted faults found, and rows marked that nobody had changed."""
    if not found.get("critic"):
        return None
    people = found.get("people") or {}
    measures = [
        (name, {"unit": "share", "phases": _arms(people.get(of_people) or {}, found["critic"][of_critic])})
        for name, of_people, of_critic in (
            ("found", "found", "found"),
            ("marked", "marked_untouched", "untouched_flagged"),
        )
    ]
    return phase_chart(measures)


def _arms(of_people: Mapping[str, Any], of_critic: Mapping[str, Any]) -> dict[str, Any]:
    shares = {
        "alone": of_people.get("alone"),
        "with critic": of_people.get("with_critic"),
        "critic": of_critic if of_critic["items"] else None,
    }
    return {
        name: {"value": share["share"], "interval": share["interval"], "items": share["items"]}
        for name, share in shares.items()
        if share
    }


def example_flags(material: Material | None) -> list[JudgedFlag]:
    """Return flags that people judged: those confirmed most clearly, then those dismissed most clearly."""
    judged = _judged(material) if material else []
    confirmed = sorted(judged, key=lambda each: each.dismissed - each.confirmed)
    dismissed = sorted(judged, key=lambda each: each.confirmed - each.dismissed)
    return [
        *[each for each in confirmed if each.confirmed > each.dismissed][:EXAMPLES],
        *[each for each in dismissed if each.dismissed > each.confirmed][:EXAMPLES],
    ]


def unjudged_flags(material: Material | None) -> list[JudgedFlag]:
    """Return some flags, as they come, where nobody has judged any yet."""
    rows = material.rows.values() if material else ()
    flags = [JudgedFlag(row, flag, 0, 0) for row in rows for flag in row.shown_flags]
    return flags[:EXAMPLES]


def _judged(material: Material) -> list[JudgedFlag]:
    said: Counter[tuple[str, str]] = Counter(
        (flag, verdict) for review in material.reviews for flag, verdict in review.flags.items()
    )
    return [
        JudgedFlag(row, flag, said[flag.id, "confirmed"], said[flag.id, "dismissed"])
        for row in material.rows.values()
        for flag in row.shown_flags
    ]
