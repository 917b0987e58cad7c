"""What the analysis can be told, and everything it finds."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.consensus import MajorityStatement
from deliberation.analysis.representativeness import RepresentativeStatement

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Differences below this are rounding error; they must not change a hash.
ROUNDING = 1e-12


@dataclass(frozen=True)
class AnalysisParameters:
    """What the analysis can be told; all of it is stored with the result.

    Attributes:
        mode: "polis" repeats what Polis computes (rows in the order of participant ids); "stable" finds
            only groups that repeat themselves and does not depend on any order.
        seed: of the random splits and starts of mode "stable".
        minimum_votes: participants with at least min(this, number of statements) votes are grouped.
        minimum_included: if fewer have that many, those with most votes are taken up to this number.
        maximum_groups: the largest number of groups tried.
        base_clusters: of mode "polis", see `polis_groups`.
        splits: random halvings of the assembly in mode "stable", see `stable_groups`.
        least_agreement: how well two halves must agree for groups to count as stable (adjusted Rand).
        credible_level: of the lower bound of consensus.
        representative_limit: representative statements per group.
        majority_limit: majority statements per direction.
    """

    mode: Literal["polis", "stable"] = "stable"
    seed: int = 0
    minimum_votes: int = 7
    minimum_included: int = 15
    maximum_groups: int = 5
    base_clusters: int = 100
    splits: int = 12
    least_agreement: float = 0.5
    credible_level: float = 0.95
    representative_limit: int = 5
    majority_limit: int = 5

    def __post_init__(self) -> None:
        if self.mode not in ("polis", "stable"):
            raise ValueError(f"mode must be 'polis' or 'stable', not {self.mode!r}")
        if self.seed < 0 or self.minimum_votes < 0 or self.minimum_included < 0:
            raise ValueError("seed, minimum_votes and minimum_included must not be negative")
        if min(self.maximum_groups, self.base_clusters) < 2 or self.splits < 1:
            raise ValueError("maximum_groups and base_clusters must be at least 2, splits at least 1")
        if not (0 < self.credible_level < 1 and 0 < self.least_agreement <= 1):
            raise ValueError("credible_level and least_agreement must lie between 0 and 1")

    def as_dict(self) -> dict[str, Any]:
        """All parameters as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class OpinionGroup:
    """A group of people who vote alike.

    Attributes:
        id: 0, 1, ...; in mode "stable" the largest group is 0.
        size: number of members.
        center: (2,) mean position.
        representative: what sets the group apart; empty in mode "stable" if it is the only group.
    """

    id: int
    size: int
    center: Floats
    representative: tuple[RepresentativeStatement, ...]


