from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from django.db import models
from numpy.typing import NDArray

from deliberation.models.analyses import Analysis
from deliberation.models.packed_arrays import PackedArrayField

PARTICIPANTS_PER_ROW = 10_000
"""So that one person's place is found by unpacking a quarter of a megabyte."""


@dataclass(frozen=True)
class Place:
    """Where an analysis puts one participant.

    `group` is None for those with too few votes, `certainty` (0 to 1, of the membership) where it was not
    measured.
    """

    x: float
    y: float
    group: int | None
    certainty: float | None


@dataclass(frozen=True)
class Places:
    """Where an analysis puts its n participants.

    Attributes:
        participants: (n,) ascending numbers of the deliberation.
        x, y: (n,) positions on the two axes of the opinion space.
        groups: (n,) numbers of the opinion groups, -1 for participants with too few votes.
        certainties: (n,) how certain each membership is, from 0 to 1; NaN where it was not measured.
    """

    participants: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    groups: NDArray[np.int64]
    certainties: NDArray[np.float64]

    def group_by_number(self) -> dict[int, int]:
        """Return the group of each grouped participant, by participant number."""
        grouped = self.groups >= 0
        return dict(zip(self.participants[grouped].tolist(), self.groups[grouped].tolist(), strict=True))


class ParticipantPlacesQuerySet(models.QuerySet["ParticipantPlaces"]):
    """The places of an analysis, in rows of some ten thousand participants."""

    def keep(self, analysis: Analysis, places: Places) -> None:
        """Store the places of an analysis."""
        self.bulk_create(
            [
                ParticipantPlaces(
                    analysis=analysis,
                    first=int(places.participants[start]),
                    last=int(places.participants[start : start + PARTICIPANTS_PER_ROW][-1]),
                    **_columns(places, slice(start, start + PARTICIPANTS_PER_ROW)),
                )
                for start in range(0, len(places.participants), PARTICIPANTS_PER_ROW)
            ],
            batch_size=1,
        )

    def together(self) -> Places:
        """Return the places in all rows as one."""
        rows = list(self.order_by("first"))
        return Places(
            participants=_joined((row.participants for row in rows), np.int64),
            x=_joined((row.x for row in rows), np.float64),
            y=_joined((row.y for row in rows), np.float64),
            groups=_joined((row.groups for row in rows), np.int64),
            certainties=_joined((row.certainties for row in rows), np.float64),
        )

    def of_number(self, number: int) -> Place | None:
        """Return the place of the participant with a number, or None where the analysis has not seen them."""
        row = self.filter(first__lte=number, last__gte=number).first()
        if row is None:
            return None
        position = int(np.searchsorted(row.participants, number))
        if row.participants[position] != number:
            return None
        group, certainty = int(row.groups[position]), float(row.certainties[position])
        return Place(
            x=float(row.x[position]),
            y=float(row.y[position]),
            group=None if group < 0 else group,
            certainty=None if np.isnan(certainty) else certainty,
        )


class ParticipantPlaces(models.Model):
    """Where an analysis puts participants number `first` to `last`, as columns: some 20 bytes per person."""

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="participant_places")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    participants = PackedArrayField()
    x = PackedArrayField()
    y = PackedArrayField()
    groups = PackedArrayField()
    certainties = PackedArrayField()

    objects: ClassVar[ParticipantPlacesQuerySet] = ParticipantPlacesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["analysis", "first"], name="participants_placed_once"),
        ]

    def __str__(self) -> str:
        return f"places of participants {self.first} to {self.last}"


def _columns(places: Places, part: slice) -> dict[str, NDArray[Any]]:
    return {
        "participants": places.participants[part].astype(np.int64),
        "x": places.x[part].astype(np.float64),
        "y": places.y[part].astype(np.float64),
        "groups": places.groups[part].astype(np.int16),
        "certainties": places.certainties[part].astype(np.float32),
    }


def _joined(parts: Iterable[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=kind), *parts]).astype(kind)
