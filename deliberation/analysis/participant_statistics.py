"""Where a participant stands between the middle of the assembly and the far side of the own opinion group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ParticipantStatistics:
    """How each participant relates to the assembly and to the own group; NaN for those in no group.

    Attributes:
        centricness: (n,) closeness to the middle of the assembly: 1 minus the distance, so at most 1. People
            near the middle may be able to bridge groups.
        coreness: (n,) closeness to the middle of the own group, likewise.
        extremeness: (n,) how far beyond the middle of the own group, as seen from the middle of the assembly;
            negative on the near side.
    """

    centricness: Floats
    coreness: Floats
    extremeness: Floats


def participant_statistics(coordinates: Floats, labels: NDArray[np.int64]) -> ParticipantStatistics:
    """Relate the positions of participants to the middle of the assembly and of their groups.

    With x the position, c the mean position of all participants, c_g that of the members of the group and
    u the direction from c to c_g (of length 1; none where the two coincide): centricness 1 - |x - c|,
    coreness 1 - |x - c_g|, extremeness (x - c_g) . u.

    Args:
        coordinates: (n, d) of all participants, grouped or not.
        labels: (n,) group of each participant, 0..g-1, or -1 for none.

    Source: repness.clj of compdemocracy/polis, participant-stats.
    """
    grouped = np.flatnonzero(labels >= 0)
    positions, group = coordinates[grouped], labels[grouped]
    middle = coordinates.mean(axis=0) if len(coordinates) else np.zeros(coordinates.shape[1])
    sizes = np.maximum(np.bincount(group), 1)
    sums = [np.bincount(group, weights=axis, minlength=len(sizes)) for axis in positions.T]
    centers = np.stack(sums, axis=1) / sizes[:, None]
    outward = centers - middle
    length = np.linalg.norm(outward, axis=1, keepdims=True)
    directions = np.where(length > 0, outward / np.where(length > 0, length, 1.0), 0.0)
    from_center = positions - centers[group]

    def spread(values: Floats) -> Floats:
        everybody = np.full(len(coordinates), np.nan)
        everybody[grouped] = values
        return everybody

    return ParticipantStatistics(
        centricness=spread(1.0 - np.linalg.norm(positions - middle, axis=1)),
        coreness=spread(1.0 - np.linalg.norm(from_center, axis=1)),
        extremeness=spread(np.sum(from_center * directions[group], axis=1)),
    )
