"""An analysis in mode "polis" under the names that Polis' own result has, agree = +1 throughout. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from deliberation.analysis.analysis_result import AnalysisResult, Floats
from deliberation.analysis.consensus import MajorityStatement
from deliberation.analysis.representativeness import RepresentativeStatement


def polis_math_result(
    result: AnalysisResult,
    *,
    participants: Sequence[int],
    statements: Sequence[int],
    group_numbers: Sequence[int],
) -> dict[str, Any]:
    """Plain values; the arrays under "pca" follow `statements`, as do the keys of the other tables.

    Args:
        result: of a matrix whose rows and columns are numbered by position.
        participants: participant of each row.
        statements: statement of each column.
        group_numbers: number of each opinion group of the result.
    """
    groups = [group_numbers[label] if label >= 0 else None for label in result.participant_group.tolist()]
    coordinates = _plain(result.participant_coordinates)
    return {
        "pca": {
            "center": _plain(result.center),
            "comps": _plain(result.components),
            "comment-projection": _plain(result.statement_coordinates.T),
            "comment-extremity": _plain(result.extremity),
        },
        "participants": {
            str(person): {"x": x, "y": y, "group": group}
            for person, (x, y), group in zip(participants, coordinates, groups, strict=True)
        },
        "group-aware-consensus": _per_statement(result.group_aware_consensus, statements),
        "comment-priorities": _per_statement(result.priorities, statements),
        "consensus": {
            "agree": [_majority(found, statements) for found in result.majority_agree],
            "disagree": [_majority(found, statements) for found in result.majority_disagree],
        },
        "repness": {
            str(group_numbers[group.id]): [
                _representative(found, statements) for found in group.representative
            ]
            for group in result.groups
        },
        "groups": [
            {
                "id": number,
                "members": sorted(p for p, g in zip(participants, groups, strict=True) if g == number),
            }
            for number in group_numbers
        ],
    }


def _majority(found: MajorityStatement, statements: Sequence[int]) -> dict[str, Any]:
    return {
        "tid": statements[found.column],
        "n-success": found.successes,
        "n-trials": found.trials,
        "p-success": found.probability,
        "p-test": found.test,
    }


def _representative(found: RepresentativeStatement, statements: Sequence[int]) -> dict[str, Any]:
    entry = {
        "tid": statements[found.column],
        "n-success": found.successes,
        "n-trials": found.trials,
        "p-success": found.probability,
        "p-test": found.test,
        "repness": found.ratio,
        "repness-test": _in_single_precision(found.ratio_test),
        "repful-for": found.direction,
    }
    return entry | ({"n-agree": found.agree_count, "best-agree": True} if found.best_agree else {})


def _in_single_precision(value: float) -> float:
    """The shortest decimal number that is this value in 32 bits, which is how Polis writes this one field."""
    return float(str(np.float32(value)))


def _per_statement(values: Floats, statements: Sequence[int]) -> dict[str, float]:
    return dict(zip(map(str, statements), _plain(values), strict=True))


def _plain(values: Floats) -> Any:
    """Lists of numbers, without the sign of a zero."""
    return (values + 0.0).tolist()
