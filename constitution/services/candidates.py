"""The statements of a stored analysis as the selection reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, overload

import numpy as np

from constitution.selection import NOT_MERGED, Candidates
from constitution.wording import Wording, word_principle
from deliberation.analysis.consensus import ConsensusForms, consensus_forms, posteriors
from deliberation.analysis.representativeness import GroupVotes
from deliberation.models import Analysis, Statement, StatementResult

SCORES = {
    "polis_product": "group_aware_consensus",
    "ccai_product": "consensus_unsmoothed",
    "geometric_mean": "consensus_geometric_mean",
    "minimum": "consensus_minimum",
    "lower_bound": "consensus_lower_bound",
    "bridging": "bridging",
    "weighted_agree": "weighted_agree",
    "weighted_geometric_mean": "weighted_consensus_geometric_mean",
    "weighted_lower_bound": "weighted_lower_bound",
}
"""Names of scores in a draft, and the fields of `StatementResult` that hold them."""


@dataclass(frozen=True)
class AnalysedStatements:
    """An analysis' statements, and the arrays of the selection, in one order.

    Attributes:
        analysis: what was found.
        candidates: the arrays.
        statements: by number.
        results: by number; those merged into another have no result of their own.
        bounds: (p, m) lower credible bound of the share that agrees, of each group and, after them, of
            those in no group: the least of the groups.
        upper_bounds: (g, m) the upper ones of the groups.
    """

    analysis: Analysis
    candidates: Candidates
    statements: dict[int, Statement]
    results: dict[int, StatementResult]
    bounds: np.ndarray
    upper_bounds: np.ndarray

    def column(self, number: int) -> int:
        """Return the place of a statement in the arrays."""
        return int(np.searchsorted(self.candidates.numbers, number))

    def wording_of(self, number: int) -> Wording:
        """Word a statement as a principle.

        Those that a moderator merged into it say the same: they stand behind it and change no word of it.
        """
        lead = self.statements[number]
        return word_principle(lead.text, lead.language)

    def score(self, name: str, number: int) -> float | None:
        """Return a score of the stored analysis by its name in a draft, None where it was not measured."""
        if name in ("lower_bound", "geometric_mean") or name in self.candidates.scores:
            value = float(self.candidates.score(name)[self.column(number)])
            return None if np.isnan(value) else value
        found: float | None = getattr(self.results[number], SCORES[name])
        return found


def analysed_statements(analysis: Analysis) -> AnalysedStatements:
    """Read what an analysis found about each statement."""
    results = {
        result.statement.number: result
        for result in analysis.statement_results.select_related("statement__merged_into")
    }
    statements = {number: result.statement for number, result in results.items()}
    merged = analysis.deliberation.statements.accepted().exclude(merged_into=None)
    for statement in merged.select_related("merged_into"):
        statements.setdefault(statement.number, statement)
    numbers = sorted(statements)
    found = [results.get(number) for number in numbers]
    counts, sizes = _group_votes(analysis, numbers, results)
    lower, upper = _bounds(found, counts, grouped=len(sizes))
    return AnalysedStatements(
        analysis=analysis,
        candidates=_candidates(numbers, statements, found, counts, sizes or [analysis.participant_count]),
        statements=statements,
        results=results,
        bounds=np.vstack([lower, lower.min(axis=0)]) if sizes else lower,
        upper_bounds=upper,
    )


def _candidates(
    numbers: list[int],
    statements: dict[int, Statement],
    found: list[StatementResult | None],
    counts: GroupVotes,
    sizes: list[int],
) -> Candidates:
    has_groups = any(result and result.by_group for result in found)
    scores = _stored_scores(found) if has_groups else _scores_of_everybody(consensus_forms(counts), found)
    return Candidates(
        numbers=np.array(numbers, dtype=np.int64),
        agree=counts.agree,
        seen=counts.seen,
        group_sizes=np.array(sizes, dtype=np.int64),
        geometric_mean=scores.pop("geometric_mean"),
        lower_bound=scores.pop("lower_bound"),
        divisiveness=np.array([(result.greatest_difference or 0.0) if result else 0.0 for result in found]),
        accepted=np.array([statements[n].state == Statement.State.ACCEPTED for n in numbers], dtype=bool),
        meta=np.array([statements[n].is_meta for n in numbers], dtype=bool),
        merged_into=np.array([_target(statements[n]) for n in numbers], dtype=np.int64),
        not_trainable=_NotTrainable([statements[number] for number in numbers]),
        scores=scores,
    )


@dataclass(frozen=True)
class _NotTrainable(Sequence[str]):
    """Why each statement is not about a response; worked out when it is asked for, which takes a while."""

    statements: list[Statement]
    known: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.statements)

    @overload
    def __getitem__(self, column: int) -> str: ...
    @overload
    def __getitem__(self, column: slice) -> Sequence[str]: ...
    def __getitem__(self, column: int | slice) -> str | Sequence[str]:
        if isinstance(column, slice):
            return [self[place] for place in range(*column.indices(len(self)))]
        if column not in self.known:
            statement = self.statements[column]
            self.known[column] = _why_not_trainable(statement.text, statement.language)
        return self.known[column]


@lru_cache(maxsize=20_000)
def _why_not_trainable(text: str, language: str) -> str:
    """Some 2 ms per text, so that a second draft by another rule does not pay for it again."""
    return word_principle(text, language).not_trainable


def _stored_scores(found: list[StatementResult | None]) -> dict[str, np.ndarray]:
    """(m,) each; of the scores that the analysis did not measure for any statement there is no entry."""
    scores = {
        name: np.array([getattr(result, stored) if result else None for result in found], dtype=np.float64)
        for name, stored in SCORES.items()
    }
    for name in ("geometric_mean", "lower_bound"):
        scores[name] = np.nan_to_num(scores[name])
    return {name: values for name, values in scores.items() if not np.isnan(values).all() or not len(values)}


def _scores_of_everybody(forms: ConsensusForms, found: list[StatementResult | None]) -> dict[str, np.ndarray]:
    """Without groups the stored scores are those of no evidence; everybody together is the one group."""
    return _stored_scores(found) | {
        "geometric_mean": forms.geometric_mean,
        "lower_bound": forms.lower_bound,
        "minimum": forms.least_mean,
        "polis_product": forms.polis_product,
        "ccai_product": forms.unsmoothed_product.filled(np.nan),
    }


def _bounds(
    found: list[StatementResult | None], counts: GroupVotes, *, grouped: int
) -> tuple[np.ndarray, np.ndarray]:
    """(g, m) lower and upper credible bounds: the stored ones, or those of the votes where none are."""
    computed = posteriors(counts)
    lower, upper = computed.lower.copy(), computed.upper.copy()
    for column, result in enumerate(found):
        if result and grouped and len(result.group_bounds) == grouped:
            lower[:, column], upper[:, column] = zip(*result.group_bounds, strict=True)
    return lower, upper


def _group_votes(
    analysis: Analysis, numbers: list[int], results: dict[int, StatementResult]
) -> tuple[GroupVotes, list[int]]:
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
    return GroupVotes(agree=counts["agree"], disagree=counts["disagree"], seen=counts["votes"]), sizes


def votes_by_group(result: StatementResult) -> list[dict[str, Any]]:
    """Return a statement's votes per opinion group; without groups, everybody's."""
    return result.by_group or [
        {"agree": result.agree, "disagree": result.disagree, "pass": result.passed, "votes": result.votes}
    ]


def letter(group: int) -> str:
    """Return the letter under which a group is shown: A for the largest."""
    return chr(ord("A") + group)


def _target(statement: Statement) -> int:
    return statement.merged_into.number if statement.merged_into else NOT_MERGED
