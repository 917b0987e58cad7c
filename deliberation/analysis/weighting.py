"""Weighting participants to a population: raking to known margins, and what that costs in certainty.

An assembly has too many of some kinds of people and too few of others. Raking gives each participant a
weight such that, variable by variable, the weighted shares are those of the population. Votes then count by
these weights, but a hundred unequally weighted votes say less than a hundred equal ones: every count here is
the *effective* number of votes, so that posteriors and bounds stay honest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.representativeness import Floats
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, VoteMatrix

Integers = NDArray[np.int64]
Answers = Mapping[str, Sequence[str | None]]
Margins = Mapping[str, Mapping[str, float]]

MARGIN_TOLERANCE = 1e-6
# Rounds in which the error has to fall by one per cent at least.
PATIENCE = 25


@dataclass(frozen=True)
class Raking:
    """Weights, and how well they do what was asked.

    Attributes:
        weights: (n,) one per participant, on average 1; read-only.
        converged: whether every weighted share is within `tolerance` of its margin.
        rounds: how many times all variables were gone through.
        greatest_error: the greatest distance between a weighted share and its margin.
        trimmed: how many participants have the greatest weight allowed.
        effective_sample_size: how many equally weighted participants these are worth.
        design_effect: participants per effective participant, at least 1.
    """

    weights: Floats
    converged: bool
    rounds: int
    greatest_error: float
    trimmed: int
    effective_sample_size: float
    design_effect: float


@dataclass(frozen=True)
class WeightedGroupVotes:
    """Weighted votes per group and statement, each (g, m), as effective numbers of equal votes.

    `seen` is Kish's effective number of the voters in the cell; `agree` and `disagree` are the weighted
    shares of it. With equal weights these are the plain counts.
    """

    agree: Floats
    disagree: Floats
    seen: Floats


@dataclass(frozen=True)
class _Variable:
    """One variable: category index of each participant (-1: no answer) and the share of each category."""

    categories: Integers
    shares: Floats


def rake(
    answers: Answers,
    margins: Margins,
    participants: int,
    *,
    greatest_weight: float | None = 5.0,
    tolerance: float = 1e-6,
    rounds: int = 500,
) -> Raking:
    """Weight the participants so that each variable has the population's shares.

    Iterative proportional fitting (Deming and Stephan 1940): the weights are scaled to one variable after
    the other until all fit. Who did not answer a variable is left alone by it, that is, has the factor 1
    there and keeps their share of the total: the margin is met among those who answered. A category with
    the share 0 in the population gives its people the weight 0.

    Args:
        answers: for each variable the category of each participant, None where it is not known.
        margins: for each variable the share of each category in the population, adding up to 1.
        participants: n.
        greatest_weight: no weight exceeds this many times the average; None for no limit. What is cut off
            goes to the others, and the margins are fitted again as well as the limit allows.
        tolerance: how far a weighted share may be from its margin.
        rounds: when to give up.

    Raises:
        ValueError: margins that do not add up to 1, a category of the population that nobody belongs to,
            an answer that the margins do not know, a variable without answers, lists of wrong length.
    """
    if greatest_weight is not None and greatest_weight < 1:
        raise ValueError("greatest_weight must be at least 1, the average")
    variables = [_checked(name, answers, margins[name], participants) for name in margins]
    weights = np.ones(participants)
    errors = [_greatest_error(variables, weights)]
    while errors[-1] > tolerance and len(errors) <= rounds and not _stalled(errors):
        for variable in variables:
            weights = _fitted(variable, weights)
        weights = _limited(weights, greatest_weight)
        errors.append(_greatest_error(variables, weights))
    weights.setflags(write=False)
    at_limit = 0 if greatest_weight is None else int((weights >= greatest_weight * (1 - 1e-9)).sum())
    return Raking(
        weights=weights,
        converged=errors[-1] <= tolerance,
        rounds=len(errors) - 1,
        greatest_error=errors[-1],
        trimmed=at_limit,
        effective_sample_size=effective_sample_size(weights),
        design_effect=design_effect(weights),
    )


def effective_sample_size(weights: Floats) -> float:
    """How many equal weights tell as much: (sum w)^2 / sum w^2. Kish 1965, Survey Sampling, section 11.7."""
    squares = float(np.square(weights).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def design_effect(weights: Floats) -> float:
    """By what factor unequal weights raise the variance of a mean: n / effective size; 1 for nobody."""
    effective = effective_sample_size(weights)
    return len(weights) / effective if effective > 0 else 1.0


def effective_group_sizes(participant_group: Integers, groups: int, weights: Floats) -> Floats:
    """(g,) effective sample size of each group; participants with group -1 are left out."""
    member = participant_group >= 0
    labels, own = participant_group[member], weights[member]
    total, squares = _sums(labels, own, groups), _sums(labels, own * own, groups)
    return _ratio(total * total, squares)


def weighted_group_votes(
    votes: VoteMatrix, participant_group: Integers, groups: int, weights: Floats
) -> WeightedGroupVotes:
    """Count weighted votes per group, in effective votes; participants with group -1 are left out.

    One group of everybody, `np.zeros(n)`, gives the weighted shares of the whole assembly.

    Raises:
        ValueError: not one finite weight of 0 or more per participant.
    """
    _refuse_impossible(weights, votes.shape[0])
    m = votes.shape[1]
    group = participant_group[votes.rows]
    member = group >= 0
    cell, values = group[member] * m + votes.columns[member], votes.values[member]
    own = weights[votes.rows[member]]

    def table(chosen: NDArray[np.bool_] | slice, amounts: Floats) -> Floats:
        return _sums(cell[chosen], amounts[chosen], groups * m).reshape(groups, m)

    everyone = slice(None)
    total = table(everyone, own)
    per_weight = _ratio(total, table(everyone, own * own))
    return WeightedGroupVotes(
        agree=table(values == AGREE, own) * per_weight,
        disagree=table(values == DISAGREE, own) * per_weight,
        seen=total * per_weight,
    )


def _refuse_impossible(weights: Floats, participants: int) -> None:
    if weights.shape != (participants,):
        raise ValueError(f"weights needs one number per participant: {participants}, not {weights.shape}")
    if not np.all(np.isfinite(weights)) or np.any(weights < 0):
        raise ValueError("a weight must be a number of 0 or more")


def _checked(name: str, answers: Answers, margin: Mapping[str, float], participants: int) -> _Variable:
    given = answers.get(name)
    if given is None:
        raise ValueError(f"there are margins for {name!r} but no answers")
    if len(given) != participants:
        raise ValueError(f"{name!r} needs one answer per participant: {participants}, not {len(given)}")
    shares = np.array(list(margin.values()), dtype=np.float64)
    if not np.all(np.isfinite(shares)) or np.any(shares < 0):
        raise ValueError(f"the shares of {name!r} must be numbers from 0 to 1")
    if abs(shares.sum() - 1) > MARGIN_TOLERANCE:
        raise ValueError(f"the shares of {name!r} add up to {shares.sum():.6g}, not to 1")
    place = {category: number for number, category in enumerate(margin)}
    unknown = sorted({str(answer) for answer in given if answer is not None and answer not in place})
    if unknown:
        raise ValueError(f"the margins of {name!r} do not know {', '.join(unknown)}")
    categories = np.array([-1 if answer is None else place[answer] for answer in given], dtype=np.int64)
    people = np.bincount(categories[categories >= 0], minlength=len(shares))
    empty = [category for category, number in place.items() if shares[number] > 0 and not people[number]]
    if empty:
        raise ValueError(f"nobody answered {', '.join(empty)} for {name!r}, which the population has")
    return _Variable(categories, shares / shares.sum())


def _fitted(variable: _Variable, weights: Floats) -> Floats:
    """Scale the categories to their shares; those who did not answer keep their weights."""
    answered = variable.categories >= 0
    now = _weighted_sums(variable, weights)
    factors = _ratio(variable.shares * now.sum(), now)
    fitted = weights.copy()
    fitted[answered] *= factors[variable.categories[answered]]
    return fitted


def _weighted_sums(variable: _Variable, weights: Floats) -> Floats:
    answered = variable.categories >= 0
    return _sums(variable.categories[answered], weights[answered], len(variable.shares))


def _greatest_error(variables: Sequence[_Variable], weights: Floats) -> float:
    errors = [0.0]
    for variable in variables:
        now = _weighted_sums(variable, weights)
        achieved = _ratio(now, np.full_like(now, now.sum()))
        errors.append(float(np.max(np.abs(achieved - variable.shares))))
    return max(errors)


def _stalled(errors: Sequence[float]) -> bool:
    """Whether the last rounds brought next to nothing: the limit on weights stands in the way."""
    return len(errors) > PATIENCE and errors[-1] > 0.99 * errors[-1 - PATIENCE]


def _limited(weights: Floats, greatest: float | None) -> Floats:
    """Cut weights off at the limit and raise the others in proportion, so that the average stays 1.

    Where weights of 0 leave too few people for that, the limit gives way and not the average.
    """
    count = len(weights)
    if not count:
        return weights
    limited: Floats = weights * (count / weights.sum())
    while greatest is not None and limited.max() > greatest * (1 + 1e-12):
        full = limited >= greatest
        rest = limited[~full].sum()
        if rest == 0:
            limited = np.where(full, count / full.sum(), 0.0)
            break
        limited = np.where(full, greatest, limited * ((count - greatest * full.sum()) / rest))
    return limited


def _sums(places: Integers, amounts: Floats, length: int) -> Floats:
    """Add up the amounts place by place; `bincount` of nothing would give whole numbers."""
    sums: Floats = np.bincount(places, weights=amounts, minlength=length).astype(np.float64)
    return sums


def _ratio(numerator: Floats, denominator: Floats) -> Floats:
    """The quotient, 0 where the denominator is 0."""
    quotient: Floats = np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
    return quotient
