"""Everything the analysis finds."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.consensus import MajorityStatement, MaskedFloats
from deliberation.analysis.held_out import HeldOutComparison
from deliberation.analysis.representativeness import RepresentativeStatement
from deliberation.analysis.resampling import Resampling

if TYPE_CHECKING:
    from deliberation.analysis.known_structure import KnownStructure

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Differences below this are rounding error; they must not change a hash.
ROUNDING = 1e-12


@dataclass(frozen=True)
class OpinionGroup:
    """A group of people who vote alike.

    Attributes:
        id: 0, 1, ...; in mode "stable" the largest group is 0.
        size: number of members.
        center: (2,) mean position.
        representative: what sets the group apart; empty in mode "stable" if it is the only group.
        stability: how well the group is found again in resamples, 0..1; None where it was not measured.
    """

    id: int
    size: int
    center: Floats
    representative: tuple[RepresentativeStatement, ...]
    stability: float | None = None


@dataclass(frozen=True)
class WeightedMeasures:
    """The measures again, with participants weighted to a population; see `weighting.py`.

    Attributes:
        weights: (n,) per participant, on average 1.
        effective_sample_size, design_effect: what unequal weights cost in certainty.
        agree_share: (m,) weighted share of all voters that agrees, smoothed.
        consensus_geometric_mean, consensus_lower_bound, divisiveness: (m,) as without weights.
        agreed: (m,) whether it is agreed by effective votes.
        majority_agree, majority_disagree: as without weights.
    """

    weights: Floats
    effective_sample_size: float
    design_effect: float
    agree_share: Floats
    consensus_geometric_mean: Floats
    consensus_lower_bound: Floats
    divisiveness: Floats
    agreed: Flags
    majority_agree: tuple[MajorityStatement, ...]
    majority_disagree: tuple[MajorityStatement, ...]


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
        consensus_unsmoothed: (m,) product over groups of A / S, as in CCAI; masked where a group is silent.
        consensus_minimum: (m,) least over the groups of (A + 1) / (S + 2).
        consensus_lower_bound: (m,) minimum over groups of the lower credible bound of the share agreeing.
        group_lower, group_upper: (g, m) credible bounds of the share of each group that agrees.
        agreed: (m,) whether every group agrees, by the rule of the parameters.
        robustness_added, robustness_changed: (m,) least number of votes added, or changed, that would end
            the agreement; -1 where there is none, or nothing could end it.
        resampling: how the statements fared in resamples of the assembly; None where it was not drawn anew.
        bridging: (m,) agreement left when the main line of division is explained; None if not computed.
        divisiveness: (m,) how far apart people are in agreeing, 0..1: twice the root of the variance between
            groups, each counting alike, or between the halves along an axis where there are no groups.
        divisiveness_low, divisiveness_high: (m,) its confidence interval.
        greatest_difference: (m,) greatest difference between two groups (or halves) in the share agreeing,
            few votes drawn towards everybody's share.
        axis_difference: (m,) the same between the halves of the opinion space, of either axis the greater.
        divisiveness_basis: "groups", or "axis" where there are none.
        weighted: the measures weighted to a population; None without weights.
        majority_agree, majority_disagree: what most participants agree or disagree with.
        priorities: (m,) weights for choosing the next statement to show.
        group_agreement: number of groups -> how well two halves of the assembly agreed on that many
            groups (mean adjusted Rand index); empty in mode "polis".
        grouping_note: why there are no groups, or None.
        certainty: (n,) how sure it is that a participant belongs to their group, 0..1; None if not measured.
        held_out: how well the ways to fill missing votes foretold hidden ones; None if not measured.
        foretold: number of groups -> gain in foretelling hidden votes over one group, see `Grouping`.
        lock_step: (n,) who votes in lock step with others; None if not looked for.
        structure: what `pipeline.refresh` needs to place newer votes; None in mode "polis" and of a refresh.
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
    consensus_unsmoothed: MaskedFloats
    consensus_minimum: Floats
    consensus_lower_bound: Floats
    group_lower: Floats
    group_upper: Floats
    agreed: Flags
    robustness_added: Integers
    robustness_changed: Integers
    resampling: Resampling | None
    bridging: Floats | None
    divisiveness: Floats
    divisiveness_low: Floats
    divisiveness_high: Floats
    greatest_difference: Floats
    axis_difference: Floats
    divisiveness_basis: Literal["groups", "axis"]
    weighted: WeightedMeasures | None
    majority_agree: tuple[MajorityStatement, ...]
    majority_disagree: tuple[MajorityStatement, ...]
    priorities: Floats
    group_agreement: dict[int, float]
    grouping_note: str | None
    certainty: Floats | None
    held_out: HeldOutComparison | None
    foretold: dict[int, float]
    lock_step: Flags | None
    structure: KnownStructure | None

    def result_digest_payload(self) -> dict[str, Any]:
        """Plain JSON-able content for hashing: results per statement and group, nothing about persons.

        Floats have 9 significant digits; arrays over statements are there as hashes of their own. In mode
        "stable" it does not depend on the order of the input nor on participant ids.
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
            "agreed": self.agreed,
            "robustness_added": self.robustness_added,
            "robustness_changed": self.robustness_changed,
            "divisiveness": self.divisiveness,
            "divisiveness_low": self.divisiveness_low,
            "divisiveness_high": self.divisiveness_high,
            "greatest_difference": self.greatest_difference,
            "priority": self.priorities,
        }
        if self.bridging is not None:
            per_statement["bridging"] = self.bridging
        if self.resampling is not None:
            per_statement["resample_share"] = self.resampling.pass_share
        if self.weighted is not None:
            per_statement["weighted_agree"] = self.weighted.agree_share
            per_statement["weighted_lower_bound"] = self.weighted.consensus_lower_bound
        return {
            "parameters": self.parameters.as_dict(),
            "participants": len(self.participant_ids),
            "included": int(self.included.sum()),
            "explained_variance": _plain(self.explained_variance),
            "groups": [_plain(asdict(group)) for group in self.groups],
            "statements": {name: _array_hash(values) for name, values in per_statement.items()},
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
            "coordinates": _array_hash(np.rint(self.participant_coordinates * 1e9).astype(np.int64)),
        }


def _array_hash(numbers: NDArray[Any]) -> str:
    """SHA-256 of whole numbers, or of the 9 significant digits of floats and their powers of ten."""
    if numbers.dtype.kind != "f":
        return hashlib.sha256(np.ascontiguousarray(numbers, dtype="<i8").tobytes()).hexdigest()
    size = np.abs(numbers)
    zero = size < ROUNDING
    power = np.where(zero, 0, np.floor(np.log10(np.where(zero, 1.0, size))) - 8).astype("<i8")
    digits = np.where(zero, 0, np.rint(numbers / 10.0**power)).astype("<i8")
    return hashlib.sha256(digits.tobytes() + power.tobytes()).hexdigest()


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
