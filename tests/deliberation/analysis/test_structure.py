import dataclasses

import numpy as np
import pytest

from deliberation.analysis.analysis_parameters import AnalysisParameters
from deliberation.analysis.known_structure import known_structure, place_on
from deliberation.analysis.opinion_space import fit_opinion_space
from deliberation.analysis.stable_space import fit_stable_space, place_people
from deliberation.analysis.structure import find_structure
from deliberation.analysis.vote_matrix import VoteMatrix
from tests.deliberation.analysis.assemblies import planted
from tests.deliberation.analysis.conversations import ccai_votes

PARAMETERS = AnalysisParameters()


def say_nothing(step: str, done: float) -> None:
    """Report to nobody."""


@pytest.mark.parametrize("kind", ["classes", "regions"])
def test_the_same_votes_are_placed_where_the_analysis_placed_them(kind: str) -> None:
    votes = planted([180, 120], statements=100, votes_each=30)[0] if kind == "classes" else ccai_votes()
    space, grouping = find_structure(votes, PARAMETERS, say_nothing)
    assert grouping.basis == kind
    known = known_structure(votes, PARAMETERS, space, grouping)
    again_space, again = place_on(votes, known)
    assert again_space.participants == pytest.approx(space.participants, abs=1e-6)
    assert again_space.statements == pytest.approx(space.statements, abs=1e-9)
    assert np.mean(again.labels == grouping.labels) > 0.99
    assert again.certainty == pytest.approx(grouping.certainty, abs=0.1)


def test_new_people_and_new_statements_are_placed_on_what_is_known() -> None:
    votes, truth = planted([180, 120], statements=100, votes_each=30)
    before = votes.select(participants=np.arange(300) < 250, statements=np.arange(100) < 90)
    space, grouping = find_structure(before, PARAMETERS, say_nothing)
    known = known_structure(before, PARAMETERS, space, grouping)
    later, found = place_on(votes, known)
    assert later.components[:, 90:].tolist() == np.zeros((2, 10)).tolist()
    assert later.center[:90].tolist() == space.center.tolist()
    assert np.any(later.center[90:] != 0)
    same = found.labels[250:] == truth[250:]
    assert max(same.mean(), 1 - same.mean()) > 0.9


def test_a_statement_moderated_out_since_then_carries_nothing() -> None:
    votes, _ = planted([180, 120], statements=100, votes_each=30)
    known = known_structure(votes, PARAMETERS, *find_structure(votes, PARAMETERS, say_nothing))
    removed = dataclasses.replace(votes, moderated_out=np.arange(100) == 3)
    space, grouping = place_on(removed, known)
    assert space.components[:, 3].tolist() == [0, 0]
    without = votes.select(statements=np.arange(100) != 3)
    assert place_on(without, known)[1].labels.tolist() == grouping.labels.tolist()


def test_nobody_is_placed_on_nothing() -> None:
    nothing = VoteMatrix.from_votes([], [], [])
    known = known_structure(nothing, PARAMETERS, *find_structure(nothing, PARAMETERS, say_nothing))
    space, grouping = place_on(nothing, known)
    assert space.participants.shape == (0, 2)
    assert grouping.labels.shape == (0,)


@pytest.mark.parametrize("imputation", ["column mean", "low rank"])
def test_people_can_be_placed_on_the_map_by_their_votes_alone(imputation) -> None:  # noqa: ANN001
    votes, _ = planted([180, 120], statements=60, votes_each=25)
    filled = fit_opinion_space(votes, shared_only=True)
    space, placing = fit_stable_space(votes, filled, imputation)
    assert placing.imputation == imputation
    some = votes.select(participants=np.arange(300) % 3 == 0)
    placed = place_people(some, space.center, space.components, placing)
    assert placed == pytest.approx(space.participants[::3], abs=1e-6)


def test_the_first_axis_of_the_low_rank_map_follows_that_of_shared_variance() -> None:
    votes = ccai_votes()
    filled = fit_opinion_space(votes, shared_only=True)
    low_rank, _ = fit_stable_space(votes, filled, "low rank")
    assert abs(np.corrcoef(filled.participants[:, 0], low_rank.participants[:, 0])[0, 1]) > 0.85
    assert np.linalg.norm(low_rank.components, axis=1) == pytest.approx([1.0, 1.0])
