"""The measures of a statement that files carry, in one order; `docs/results.md` says what each is."""

from deliberation.models import StatementResult
from deliberation.results.overview import StatementLine

MEASURES = (
    "group_aware_consensus",
    "consensus_lower_bound",
    "divisiveness",
    "agreed",
    "robustness_added",
    "robustness_changed",
    "resample_share",
    "divisiveness_low",
    "divisiveness_high",
    "greatest_difference",
    "bridging",
    "consensus_geometric_mean",
    "consensus_minimum",
    "consensus_unsmoothed",
    "weighted_agree",
    "weighted_consensus_geometric_mean",
    "weighted_lower_bound",
)
"""Fields of `StatementResult`; new ones are added at the end, so that columns stay where they are."""


def measured(result: StatementResult, name: str) -> float | int | str:
    """Return a measure as files write it: yes and no as 1 and 0, and nothing where it was not measured."""
    value = getattr(result, name)
    return "" if value is None else int(value) if isinstance(value, bool) else value


FINDINGS = frozenset({"agreed", "robustness_added", "robustness_changed", "resample_share"})
"""What was found, and how firmly: shown of every statement, whoever stands behind it."""
OF_EVERYONE = frozenset({"bridging", "weighted_agree"})
"""Measures of all votes together."""


def public_measure(line: StatementLine, name: str) -> float | int | str:
    """Return a measure as public files write it: nothing where it would give away votes held back.

    A product or a minimum over the groups, or a distance between them, gives away a small group, whose few
    votes leave few possibilities.
    """
    is_open = line.is_complete or name in FINDINGS or (name in OF_EVERYONE and line.everyone is not None)
    return measured(line.result, name) if is_open else ""
