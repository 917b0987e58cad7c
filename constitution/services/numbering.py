"""The numbers of a draft's principles: without gaps, and never mistaken for another principle's.

Pages name a principle by its number. One that gets another number therefore counts as changed, so that a page
opened before is told so instead of writing over its neighbour.
"""

from typing import Final

from django.db.models import F, Max

from constitution.models import ConstitutionVersion, Principle

OUT_OF_THE_WAY: Final = 1_000_000
"""Added to numbers while others move, because two principles never have the same number."""


def first_revision(version: ConstitutionVersion) -> int:
    """Return the revision with which new principles of a version begin: one that no page has seen before.

    A page that was opened on an earlier draft would else take a new principle of the same number for its own.
    """
    seen = Principle.objects.filter(version__constitution=version.constitution_id).aggregate(Max("revision"))
    return 1 + (seen["revision__max"] or 0)


def close_gap(version: ConstitutionVersion, gone: int) -> None:
    """Move every principle behind a number that is free now up by one place."""
    _move(version, behind=gone, by=-1)


def make_room(version: ConstitutionVersion, number: int) -> None:
    """Move every principle from a number on down by one place, so that the number is free."""
    _move(version, behind=number - 1, by=1)


def _move(version: ConstitutionVersion, *, behind: int, by: int) -> None:
    version.principles.filter(number__gt=behind).update(
        number=F("number") + OUT_OF_THE_WAY, revision=F("revision") + 1
    )
    version.principles.filter(number__gt=OUT_OF_THE_WAY).update(number=F("number") - OUT_OF_THE_WAY + by)
