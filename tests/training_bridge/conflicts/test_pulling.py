"""How often principles pull apart and what noise alone would give, worked by hand and drawn at random."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.conflicts.pulling import (
    Judged,
    conflict_figures,
    flip_chance,
    noise_share,
    pulled_apart,
)
from training_bridge.evaluation.statistics import Interval, Share, share_of


def judged(item: object, principle: str, in_order: float, in_reverse: float) -> Judged:
    return Judged(str(item), principle, (in_order + in_reverse) / 2, in_order, in_reverse)


def test_a_preference_is_clear_in_both_orders_and_far_enough_from_one_half() -> None:
    assert judged(1, "p", 0.9, 0.7).prefers(0.05) == 1
    assert judged(1, "p", 0.2, 0.4).prefers(0.05) == -1
    assert judged(1, "p", 0.9, 0.3).prefers(0.05) == 0
    assert judged(1, "p", 0.51, 0.52).prefers(0.05) == 0
    assert judged(1, "p", 0.51, 0.52).prefers(0.01) == 1
    assert judged(1, "p", 0.5, 0.5).prefers(0.0) == 0


def test_pairs_are_counted_by_hand() -> None:
    rows = [
        judged(1, "p1", 0.9, 0.9),
        judged(1, "p2", 0.1, 0.1),
        judged(2, "p1", 0.9, 0.9),
        judged(2, "p2", 0.8, 0.8),
        judged(3, "p1", 0.9, 0.9),
        judged(3, "p2", 0.9, 0.1),
        judged(3, "p3", 0.1, 0.1),
    ]
    found = {pair.principles: pair for pair in pulled_apart(rows, clear=0.05, noise=0.125)}
    one = found["p1", "p2"]
    assert (one.apart.count, one.apart.items, one.both_clear, one.items) == (1, 3, 2, ("1",))
    assert one.p_value == pytest.approx(1 - 0.875**3)
    assert found["p1", "p3"].corrected == pytest.approx(3 * 0.125)
    assert one.corrected == pytest.approx(2 * one.p_value)
    assert found["p1", "p3"].apart.count == found["p1", "p3"].apart.items == 1
    assert found["p2", "p3"].both_clear == 0
    assert not any(pair.is_more_than_noise for pair in found.values())


def test_what_noise_gives_follows_from_the_disagreement_of_orders() -> None:
    exactly = Share(32, 100, Interval(0.32, 0.32))
    assert flip_chance(exactly) == pytest.approx(0.2)
    assert noise_share(0.2) == pytest.approx(2 * 0.04 * 0.64)
    assert flip_chance(share_of(100, 100)) == 0.5
    assert noise_share(0.5) == 0.125
    assert 0 < flip_chance(share_of(0, 10)) < flip_chance(share_of(0, 4))


@given(st.floats(0, 0.5))
def test_noise_never_gives_more_than_one_eighth(flip: float) -> None:
    assert 0 <= noise_share(flip) <= 0.125


def test_principles_that_ask_for_the_same_are_hardly_ever_said_to_pull_apart_by_a_wavering_judge() -> None:
    """Each order shows the true preference but for a flip: the formula's own world, 60 runs of it."""
    random, flip, called, shares = np.random.default_rng(5), 0.25, 0, []
    for _ in range(60):
        rows = []
        for item in range(30):
            truth = random.random() < 0.5
            for principle in ("p1", "p2", "p3"):
                seen = [truth != (random.random() < flip) for _ in range(2)]
                rows.append(judged(item, principle, *(0.9 if one else 0.1 for one in seen)))
        found = conflict_figures(rows, clear=0.05, examples=0, least_agreement=0.2, seed=1)
        called += found["more_than_noise"] > 0
        shares += [pair["apart"]["share"] for pair in found["pairs"]]
    assert np.mean(shares) == pytest.approx(noise_share(flip), abs=0.015)
    assert called <= 3


def test_principles_that_ask_for_opposites_are_found_with_examples() -> None:
    rows = [judged(item, "p1", 0.9, 0.8) for item in range(9)]
    rows += [judged(item, "p2", 0.2, 0.1) for item in range(9)]
    found = conflict_figures(rows, clear=0.05, examples=2, least_agreement=0.2, seed=1)
    [pair] = found["pairs"]
    assert (pair["apart"]["share"], pair["more_than_noise"], found["more_than_noise"]) == (1.0, True, 1)
    assert [each["answer_pair_id"] for each in pair["examples"]] == ["0", "1"]
    assert pair["examples"][0]["p_first_by_first"] == pytest.approx(0.85)


def test_a_judge_that_follows_places_finds_no_pair() -> None:
    rows = [judged(item, name, 0.98, 0.02) for item in range(9) for name in ("p1", "p2")]
    found = conflict_figures(rows, clear=0.05, examples=2, least_agreement=0.2, seed=1)
    assert (found["follows_places"], found["apart_at_all"], found["clear"]["count"]) == (True, 0, 0)
    assert found["noise_share"] == 0.125


def test_that_everyone_prefers_the_same_is_no_conflict() -> None:
    rows = [judged(item, name, 0.9, 0.9) for item in range(9) for name in ("p1", "p2")]
    found = conflict_figures(rows, clear=0.05, examples=2, least_agreement=0.2, seed=1)
    assert (found["apart_at_all"], found["pairs"][0]["both_clear"]) == (0, 9)
