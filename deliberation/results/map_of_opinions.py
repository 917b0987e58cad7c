"""The opinion map of an analysis, drawn once and kept: neither its rows nor the drawing ever change."""

from dataclasses import dataclass

import numpy as np
from django.core.cache import cache

from deliberation.models import Analysis, Participant
from deliberation.results.opinion_map import (
    DOTS_AT_MOST,
    Floats,
    Frame,
    OpinionMap,
    count_cells,
    draw_map,
    frame_around,
)

KEPT_SECONDS = 3600
BETWEEN = 0.6
"""Below this certainty of the nearest group somebody stands between the groups."""


@dataclass(frozen=True)
class Place:
    """Where one participant stands on the map.

    `letter` is that of their group, empty if they have none; `certainty` is how sure that is, from 0 to 1, or
    None where it was not measured.
    """

    x: int
    y: int
    letter: str
    certainty: float | None = None

    @property
    def is_between(self) -> bool:
        """Whether their votes do not say clearly which group they belong to."""
        return self.certainty is not None and self.certainty < BETWEEN


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
    place = analysis.place_of(participant)
    if place is None:
        return None
    [[x, y]] = drawn.frame.place(np.array([[place.x, place.y]])).tolist()
    letter = drawn.groups[place.group].letter if place.group is not None and drawn.groups else ""
    return Place(round(x), round(y), letter, place.certainty if letter else None)


def _draw(analysis: Analysis) -> OpinionMap:
    places, groups = analysis.places(), analysis.groups.count()
    points = np.column_stack([places.x, places.y])
    frame = _frame(points)
    counts = count_cells(points, places.groups, groups, frame)
    if len(points) > DOTS_AT_MOST:
        return draw_map(counts, frame)
    return draw_map(counts, frame, points=points, group=places.groups)


def _frame(points: Floats) -> Frame:
    if not len(points):
        return frame_around([0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
    return frame_around(
        points.mean(axis=0).tolist(),
        points.std(axis=0).tolist(),
        points.min(axis=0).tolist(),
        points.max(axis=0).tolist(),
    )
