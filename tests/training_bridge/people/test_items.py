"""Which pairs of answers people are asked about."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.training_bridge.people.people import pairs
from training_bridge.people.comparisons import HumanItem
from training_bridge.people.items import draw_items
from training_bridge.people.settings import PeopleSettings


def test_items_are_spread_over_the_principles_and_some_are_for_helpfulness() -> None:
    judged = pairs(30, principles=3)
    items = draw_items(judged, PeopleSettings(items=12, helpful_share=0.25))
    assert Counter(item.kind for item in items) == {"principle": 9, "helpfulness": 3}
    assert Counter(item.principle_id for item in items if item.principle_id) == {"p01": 3, "p02": 3, "p03": 3}


def test_an_item_asks_by_the_principle_that_the_judge_was_given() -> None:
    judged = {pair.id: pair for pair in pairs(12)}
    for item in draw_items(list(judged.values()), PeopleSettings(items=6, helpful_share=0.5)):
        pair = judged[item.feedback_id or ""]
        assert (item.first, item.second, item.prompt) == (pair.first, pair.second, pair.prompt)
        asked = (item.principle_id, item.principle_sha256, item.principle_text, item.statement_ids)
        if item.kind == "principle":
            assert asked == (
                pair.principle_id,
                pair.principle_sha256,
                pair.principle_text,
                pair.statement_ids,
            )
        else:
            assert asked == (None, None, None, ())
            assert pair.kind == "helpful"


def test_which_items_there_are_depends_neither_on_the_order_nor_on_what_the_judge_said() -> None:
    settings = PeopleSettings(items=6)
    judged = pairs(20)
    assert draw_items(judged, settings) == draw_items(judged[::-1], settings)
    others = pairs(20, p_first=0.3, dropped="near tie")
    assert [item.id for item in draw_items(others, settings)] == [
        item.id for item in draw_items(judged, settings)
    ]


def test_with_fewer_pairs_than_items_each_pair_is_asked_about() -> None:
    items = draw_items(pairs(3), PeopleSettings(items=50, helpful_share=0.0))
    assert len(items) == 3
    assert draw_items([], PeopleSettings()) == []


def test_an_item_comes_back_from_its_row() -> None:
    for item in draw_items(pairs(8), PeopleSettings(items=8)):
        assert HumanItem.from_json(json.loads(json.dumps(item.to_json()))) == item


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"items": 0}, "items must be 1 or more"),
        ({"helpful_share": 1.5}, "helpful_share must be between 0 and 1"),
        ({"share": -0.1}, "share of people's pairs"),
        ({"fewest_opinions": 0}, "fewest_opinions must be 1 or more"),
        ({"least_majority": 1.0}, "least_majority"),
    ],
)
def test_settings_that_no_comparing_could_follow_are_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PeopleSettings(**wrong)
