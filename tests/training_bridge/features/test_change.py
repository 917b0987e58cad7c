"""Which features are called changed: those that are, and by chance almost none."""

import numpy as np

from training_bridge.features.change import by_prompt, compare


def test_a_planted_change_is_found_and_ranked_first_among_hundreds() -> None:
    random = np.random.default_rng(2)
    first = random.gamma(1.0, size=(30, 400))
    second = first + random.normal(scale=0.1, size=first.shape)
    second[:, 17] += 0.5
    found = compare(first, second, seed=1)
    assert found.ranked()[0] == 17
    assert found.clear[17]
    assert found.clear.sum() <= 2
    assert found.low[17] < 0.5 < found.high[17] or abs(found.difference[17] - 0.5) < 0.1


def test_chance_alone_seldom_changes_any_of_many_features() -> None:
    random = np.random.default_rng(3)
    runs = 40
    false_alarms = sum(
        bool(compare(np.zeros((24, 60)), random.normal(size=(24, 60)), seed=seed).clear.any())
        for seed in range(runs)
    )
    assert false_alarms <= 6


def test_the_same_twice_is_no_change_and_no_feature_is_ranked() -> None:
    same = np.random.default_rng(4).random((12, 20))
    found = compare(same, same, seed=1)
    assert not found.clear.any()
    assert found.ranked() == []


def test_few_prompts_never_make_a_clear_change() -> None:
    found = compare(np.zeros((4, 3)), np.ones((4, 3)), seed=1)
    assert not found.clear.any()


def test_texts_of_one_prompt_count_once() -> None:
    means = by_prompt(np.asarray([[1.0], [3.0], [10.0]]), ["a", "a", "b"])
    assert means.tolist() == [[2.0], [10.0]]
