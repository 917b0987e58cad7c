"""Small assemblies made for the tests, with and without opinion groups."""

import numpy as np

from deliberation.analysis.vote_matrix import VoteMatrix


def from_rows(rows: list[list[int | None]], **options: object) -> VoteMatrix:
    """One list of votes per participant; None is a missing vote."""
    width = len(rows[0]) if rows else 0
    cast = [
        (person, statement, vote)
        for person, row in enumerate(rows)
        for statement, vote in enumerate(row)
        if vote is not None
    ]
    people, statements, values = zip(*cast, strict=True) if cast else ((), (), ())
    return VoteMatrix.from_votes(
        people,
        statements,
        values,
        participant_ids=range(len(rows)),
        statement_ids=range(width),
        **options,  # type: ignore[arg-type]
    )


def planted(
    sizes: list[int], *, statements: int = 60, votes_each: int = 25, seed: int = 0
) -> tuple[VoteMatrix, np.ndarray]:
    """Groups of these sizes, each with opinions of its own around shared ones; 10 % of votes at random.

    Returns the votes and the (n,) group of each participant.
    """
    generator = np.random.default_rng(seed)
    group = generator.permutation(np.repeat(np.arange(len(sizes)), sizes))
    shared = generator.normal(0.6, 1.0, statements)
    own = generator.normal(0.0, 1.0, (len(sizes), statements)) * (len(sizes) > 1)
    people, seen, values = [], [], []
    for person, number in enumerate(group):
        columns = generator.choice(statements, votes_each, replace=False)
        leaning = shared[columns] + own[number, columns] + generator.logistic(0.0, 0.5, votes_each)
        vote = np.where(leaning > 0.3, 1, np.where(leaning < -0.3, -1, 0))
        noisy = generator.random(votes_each) < 0.1
        vote[noisy] = generator.choice([-1, 1], noisy.sum())
        people += [person] * votes_each
        seen += columns.tolist()
        values += vote.tolist()
    return VoteMatrix.from_votes(people, seen, values, statement_ids=range(statements)), group


def clouds(*centers: tuple[float, float], each: int = 40) -> np.ndarray:
    """Points around these centres."""
    generator = np.random.default_rng(0)
    return np.vstack([generator.normal(center, 0.3, (each, 2)) for center in centers])
