"""The opinion map of an analysis, drawn once and kept: neither its rows nor the drawing ever change."""

import hashlib
import hmac

import numpy as np
from django.conf import settings

from deliberation.models import Analysis
from deliberation.results.kept_results import kept_for
from deliberation.results.opinion_map import (
    DOTS_AT_MOST,
    Floats,
    Frame,
    OpinionMap,
    count_cells,
    draw_map,
    frame_around,
)

BLUR = 3.0
"""Standard deviation by which dots are moved, in drawing units: half a cell of the grid."""


def map_of(analysis: Analysis) -> OpinionMap:
    """Return the drawn map of an analysis."""
    return kept_for(analysis, "opinion-map", lambda: _draw(analysis))


def _draw(analysis: Analysis) -> OpinionMap:
    places, groups = analysis.places(), analysis.groups.count()
    points = np.column_stack([places.x, places.y])
    frame = _frame(points)
    counts = count_cells(points, places.groups, groups, frame)
    if len(points) > DOTS_AT_MOST:
        return draw_map(counts, frame)
    return draw_map(counts, frame, points=_blurred(points, frame, analysis), group=places.groups)


def _blurred(points: Floats, frame: Frame, analysis: Analysis) -> Floats:
    """Move each dot a little, so that nobody is found by the exact place that their votes lead to.

    By chance, but the same each time, so that the middle of many drawings tells no more than one.
    """
    seed = hmac.new(settings.SECRET_KEY.encode(), analysis.result_hash.encode(), hashlib.sha256).digest()
    random = np.random.default_rng(list(seed))
    return points + random.normal(scale=BLUR / frame.scale, size=points.shape)


def _frame(points: Floats) -> Frame:
    if not len(points):
        return frame_around([0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
    return frame_around(
        points.mean(axis=0).tolist(),
        points.std(axis=0).tolist(),
        points.min(axis=0).tolist(),
        points.max(axis=0).tolist(),
    )
