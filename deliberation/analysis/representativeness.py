"""What sets an opinion group apart: the statements that speak for it and not for the others.

For each group and statement two questions are asked, of agreement and of disagreement alike: is the group
itself clearly of this mind, and is it so more than everybody else? Formulas and selection rules follow
`math/src/polismath/math/repness.clj` and `stats.clj` of compdemocracy/polis.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.vote_matrix import VoteMatrix

# One-sided 90 % point of the normal distribution, as Polis rounds it.
Z_90 = 1.2816

Direction = Literal["agree", "disagree"]
Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class GroupVotes:
    """Votes counted per group and statement: agree, disagree and seen (passes included), each (g, m)."""

    agree: Counts
    disagree: Counts
    seen: Counts


@dataclass(frozen=True)
class Side:
    """One direction (agreement or disagreement) of the comparison of each group with all the others.

    Attributes:
        successes: (g, m) votes in this direction.
        probability: (g, m) smoothed share, (s + 1) / (n + 2).
        test: (g, m) z of the share against one half.
        ratio: (g, m) smoothed share over that of all other groups pooled.
        ratio_test: (g, m) z of the difference to all other groups pooled.
    """

    successes: Counts
    probability: Floats
    test: Floats
    ratio: Floats
    ratio_test: Floats


@dataclass(frozen=True)
class RepresentativeStatement:
    """A statement that speaks for a group.

    Attributes:
        statement_id: number of the statement; `column`: its column in the vote matrix.
        direction: whether the group is set apart by agreeing or by disagreeing.
        successes: votes of the group in that direction, out of `trials` (passes included).
        probability, test, ratio, ratio_test: as in `Side`.
        best_agree: true for the one statement chosen because the group agrees with it.
        agree_count: how many in the group agree.
    """

    statement_id: int
    column: int
    direction: Direction
    successes: int
    trials: int
    probability: float
    test: float
    ratio: float
    ratio_test: float
    best_agree: bool
    agree_count: int


def count_group_votes(votes: VoteMatrix, participant_group: NDArray[np.int64], groups: int) -> GroupVotes:
    """Count votes per group; participants with group -1 are left out."""
    counts = votes.count_by(participant_group, groups)
    return GroupVotes(agree=counts[:, 2], disagree=counts[:, 0], seen=counts.sum(axis=1))


def smoothed_share(successes: Counts | Floats, trials: Counts | Floats) -> Floats:
    """(s + 1) / (n + 2): the mean of the posterior under a uniform prior (Laplace's rule of succession)."""
    share: Floats = (successes + 1.0) / (trials + 2.0)
    return share


def proportion_test(successes: Counts | Floats, trials: Counts | Floats) -> Floats:
    """Z of a share against one half with one added success: 2 sqrt(n+1) ((s+1)/(n+1) - 1/2). stats.clj."""
    z: Floats = 2.0 * np.sqrt(trials + 1.0) * ((successes + 1.0) / (trials + 1.0) - 0.5)
    return z


def two_proportion_test(
    successes: Counts, other_successes: Counts, trials: Counts, other_trials: Counts
) -> Floats:
    """Z of the difference of two shares with pooled variance, one success and one trial added to each.

    0 where everybody on both sides is a success, since the pooled variance vanishes. stats.clj.
    """
    s, s_other = successes + 1.0, other_successes + 1.0
    n, n_other = trials + 1.0, other_trials + 1.0
    pooled = (s + s_other) / (n + n_other)
    variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / n_other)
    defined = variance > 0
    difference = s / n - s_other / n_other
    z: Floats = np.where(defined, difference / np.sqrt(np.where(defined, variance, 1.0)), 0.0)
    return z


def compare_with_rest(successes: Counts, seen: Counts) -> Side:
    """Compare each group's votes in one direction, (g, m), with those of all other groups pooled."""
    rest_successes = successes.sum(axis=0) - successes
    rest_seen = seen.sum(axis=0) - seen
    probability = smoothed_share(successes, seen)
    return Side(
        successes=successes,
        probability=probability,
        test=proportion_test(successes, seen),
        ratio=probability / smoothed_share(rest_successes, rest_seen),
        ratio_test=two_proportion_test(successes, rest_successes, seen, rest_seen),
    )


