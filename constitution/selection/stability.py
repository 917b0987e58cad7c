"""How often a statement would have been selected had another assembly of the same kind voted. PURE."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from constitution.selection.candidates import Flags, Floats


def share_selected(scores: NDArray[np.uint16], agreed: Flags, eligible: Flags, size: int) -> Floats:
    """(m,) share of the resamples in which each statement is among the `size` best agreed ones.

    The stored resamples hold the geometric mean of each statement and whether it was agreed with certainty,
    (B, m) each, and no ballots. So a resample selects by that ranking, whatever rule the draft follows, and
    only what is agreed with certainty: for a slate it is a cautious stand-in. `eligible` (m,) are the
    statements that nothing but the votes keeps out. Of equal scores at the end all are counted.
    """
    counted = np.where(agreed & eligible, scores.astype(np.int32), -1)
    if size < counted.shape[1]:
        least = np.partition(counted, counted.shape[1] - size, axis=1)[:, counted.shape[1] - size]
    else:
        least = np.zeros(len(counted), dtype=np.int32)
    chosen = counted >= np.maximum(least, 0)[:, np.newaxis]
    share: Floats = chosen.mean(axis=0) if len(counted) else np.zeros(counted.shape[1])
    return share