@dataclass(frozen=True)
class AnalysisResult:
    """Everything the analysis found, for n participants, m statements and g groups, ordered by their ids.

    Attributes:
        parameters: what it was told.
        participant_ids: (n,); statement_ids: (m,); moderated_out: (m,); as in the vote matrix.
        explained_variance: (2,) share of the variance of the filled vote matrix per axis.
        center: (m,) mean vote of each statement.
        components: (2, m) the axes of the opinion space.
        participant_coordinates: (n, 2); 0 without votes or without variance.
        included: (n,) participants with enough votes to be grouped.
        participant_group: (n,) group of each participant, -1 for those not grouped.
        statement_coordinates: (m, 2) where someone would stand whose only vote is to agree with it.
        extremity: (m,) length of that position.
        groups: the opinion groups, by id.
        group_agree, group_disagree, group_seen: (g, m) votes of the members (seen counts passes too).
        agree, disagree, passed, votes: (m,) votes of all participants of the matrix.
        group_aware_consensus: (m,) product over groups of (A + 1) / (S + 2), as in Polis.
        consensus_geometric_mean: (m,) its g-th root, comparable between different numbers of groups.
        consensus_lower_bound: (m,) minimum over groups of the lower credible bound of the share agreeing.
        divisiveness: (m,) greatest difference in the share agreeing, between groups or along an axis.
        group_divisiveness: (m,) between any two groups; 0 with fewer than two groups.
        axis_divisiveness: (m,) between the two halves of the opinion space, of either axis the greater.
        divisiveness_basis: which of the two `divisiveness` is: "groups", or "axis" where there are none.
        majority_agree, majority_disagree: what most participants agree or disagree with.
        priorities: (m,) weights for choosing the next statement to show.
        group_agreement: number of groups -> how well two halves of the assembly agreed on that many
            groups (mean adjusted Rand index); empty in mode "polis".
        grouping_note: why there are no groups, or None.
    """

    parameters: AnalysisParameters
    participant_ids: Integers
    statement_ids: Integers
    moderated_out: Flags
    explained_variance: Floats
    center: Floats
    components: Floats
    participant_coordinates: Floats
    included: Flags
    participant_group: Integers
    statement_coordinates: Floats
    extremity: Floats
    groups: tuple[OpinionGroup, ...]
    group_agree: Integers
    group_disagree: Integers
    group_seen: Integers
    agree: Integers
    disagree: Integers
    passed: Integers
    votes: Integers
    group_aware_consensus: Floats
    consensus_geometric_mean: Floats
    consensus_lower_bound: Floats
    divisiveness: Floats
    group_divisiveness: Floats
    axis_divisiveness: Floats
    divisiveness_basis: Literal["groups", "axis"]
    majority_agree: tuple[MajorityStatement, ...]
    majority_disagree: tuple[MajorityStatement, ...]
    priorities: Floats
    group_agreement: dict[int, float]
    grouping_note: str | None

    def result_digest_payload(self) -> dict[str, Any]:
        """Plain JSON-able content for hashing: results per statement and group, nothing about persons.

        Floats have 9 significant digits. In mode "stable" it does not depend on the order of the input
        nor on participant ids.
        """
        per_statement = {
            "id": self.statement_ids,
            "moderated_out": self.moderated_out,
            "agree": self.agree,
            "disagree": self.disagree,
            "pass": self.passed,
            "center": self.center,
            "components": self.components.T,
            "extremity": self.extremity,
            "group_agree": self.group_agree.T,
            "group_disagree": self.group_disagree.T,
            "group_seen": self.group_seen.T,
            "group_aware_consensus": self.group_aware_consensus,
            "consensus_lower_bound": self.consensus_lower_bound,
            "divisiveness": self.divisiveness,
            "priority": self.priorities,
        }
        return {
            "parameters": self.parameters.as_dict(),
            "participants": len(self.participant_ids),
            "included": int(self.included.sum()),
            "explained_variance": _plain(self.explained_variance),
            "groups": [_plain(asdict(group)) for group in self.groups],
            "statements": {name: _plain(values) for name, values in per_statement.items()},
            "majority_agree": [_plain(asdict(found)) for found in self.majority_agree],
            "majority_disagree": [_plain(asdict(found)) for found in self.majority_disagree],
            "group_agreement": {str(k): _plain(value) for k, value in self.group_agreement.items()},
            "grouping_note": self.grouping_note,
        }

    def membership_digest_payload(self) -> dict[str, Any]:
        """Plain content for hashing who stands where; kept apart because it speaks of persons.

        Each array is a SHA-256 of its own: of 8-byte whole numbers, least significant byte first, and of
        positions in billionths.
        """
        return {
            "participant": _array_hash(self.participant_ids),
            "group": _array_hash(self.participant_group),
            "coordinates": _array_hash(np.rint(self.participant_coordinates * 1e9)),
        }


def _array_hash(numbers: NDArray[Any]) -> str:
    return hashlib.sha256(np.ascontiguousarray(numbers, dtype="<i8").tobytes()).hexdigest()


def _plain(value: Any) -> Any:
    """Lists, dictionaries, strings, integers and floats of 9 significant digits."""
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if isinstance(value, float):
        return 0.0 if abs(value) < ROUNDING else float(f"{value:.9g}")
    return value