def representative_statements(
    counts: GroupVotes,
    statement_ids: NDArray[np.int64],
    moderated_out: NDArray[np.bool_],
    *,
    limit: int = 5,
) -> list[tuple[RepresentativeStatement, ...]]:
    """For each group the statements that set it apart, at most `limit`, agreements before disagreements.

    First comes the statement the group most agrees with (`best_agree`), then the strongest that pass all
    tests. A group for which nothing passes still gets its best single statement. Source: repness.clj.
    """
    agree = compare_with_rest(counts.agree, counts.seen)
    disagree = compare_with_rest(counts.disagree, counts.seen)
    open_columns = np.flatnonzero(~moderated_out)

    def describe(group: int, column: int, best_agree: bool = False) -> RepresentativeStatement:
        cell = (group, column)
        agrees = bool(agree.ratio_test[cell] > disagree.ratio_test[cell])
        side = agree if agrees else disagree
        return RepresentativeStatement(
            statement_id=int(statement_ids[column]),
            column=column,
            direction="agree" if agrees else "disagree",
            successes=int(side.successes[cell]),
            trials=int(counts.seen[cell]),
            probability=float(side.probability[cell]),
            test=float(side.test[cell]),
            ratio=float(side.ratio[cell]),
            ratio_test=float(side.ratio_test[cell]),
            best_agree=best_agree,
            agree_count=int(counts.agree[cell]),
        )

    chosen = []
    for group in range(len(counts.seen)):
        sufficient = open_columns[_passes_all_tests(agree, disagree, group)[open_columns]]
        best = _best_agreement(counts, agree, group, open_columns)
        if best is not None:
            head = [describe(group, best, best_agree=True)]
        elif not len(sufficient) and len(open_columns):
            head = [describe(group, _strongest(agree, disagree, group, open_columns))]
        else:
            head = []
        order = np.argsort(-_strength(agree, disagree, group)[sufficient], kind="stable")
        others = [int(column) for column in sufficient[order] if column != best]
        selected = (head + [describe(group, column) for column in others[:limit]])[:limit]
        chosen.append(tuple(sorted(selected, key=lambda s: s.direction == "disagree")))
    return chosen


def _passes_all_tests(agree: Side, disagree: Side, group: int) -> NDArray[np.bool_]:
    """(m,) clearly of this mind, and clearly more so than the rest, in either direction."""
    passes: NDArray[np.bool_] = ((agree.ratio_test[group] > Z_90) & (agree.test[group] > Z_90)) | (
        (disagree.ratio_test[group] > Z_90) & (disagree.test[group] > Z_90)
    )
    return passes


def _strength(agree: Side, disagree: Side, group: int) -> Floats:
    """(m,) the product that ranks representative statements in Polis, which keeps one factor in 32 bits."""
    agrees = agree.ratio_test[group] > disagree.ratio_test[group]

    def chosen(name: str) -> Floats:
        values: Floats = np.where(agrees, getattr(agree, name)[group], getattr(disagree, name)[group])
        return values

    ratio_test = chosen("ratio_test").astype(np.float32).astype(np.float64)
    return chosen("ratio") * ratio_test * chosen("probability") * chosen("test")


def _strongest(agree: Side, disagree: Side, group: int, open_columns: NDArray[np.int64]) -> int:
    """The statement with the greatest difference to the rest, by the running comparison of repness.clj.

    The best so far is kept in 32 bits. Of equal statements the first one therefore stays if its value was
    rounded up, and the last one wins if it was rounded down.
    """
    tests = np.maximum(agree.ratio_test[group], disagree.ratio_test[group])
    best = int(open_columns[0])
    for column in open_columns[1:]:
        if tests[column] > float(np.float32(tests[best])):
            best = int(column)
    return best


def _best_agreement(
    counts: GroupVotes, agree: Side, group: int, open_columns: NDArray[np.int64]
) -> int | None:
    """The statement this group most agrees with, by the running comparison of repness.clj lines 139-165.

    The comparison is not transitive (its yardstick depends on the best so far), so the order of the
    statements matters and the loop cannot become one maximum.
    """
    products = agree.probability[group] * agree.test[group]
    # Plain lists, since a loop reads single numbers from them several times as fast.
    agreed, standing_out = (
        products.tolist(),
        (agree.ratio[group] * agree.ratio_test[group] * products).tolist(),
    )
    probability, test = agree.probability[group].tolist(), agree.test[group].tolist()
    ratio = agree.ratio[group].tolist()
    best: int | None = None
    voted_on = (counts.agree[group] + counts.disagree[group]) > 0
    for column in open_columns[voted_on[open_columns]].tolist():
        if best is None:
            better = test[column] > Z_90 or (ratio[column] > 1.0 and probability[column] > 0.5)
        elif ratio[best] > 1.0:
            better = standing_out[column] > standing_out[best]
        else:
            better = agreed[column] > agreed[best]
        if better:
            best = column
    return best
