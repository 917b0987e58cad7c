"""From a ranking to a preference pair, in the same form as those of feedback. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from training_bridge.character.ranking import asked_by
from training_bridge.character.traits import Trait
from training_bridge.feedback.judging import Judgement
from training_bridge.records import PreferencePair, Provenance

KIND = "character"


def character_pair(row: Mapping[str, Any], answers: Mapping[str, Any], trait: Trait) -> PreferencePair | None:
    """Give the pair of a ranking, from its row and the row of its answers; None where it has none.

    The id is that of the ranking, so that a training row leads back to it.
    """
    if row["dropped"] is not None:
        return None
    chosen, rejected = (answers["answers"][row[place]]["text"] for place in ("chosen", "rejected"))
    first, second = sorted((row["chosen"], row["rejected"]))
    judged = _judgement(row, first, second)
    principle = trait.principle
    return PreferencePair(
        id=row["id"],
        family=trait.id,
        kind=KIND,
        prompt=answers["prompt"],
        first=answers["answers"][first]["text"],
        second=answers["answers"][second]["text"],
        chosen=chosen,
        rejected=rejected,
        p_chosen=row["p_chosen"],
        p_first=judged.p_first,
        p_first_in_order=judged.p_first_in_order,
        p_first_in_reverse=judged.p_first_in_reverse,
        agrees_in_both_orders=judged.agrees_in_both_orders,
        log_probabilities_in_order=(judged.log_a_in_order, judged.log_b_in_order),
        log_probabilities_in_reverse=(judged.log_a_in_reverse, judged.log_b_in_reverse),
        prior_a=judged.prior_a,
        principle_id=principle.id,
        principle_sha256=principle.sha256,
        principle_text=asked_by(trait),
        statement_ids=principle.statement_ids,
        reason=judged.reason,
        reason_in_reverse=judged.reason_in_reverse,
        weight=1.0,
        dropped=None,
        answers_provenance=Provenance(**answers["provenance"]),
        provenance=Provenance(**row["provenance"]),
    )


def _judgement(row: Mapping[str, Any], first: int, second: int) -> Judgement:
    found = next(each for each in row["comparisons"] if each["places"] == [first, second])
    return Judgement(**found["judgement"])
