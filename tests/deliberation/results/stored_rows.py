"""Analyses as rows made by hand, so that a test can say what was found."""

from deliberation.models import Analysis, Deliberation, OpinionGroup, StatementResult
from tests.factories import StatementFactory

Votes = tuple[int, int, int]


def stored(
    deliberation: Deliberation,
    *,
    rejected: tuple[int, ...] = (),
    grouped_by: Analysis | None = None,
    **found: object,
) -> Analysis:
    """An analysis without results; `found` goes into its summary."""
    named = [{"statement": number, "position": "disagree"} for number in rejected]
    summary = {"majority_disagree": named, "majority_agree": [], "explained_variance": [0.2, 0.1]}
    return Analysis.objects.create(
        deliberation=deliberation,
        mode="stable",
        grouped_by=grouped_by,
        parameters={},
        seed=0,
        input_hash="0" * 64,
        result_hash="1" * 64,
        participant_count=100,
        statement_count=3,
        vote_count=100,
        agree=50,
        disagree=40,
        passed=10,
        summary=summary | {"grouping_note": None} | found,
    )


def with_group(
    analysis: Analysis, number: int, size: int, *found: tuple[int, str, bool], stability: float | None = None
) -> None:
    OpinionGroup.objects.create(
        analysis=analysis,
        number=number,
        size=size,
        center_x=0.0,
        center_y=0.0,
        stability=stability,
        representative=[
            {"statement": statement, "position": position, "best_agree": best}
            for statement, position, best in found
        ],
    )


def with_result(
    analysis: Analysis,
    *by_group: Votes,
    bound: float = 0.3,
    divisiveness: float = 0.1,
    **measured: float | int | bool | None,
) -> int:
    """The result of a new statement with what was measured of it; returns the statement's number."""
    agree, disagree, passed = (sum(counts) for counts in zip(*by_group, strict=True))
    statement = StatementFactory(deliberation=analysis.deliberation, author=None)
    StatementResult.objects.create(
        analysis=analysis,
        statement=statement,
        votes=agree + disagree + passed,
        agree=agree,
        disagree=disagree,
        passed=passed,
        x=0,
        y=0,
        extremity=0,
        group_aware_consensus=0.5,
        consensus_geometric_mean=0.5,
        consensus_lower_bound=bound,
        divisiveness=divisiveness,
        priority=1,
        **measured,
        by_group=[{"agree": a, "disagree": d, "pass": p, "votes": a + d + p} for a, d, p in by_group],
    )
    number: int = statement.number
    return number


def numbers(lines) -> list[int]:
    return [line.statement.number for line in lines]
