from typing import ClassVar

import numpy as np
from django.db import models
from numpy.typing import NDArray

from deliberation.models.analyses import Analysis
from deliberation.models.packed_arrays import PackedArrayField


class StoredResamples(models.Model):
    """What each of B resamples of the participants says of each of an analysis' m statements.

    Columns are in the order of the statements' numbers. 1,000 resamples of 2,000 statements are 4 MB of
    scores before compression.
    """

    analysis = models.OneToOneField(
        Analysis, on_delete=models.CASCADE, primary_key=True, related_name="resamples"
    )
    count = models.PositiveIntegerField()
    scores = PackedArrayField()
    """(B, m) scores as whole numbers of 16 bits."""
    passes = PackedArrayField()
    """(B, m / 8, rounded up) one bit per statement: whether it was agreed in that resample."""

    objects: ClassVar[models.Manager["StoredResamples"]]

    class Meta:
        verbose_name_plural = "stored resamples"

    def __str__(self) -> str:
        return f"{self.count} resamples of analysis {self.analysis_id}"

    @property
    def agreed(self) -> NDArray[np.bool_]:
        """(B, m) whether each statement was agreed in each resample."""
        bits = np.unpackbits(self.passes, axis=1, count=self.scores.shape[1])
        return bits.astype(np.bool_)
