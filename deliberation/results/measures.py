"""The measures of a statement that files carry, in one order; `docs/results.md` says what each is."""

from deliberation.models import StatementResult

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
