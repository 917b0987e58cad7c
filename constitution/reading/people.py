"""Who took part in a version, in numbers that single nobody out."""

from dataclasses import dataclass
from typing import Any

from constitution.models import ConstitutionVersion
from deliberation.models import Analysis, OpinionGroup
from deliberation.results.small_cells import without_small_cells


@dataclass(frozen=True)
class GroupSize:
    """An opinion group and how many people are in it; None where they are too few to be counted out."""

    letter: str
    size: int | None


@dataclass(frozen=True)
class TookPart:
    """Who took part.

    Attributes:
        groups: the opinion groups in order; none where fewer than two stand apart.
        weighting: what weighting to a population costs, as the analysis keeps it; None without one.
    """

    groups: tuple[GroupSize, ...]
    weighting: dict[str, Any] | None


def took_part(version: ConstitutionVersion) -> TookPart:
    """Return who took part in the votes that a version rests on."""
    analysis = version.analysis
    groups: list[OpinionGroup] = list(
        analysis.groups.only("number", "size", "analysis_id").order_by("number")
    )
    sizes = {group.letter: group.size for group in groups}
    alone = max(0, analysis.participant_count - sum(sizes.values()))
    shown = without_small_cells({**sizes, "": alone}, never_shown=("",))
    return TookPart(
        groups=tuple(GroupSize(letter, shown[letter]) for letter in sizes) if len(sizes) > 1 else (),
        weighting=_weighting(version),
    )


def _weighting(version: ConstitutionVersion) -> dict[str, Any] | None:
    """Return this part of the analysis' summary alone: the rest of it is large."""
    rows = Analysis.objects.filter(pk=version.analysis_id)
    found: dict[str, Any] | None = rows.values_list("summary__weighting", flat=True).first()
    return found
