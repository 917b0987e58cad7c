"""The deliberation of 2023: what is contested never becomes a principle, and the fair slate is fair."""

import csv
from functools import cache

import numpy as np
import pytest

from constitution.selection import (
    NOT_MERGED,
    RULES,
    SLATES,
    Ballots,
    Candidates,
    SelectionRules,
    compare_rules,
    select_principles,
)
from constitution.wording import word_principle
from deliberation.analysis.consensus import consensus_forms, posteriors
from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.conversations import ccai_votes
from tests.shared_data import shared_data

CONTESTED = {14, 15, 17}
MEASURED = [rule for rule in RULES if not rule.startswith("weighted")]


@cache
def analysed(*, with_groups: bool) -> tuple[VoteMatrix, AnalysisResult]:
    votes = ccai_votes()
    groups = None if with_groups else np.full(votes.shape[0], -1)
    return votes, analyse(votes, AnalysisParameters(resamples=1), groups=groups)


@cache
def candidates_and_ballots(*, with_groups: bool) -> tuple[Candidates, Ballots]:
    votes, result = analysed(with_groups=with_groups)
    groups = len(result.groups)
    assert groups == (2 if with_groups else 0)
    counts = (
        GroupVotes(result.group_agree, result.group_disagree, result.group_seen)
        if groups
        else GroupVotes(*(values[np.newaxis] for values in (result.agree, result.disagree, result.votes)))
    )
    forms, lower = consensus_forms(counts), posteriors(counts).lower
    places = result.participant_group if groups else np.zeros(votes.shape[0], dtype=np.int64)
    statements = len(votes.statement_ids)
    candidates = Candidates(
        numbers=votes.statement_ids,
        agree=counts.agree,
        seen=counts.seen,
        group_sizes=np.bincount(places),
        geometric_mean=forms.geometric_mean,
        lower_bound=forms.lower_bound,
        divisiveness=np.asarray(result.greatest_difference),
        accepted=np.ones(statements, dtype=bool),
        meta=np.zeros(statements, dtype=bool),
        merged_into=np.full(statements, NOT_MERGED),
        not_trainable=not_trainable(tuple(votes.statement_ids.tolist())),
        scores={
            "minimum": forms.least_mean,
            "polis_product": forms.polis_product,
            "ccai_product": forms.unsmoothed_product.filled(np.nan),
            "bridging": result.bridging,
        },
    )
    ballots = Ballots.from_votes(
        votes.rows.astype(np.int64),
        votes.columns.astype(np.int64),
        votes.values > 0,
        groups=places.astype(np.int64),
        expected=lower,
    )
    return candidates, ballots


@cache
def not_trainable(numbers: tuple[int, ...]) -> tuple[str, ...]:
    with (shared_data("ccai") / "comments.csv").open(encoding="utf-8", newline="") as file:
        texts = {int(row["comment-id"]): row["comment-body"] for row in csv.DictReader(file)}
    return tuple(word_principle(texts[number], "en").not_trainable for number in numbers)


@pytest.mark.parametrize("with_groups", [True, False], ids=["groups", "no groups"])
def test_what_the_groups_contest_is_in_no_draft_of_any_rule_and_of_any_size(with_groups: bool) -> None:
    candidates, ballots = candidates_and_ballots(with_groups=with_groups)
    for rule in MEASURED:
        everything = select_principles(candidates, SelectionRules(size=275, rule=rule), ballots)
        assert CONTESTED.isdisjoint(selected.number for selected in everything.selected)
        assert {contested.number for contested in everything.contested} >= CONTESTED


@pytest.mark.parametrize("size", [20, 75])
def test_the_fair_slates_leave_nobody_short_and_share_most_of_the_surest(size: int) -> None:
    candidates, ballots = candidates_and_ballots(with_groups=True)
    found = {one.rule: one for one in compare_rules(candidates, SelectionRules(size=size), ballots)}
    assert set(found) == set(MEASURED)
    surest = set(found["lower_bound"].columns)
    for rule in SLATES:
        audit = found[rule].representation
        assert audit is not None
        assert audit.ok
        assert len(surest & set(found[rule].columns)) > 0.75 * size


def test_the_products_of_2023_choose_less_surely_than_the_lower_bound() -> None:
    candidates, ballots = candidates_and_ballots(with_groups=True)
    least = {
        rule: min(
            selected.lower_bound
            for selected in select_principles(
                candidates, SelectionRules(size=75, rule=rule), ballots
            ).selected
        )
        for rule in ("lower_bound", "equal_shares", "ccai_product")
    }
    assert least["lower_bound"] > least["equal_shares"] > least["ccai_product"]
