"""Drawing principles: by chance and content alone, weighted, and never too much of one."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_bridge.drawing import Asked, draw_principle, draw_principles, principle_weights, share_bound
from training_bridge.principles import ConstitutionError, Principle


def principles(*consensus: float | None, bounds: tuple[float | None, ...] = ()) -> list[Principle]:
    lower = bounds or (None,) * len(consensus)
    return [
        Principle(f"p{place:02}", "text", "critique", "revise", (place,), "0" * 64, value, low)
        for place, (value, low) in enumerate(zip(consensus, lower, strict=True), start=1)
    ]


THREE = principles(0.9, 0.9, 0.9)
TEN = principles(*[0.9] * 10)
ASKED = [Asked(f"red-{number}") for number in range(120)]


def test_a_draw_depends_on_seed_prompt_and_round_alone() -> None:
    def draw(seed: int, prompt: str, number: int) -> str:
        return draw_principle(THREE, seed=seed, prompt_id=prompt, round_number=number).id

    assert draw(1, "red-1", 1) == draw(1, "red-1", 1)
    drawn = {draw(seed, f"red-{n}", number) for seed in (1, 2) for n in range(9) for number in (1, 2)}
    assert drawn == {"p01", "p02", "p03"}


def test_without_weights_the_draw_is_uniform() -> None:
    counts = Counter(
        draw_principle(THREE, seed=5, prompt_id=f"red-{n}", round_number=1).id for n in range(3000)
    )
    assert all(900 < count < 1100 for count in counts.values())


def test_with_weights_principles_come_as_often_as_their_consensus_says() -> None:
    weights = principle_weights(principles(0.6, 0.3, 0.1), "consensus")
    counts = Counter(
        draw_principle(THREE, seed=5, prompt_id=f"red-{n}", round_number=1, weights=weights).id
        for n in range(3000)
    )
    assert 1700 < counts["p01"] < 1900
    assert 800 < counts["p02"] < 1000
    assert 220 < counts["p03"] < 380


def test_a_principle_without_the_figure_counts_like_the_mean_of_the_others() -> None:
    assert principle_weights(principles(0.8, None, 0.4), "consensus") == pytest.approx(
        (0.8 / 1.8, 0.6 / 1.8, 0.4 / 1.8)
    )
    assert principle_weights(principles(None, None), "consensus") == (0.5, 0.5)
    assert principle_weights(principles(0.0, 0.0), "consensus") == (0.5, 0.5)


def test_the_lower_bound_makes_a_principle_that_few_voted_on_rarer() -> None:
    given = principles(0.9, 0.9, bounds=(0.8, 0.2))
    assert principle_weights(given, "consensus") == (0.5, 0.5)
    assert principle_weights(given, "lower bound") == pytest.approx((0.8, 0.2))


@pytest.mark.parametrize(("count", "bound"), [(2, 1.0), (3, 1.0), (10, 0.3), (15, 0.2), (75, 0.2)])
def test_unless_given_the_bound_is_three_even_shares_and_at_least_a_fifth(count: int, bound: float) -> None:
    assert share_bound(count) == pytest.approx(bound)


def test_a_bound_below_an_even_share_is_refused() -> None:
    with pytest.raises(ConstitutionError, match="10.0%.*5.0% is impossible"):
        share_bound(10, 0.05)
    assert share_bound(10, 0.1) == 0.1


def test_no_principle_takes_more_than_its_bound_however_strongly_it_is_weighted() -> None:
    popular = principles(1.0, *[0.01] * 9)
    draws = draw_principles(ASKED, popular, rounds=2, seed=1, weighting="consensus", largest_share=0.25)
    assert max(draws.shares().values()) == draws.most / 240 == 0.25
    assert draws.redrawn > 0
    assert set(draws.shares()) == {principle.id for principle in popular}


def test_the_order_of_the_prompts_changes_nothing() -> None:
    turned = ASKED[:]
    random.Random(7).shuffle(turned)
    arguments = {"rounds": 3, "seed": 4, "largest_share": 0.11}
    first, second = (draw_principles(each, TEN, **arguments) for each in (ASKED, turned))
    assert first.by_round == second.by_round
    assert first.redrawn == second.redrawn


def test_a_bound_that_is_not_met_changes_no_draw() -> None:
    draws = draw_principles(ASKED, TEN, rounds=1, seed=4, largest_share=1.0)
    assert draws.redrawn == 0
    for (prompt, number), drawn in draws.by_round.items():
        assert drawn == draw_principle(TEN, seed=4, prompt_id=prompt, round_number=number)


def test_a_tailored_prompt_is_held_to_its_own_principle_first_and_to_any_later() -> None:
    asked = [Asked(f"tailored-{n}", f"p{n % 10 + 1:02}") for n in range(60)]
    draws = draw_principles(asked, TEN, rounds=2, seed=1)
    for each in asked:
        assert draws.by_round[each.prompt_id, 1].id == each.own_principle
    second = [draws.by_round[each.prompt_id, 2].id == each.own_principle for each in asked]
    assert 0 < sum(second) < 30


def test_even_own_principles_do_not_pass_the_bound() -> None:
    asked = [Asked(f"tailored-{n}", "p01") for n in range(50)]
    draws = draw_principles(asked, TEN, rounds=1, seed=1)
    assert draws.shares()["p01"] == draws.bound == pytest.approx(0.3)


def test_a_principle_that_is_no_longer_there_is_drawn_like_any_other() -> None:
    draws = draw_principles([Asked("tailored-1", "p99")], THREE, rounds=1, seed=1)
    assert draws.by_round["tailored-1", 1] in THREE


@given(st.integers(1, 12), st.integers(0, 40), st.integers(1, 4), st.integers(0, 5), st.floats(0, 1))
def test_every_place_is_filled_within_the_bound(
    count: int, prompts: int, rounds: int, seed: int, room: float
) -> None:
    share = 1 / count + room * (1 - 1 / count)
    draws = draw_principles(
        [Asked(str(number)) for number in range(prompts)],
        principles(*[0.5] * count),
        rounds=rounds,
        seed=seed,
        largest_share=share,
    )
    assert len(draws.by_round) == prompts * rounds
    counts = Counter(principle.id for principle in draws.by_round.values())
    # With very few places the bound is an even share rounded up.
    assert max(counts.values(), default=0) <= max(
        share * prompts * rounds + 1e-6, -(-prompts * rounds // count)
    )


def test_where_a_prompt_names_principles_only_those_are_drawn() -> None:
    asked = [Asked(f"mine-{n}", among=("p02", "p07", "p99")) for n in range(20)] + ASKED
    draws = draw_principles(asked, TEN, rounds=3, seed=1)
    for each in asked[:20]:
        assert {draws.by_round[each.prompt_id, number].id for number in (1, 2, 3)} <= {"p02", "p07"}


def test_the_bound_goes_before_the_principles_that_are_named() -> None:
    asked = [Asked(f"red-{n}", among=("p02",)) for n in range(40)]
    draws = draw_principles(asked, TEN, rounds=1, seed=1, largest_share=0.2)
    assert draws.shares()["p02"] == 0.2
    assert len(draws.by_round) == 40
