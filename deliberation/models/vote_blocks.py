from typing import ClassVar

from django.db import models

from deliberation.models.deliberations import Deliberation
from deliberation.models.packed_arrays import PackedArrayField


class VoteBlock(models.Model):
    """Current votes as columns, so that an analysis need not read a row per vote.

    Never the source of truth: reading holds the blocks of a deliberation, with the votes newer than
    `reaches`, against the rows of `Vote`, and reads these anew where anything differs. All blocks may be
    deleted at any time. All blocks of a deliberation are written together.
    """

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="vote_blocks")
    position = models.PositiveIntegerField()
    reaches = models.BigIntegerField()
    """Id of the event up to which votes are held here; the same in all blocks of a deliberation."""
    participants = PackedArrayField()
    statements = PackedArrayField()
    values = PackedArrayField()
    events = PackedArrayField()
    """Steps from one vote's event to the next; the first from 0."""

    objects: ClassVar[models.Manager["VoteBlock"]]

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "position"], name="vote_block_position_once"),
        ]

    def __str__(self) -> str:
        return f"votes of {self.deliberation_id} up to event {self.reaches}, part {self.position}"
