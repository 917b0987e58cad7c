"""Ids and splits of tailored prompts are fixed before a word is written."""

from collections import Counter

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.principles import read_constitution
from training_bridge.tailoring.slots import slots_of

PRINCIPLES = read_constitution(canonical_constitution()).principles


def test_every_principle_has_as_many_places_as_wanted_each_with_an_id_of_its_own() -> None:
    slots = slots_of(PRINCIPLES, each=7, seed=1, one_in=4)
    assert Counter(slot.principle.id for slot in slots) == {"p01": 7, "p02": 7, "p03": 7}
    assert len({slot.id for slot in slots}) == 21


def test_of_any_four_places_in_a_row_one_is_held_out_for_each_principle() -> None:
    slots = slots_of(PRINCIPLES, each=12, seed=1, one_in=4)
    for principle in PRINCIPLES:
        splits = [slot.split for slot in slots if slot.principle == principle]
        assert all(splits[start : start + 4].count("evaluation") == 1 for start in range(9))


def test_more_places_leave_the_earlier_ones_where_they_were() -> None:
    few = slots_of(PRINCIPLES, each=3, seed=1, one_in=4)
    many = slots_of(PRINCIPLES, each=30, seed=1, one_in=4)
    assert many[: len(few)] == few


def test_id_and_split_follow_from_principle_number_and_seed_alone() -> None:
    turned = slots_of(tuple(reversed(PRINCIPLES)), each=4, seed=1, one_in=4)
    places = {slot.id: slot.split for slot in slots_of(PRINCIPLES, each=4, seed=1, one_in=4)}
    assert {slot.id: slot.split for slot in turned} == places
    other = {slot.id for slot in slots_of(PRINCIPLES, each=4, seed=2, one_in=4)}
    assert not other & set(places)
