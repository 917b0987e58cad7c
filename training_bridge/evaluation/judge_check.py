"""The judge's own examination: how often it is right where the better answer is known, and its position bias.

Belongs beside every figure that rests on the judge. The pairs are written by hand and obvious
(`feedback/judged_pairs.py`, the half that no prompt of the judge was written on), so this is the best case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from training_bridge.evaluation.figures import as_list
from training_bridge.evaluation.statistics import share_of
from training_bridge.evaluation.suite import (
    Answers,
    Conditions,
    OnDone,
    Rows,
    all_measured,
    measured_id,
    missing_batches,
)
from training_bridge.feedback.judged_pairs import JudgedPair
from training_bridge.feedback.judging import compare, judging_template, position_prior
from training_bridge.feedback.position import BothOrders, position_bias
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.generation.interface import Generator
from training_bridge.record_files import RecordFile

PHASE = "judge"
"""What stands for a phase in the ids of these rows: the judge is examined once."""


@dataclass(frozen=True)
class JudgeCheck:
    """Comparisons with a known winner, in both orders."""

    conditions: Conditions
    pairs: Sequence[JudgedPair]
    feedback: FeedbackSettings
    name: str = "judge"

    def absence(self) -> str | None:
        """See `JudgedSuite.absence`."""
        return None if self.pairs else "there are no pairs with a known better answer"

    def judgements(self, answers: Answers) -> int:
        """Count the pairs, whatever was answered."""
        return len(self.pairs)

    def is_judged(self, answers: Answers, records: RecordFile) -> bool:
        """See `JudgedSuite.is_judged`."""
        return all_measured(PHASE, [pair.id for pair in self.pairs], records)

    def judge(self, judge: Generator, answers: Answers, records: RecordFile, on_done: OnDone) -> None:
        """Examine the judge."""
        if self.is_judged(answers, records):
            on_done(len(self.pairs))
            return
        prior = position_prior(judge, self.feedback)
        for batch in missing_batches(
            self.pairs,
            lambda pair: measured_id(PHASE, pair.id),
            records,
            self.conditions.batch_rows,
            on_done,
        ):
            judged = compare(
                judge,
                [pair.comparison() for pair in batch],
                self.feedback,
                prior_a=prior,
                seed=self.conditions.seed,
            )
            records.append(
                {
                    "id": measured_id(PHASE, pair.id),
                    "phase": PHASE,
                    "item": pair.id,
                    "right": pair.is_right(judgement),
                    "judgement": dataclasses.asdict(judgement),
                    "provenance": self.conditions.provenance(
                        judge, pair.id, pair.prompt, template_sha256=judging_template(self.feedback)
                    ),
                }
                for pair, judgement in zip(batch, judged, strict=True)
            )

    def summarise(self, rows: Rows) -> dict[str, Any]:
        """Give accuracy (one half is chance) and position bias (0 is none, 0.5 is always the first).

        What a judge says that is not `better_than_chance` on obvious pairs means nothing.
        """
        accuracy = share_of(sum(row["right"] for row in rows), len(rows))
        return {
            "judge": rows[0]["provenance"]["model"],
            "accuracy": {
                "value": accuracy.value,
                "interval": as_list(accuracy.interval),
                "items": accuracy.items,
                "chance": 0.5,
            },
            "better_than_chance": accuracy.interval.low > 0.5,
            "position": position_figures(rows, seed=self.conditions.seed),
        }


def position_figures(rows: Rows, *, seed: int) -> dict[str, Any] | None:
    """Give how much the judge followed the place of an answer in these rows; None where none was judged."""
    orders = [
        BothOrders(row["judgement"]["p_first_in_order"], row["judgement"]["p_first_in_reverse"])
        for row in rows
        if row["judgement"]
    ]
    if not orders:
        return None
    found = position_bias(orders, seed=seed)
    return {
        "bias": found.bias,
        "interval": as_list(found.interval),
        "agreement_of_both_orders": found.agreement.value,
        "items": len(orders),
    }
