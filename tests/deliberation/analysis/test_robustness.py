from itertools import count

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.analysis.agreement import AgreementRule, agreed
from deliberation.analysis.representativeness import GroupVotes
from deliberation.analysis.robustness import IMPOSSIBLE, robustness

RULE = AgreementRule()


def counted(agree: list[int], seen: list[int]) -> GroupVotes:
    """One statement; one entry per group."""
    agreeing, all_votes = np.array([agree]).T, np.array([seen]).T
    return GroupVotes(agreeing, all_votes - agreeing, all_votes)


def test_the_radius_is_that_of_the_weakest_group() -> None:
    """Of 20 votes 14 have to agree, of 21 still 15: of 22 still 15, of 23 already 16."""
    assert RULE.least_agreeing(np.arange(17, 24)).tolist() == [12, 13, 14, 14, 15, 15, 16]
    found = robustness(counted([90, 15], [100, 20]), np.array([200, 50]), RULE)
    assert found.agreed.tolist() == [True]
    assert found.added.tolist() == [3]
    assert found.changed.tolist() == [2]
    assert found.weakest_group.tolist() == [1]
    assert (found.lifting_added.tolist(), found.lifting_changed.tolist()) == ([0], [0])


def test_what_would_lift_a_statement_is_added_up_over_the_groups() -> None:
    found = robustness(counted([12, 90, 13], [20, 100, 20]), np.array([50, 200, 50]), RULE)
    assert found.agreed.tolist() == [False]
    assert (found.added.tolist(), found.changed.tolist()) == ([0], [0])
    assert found.lifting_changed.tolist() == [2 + 0 + 1]
    # 16 of 24 are one too few, 17 of 25 suffice; and so do 15 of 22.
    assert RULE.least_agreeing(np.array([24, 25])).tolist() == [17, 17]
    assert found.lifting_added.tolist() == [5 + 2]


def test_votes_that_were_not_cast_cannot_be_changed() -> None:
    found = robustness(counted([3, 30], [3, 30]), np.array([40, 40]), RULE)
    assert found.lifting_changed.tolist() == [IMPOSSIBLE]
    assert found.lifting_added.tolist() == [2]  # five votes are needed


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (2, 0), (2, 3)])
def test_it_holds_without_groups_statements_or_votes(shape: tuple[int, int]) -> None:
    nothing = np.zeros(shape, dtype=np.int64)
    found = robustness(GroupVotes(nothing, nothing, nothing), np.full(shape[0], 9), RULE)
    assert found.added.tolist() == found.changed.tolist() == [0] * shape[1]
    lifting = 10 if shape[0] else IMPOSSIBLE  # five votes in each of two groups
    assert found.lifting_added.tolist() == [lifting] * shape[1]
    assert found.lifting_changed.tolist() == [IMPOSSIBLE] * shape[1]


CELLS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(0, 12)), min_size=1, max_size=3)
RULES = st.builds(
    AgreementRule,
    least_share=st.sampled_from([0.3, 0.5, 0.6]),
    credible_level=st.sampled_from([0.8, 0.95]),
    minimum_votes=st.integers(1, 6),
)


@settings(max_examples=150, deadline=None)
@given(CELLS, RULES)
def test_every_number_is_the_least_by_trying_all(
    cells: list[tuple[int, int, int]], rule: AgreementRule
) -> None:
    agree = np.array([yes for yes, _no, _rest in cells])
    seen = agree + np.array([no for _yes, no, _rest in cells])
    size = seen + np.array([rest for _yes, _no, rest in cells])
    found = robustness(counted(agree.tolist(), seen.tolist()), size, rule)
    groups = range(len(cells))

    def holds(group: int, agreeing: int, votes: int, members: int) -> bool:
        cell = counted([agreeing], [votes])
        return bool(agreed(cell, np.array([members]), rule)[0])

    standing = [holds(g, agree[g], seen[g], size[g]) for g in groups]
    assert found.agreed.tolist() == [all(standing)]
    if all(standing):
        added = [
            next(k for k in count(1) if not holds(g, agree[g], seen[g] + k, size[g] + k)) for g in groups
        ]
        changed = [
            k for g in groups for k in range(1, agree[g] + 1) if not holds(g, agree[g] - k, seen[g], size[g])
        ]
        assert found.added.tolist() == [min(added)]
        assert found.weakest_group.tolist() == [added.index(min(added))]
        assert found.changed.tolist() == [min(changed, default=IMPOSSIBLE)]
    else:
        lifted = [
            next(k for k in count() if holds(g, agree[g] + k, seen[g] + k, size[g] + k)) for g in groups
        ]
        turned = [
            next((k for k in range(seen[g] - agree[g] + 1) if holds(g, agree[g] + k, seen[g], size[g])), None)
            for g in groups
        ]
        assert found.lifting_added.tolist() == [sum(lifted)]
        assert found.lifting_changed.tolist() == [IMPOSSIBLE if None in turned else sum(turned)]
