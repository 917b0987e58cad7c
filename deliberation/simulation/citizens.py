"""Who takes part in a simulated assembly: planted opinion groups, ages, regions, languages.

The model in words. Every citizen belongs to one planted group and holds a position on two latent
dimensions, the group's position plus personal noise. Age band and region lean a little on that position,
as they do in life, while their shares in the whole assembly are kept. A few citizens agree with everything
without reading, and a small bloc votes in lock-step. How positions become votes is told in `opinions`.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

ORDINARY: Final = "ordinary"
STRAIGHT_LINER: Final = "straight_liner"
BLOC: Final = "bloc"

AGE_BANDS: Final = (("18-29", 0.26), ("30-49", 0.34), ("50-69", 0.30), ("70+", 0.10))
LANGUAGES: Final = (("en", 0.74), ("zh-hans", 0.15), ("zh-hant", 0.11))

# Share of the population, and the direction on the latent dimensions towards which a region leans.
REGIONS: Final = (
    ("capital", 0.28, (0.3, 0.3)),
    ("north", 0.20, (-0.4, 0.0)),
    ("east", 0.16, (0.3, -0.2)),
    ("south", 0.22, (0.0, 0.2)),
    ("west", 0.14, (0.0, -0.4)),
)

GROUPS: Final = (
    ("common protection", 0.46, (-1.1, 0.5)),
    ("individual freedom", 0.33, (1.2, 0.5)),
    ("caution first", 0.21, (0.0, -1.5)),
)

# Correlation between the second dimension (caution) and the score by which ages are ranked.
AGE_LEANING: Final = -0.3


@dataclass(frozen=True)
class AssemblyPlan:
    """Size and make-up of a simulated assembly; the same plan always gives the same assembly.

    Attributes:
        participants: number of citizens.
        votes_per_participant: mean number of votes a citizen casts, as far as there are statements.
        groups: planted groups as (name, share, position on the two latent dimensions).
        seed: of every random draw.
        spread: standard deviation of a citizen's position around the group's.
        straight_liner_share: share of citizens who agree with whatever they are shown.
        bloc_share: share of citizens who cast one and the same ballot.

    Raises:
        ValueError: if a number or share is out of range, or the shares of the groups do not add up to 1.
    """

    participants: int = 1000
    votes_per_participant: int = 35
    groups: tuple[tuple[str, float, tuple[float, float]], ...] = GROUPS
    seed: int = 1
    spread: float = 0.4
    straight_liner_share: float = 0.02
    bloc_share: float = 0.02

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be drawn."""
        if self.participants < 1 or self.votes_per_participant < 1:
            raise ValueError("An assembly needs at least one participant and one vote per participant.")
        if self.seed < 0:
            raise ValueError("The seed cannot be negative.")
        shares = [share for _, share, _ in self.groups]
        if not shares or min(shares) <= 0 or not math.isclose(sum(shares), 1.0, abs_tol=1e-6):
            raise ValueError("The shares of the planted groups have to be positive and add up to 1.")
        if self.spread < 0 or self.straight_liner_share < 0 or self.bloc_share < 0:
            raise ValueError("The spread and the shares of unusual voters cannot be negative.")
        if self.straight_liner_share + self.bloc_share > 1:
            raise ValueError("There cannot be more unusual voters than participants.")


@dataclass(frozen=True)
class Citizen:
    """One simulated participant; `group` is the planted truth and `kind` how the person votes."""

    number: int
    group: str
    age_band: str
    region: str
    language: str
    kind: str


@dataclass(frozen=True)
class Population:
    """The citizens of a plan as arrays, one row per citizen in the order of their numbers.

    Attributes:
        citizens: the same people one by one.
        group: (participants,) index into `plan.groups`.
        position: (participants, 2) place on the latent dimensions.
        arrival: (participants,) moment of joining, between 0 (opening) and 1 (close).
    """

    citizens: tuple[Citizen, ...]
    group: NDArray[np.int64]
    position: NDArray[np.float64]
    arrival: NDArray[np.float64]

    def of_kind(self, kind: str) -> NDArray[np.intp]:
        """Rows of the citizens who vote in this way."""
        return np.flatnonzero([citizen.kind == kind for citizen in self.citizens])


def draw_population(plan: AssemblyPlan, rng: np.random.Generator) -> Population:
    """Draw the citizens of a plan.

    Group sizes and age bands follow their shares exactly (to the rounding), regions and languages on
    average. Age is a rank: a standard normal score correlated with the caution of the position, cut at the
    shares of the bands, which keeps the shares whatever the groups are. A region is drawn from a
    multinomial logit of its share and its leaning towards the position.
    """
    size = plan.participants
    group = rng.permutation(_in_shares(size, [share for _, share, _ in plan.groups]))
    centre = np.array([position for _, _, position in plan.groups], dtype=float)
    position = centre[group] + rng.normal(scale=plan.spread, size=(size, 2))
    kinds = _draw_kinds(plan, group, rng)
    bloc = np.flatnonzero(kinds == 2)
    position[bloc] = position[bloc[:1]]
    age = _draw_age_bands(position, rng)
    region = _draw_regions(position, rng)
    language = rng.choice(len(LANGUAGES), size=size, p=[share for _, share in LANGUAGES])
    language[bloc] = 0
    arrival = np.sort(rng.random(size))
    # A bloc comes late and at once, when every statement is open.
    arrival[bloc] = 0.9
    kind_names = (ORDINARY, STRAIGHT_LINER, BLOC)
    citizens = tuple(
        Citizen(
            number=row + 1,
            group=plan.groups[group[row]][0],
            age_band=AGE_BANDS[age[row]][0],
            region=REGIONS[region[row]][0],
            language=LANGUAGES[language[row]][0],
            kind=kind_names[kinds[row]],
        )
        for row in range(size)
    )
    return Population(citizens=citizens, group=group, position=position, arrival=arrival)


def _in_shares(size: int, shares: list[float]) -> NDArray[np.int64]:
    """Category of each of `size` places, filled in order by cumulated shares."""
    limits = np.rint(np.cumsum(shares) / sum(shares) * size)
    return np.searchsorted(limits, np.arange(size), side="right").astype(np.int64)


def _draw_kinds(plan: AssemblyPlan, group: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """0 ordinary, 1 straight-liner, 2 member of the bloc (all of one group; a bloc of one is none)."""
    kinds = np.zeros(plan.participants, dtype=np.int64)
    order = rng.permutation(plan.participants)
    straight_liners = round(plan.straight_liner_share * plan.participants)
    kinds[order[:straight_liners]] = 1
    rest = order[straight_liners:]
    same_group = rest[group[rest] == group[rest[0]]] if rest.size else rest
    members = same_group[: round(plan.bloc_share * plan.participants)]
    if members.size > 1:
        kinds[members] = 2
    return kinds


def _draw_age_bands(position: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Index into `AGE_BANDS` for each row: the more cautious, the older on average."""
    size = len(position)
    score = AGE_LEANING * position[:, 1] + rng.normal(size=size)
    band = np.empty(size, dtype=np.int64)
    band[np.argsort(score, kind="stable")] = _in_shares(size, [share for _, share in AGE_BANDS])
    return band


def _draw_regions(position: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Index into `REGIONS` for each row, by the Gumbel-max form of the multinomial logit."""
    share = np.log([share for _, share, _ in REGIONS])
    leaning = np.array([direction for _, _, direction in REGIONS])
    score = share + position @ leaning.T + rng.gumbel(size=(len(position), len(REGIONS)))
    region: NDArray[np.int64] = np.argmax(score, axis=1).astype(np.int64)
    return region
