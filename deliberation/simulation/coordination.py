"""People who vote by agreement, planted in a simulated assembly: for measuring what finds them.

A campaign hands out one list of answers. The list is what an honest citizen of some opinion would answer, so
it is no caricature; those who follow it come late and at once, and vote

- `copies`: on the same statements, the same answers, but for a share of `noise` answered at random;
- `scattered`: on statements of their own choice, the answers of the list;
- `targeted`: on the target statements the answers of the list, on as many others at random;
- `targeted_honest`: on the target statements the answers of the list, elsewhere what they think themselves.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from deliberation.simulation import opinions
from deliberation.simulation.assembly import Assembly
from deliberation.simulation.statements import ENGLISH

COORDINATED: Final = "coordinated"
Style = Literal["copies", "scattered", "targeted", "targeted_honest"]
STYLES: Final[tuple[Style, ...]] = get_args(Style)


@dataclass(frozen=True)
class Coordination:
    """How many coordinate, and how.

    Attributes:
        share: of the citizens.
        style: see the module.
        noise: share of the answers from the list that are given at random instead.
        targets: how many statements a targeted campaign is about.

    Raises:
        ValueError: a share is not between 0 and 1, the style is not known, or there is no target.
    """

    share: float = 0.1
    style: Style = "copies"
    noise: float = 0.0
    targets: int = 20

    def __post_init__(self) -> None:
        """Refuse what cannot be planted."""
        if not (0 <= self.share <= 1 and 0 <= self.noise <= 1):
            raise ValueError("The share of coordinated voters and their noise lie between 0 and 1.")
        if self.style not in STYLES:
            raise ValueError(f"A style of coordination is one of {', '.join(STYLES)}.")
        if self.targets < 1:
            raise ValueError("A targeted campaign needs at least one statement.")


@dataclass(frozen=True)
class _Ballot:
    """One person's votes: positions among the open statements, and values."""

    columns: NDArray[np.int64]
    values: NDArray[np.int8]


def coordinate(assembly: Assembly, coordination: Coordination) -> Assembly:
    """Return the assembly with some of its citizens following one list; their own votes are replaced.

    Whoever wrote a statement or did not vote stays honest. The same arguments give the same assembly.
    """
    rng = np.random.default_rng([assembly.plan.seed, 7919])
    wanted = round(coordination.share * len(assembly.citizens))
    voters = np.setdiff1d(np.unique(assembly.participant), list(assembly.authors.values()))
    members = np.sort(rng.choice(voters, min(wanted, len(voters)), replace=False))
    if not len(members):
        return assembly
    numbers, answers = _list_of_answers(assembly, members[0], rng)
    ballots = _Ballots(assembly, coordination, numbers, answers, rng)
    cast = [ballots.of(member) for member in members.tolist()]
    honest = ~np.isin(assembly.participant, members)
    people = [np.full(len(ballot.columns), member) for member, ballot in zip(members, cast, strict=True)]
    kinds = set(members.tolist())
    return replace(
        assembly,
        citizens=tuple(
            replace(citizen, kind=COORDINATED) if citizen.number in kinds else citizen
            for citizen in assembly.citizens
        ),
        participant=np.concatenate([assembly.participant[honest], *people]),
        statement=np.concatenate([assembly.statement[honest], *(numbers[ballot.columns] for ballot in cast)]),
        value=np.concatenate([assembly.value[honest], *(ballot.values for ballot in cast)]),
    )


def _list_of_answers(
    assembly: Assembly, member: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """The statements that can be voted on, and what an honest citizen at a member's place answers."""
    votable = [
        statement
        for statement in assembly.statements
        if not statement.is_rejected and statement.language == ENGLISH
    ]
    appeal = np.array([statement.appeal for statement in votable])
    loadings = np.array([statement.loadings for statement in votable]).reshape(-1, 2)
    utility = opinions.utilities(appeal, loadings, assembly.position[member - 1][None, :], np.zeros(1))[0]
    answers = opinions.draw_votes(utility, np.full(len(utility), opinions.MEDIAN_TAU), rng)
    return np.array([statement.number for statement in votable], dtype=np.int64), answers


class _Ballots:
    """Fills in the ballots of a campaign."""

    def __init__(
        self,
        assembly: Assembly,
        coordination: Coordination,
        numbers: NDArray[np.int64],
        answers: NDArray[np.int8],
        rng: np.random.Generator,
    ) -> None:
        self.assembly, self.coordination, self.rng = assembly, coordination, rng
        self.numbers, self.answers = numbers, answers
        self.length = min(assembly.plan.votes_per_participant, len(numbers))
        self.common = rng.choice(len(numbers), self.length, replace=False)
        self.targets = rng.choice(len(numbers), min(coordination.targets, len(numbers)), replace=False)

    def of(self, member: int) -> _Ballot:
        """The ballot of one member."""
        style = self.coordination.style
        own = self.assembly.participant == member
        if style == "copies":
            return self._from_list(self.common)
        if style == "scattered":
            length = min(max(5, int(own.sum())), len(self.numbers))
            return self._from_list(self.rng.choice(len(self.numbers), length, replace=False))
        listed = self._from_list(self.targets)
        if style == "targeted":
            rest = np.setdiff1d(np.arange(len(self.numbers)), self.targets)
            length = min(max(0, self.length - len(self.targets)), len(rest))
            columns = self.rng.choice(rest, length, replace=False)
            return _joined(listed, _Ballot(columns, self._at_random(length)))
        elsewhere = own & np.isin(self.assembly.statement, np.delete(self.numbers, self.targets))
        columns = np.searchsorted(self.numbers, self.assembly.statement[elsewhere])
        return _joined(listed, _Ballot(columns, self.assembly.value[elsewhere]))

    def _from_list(self, columns: NDArray[np.int64]) -> _Ballot:
        astray = self.rng.random(len(columns)) < self.coordination.noise
        return _Ballot(columns, np.where(astray, self._at_random(len(columns)), self.answers[columns]))

    def _at_random(self, length: int) -> NDArray[np.int8]:
        return self.rng.integers(-1, 2, length).astype(np.int8)


def _joined(first: _Ballot, second: _Ballot) -> _Ballot:
    return _Ballot(
        np.concatenate([first.columns, second.columns]), np.concatenate([first.values, second.values])
    )
