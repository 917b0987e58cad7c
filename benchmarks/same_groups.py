"""Do the same groups come out again? ``python -m benchmarks.same_groups [--json]``.

Real deliberations, as far as they are on this machine, in mode `stable`:

- `shuffled`: the same votes with rows, columns and order shuffled and participants renumbered; how often of
  20 everybody is in the same group;
- `bootstrap`: as many participants drawn with replacement; how often of 20 there are as many groups, and how
  many there were;
- `dealt out`: the votes on each statement dealt out anew among those who voted on it, so that nothing goes
  together with anything; how often of 5 there is one group.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

import numpy as np

from benchmarks.measurement import finish, measured_machine, show, show_machine
from benchmarks.vote_sets import VoteSet, planted_votes, real_names, vote_set
from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.structure import Grouping, find_structure
from deliberation.analysis.vote_matrix import VoteMatrix


def matrix_of(votes: VoteSet) -> VoteMatrix:
    """Turn the three arrays into a vote matrix."""
    return VoteMatrix.from_votes(
        votes.participants,
        votes.statements,
        votes.values,
        statement_ids=votes.statement_ids,
        moderated_out=votes.moderated_out,
    )


def groups_of(votes: VoteMatrix) -> Grouping:
    """Groups of mode `stable`."""
    return find_structure(votes, AnalysisParameters(), lambda step, done: None)[1]


def shuffled(votes: VoteMatrix, generator: np.random.Generator) -> tuple[VoteMatrix, np.ndarray]:
    """The same votes in another order, and the (n,) new row of each participant."""
    n, m = votes.shape
    number, column = generator.permutation(10 * n)[:n], generator.permutation(m)
    order = generator.permutation(len(votes.values))
    again = VoteMatrix.from_votes(
        number[votes.rows[order]],
        column[votes.columns[order]],
        votes.values[order],
        participant_ids=number,
        statement_ids=column,
        moderated_out=votes.moderated_out,
    )
    return again, np.searchsorted(again.participant_ids, number)


def drawn_again(votes: VoteMatrix, generator: np.random.Generator) -> VoteMatrix:
    """As many participants, drawn with replacement."""
    n, m = votes.shape
    drawn = generator.integers(0, n, n)
    lengths = votes.votes_per_participant[drawn]
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    cell = np.repeat(votes.row_ends[drawn], lengths) + within
    return VoteMatrix.from_votes(
        np.repeat(np.arange(n), lengths),
        votes.columns[cell],
        votes.values[cell],
        participant_ids=range(n),
        statement_ids=range(m),
        moderated_out=votes.moderated_out,
    )


def dealt_out(votes: VoteMatrix, generator: np.random.Generator) -> VoteMatrix:
    """The votes on each statement in the hands of other people who voted on it."""
    n, m = votes.shape
    by_statement = np.argsort(votes.columns, kind="stable")
    values = votes.values.copy()
    values[by_statement] = votes.values[np.lexsort((generator.random(len(values)), votes.columns))]
    return VoteMatrix.from_votes(
        votes.rows,
        votes.columns,
        values,
        participant_ids=range(n),
        statement_ids=range(m),
        moderated_out=votes.moderated_out,
    )


def measure(votes: VoteSet, *, repetitions: int, deals: int) -> dict[str, Any]:
    """One row of the table."""
    matrix, generator = matrix_of(votes), np.random.default_rng(0)
    found = groups_of(matrix)
    sizes = np.bincount(found.labels[found.labels >= 0])
    same = 0
    for _ in range(repetitions):
        again, rows = shuffled(matrix, generator)
        same += np.array_equal(groups_of(again).labels[rows], found.labels)
    numbers = [_number(groups_of(drawn_again(matrix, generator))) for _ in range(repetitions)]
    dealt = [_number(groups_of(dealt_out(matrix, generator))) for _ in range(deals)]
    return {
        "name": votes.name,
        "participants": matrix.shape[0],
        "statements": matrix.shape[1],
        "basis": found.basis,
        "sizes": sizes.tolist(),
        "agreement": {str(number): round(value, 2) for number, value in found.agreement.items()},
        "shuffled": f"{same} of {repetitions}",
        "bootstrap": f"{numbers.count(len(sizes))} of {repetitions}",
        "bootstrap numbers": dict(sorted(Counter(numbers).items())),
        "dealt out": f"{dealt.count(1)} of {deals}",
    }


def _number(grouping: Grouping) -> int:
    return int(grouping.labels.max(initial=-1)) + 1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--quick", action="store_true", help="one small planted set, twice: does it work?")
    options = parser.parse_args()
    repetitions, deals = (2, 1) if options.quick else (20, 5)
    results = []
    with measured_machine("numpy", "scipy", "scikit-learn") as machine:
        for votes in [planted_votes(100, 40)] if options.quick else map(vote_set, real_names()):
            results.append(measure(votes, repetitions=repetitions, deals=deals))
    columns = [
        "name",
        "basis",
        "sizes",
        "agreement",
        "shuffled",
        "bootstrap",
        "bootstrap numbers",
        "dealt out",
    ]
    show(results, columns)
    show_machine(machine)
    finish({"program": "same_groups", "machine": machine, "results": results}, as_json=options.json)


if __name__ == "__main__":
    main()
