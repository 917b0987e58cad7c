"""A whole simulated assembly: who proposed what, who was shown what, and every vote in casting order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deliberation.simulation import opinions
from deliberation.simulation.citizens import (
    BLOC,
    ORDINARY,
    STRAIGHT_LINER,
    AssemblyPlan,
    Citizen,
    Population,
    draw_population,
)
from deliberation.simulation.statements import ENGLISH, SimulatedStatement

ROWS_AT_ONCE: Final = 10_000
# Share of the whole time that one vote takes, and by which the last newcomer may still propose.
VOTE_SECONDS: Final = 2e-5
PROPOSALS_UNTIL: Final = 0.5
OWN_LANGUAGE_PREFERENCE: Final = 3.0


@dataclass(frozen=True)
class Assembly:
    """The outcome of a plan, planted truth included.

    Attributes:
        plan: what was asked for.
        citizens: the participants by number, from 1.
        statements: as given; rejected ones carry no votes.
        authors: statement number to citizen number, for proposals; seed statements are left out.
        participant: (votes,) citizen number of each vote, in casting order.
        statement: (votes,) statement number.
        value: (votes,) 1 agree, 0 pass, -1 disagree.
        planted_group: (participants,) index into `plan.groups`, for measuring what an analysis recovers.
        position: (participants, 2) latent positions.
    """

    plan: AssemblyPlan
    citizens: tuple[Citizen, ...]
    statements: tuple[SimulatedStatement, ...]
    authors: dict[int, int]
    participant: NDArray[np.int64]
    statement: NDArray[np.int64]
    value: NDArray[np.int8]
    planted_group: NDArray[np.int64]
    position: NDArray[np.float64]


@dataclass(frozen=True)
class _Supply:
    """The statements open for voting as arrays, with the moment each opens and how often it is routed."""

    number: NDArray[np.int64]
    appeal: NDArray[np.float64]
    loadings: NDArray[np.float64]
    opening: NDArray[np.float64]
    author: NDArray[np.int64]
    weight: NDArray[np.float64]
    language: tuple[str, ...]


@dataclass(frozen=True)
class _Ballots:
    """Votes as arrays of one length; `row` is the citizen's row and `turn` counts within the ballot."""

    row: NDArray[np.int64]
    turn: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.int8]


def simulate(plan: AssemblyPlan, statements: Sequence[SimulatedStatement]) -> Assembly:
    """Simulate the assembly of a plan on these statements; the same arguments give the same assembly.

    Each citizen is shown the statements that are open when the citizen arrives, that the citizen can read
    and did not write, in a random order in which divisive and popular ones come earlier; leaves some of
    them unanswered; and stops when patience is used up. Statements that moderation rejects get no votes.
    """
    rng = np.random.default_rng(plan.seed)
    population = draw_population(plan, rng)
    authors = _draw_authors(population, statements, rng)
    supply = _open_statements(population, statements, authors, rng)
    ballots = _cast_ballots(plan, population, supply, rng)
    moment = population.arrival[ballots.row] + VOTE_SECONDS * ballots.turn
    order = np.lexsort((ballots.turn, ballots.row, moment))
    return Assembly(
        plan=plan,
        citizens=population.citizens,
        statements=tuple(statements),
        authors=authors,
        participant=ballots.row[order] + 1,
        statement=supply.number[ballots.column[order]],
        value=ballots.value[order],
        planted_group=population.group,
        position=population.position,
    )


def _draw_authors(
    population: Population, statements: Sequence[SimulatedStatement], rng: np.random.Generator
) -> dict[int, int]:
    """A citizen of the first half of the time for each proposal, one who writes its language if any."""
    ordinary = population.of_kind(ORDINARY)
    early = ordinary[population.arrival[ordinary] <= PROPOSALS_UNTIL]
    candidates = early if early.size else ordinary
    if not candidates.size:
        return {}
    writers = {
        language: np.array([row for row in candidates if population.citizens[row].language == language])
        for language in {statement.language for statement in statements}
    }
    authors = {}
    for statement in statements:
        if statement.origin == "participant":
            choice = writers[statement.language]
            authors[statement.number] = int(rng.choice(choice if choice.size else candidates)) + 1
    return authors


def _open_statements(
    population: Population,
    statements: Sequence[SimulatedStatement],
    authors: dict[int, int],
    rng: np.random.Generator,
) -> _Supply:
    """The statements that get votes: seeds open at once, a proposal when its author arrives."""
    votable = [statement for statement in statements if not statement.is_rejected]
    loadings = np.array([statement.loadings for statement in votable], dtype=float).reshape(-1, 2)
    author = np.array([authors.get(statement.number, 0) for statement in votable], dtype=np.int64)
    opening = np.where(author > 0, population.arrival[author - 1], 0.0)
    popularity = rng.normal(scale=0.4, size=len(votable))
    return _Supply(
        number=np.array([statement.number for statement in votable], dtype=np.int64),
        appeal=np.array([statement.appeal for statement in votable], dtype=float),
        loadings=loadings,
        opening=opening,
        author=author,
        weight=np.exp(popularity + 0.4 * np.linalg.norm(loadings, axis=1)),
        language=tuple(statement.language for statement in votable),
    )


