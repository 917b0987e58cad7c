"""From a judgement to a preference pair: which answer is chosen, and whether it may be learnt from. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from training_bridge.feedback.judge_check import position_figures
from training_bridge.feedback.judging import Comparison, Judgement
from training_bridge.feedback.position import BothOrders, position_bias
from training_bridge.feedback.settings import FeedbackSettings
from training_bridge.feedback.soft_labels import choice_probability, is_near_tie, is_tie, tie_weight
from training_bridge.principles import Principle
from training_bridge.records import AnswerPair, PreferencePair, Provenance

NEAR_TIE = "near tie"
TIE = "tie"


def comparison_of(answers: AnswerPair, principle: Principle) -> Comparison:
    """Give the question that the judge is asked about two answers."""
    return Comparison(answers.id, answers.prompt, *answers.answers, principle.text)


def preference_pair(
    answers: AnswerPair,
    principle: Principle,
    judged: Judgement,
    settings: FeedbackSettings,
    provenance: Provenance,
) -> PreferencePair:
    """Put answers, principle and judgement into one record."""
    first, second = answers.answers
    first_is_chosen = judged.p_first >= 0.5
    return PreferencePair(
        id=answers.id,
        family=answers.family,
        kind=answers.kind,
        prompt=answers.prompt,
        first=first,
        second=second,
        chosen=first if first_is_chosen else second,
        rejected=second if first_is_chosen else first,
        p_chosen=max(judged.p_first, 1 - judged.p_first),
        p_first=judged.p_first,
        p_first_in_order=judged.p_first_in_order,
        p_first_in_reverse=judged.p_first_in_reverse,
        agrees_in_both_orders=judged.agrees_in_both_orders,
        log_probabilities_in_order=(judged.log_a_in_order, judged.log_b_in_order),
        log_probabilities_in_reverse=(judged.log_a_in_reverse, judged.log_b_in_reverse),
        prior_a=judged.prior_a,
        principle_id=principle.id,
        principle_sha256=principle.sha256,
        principle_text=principle.text,
        statement_ids=principle.statement_ids,
        reason=judged.reason,
        reason_in_reverse=judged.reason_in_reverse,
        weight=tie_weight(judged.p_first) if settings.ties == "weight" else 1.0,
        dropped=why_dropped(judged.p_first, settings),
        answers_provenance=answers.provenance,
        provenance=provenance,
    )


def why_dropped(label: float, settings: FeedbackSettings) -> str | None:
    """Say why training may not learn from a label: a tie never, a near-tie by the settings."""
    if is_tie(label):
        return TIE
    if settings.ties == "drop" and is_near_tie(label, settings.tie_margin):
        return NEAR_TIE
    return None


def preference_figures(
    pairs: Sequence[PreferencePair], settings: FeedbackSettings, *, seed: int
) -> dict[str, Any]:
    """Give what came of the pairs: kept and dropped, ties, position bias, agreement, shares by principle."""
    near = sum(is_near_tie(pair.p_first, settings.tie_margin) for pair in pairs)
    principles = Counter(pair.principle_id for pair in pairs)
    kept = Counter(pair.principle_id for pair in pairs if pair.dropped is None)
    return {
        "judged": len(pairs),
        "kept": kept.total(),
        "dropped": dict(sorted(Counter(pair.dropped for pair in pairs if pair.dropped).items())),
        "near_ties": near,
        "ties_are": {"drop": "dropped", "weight": "weighted", "keep": "kept"}[settings.ties],
        "tie_margin": settings.tie_margin,
        "mean_p_chosen": sum(pair.p_chosen for pair in pairs) / len(pairs) if pairs else None,
        "position": _position([_as_used(pair) for pair in pairs], seed),
        "position_uncalibrated": _position([_as_given(pair) for pair in pairs], seed),
        "by_principle": {
            name: {"pairs": count, "kept": kept[name], "share": count / len(pairs)}
            for name, count in sorted(principles.items())
        },
    }


def _position(pairs: Sequence[BothOrders], seed: int) -> dict[str, Any] | None:
    return position_figures(position_bias(pairs, seed=seed)) if pairs else None


def _as_used(pair: PreferencePair) -> BothOrders:
    return BothOrders(pair.p_first_in_order, pair.p_first_in_reverse)


def _as_given(pair: PreferencePair) -> BothOrders:
    return BothOrders(
        choice_probability(*pair.log_probabilities_in_order),
        1 - choice_probability(*pair.log_probabilities_in_reverse),
    )
