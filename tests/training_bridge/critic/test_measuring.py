"""Figures of the critic, worked out by hand on a few rows, and where there is next to nothing to measure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training_bridge.critic.rows import FALSE_SENTENCE, flag, flagged, planted, review
from training_bridge.critic.flagging import FlaggedRow
from training_bridge.critic.measuring import (
    Material,
    arm_difference,
    cluster_share,
    critic_figures,
    kind_figures,
    people_figures,
)
from training_bridge.critic.reviews import Review

FALSE = "Water is dry on Mondays."
FAULTY, SOUND = [f"faulty {n}" for n in range(8)], [f"sound {n}" for n in range(8)]


def at_fault(name: str = "right") -> Any:
    return flag(*FALSE_SENTENCE, name)


def material(flags_in: set[str], *reviews: Review, rows: Any = None) -> Material:
    read = rows or [
        flagged(name, *([at_fault(f"flag of {name}")] if name in flags_in else []))
        for name in (*FAULTY, *SOUND)
    ]
    return Material.of(read, [planted(name) for name in FAULTY if name in {r.id for r in read}], reviews, 1)


def verdict(flags_in: set[str]) -> str:
    return str(critic_figures(material(flags_in))["verdict"])


def test_a_critic_that_flags_faulty_rows_more_often_tells_them_apart() -> None:
    found = critic_figures(material(set(FAULTY[:7]) | {SOUND[0]}))
    assert found["verdict"] == "tells them apart"
    assert (found["planted_flagged"]["count"], found["untouched_flagged"]["count"]) == (7, 1)
    # Fisher's exact test by hand: 2 (C(8,7) C(8,1) + C(8,8) C(8,0)) / C(16,8).
    assert found["p_value"] == pytest.approx(2 * (8 * 8 + 1) / 12870)


def test_a_critic_without_use_is_said_to_have_none() -> None:
    assert verdict({*FAULTY, *SOUND}) == "flags everything"
    assert verdict(set()) == "flags nothing"
    assert verdict({*FAULTY[:4], *SOUND[:4]}) == "no better than chance"
    assert verdict({FAULTY[0], *SOUND}) == "flags sound rows more"


def test_with_few_rows_nothing_is_said_of_the_critic() -> None:
    few = [flagged("faulty 0", at_fault()), flagged("sound 0")]
    assert critic_figures(material(set(), rows=few))["verdict"] == "too few rows"


def test_the_critic_finds_a_fault_where_its_quote_lies_there_and_lost_quotes_find_nothing() -> None:
    rows: list[FlaggedRow] = [
        flagged(FAULTY[0], at_fault("a")),
        flagged(FAULTY[1], flag(0, 14, "b")),
        flagged(FAULTY[2], flag(None, None, "c"), unreadable=2),
    ]
    found = critic_figures(material(set(), rows=rows))
    assert found["found"]["count"] == 1 and found["planted_flagged"]["count"] == 2
    assert (found["flags"], found["quotes_not_found"], found["unreadable_lines"]) == (3, 1, 2)


def test_a_person_finds_a_fault_by_marking_it_or_by_confirming_the_flag_on_it() -> None:
    name, flagged_name = FAULTY[0], f"flag of {FAULTY[0]}"
    reviews = [
        review(name, "person-1", marks=(FALSE,)),
        review(name, "person-2", critic=True, flags={flagged_name: "confirmed"}),
        review(name, "person-3", marks=("Ask her first.",)),
        review(name, "person-4", critic=True, flags={flagged_name: "dismissed"}),
    ]
    found = people_figures(material({name}, *reviews))
    assert found is not None
    assert found["found"]["alone"]["count"] == 1 and found["found"]["alone"]["items"] == 2
    assert found["found"]["with_critic"]["share"] == 0.5
    assert found["flags"]["confirmed"]["count"] == 1 and found["flags"]["confirmed"]["items"] == 2
    assert (found["flags"]["judged_by_several"], found["flags"]["people_differ"]) == (1, 1)
    assert found["found_difference"] == {
        "rows": 1,
        "value": 0.0,
        "interval": None,
        "verdict": "no clear change",
    }


def test_what_is_marked_on_rows_that_nobody_changed_is_counted_apart() -> None:
    reviews = [
        review(SOUND[0], "person-1", marks=("Ask her first.",)),
        review(SOUND[1], "person-1"),
        review(SOUND[0], "person-2", critic=True, flags={f"flag of {SOUND[0]}": "confirmed"}),
    ]
    found = people_figures(material({SOUND[0]}, *reviews))
    assert found is not None
    assert found["marked_untouched"]["alone"]["share"] == 0.5
    assert found["marked_untouched"]["with_critic"]["share"] == 1.0
    assert found["flags"]["confirmed_of_planted"] is None
    assert found["found"] == {"alone": None, "with_critic": None} and found["found_difference"] is None


def test_a_critic_that_helps_with_every_fault_is_seen_to_help() -> None:
    reviews = [review(name, "person-1") for name in FAULTY]
    reviews += [review(name, "person-2", critic=True, marks=(FALSE,)) for name in FAULTY[:7]]
    reviews += [review(FAULTY[7], "person-2", critic=True)]
    found = people_figures(material(set(), *reviews))
    assert found is not None and found["found_difference"]["verdict"] == "rise"
    assert found["found_difference"]["value"] == pytest.approx(7 / 8)
    assert found["found"]["alone"]["interval"][1] > 0.3, "none of eight rows is not certainly none at all"


def test_without_reviews_there_are_no_figures_and_reviews_of_other_rows_do_not_count() -> None:
    assert people_figures(material(set())) is None
    assert people_figures(material(set(), review("another row"))) is None


def test_people_who_all_disagree_about_each_flag_are_counted() -> None:
    reviews = [
        review(name, person, critic=True, flags={f"flag of {name}": said})
        for name in FAULTY
        for person, said in (("person-1", "confirmed"), ("person-2", "dismissed"))
    ]
    flags = (people_figures(material(set(FAULTY), *reviews)) or {})["flags"]
    assert flags["judged_by_several"] == flags["people_differ"] == 8
    assert flags["confirmed"]["share"] == 0.5


def test_flags_left_open_are_neither_confirmed_nor_dismissed() -> None:
    found = people_figures(material({FAULTY[0]}, review(FAULTY[0], critic=True, marks=(FALSE,))))
    assert found is not None and found["flags"]["left_open"] == 1 and found["flags"]["confirmed"] is None


def test_programs_in_place_of_people_are_counted_as_such() -> None:
    found = people_figures(material(set(), review(SOUND[0]), review(SOUND[0], "simulated-person-2")))
    assert found is not None and (found["people"], found["simulated"]) == (2, 1)


def test_kinds_of_faults_are_counted_one_by_one() -> None:
    (line,) = kind_figures(material({FAULTY[0]}, review(FAULTY[1], marks=(FALSE,)), review(SOUND[0])))
    assert line == {
        "kind": "false claim",
        "rows": 8,
        "critic": 1,
        "alone": {"found": 1, "reviews": 1},
        "with_critic": {"found": 0, "reviews": 0},
    }


OUTCOMES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.lists(st.sampled_from([0.0, 1.0]), max_size=4), max_size=8
)


@given(OUTCOMES)
def test_an_interval_lies_around_its_share_and_within_nought_and_one(
    outcomes: dict[str, list[float]],
) -> None:
    found = cluster_share(outcomes, 1)
    if found is not None:
        low, high = found["interval"]
        assert 0 <= low <= found["share"] <= high <= 1 and low < high


@given(OUTCOMES, OUTCOMES)
def test_turning_the_arms_round_turns_the_difference_round(one: Any, other: Any) -> None:
    forth, back = arm_difference(one, other, 1), arm_difference(other, one, 1)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert forth["value"] == pytest.approx(-back["value"])