def _cast_ballots(
    plan: AssemblyPlan, population: Population, supply: _Supply, rng: np.random.Generator
) -> _Ballots:
    """Draw the ballots of everyone; members of the bloc repeat the ballot of its first member."""
    size = plan.participants
    leniency = rng.normal(scale=opinions.LENIENCY_SPREAD, size=size)
    tau = opinions.MEDIAN_TAU * rng.lognormal(sigma=opinions.TAU_SPREAD, size=size)
    coldness, answerable = np.zeros(size), np.zeros(size)
    for rows, utility, open_to in _in_chunks(population, supply, leniency):
        answers = np.where(open_to, 1.0 - opinions.skip_probabilities(utility), 0.0)
        answerable[rows] = answers.sum(axis=1)
        coldness[rows] = np.where(open_to, opinions.indifference(utility), 0.0).sum(axis=1)
        coldness[rows] /= np.maximum(open_to.sum(axis=1), 1)
    patience = opinions.draw_patience(coldness, answerable, plan.votes_per_participant, rng)
    bloc = population.of_kind(BLOC)
    patience[bloc[:1]] = np.maximum(patience[bloc[:1]], plan.votes_per_participant)
    patience[bloc[1:]] = 0

    parts = []
    for rows, utility, open_to in _in_chunks(population, supply, leniency):
        weight = supply.weight * _language_preference(population.citizens[rows], supply)
        parts.append(_draw_chunk(rows, utility, open_to, weight, patience, tau, rng))
    ballots = _joined(parts)
    straight = np.isin(ballots.row, population.of_kind(STRAIGHT_LINER))
    ballots.value[straight] = 1
    return _joined([ballots, _repeated(ballots, bloc)])


def _in_chunks(
    population: Population, supply: _Supply, leniency: NDArray[np.float64]
) -> Iterator[tuple[slice, NDArray[np.float64], NDArray[np.bool_]]]:
    """Rows, their utilities and which statements are open to them, a bounded number of rows at a time."""
    english = np.array([language == ENGLISH for language in supply.language], dtype=bool)
    for start in range(0, len(population.citizens), ROWS_AT_ONCE):
        rows = slice(start, min(start + ROWS_AT_ONCE, len(population.citizens)))
        utility = opinions.utilities(
            supply.appeal, supply.loadings, population.position[rows], leniency[rows]
        )
        reads_chinese = np.array([citizen.language != ENGLISH for citizen in population.citizens[rows]])
        number = np.arange(rows.start, rows.stop) + 1
        open_to = (
            (english[None, :] | reads_chinese[:, None])
            & (supply.opening[None, :] <= population.arrival[rows, None])
            & (supply.author[None, :] != number[:, None])
        )
        yield rows, utility, open_to


def _language_preference(citizens: Sequence[Citizen], supply: _Supply) -> NDArray[np.float64]:
    """(citizens, statements) factor of the routing weight: people meet their own language earlier."""
    languages = sorted(set(supply.language) | {citizen.language for citizen in citizens})
    mine = np.array([languages.index(citizen.language) for citizen in citizens])
    theirs = np.array([languages.index(language) for language in supply.language], dtype=np.int64)
    return np.where(mine[:, None] == theirs[None, :], OWN_LANGUAGE_PREFERENCE, 1.0)


def _draw_chunk(
    rows: slice,
    utility: NDArray[np.float64],
    open_to: NDArray[np.bool_],
    weight: NDArray[np.float64],
    patience: NDArray[np.int64],
    tau: NDArray[np.float64],
    rng: np.random.Generator,
) -> _Ballots:
    """Ballots of some rows.

    The order shown is weighted sampling without replacement: an exponential race in which a statement's
    rate is its weight (Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir").
    """
    finish = rng.standard_exponential(utility.shape, dtype=np.float32) / weight
    answered = open_to & (rng.random(utility.shape, dtype=np.float32) >= opinions.skip_probabilities(utility))
    order = np.argsort(np.where(answered, finish, np.inf).astype(np.float32), axis=1)
    quota = np.minimum(patience[rows], answered.sum(axis=1))
    row, turn = np.nonzero(np.arange(utility.shape[1]) < quota[:, None])
    column = order[row, turn]
    value = opinions.draw_votes(utility[row, column], tau[rows][row], rng)
    return _Ballots(row=row + rows.start, turn=turn, column=column, value=value)


def _repeated(ballots: _Ballots, bloc: NDArray[np.intp]) -> _Ballots:
    """The ballot of the bloc's first member, once for each other member."""
    own = np.flatnonzero(ballots.row == (bloc[0] if bloc.size else -1))
    members = bloc[1:]
    return _Ballots(
        row=np.repeat(members, own.size),
        turn=np.tile(ballots.turn[own], members.size),
        column=np.tile(ballots.column[own], members.size),
        value=np.tile(ballots.value[own], members.size),
    )


def _joined(parts: Sequence[_Ballots]) -> _Ballots:
    return _Ballots(
        row=np.concatenate([part.row for part in parts]),
        turn=np.concatenate([part.turn for part in parts]),
        column=np.concatenate([part.column for part in parts]),
        value=np.concatenate([part.value for part in parts]),
    )
