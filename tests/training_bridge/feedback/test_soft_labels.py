import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.feedback.soft_labels import (
    choice_probability,
    clamped,
    is_near_tie,
    soft_label,
    tie_weight,
)

LOG_PROBABILITIES = st.floats(min_value=-50, max_value=0)
SHARES = st.floats(min_value=0, max_value=1)
PRIORS = st.floats(min_value=0.01, max_value=0.99)


@pytest.mark.parametrize(
    ("log_a", "log_b", "prior", "expected"),
    [
        (math.log(0.6), math.log(0.2), 0.5, 0.75),
        (math.log(0.03), math.log(0.01), 0.5, 0.75),
        (math.log(0.5), math.log(0.5), 0.5, 0.5),
        # 0.75 / 0.75 against 0.25 / 0.25
        (math.log(0.75), math.log(0.25), 0.75, 0.5),
        # 0.8 / 0.6 against 0.2 / 0.4, that is 4/3 against 1/2
        (math.log(0.8), math.log(0.2), 0.6, 8 / 11),
        (-1e4, 0.0, 0.5, 0.0),
        (0.0, -1e4, 0.5, 1.0),
    ],
)
def test_the_letters_share_one_probability(log_a: float, log_b: float, prior: float, expected: float) -> None:
    assert choice_probability(log_a, log_b, prior) == pytest.approx(expected)


@given(LOG_PROBABILITIES, LOG_PROBABILITIES)
def test_a_uniform_prior_changes_nothing(log_a: float, log_b: float) -> None:
    softmax = 1 / (1 + math.exp(log_b - log_a))
    assert choice_probability(log_a, log_b, 0.5) == pytest.approx(softmax)


@given(LOG_PROBABILITIES, LOG_PROBABILITIES, PRIORS)
def test_what_is_not_a_is_b(log_a: float, log_b: float, prior: float) -> None:
    swapped = choice_probability(log_b, log_a, 1 - prior)
    assert choice_probability(log_a, log_b, prior) + swapped == pytest.approx(1)


@given(LOG_PROBABILITIES, LOG_PROBABILITIES, PRIORS)
def test_calibration_never_changes_which_answer_wins(
    in_order: float, in_reverse: float, prior: float
) -> None:
    def label(prior_a: float) -> float:
        shown_second = 1 - choice_probability(in_reverse, 0.0, prior_a)
        return soft_label(choice_probability(in_order, 0.0, prior_a), shown_second)

    if abs(in_order - in_reverse) > 1e-3 and max(in_order, in_reverse) > -20:
        assert (label(prior) > 0.5) == (label(0.5) > 0.5)


def test_a_judge_that_looks_at_places_alone_comes_out_at_one_half() -> None:
    assert soft_label(0.9, 1 - 0.9) == 0.5


@pytest.mark.parametrize(("label", "kept"), [(0.99, 0.6), (0.01, 0.4), (0.55, 0.55), (0.5, 0.5)])
def test_labels_after_a_chain_of_thought_stay_between_forty_and_sixty_per_cent(
    label: float, kept: float
) -> None:
    assert clamped(label, 0.4) == pytest.approx(kept)


@given(SHARES, st.floats(min_value=0, max_value=0.49))
def test_clamping_stays_within_its_bounds_and_is_even_handed(label: float, least: float) -> None:
    kept = clamped(label, least)
    assert least <= kept <= 1 - least
    assert clamped(1 - label, least) == pytest.approx(1 - kept)
    assert clamped(label, 0.0) == label


@pytest.mark.parametrize(("label", "weight"), [(0.5, 0.0), (0.75, 0.5), (0.25, 0.5), (1.0, 1.0)])
def test_the_weight_of_a_pair_grows_with_its_distance_from_a_tie(label: float, weight: float) -> None:
    assert tie_weight(label) == weight


def test_an_exact_tie_is_always_a_near_tie() -> None:
    assert is_near_tie(0.5, 0.0)
    assert is_near_tie(0.1 + 0.2 + 0.2, 0.0)
    assert not is_near_tie(0.501, 0.0)
    assert is_near_tie(0.505, 0.01)
    assert is_near_tie(0.495, 0.01)
    assert not is_near_tie(0.52, 0.01)
