from collections import Counter

import numpy as np
import pytest

from deliberation.simulation.citizens import (
    AGE_BANDS,
    BLOC,
    GROUPS,
    REGIONS,
    STRAIGHT_LINER,
    AssemblyPlan,
    draw_population,
)


def population(**changes):
    plan = AssemblyPlan(**changes)
    return draw_population(plan, np.random.default_rng(plan.seed))


def test_a_thousand_citizens_form_three_groups_of_the_planned_unequal_sizes():
    groups = Counter(citizen.group for citizen in population().citizens)
    assert groups == {"common protection": 460, "individual freedom": 330, "caution first": 210}


def test_four_hundred_of_a_thousand_are_fifty_or_older_and_a_hundred_of_these_over_seventy():
    bands = Counter(citizen.age_band for citizen in population().citizens)
    assert bands["50-69"] + bands["70+"] == 400
    assert bands["70+"] == 100


def test_age_and_region_lean_on_the_group_but_do_not_tell_it():
    people = population(participants=4000)
    shares = {}
    for index, (name, _share, _position) in enumerate(GROUPS):
        members = [citizen for citizen in people.citizens if citizen.group == name]
        shares[index] = sum(citizen.age_band in {"50-69", "70+"} for citizen in members) / len(members)
    assert shares[2] - shares[0] > 0.1
    assert all(0.2 < share < 0.7 for share in shares.values())
    assert {citizen.region for citizen in people.citizens} == {name for name, _, _ in REGIONS}


def test_a_few_straight_liners_and_one_bloc_are_there():
    kinds = Counter(citizen.kind for citizen in population().citizens)
    assert kinds[STRAIGHT_LINER] == 20
    assert kinds[BLOC] == 20


def test_the_bloc_is_of_one_group_at_one_position():
    people = population()
    rows = people.of_kind(BLOC)
    assert len(set(people.group[rows])) == 1
    assert len({tuple(position) for position in people.position[rows]}) == 1


def test_a_citizen_alone_is_an_assembly_too():
    (citizen,) = population(participants=1).citizens
    assert citizen.number == 1
    assert citizen.age_band in dict(AGE_BANDS)


def test_the_planned_groups_are_free_to_choose():
    groups = (("left", 0.7, (-1.0, 0.0)), ("right", 0.3, (1.0, 0.0)))
    counts = Counter(citizen.group for citizen in population(participants=10, groups=groups).citizens)
    assert counts == {"left": 7, "right": 3}


@pytest.mark.parametrize(
    "changes",
    [
        {"participants": 0},
        {"votes_per_participant": 0},
        {"seed": -1},
        {"groups": ()},
        {"groups": (("only", 0.5, (0.0, 0.0)),)},
        {"groups": (("one", 1.5, (0.0, 0.0)), ("two", -0.5, (0.0, 0.0)))},
        {"straight_liner_share": -0.1},
        {"straight_liner_share": 0.7, "bloc_share": 0.7},
        {"spread": -1.0},
    ],
)
def test_a_plan_that_cannot_be_drawn_is_refused(changes):
    with pytest.raises(ValueError, match=r"assembly|seed|shares|spread|voters"):
        AssemblyPlan(**changes)
