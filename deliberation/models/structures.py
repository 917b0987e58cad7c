from typing import ClassVar

from django.db import models

from deliberation.models.analyses import Analysis
from deliberation.models.packed_arrays import PackedArrayField


class StoredStructure(models.Model):
    """The opinion space and the groups of a full analysis, as far as placing people by it later needs them.

    See `KnownStructure` in `deliberation.analysis.structure` for what each array is; for m statements and g
    groups it takes some 24 (g + 1) m bytes before compression.
    """

    analysis = models.OneToOneField(
        Analysis, on_delete=models.CASCADE, primary_key=True, related_name="structure"
    )
    statements = PackedArrayField()
    center = PackedArrayField()
    components = PackedArrayField()
    group_agree = PackedArrayField()
    group_disagree = PackedArrayField()
    group_seen = PackedArrayField()
    group_sizes = PackedArrayField()
    group_axes = PackedArrayField()
    group_centers = PackedArrayField()
    basis = models.CharField(max_length=20)
    imputation = models.CharField(max_length=20)
    covariance = PackedArrayField()
    noise = models.FloatField()

    objects: ClassVar[models.Manager["StoredStructure"]]

    def __str__(self) -> str:
        return f"structure of analysis {self.analysis_id}"
