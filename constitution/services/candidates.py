"""The statements of a stored analysis as the selection reads them."""

from dataclasses import dataclass

import numpy as np

from constitution.selection import NOT_MERGED, Candidates
from constitution.wording import Wording, word_principle
from deliberation.analysis.consensus import consensus_geometric_mean, consensus_lower_bound
from deliberation.analysis.representativeness import GroupVotes
from deliberation.models import Analysis, Statement, StatementResult


@dataclass(frozen=True)
class AnalysedStatements:
    """An analysis' statements with their wordings, and the arrays of the selection, in one order.

    `results` lacks the statements that were merged into another: those have no result of their own.
    """

    candidates: Candidates
    statements: dict[int, Statement]
    results: dict[int, StatementResult]
    wordings: dict[int, Wording]


def analysed_statements(analysis: Analysis) -> AnalysedStatements:
    """Read what an analysis found about each statement, and word each as a principle."""
    results = {
        result.statement.number: result
        for result in analysis.statement_results.select_related("statement__merged_into")
    }
    statements = {number: result.statement for number, result in results.items()}
    merged = analysis.deliberation.statements.accepted().exclude(merged_into=None)
    for statement in merged.select_related("merged_into"):
        statements.setdefault(statement.number, statement)
    numbers = sorted(statements)
    wordings = {
        number: word_principle(statements[number].text, statements[number].language) for number in numbers
    }
    candidates = _candidates(analysis, numbers, statements, results, wordings)
    return AnalysedStatements(candidates, statements, results, wordings)


def _candidates(
    analysis: Analysis,
    numbers: list[int],
    statements: dict[int, Statement],
    results: dict[int, StatementResult],
    wordings: dict[int, Wording],
) -> Candidates:
    counts, sizes = _group_votes(analysis, numbers, results)
    found = [results.get(number) for number in numbers]
    if analysis.groups.exists():
        mean = np.array([result.consensus_geometric_mean if result else 0.0 for result in found])
        bound = np.array([result.consensus_lower_bound if result else 0.0 for result in found])
    else:
        # Without groups the stored scores are those of no evidence; everybody together is the one group.
        mean, bound = consensus_geometric_mean(counts), consensus_lower_bound(counts)
    return Candidates(
        numbers=np.array(numbers, dtype=np.int64),
        agree=counts.agree,
        seen=counts.seen,
        group_sizes=sizes,
        geometric_mean=mean,
        lower_bound=bound,
        divisiveness=np.array([(result.greatest_difference or 0.0) if result else 0.0 for result in found]),
        accepted=np.array([statements[n].state == Statement.State.ACCEPTED for n in numbers], dtype=bool),
        meta=np.array([statements[n].is_meta for n in numbers], dtype=bool),
        merged_into=np.array([_target(statements[n]) for n in numbers], dtype=np.int64),
        not_trainable=tuple(wordings[n].not_trainable for n in numbers),
    )


def _group_votes(
    analysis: Analysis, numbers: list[int], results: dict[int, StatementResult]
) -> tuple[GroupVotes, np.ndarray]:
    """Return votes per group and statement, and the groups' sizes; without groups everybody is one."""
    sizes = list(analysis.groups.order_by("number").values_list("size", flat=True))
    rows = [votes_by_group(results[number]) if number in results else [] for number in numbers]
    groups = len(sizes) or 1
    counts = {
        name: np.array(
            [[row[group][name] if row else 0 for row in rows] for group in range(groups)], dtype=np.int64
        ).reshape(groups, len(numbers))
        for name in ("agree", "disagree", "votes")
    }
    votes = GroupVotes(agree=counts["agree"], disagree=counts["disagree"], seen=counts["votes"])
    return votes, np.array(sizes or [analysis.participant_count], dtype=np.int64)


def votes_by_group(result: StatementResult) -> list[dict[str, int]]:
    """Return a statement's votes per opinion group; without groups, everybody's."""
    return result.by_group or [
        {"agree": result.agree, "disagree": result.disagree, "pass": result.passed, "votes": result.votes}
    ]


def _target(statement: Statement) -> int:
    return statement.merged_into.number if statement.merged_into else NOT_MERGED
