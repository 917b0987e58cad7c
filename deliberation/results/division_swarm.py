"""All statements on a line from what unites to what divides."""

from dataclasses import dataclass

from deliberation.models import Analysis
from deliberation.results.beeswarm import RIGHT, Bee, Swarm, spread_out, swarm
from deliberation.results.overview import CLEARLY_DIVISIVE, StatementLine, public_results
from deliberation.results.tallies import nothing_is_held_back

COUNTS = ("agree", "disagree", "pass")
LABELLED = 6
"""Of the clearly dividing statements so many carry a number and can be reached by keyboard."""


@dataclass(frozen=True)
class SwarmPoint:
    """A statement's point: its number, how much it divides, and whether it clearly does."""

    number: int
    division: float
    is_divisive: bool
    bee: Bee


@dataclass(frozen=True)
class NamedPoint:
    """A point that carries a number: its rank from 1, the statement, and the x of the number above it."""

    rank: int
    point: SwarmPoint
    line: StatementLine
    x: int


@dataclass(frozen=True)
class DivisionSwarm:
    """The chart.

    Attributes:
        points: of all statements with votes, none of them held back.
        labelled: the points that carry a number, most dividing first.
        swarm: the geometry.
        longest: division at the right end of the scale.
    """

    points: tuple[SwarmPoint, ...]
    labelled: tuple[NamedPoint, ...]
    swarm: Swarm
    longest: float

    @property
    def limit(self) -> int:
        """Where statements begin to divide clearly."""
        start = self.swarm.start
        return round(start + (10 * RIGHT - start) * min(1.0, CLEARLY_DIVISIVE / self.longest))

    @property
    def height(self) -> int:
        """Of the drawing, with room for the scale."""
        return 2 * self.swarm.reach + 750

    @property
    def top(self) -> int:
        """Upper end of the drawing; the middle of the swarm is 0."""
        return -self.swarm.reach - 420

    @property
    def row(self) -> int:
        """Where the numbers stand, above the swarm."""
        return self.top + 150

    @property
    def floor(self) -> int:
        """Where the scale stands."""
        return self.swarm.reach + 80


def division_swarm(analysis: Analysis, dividing: tuple[StatementLine, ...]) -> DivisionSwarm:
    """Return the chart of an analysis in one query; `dividing` are the statements to label."""
    columns = ("votes", "by_group", "statement__number", "divisiveness", "divisiveness_low")
    results = public_results(analysis).filter(votes__gt=0).order_by("divisiveness", "pk")
    rows = [
        found
        for votes, groups, *found in results.values_list(*columns)
        if nothing_is_held_back(votes, [sum(group[name] for name in COUNTS) for group in groups])
    ]
    longest = max([0.5, *(division for _number, division, _low in rows)])
    layout = swarm([division for _number, division, _low in rows], longest=longest)
    points = tuple(
        SwarmPoint(number, division, division >= CLEARLY_DIVISIVE and (low is None or low > 0), bee)
        for (number, division, low), bee in zip(rows, layout.bees, strict=True)
    )
    by_number = {point.number: point for point in points}
    named = [line for line in dividing if line.statement.number in by_number][:LABELLED]
    found = [by_number[line.statement.number] for line in named]
    places = spread_out([point.bee.x for point in found], apart=270, low=150, high=3450)
    return DivisionSwarm(
        points=points,
        labelled=tuple(
            NamedPoint(rank, point, line, x)
            for rank, (point, line, x) in enumerate(zip(found, named, places, strict=True), start=1)
        ),
        swarm=layout,
        longest=longest,
    )
