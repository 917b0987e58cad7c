import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

from deliberation.simulation.assembly import simulate
from deliberation.simulation.citizens import BLOC, STRAIGHT_LINER, AssemblyPlan
from deliberation.simulation.statements import choose_statements, load_statements

STATEMENTS = load_statements()


@pytest.fixture(scope="module")
def assembly():
    return simulate(AssemblyPlan(), STATEMENTS)


def matrix(assembly):
    votes = np.full((len(assembly.citizens), len(assembly.statements) + 1), np.nan)
    votes[assembly.participant - 1, assembly.statement] = assembly.value
    return votes[:, 1:]


def recovered_groups(assembly):
    votes = matrix(assembly)
    votes = votes[:, ~np.isnan(votes).all(axis=0)]
    seen = ~np.isnan(votes)
    centred = np.where(seen, votes - np.nanmean(votes, axis=0), 0.0)
    plane = PCA(2, random_state=0).fit_transform(centred)
    plane *= np.sqrt(votes.shape[1] / seen.sum(axis=1))[:, None]
    return KMeans(3, n_init=10, random_state=0).fit_predict(plane)


def test_planted_groups_are_recovered_where_nearly_everyone_votes_on_everything():
    dense = simulate(AssemblyPlan(votes_per_participant=10_000), choose_statements(160))
    assert len(set(dense.statement)) >= 150
    assert adjusted_rand_score(dense.planted_group, recovered_groups(dense)) > 0.8


def test_planted_groups_are_recovered_from_about_thirty_five_votes_each(assembly):
    assert adjusted_rand_score(assembly.planted_group, recovered_groups(assembly)) > 0.6


def test_people_cast_about_thirty_five_votes_each_a_few_very_many(assembly):
    counts = np.bincount(assembly.participant, minlength=1001)[1:]
    assert 33 < counts.mean() < 37
    assert counts.min() >= 5
    assert counts.max() > 4 * np.median(counts)


def test_nobody_votes_twice_on_a_statement(assembly):
    pairs = set(zip(assembly.participant.tolist(), assembly.statement.tolist(), strict=True))
    assert len(pairs) == len(assembly.value)


def test_statements_that_moderation_rejects_get_no_votes_and_all_others_do(assembly):
    voted = set(assembly.statement.tolist())
    assert voted == {statement.number for statement in STATEMENTS if not statement.is_rejected}


def test_the_same_plan_gives_the_same_votes_and_another_seed_others(assembly):
    again = simulate(AssemblyPlan(), STATEMENTS)
    for field in ("participant", "statement", "value", "planted_group"):
        assert np.array_equal(getattr(again, field), getattr(assembly, field))
    assert again.citizens == assembly.citizens
    assert again.authors == assembly.authors
    other = simulate(AssemblyPlan(seed=2), STATEMENTS)
    assert not np.array_equal(other.planted_group, assembly.planted_group)


def test_straight_liners_agree_with_everything(assembly):
    numbers = [citizen.number for citizen in assembly.citizens if citizen.kind == STRAIGHT_LINER]
    cast = assembly.value[np.isin(assembly.participant, numbers)]
    assert len(cast) >= 5 * len(numbers)
    assert set(cast.tolist()) == {1}


def test_members_of_the_bloc_cast_one_and_the_same_ballot(assembly):
    numbers = [citizen.number for citizen in assembly.citizens if citizen.kind == BLOC]
    ballots = matrix(assembly)[np.array(numbers) - 1]
    assert len(numbers) > 1
    assert np.isfinite(ballots[0]).sum() >= 30
    assert all(np.array_equal(ballot, ballots[0], equal_nan=True) for ballot in ballots)


def test_votes_are_missing_where_people_are_indifferent(assembly):
    """Within the statements of equal routing, the missing ones are nearer to indifference."""
    appeal = np.array([statement.appeal for statement in STATEMENTS])
    loadings = np.array([statement.loadings for statement in STATEMENTS])
    divisive = np.array([s.role in {"divisive", "opposite"} and s.language == "en" for s in STATEMENTS])
    utility = np.abs(appeal + assembly.position @ loadings.T)[:, divisive]
    answered = np.isfinite(matrix(assembly))[:, divisive]
    cold, warm = utility < 0.4, utility > 1.5
    assert answered[cold].mean() < 0.8 * answered[warm].mean()


def test_only_readers_of_chinese_vote_on_chinese_statements(assembly):
    chinese = [statement.number for statement in STATEMENTS if statement.language != "en"]
    voters = set(assembly.participant[np.isin(assembly.statement, chinese)].tolist())
    assert voters
    assert all(assembly.citizens[number - 1].language != "en" for number in voters)


def test_proposals_have_authors_who_do_not_vote_on_them_and_seeds_have_none(assembly):
    proposals = {statement.number for statement in STATEMENTS if statement.origin == "participant"}
    assert assembly.authors.keys() == proposals
    own = set(assembly.authors.items())
    pairs = zip(assembly.statement.tolist(), assembly.participant.tolist(), strict=True)
    assert not own & set(pairs)


def test_agreement_prevails_as_in_real_assemblies(assembly):
    assert 0.7 < np.mean(assembly.value == 1) < 0.85
    assert 0.04 < np.mean(assembly.value == 0) < 0.12


def test_the_statements_given_are_not_written_to_and_votes_are_plain_arrays(assembly):
    assert assembly.statements == load_statements()
    assert assembly.value.dtype == np.int8
    assert assembly.participant.shape == assembly.statement.shape == assembly.value.shape


@settings(max_examples=40, deadline=None)
@given(
    participants=st.integers(1, 40),
    statements=st.integers(1, 40),
    votes=st.integers(1, 60),
    seed=st.integers(0, 10_000),
)
def test_any_small_size_gives_a_valid_assembly(participants, statements, votes, seed):
    small = simulate(
        AssemblyPlan(participants=participants, votes_per_participant=votes, seed=seed),
        choose_statements(statements),
    )
    assert len(small.citizens) == participants
    assert set(small.value.tolist()) <= {-1, 0, 1}
    assert set(small.participant.tolist()) <= set(range(1, participants + 1))
    assert set(small.authors.values()) <= set(range(1, participants + 1))
    votable = {statement.number for statement in small.statements if not statement.is_rejected}
    assert set(small.statement.tolist()) <= votable
    pairs = set(zip(small.participant.tolist(), small.statement.tolist(), strict=True))
    assert len(pairs) == len(small.value)


def test_only_rejected_statements_give_an_assembly_without_votes():
    rejected = [statement for statement in STATEMENTS if statement.is_rejected]
    silent = simulate(AssemblyPlan(participants=20), rejected)
    assert len(silent.value) == 0
    assert len(silent.citizens) == 20
