"""The opinion map of an analysis, drawn once and kept: neither its rows nor the drawing ever change."""

from dataclasses import dataclass

import numpy as np
from django.core.cache import cache
from django.db.models import Avg, Count, F, IntegerField, Max, Min, QuerySet, StdDev, Value
from django.db.models.functions import Cast, Floor, Greatest, Least

from deliberation.models import Analysis, Participant, ParticipantResult
from deliberation.results.opinion_map import (
    CELL,
    DOTS_AT_MOST,
    EDGE,
    MARGIN,
    WIDTH,
    Frame,
    Integers,
    OpinionMap,
    count_cells,
    draw_map,
    frame_around,
)

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Place:
    """Where one participant stands on the map, and the letter of their group, if they have one."""

    x: int
    y: int
    letter: str


def map_of(analysis: Analysis) -> OpinionMap:
    """Return the drawn map of an analysis."""
    key = f"opinion-map:{analysis.pk}:{analysis.result_hash}"
    drawn: OpinionMap | None = cache.get(key)
    if drawn is None:
        drawn = _draw(analysis)
        cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def place_of(participant: Participant, analysis: Analysis, drawn: OpinionMap) -> Place | None:
    """Return where the participant stands, or None where the analysis has not seen them."""
    result = ParticipantResult.objects.filter(analysis=analysis, participant=participant).first()
    if result is None:
        return None
    [[x, y]] = drawn.frame.place(np.array([[result.x, result.y]])).tolist()
    letter = drawn.groups[result.group].letter if result.group is not None and drawn.groups else ""
    return Place(round(x), round(y), letter)


def _draw(analysis: Analysis) -> OpinionMap:
    people = analysis.participant_results.all()
    groups = analysis.groups.count()
    frame = _frame(people)
    if analysis.participant_count > DOTS_AT_MOST:
        return draw_map(_counted(people, groups, frame), frame)
    rows = list(people.order_by("pk").values_list("x", "y", "group"))
    points = np.array([(x, y) for x, y, _group in rows], dtype=np.float64).reshape(-1, 2)
    group = np.array([-1 if number is None else number for _x, _y, number in rows], dtype=np.int64)
    return draw_map(count_cells(points, group, groups, frame), frame, points=points, group=group)


def _frame(people: QuerySet[ParticipantResult]) -> Frame:
    extent = people.aggregate(
        **{
            f"{axis}_{name}": measure(axis)
            for axis in ("x", "y")
            for name, measure in (("mean", Avg), ("deviation", StdDev), ("low", Min), ("high", Max))
        }
    )
    mean, deviation, low, high = (
        [extent[f"{axis}_{name}"] or 0.0 for axis in ("x", "y")]
        for name in ("mean", "deviation", "low", "high")
    )
    return frame_around(mean, deviation, low, high)


def _counted(people: QuerySet[ParticipantResult], groups: int, frame: Frame) -> Integers:
    """Count people per cell in the database: as many rows come back as there are cells, not people."""
    across = (F("x") - frame.left) * frame.scale + MARGIN
    down = (frame.top - F("y")) * frame.scale + MARGIN
    rows = (
        people.order_by()
        .annotate(column=_cell(across, WIDTH), row=_cell(down, frame.height))
        .values_list("group", "row", "column")
        .annotate(people=Count("pk"))
    )
    counts = np.zeros((groups + 1, *frame.shape), dtype=np.int64)
    for group, row, column, counted in rows:
        counts[groups if group is None else group, row, column] += counted
    return counts


def _cell(position: F, length: int) -> Cast:
    inside = Least(Greatest(position, Value(float(EDGE))), Value(float(length - EDGE)))
    return Cast(Floor(inside / float(CELL)), IntegerField())
