import pytest

from training_bridge.feedback.position import BothOrders, cohens_kappa, position_bias


def pairs(*letters: str) -> list[BothOrders]:
    """Read "AB" as: letter A in order, letter B in reverse, each with nine tenths of the probability."""
    return [
        BothOrders(0.9 if in_order == "A" else 0.1, 0.1 if in_reverse == "A" else 0.9)
        for in_order, in_reverse in letters
    ]


def test_a_judge_that_always_says_a_has_the_largest_bias_and_no_agreement() -> None:
    found = position_bias([BothOrders(1.0, 0.0)] * 8, seed=1)
    assert found.bias == 0.5
    assert (found.interval.low, found.interval.high) == (0.5, 0.5)
    assert (found.always_a.value, found.always_b.value, found.agreement.value) == (1.0, 0.0, 0.0)
    assert found.kappa == 0.0


def test_a_judge_that_looks_at_content_has_no_bias_and_full_agreement() -> None:
    found = position_bias(pairs("AB", "BA", "AB", "BA"), seed=1)
    assert found.bias == pytest.approx(0.0)
    assert (found.always_a.value, found.always_b.value, found.agreement.value) == (0.0, 0.0, 1.0)
    assert found.kappa == pytest.approx(1.0)


def test_shares_and_bias_are_those_counted_by_hand() -> None:
    # Two agree, one says A twice, one says B twice.
    found = position_bias(pairs("AB", "BA", "AA", "BB"), seed=1)
    assert (found.always_a.count, found.always_b.count, found.agreement.count) == (1, 1, 2)
    assert found.bias == pytest.approx(0.0)
    assert found.kappa == pytest.approx(0.0)
    tilted = position_bias(pairs("AA", "AA", "AB", "BA"), seed=1)
    # P(A) is 0.9 on the first two and 0.5 on the others.
    assert tilted.bias == pytest.approx(0.2)


def test_a_tie_is_neither_agreement_nor_a_letter() -> None:
    found = position_bias([BothOrders(0.5, 0.5)], seed=1)
    assert (found.always_a.count, found.always_b.count, found.agreement.count) == (0, 0, 0)


@pytest.mark.parametrize(
    ("ratings", "kappa"),
    [
        ([], None),
        ([(1, 1)] * 4, None),
        ([(1, 1), (-1, -1)], 1.0),
        ([(1, -1), (-1, 1)], -1.0),
        # Cohen's own layout: 20 and 15 agree, 5 and 10 do not; observed 0.7, expected 0.5.
        ([(1, 1)] * 20 + [(1, -1)] * 5 + [(-1, 1)] * 10 + [(-1, -1)] * 15, 0.4),
    ],
)
def test_kappa_is_agreement_beyond_chance(ratings: list[tuple[int, int]], kappa: float | None) -> None:
    found = cohens_kappa(ratings)
    assert found == (None if kappa is None else pytest.approx(kappa))
