"""The measures in the table of results, each with its meaning and its scale. PURE."""

from __future__ import annotations

from typing import Final, NamedTuple


class Meaning(NamedTuple):
    """What a measure says, and the least and the greatest value it can have; None where there is no end."""

    meaning: str
    lowest: float | None
    highest: float | None


COUNTED: Final[dict[str, Meaning]] = {
    "votes": Meaning("Current votes, passes included.", 0, None),
    "agree": Meaning("Votes that agree.", 0, None),
    "disagree": Meaning("Votes that disagree.", 0, None),
    "pass": Meaning("Votes that pass.", 0, None),
    "agree_share": Meaning(
        "Share of the votes that agree; low and high are its 90 % credible interval under a uniform prior.",
        0,
        1,
    ),
    "disagree_share": Meaning("Share of the votes that disagree.", 0, 1),
    "pass_share": Meaning("Share of the votes that pass.", 0, 1),
}
"""Of everyone and of each opinion group."""

MEASURED: Final[dict[str, Meaning]] = {
    "group_aware_consensus": Meaning(
        "Product over the groups of (agree + 1) / (votes + 2), as in Polis.", 0, 1
    ),
    "consensus_lower_bound": Meaning(
        "Least over the groups of the 5 % quantile of the share that agrees.", 0, 1
    ),
    "divisiveness": Meaning(
        "How far apart the groups' shares of agreement are, noise taken off; low and high are its 95 % "
        "confidence interval.",
        0,
        1,
    ),
    "agreed": Meaning("1 if every group agrees by the rule of the analysis, else 0.", 0, 1),
    "robustness_added": Meaning(
        "Of an agreed statement, the least number of further votes that would end that.", 0, None
    ),
    "robustness_changed": Meaning(
        "Of an agreed statement, the least number of agreeing people whose change of mind would end that.",
        0,
        None,
    ),
    "resample_share": Meaning("Share of the re-drawn assemblies in which the statement is agreed.", 0, 1),
    "greatest_difference": Meaning(
        "Greatest difference between two groups in the share that agrees, few votes drawn towards "
        "everybody's share.",
        0,
        1,
    ),
    "bridging": Meaning(
        "Agreement beyond what the main line of division explains, as in Community Notes; 0 is the average "
        "statement.",
        None,
        None,
    ),
    "consensus_geometric_mean": Meaning(
        "The group-aware consensus to the power of one over the number of groups.", 0, 1
    ),
    "consensus_minimum": Meaning("Least over the groups of (agree + 1) / (votes + 2).", 0, 1),
    "consensus_unsmoothed": Meaning(
        "Product over the groups of agree / votes, as in Collective Constitutional AI.", 0, 1
    ),
    "weighted_agree": Meaning(
        "Smoothed share that agrees, the participants weighted to the population.", 0, 1
    ),
    "weighted_consensus_geometric_mean": Meaning(
        "The geometric mean of the groups' weighted shares that agree.", 0, 1
    ),
    "weighted_lower_bound": Meaning(
        "Least over the groups of the 5 % quantile of the weighted share that agrees.", 0, 1
    ),
}
"""Of a statement as a whole; `divisiveness_low` and `divisiveness_high` are the ends of `divisiveness`."""

ALL: Final = COUNTED | MEASURED
