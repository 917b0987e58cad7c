"""The Collective Constitutional AI deliberation: known counts, known divisions, published figures."""

import time
from typing import Literal

import numpy as np
import pytest

from deliberation.analysis.consensus import group_aware_consensus
from deliberation.analysis.pipeline import AnalysisParameters, AnalysisResult, analyse
from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.conversations import ccai_votes, published_ccai_agreement

DIVIDED = [14, 15, 17]
HARMLESS = 274  # an AI should not be dangerous or hateful: first in every published ranking


@pytest.fixture(scope="module")
def votes() -> VoteMatrix:
    return ccai_votes()


@pytest.fixture(scope="module")
def stable(votes: VoteMatrix) -> AnalysisResult:
    return analyse(votes, AnalysisParameters())


def ranks(measure: np.ndarray, votes: VoteMatrix, statements: list[int]) -> list[int]:
    """Places, from 1, when the greatest comes first."""
    place = np.empty(len(measure), dtype=int)
    place[np.argsort(-measure)] = np.arange(1, len(measure) + 1)
    return sorted(place[np.searchsorted(votes.statement_ids, statements)].tolist())


def test_the_cleaned_counts(votes: VoteMatrix) -> None:
    assert votes.shape == (1002, 275)
    assert [int(votes.count(value).sum()) for value in (1, -1, 0)] == [27271, 4550, 2742]


def test_liberty_against_the_common_good_divides_the_groups(
    votes: VoteMatrix, stable: AnalysisResult
) -> None:
    assert len(stable.groups) > 1
    assert ranks(stable.divisiveness, votes, DIVIDED) == [1, 2, 3]


def test_it_divides_people_along_the_axes_whatever_the_groups(
    votes: VoteMatrix, stable: AnalysisResult
) -> None:
    assert max(ranks(stable.axis_difference, votes, DIVIDED)) <= 5
    polis = analyse(votes, AnalysisParameters(mode="polis"))
    assert max(ranks(polis.divisiveness, votes, DIVIDED)) <= 5


def test_nobody_wants_a_dangerous_or_hateful_ai(votes: VoteMatrix, stable: AnalysisResult) -> None:
    assert ranks(stable.group_aware_consensus, votes, [HARMLESS]) == [1]
    assert ranks(stable.consensus_lower_bound, votes, [HARMLESS])[0] <= 10


def test_groups_do_not_depend_on_the_seed(votes: VoteMatrix, stable: AnalysisResult) -> None:
    other = analyse(votes, AnalysisParameters(seed=1))
    assert len(other.groups) == len(stable.groups)
    assert np.mean(other.participant_group == stable.participant_group) > 0.97


def test_the_same_votes_dealt_out_anew_make_no_groups(votes: VoteMatrix) -> None:
    """Each statement keeps its votes and its voters, but nothing goes together with anything."""
    generator = np.random.default_rng(0)
    by_statement = np.argsort(votes.columns, kind="stable")
    dealt = votes.values.copy()
    dealt[by_statement] = votes.values[np.lexsort((generator.random(len(dealt)), votes.columns))]
    result = analyse(VoteMatrix.from_votes(votes.rows, votes.columns, dealt), AnalysisParameters())
    assert len(result.groups) == 1
    assert all(agreement < 0.35 for agreement in result.group_agreement.values())


def test_the_product_of_published_agreement_is_group_aware_consensus_without_smoothing(
    votes: VoteMatrix,
) -> None:
    published = np.array(published_ccai_agreement())
    product = published.prod(axis=1)
    figures = [product.mean(), np.median(product), product.min(), product.max()]
    assert figures == pytest.approx([0.643, 0.704, 0.0417, 0.963], abs=5e-4)
    # With a million voters in each group smoothing vanishes, and our product is the published one.
    agree = np.round(published.T * 1e6).astype(np.int64)
    counts = GroupVotes(agree, np.zeros_like(agree), np.full_like(agree, 1_000_000))
    assert group_aware_consensus(counts) == pytest.approx(product, abs=1e-5)


@pytest.mark.parametrize("mode", ["polis", "stable"])
def test_it_takes_seconds(votes: VoteMatrix, mode: Literal["polis", "stable"]) -> None:
    started = time.process_time()
    analyse(votes, AnalysisParameters(mode=mode))
    assert time.process_time() - started < 8  # about 0.1 and 1 on one free core
