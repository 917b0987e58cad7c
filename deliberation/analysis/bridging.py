"""The bridging score: agreement that is left after what divides people most has explained its part.

Community Notes ranks notes by it. Votes become ratings, agree = 1, pass = 1/2, disagree = 0, and each is
explained as

    rating of p on t = mean + intercept_p + intercept_t + factor_p * factor_t.

The product is the main line of division: it raises the ratings of one end and lowers those of the other. A
statement cheered by one camp only needs no great intercept to be explained; one liked at both ends does.

What is minimised is the mean square error over the votes plus

    intercept_penalty * (mean of intercept_p^2 + mean of intercept_t^2)
    + factor_penalty * (mean of factor_p^2 + mean of factor_t^2) + mean_penalty * mean^2,

means over the participants and statements that have votes. This is the scale of the published program, which
adds means of squares to a mean of squares; the formula in print has sums. It is minimised by exact ridge
regressions in turn (2 x 2 systems) in place of gradient descent from a random start: nothing is random.

One thing differs: the mean is not shrunk (`mean_penalty` is 0 in place of 0.15). Where most votes agree, a
shrunken mean leaves general agreement to the factors, which cost less than intercepts. The factor then says
who agrees with most things, and statements that divide people come out on top.

Sources: Wojcik et al. 2022, "Birdwatch: Crowd wisdom and bridging algorithms can inform understanding and
reduce the spread of misinformation", arXiv 2210.15723; `matrix_factorization.py` of twitter/communitynotes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from deliberation.analysis.opinion_space import centre_votes, principal_components, with_fixed_sign
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]

INTERCEPT_PENALTY = 0.15
FACTOR_PENALTY = 0.03
# The factors of the statements start at about this size; where they end does not depend on it.
STARTING_FACTOR = 0.3


@dataclass(frozen=True)
class Bridging:
    """Intercepts and factors of n participants and m statements; 0 for those without votes that count.

    Attributes:
        mean: the rating to expect of an average participant on an average statement.
        participant_intercepts: (n,) how much more than others each participant agrees with everything.
        statement_intercepts: (m,) the bridging score.
        participant_factors: (n,) where each stands on the main line of division.
        statement_factors: (m,) which end agrees: positive if those with a positive factor do.
        objective: what was minimised, at its end.
        sweeps: how many rounds it took.
        converged: whether scores had stopped moving by then.
    """

    mean: float
    participant_intercepts: Floats
    statement_intercepts: Floats
    participant_factors: Floats
    statement_factors: Floats
    objective: float
    sweeps: int
    converged: bool

    @property
    def agreement_at_the_centre(self) -> Floats:
        """(m,) the rating to expect, about 0..1, of somebody at the centre of the line of division."""
        return self.mean + self.statement_intercepts


@dataclass(frozen=True)
class _Side:
    """The participants, or the statements: k rows of votes.

    Attributes:
        seen: (k, other side) a 1 for each vote that counts.
        ratings: (k, other side) the rating there.
        count: (k,) how many votes each has.
        total: (k,) sum of their ratings.
        present: how many of the k have votes.
    """

    seen: sparse.sparray
    ratings: sparse.sparray
    count: Floats
    total: Floats
    present: int

    @classmethod
    def of(cls, seen: sparse.sparray, ratings: sparse.sparray) -> _Side:
        count = np.asarray(seen.sum(axis=1), dtype=np.float64)
        return cls(seen, ratings, count, np.asarray(ratings.sum(axis=1)), int((count > 0).sum()))


@dataclass(frozen=True)
class _Penalties:
    """What a unit of mean squared intercept, of mean squared factor, and of squared mean costs."""

    intercept: float
    factor: float
    mean: float


def bridging_scores(
    votes: VoteMatrix,
    *,
    intercept_penalty: float = INTERCEPT_PENALTY,
    factor_penalty: float = FACTOR_PENALTY,
    mean_penalty: float = 0.0,
    tolerance: float = 1e-7,
    most_sweeps: int = 500,
) -> Bridging:
    """Fit the model to the votes on statements not moderated out. Time grows linearly with the votes.

    The published program also leaves out participants with fewer than 10 votes and statements with fewer
    than 5; here the penalties alone decide how far to believe them.

    Args:
        votes: the votes.
        intercept_penalty: see the module; as published.
        factor_penalty: likewise.
        mean_penalty: 0, or 0.15 for the model as published.
        tolerance: stop when neither a score nor the mean moves by more in a sweep.
        most_sweeps: stop after so many in any case.

    Raises:
        ValueError: a penalty of intercepts or factors is not positive, that of the mean is negative, or
            there is not a single sweep to make.
    """
    if intercept_penalty <= 0 or factor_penalty <= 0 or mean_penalty < 0:
        raise ValueError(
            "the penalties of intercepts and factors must be positive, and that of the mean not negative"
        )
    if most_sweeps < 1:
        raise ValueError(f"most_sweeps must be positive, not {most_sweeps}")
    penalties = _Penalties(intercept_penalty, factor_penalty, mean_penalty)
    counted = (~votes.moderated_out[votes.columns]).astype(np.float64)
    seen, ratings = votes.sparse(counted), votes.sparse(counted * (votes.values + 1) / 2)
    people, statements = _Side.of(seen, ratings), _Side.of(seen.T, ratings.T)
    state = _start(votes, people)
    for sweep in range(1, (most_sweeps if people.present else 0) + 1):
        improved = _improved(state, people, statements, penalties)
        moved = np.abs(improved.statement_intercepts - state.statement_intercepts).max()
        moved = max(moved, abs(improved.mean - state.mean))
        state = replace(improved, sweeps=sweep, converged=bool(moved <= tolerance))
        if state.converged:
            break
    return _oriented(replace(state, objective=_objective(state, votes, people, statements, penalties)))


def _start(votes: VoteMatrix, people: _Side) -> Bridging:
    """Statement factors along the first principal component of the votes; all else at 0 or the mean."""
    n, m = votes.shape
    axes, _ = principal_components(centre_votes(votes).deviations, axes=1, shared_only=True)
    return Bridging(
        mean=float(people.total.sum() / max(1.0, people.count.sum())),
        participant_intercepts=np.zeros(n),
        statement_intercepts=np.zeros(m),
        participant_factors=np.zeros(n),
        statement_factors=STARTING_FACTOR * np.sqrt(m) * axes[0],
        objective=0.0,
        sweeps=0,
        converged=True,
    )


def _improved(state: Bridging, people: _Side, statements: _Side, penalties: _Penalties) -> Bridging:
    """Participants given statements, statements given participants, the mean given both; each step exact."""
    of_people, factors_of_people = _solve_side(
        people, state.statement_intercepts, state.statement_factors, state.mean, penalties
    )
    of_statements, factors_of_statements = _solve_side(
        statements, of_people, factors_of_people, state.mean, penalties
    )
    explained = (
        people.count @ of_people
        + statements.count @ of_statements
        + factors_of_people @ (people.seen @ factors_of_statements)
    )
    left = (people.total.sum() - explained) / people.count.sum()
    return replace(
        state,
        mean=float(left / (1 + penalties.mean)),
        participant_intercepts=of_people,
        statement_intercepts=of_statements,
        participant_factors=factors_of_people,
        statement_factors=factors_of_statements,
    )


def _solve_side(
    side: _Side, other_intercepts: Floats, other_factors: Floats, mean: float, penalties: _Penalties
) -> tuple[Floats, Floats]:
    """Intercepts and factors (k,) of one side given the other: a ridge regression with two unknowns each.

    Penalties are means over a side and the error is a mean over votes. Multiplied by the number of votes,
    each of the side's members is held back by penalty * votes / members.
    """
    scale = float(side.count.sum()) / side.present
    sums = side.seen @ np.column_stack(
        [other_factors, other_factors**2, other_intercepts, other_intercepts * other_factors]
    )
    right_intercept = side.total - mean * side.count - sums[:, 2]
    right_factor = side.ratings @ other_factors - mean * sums[:, 0] - sums[:, 3]
    a, b, c = side.count + penalties.intercept * scale, sums[:, 0], sums[:, 1] + penalties.factor * scale
    determinant = a * c - b**2
    return (
        (c * right_intercept - b * right_factor) / determinant,
        (a * right_factor - b * right_intercept) / determinant,
    )


def _objective(
    state: Bridging, votes: VoteMatrix, people: _Side, statements: _Side, penalties: _Penalties
) -> float:
    """The mean square error over the votes, plus the penalties."""
    if not people.present:
        return 0.0
    expected = state.mean + state.participant_intercepts[votes.rows]
    expected += state.statement_intercepts[votes.columns]
    expected += state.participant_factors[votes.rows] * state.statement_factors[votes.columns]
    errors = people.seen.data * ((votes.values + 1) / 2 - expected)
    costs = [
        penalties.intercept * np.sum(state.participant_intercepts**2) / people.present,
        penalties.intercept * np.sum(state.statement_intercepts**2) / statements.present,
        penalties.factor * np.sum(state.participant_factors**2) / people.present,
        penalties.factor * np.sum(state.statement_factors**2) / statements.present,
        penalties.mean * state.mean**2,
    ]
    return float(np.sum(errors**2) / people.count.sum() + np.sum(costs))


def _oriented(state: Bridging) -> Bridging:
    """The penalties settle the scale of the factors; their sign is that of the opinion space."""
    factors = with_fixed_sign(state.statement_factors)
    flipped = bool(np.any(factors != state.statement_factors))
    participant_factors = -state.participant_factors if flipped else state.participant_factors
    return replace(state, statement_factors=factors, participant_factors=participant_factors)
