"""What looking closer takes is said before it starts, and grows with what is asked."""

import dataclasses
from typing import Any

import pytest

from tests.training_bridge.constitutions import canonical_constitution
from training_bridge.ablation.settings import AblationSettings
from training_bridge.cost import CostLine, Prices, estimate
from training_bridge.pipeline import stages_of
from training_bridge.principles import read_constitution
from training_bridge.run_settings import ADDITIONS, DEMONSTRATION, SCRIPTED, RunSettings
from training_bridge.texts import Texts

TEXTS = Texts.own()
EVERYTHING = dataclasses.replace(DEMONSTRATION, additions=ADDITIONS)


def lines(settings: RunSettings, prices: Prices | None = None) -> dict[str, CostLine]:
    found = estimate(
        settings,
        read_constitution(canonical_constitution()),
        TEXTS,
        stages_of("all", settings),
        prices=prices,
    )
    return {line.stage: line for line in found.lines}


def changed(part: str, **changes: Any) -> RunSettings:
    other = dataclasses.replace(getattr(EVERYTHING, part), **changes)
    return dataclasses.replace(EVERYTHING, **{part: other})


def test_each_addition_has_a_line_and_only_people_take_no_model_any_time() -> None:
    found = lines(EVERYTHING)
    assert [name for name in ADDITIONS if not found[name].seconds] == ["human-feedback"]


def test_only_what_is_added_has_a_line() -> None:
    found = lines(dataclasses.replace(DEMONSTRATION, additions=("conflicts",)))
    assert set(ADDITIONS) & found.keys() == {"conflicts"}


@pytest.mark.parametrize(
    ("stage", "more"),
    [
        ("legibility", dataclasses.replace(EVERYTHING, rounds=2)),
        ("critic", changed("critic", rows=40)),
        ("conflicts", changed("feedback", answer_tokens=200)),
        ("character", changed("character", answers=5)),
        ("character", changed("character", epochs=5)),
        ("ablate", changed("ablation", leave_out=("group:A", "group:B"))),
        ("ablate", changed("ablation", random_controls=3)),
        ("ablate", changed("ablation", gradient_items=200)),
        ("features", changed("features", size=4096)),
        ("features", changed("features", tokens=100_000)),
    ],
)
def test_more_that_is_asked_takes_longer(stage: str, more: RunSettings) -> None:
    assert lines(more)[stage].seconds > lines(EVERYTHING)[stage].seconds


def test_one_part_left_out_is_trained_and_measured_as_often_as_its_controls_and_once_more() -> None:
    once = dataclasses.replace(EVERYTHING, ablation=AblationSettings(gradient_items=0))
    trained = lines(once)["ablate"].trained_tokens
    of_the_full_training = lines(dataclasses.replace(once, control=False))["sft"].trained_tokens
    assert trained == 2 * of_the_full_training


def test_a_character_is_measured_too() -> None:
    without = dataclasses.replace(DEMONSTRATION, additions=())
    with_it = dataclasses.replace(DEMONSTRATION, additions=("character",))
    assert lines(with_it)["evaluate"].requests > lines(without)["evaluate"].requests


def test_what_the_judge_reads_on_a_server_costs_money_and_the_rest_does_not() -> None:
    served = dataclasses.replace(EVERYTHING, judge_server="http://127.0.0.1:9/v1")
    found = lines(served, Prices(prompt_tokens=1.0, new_tokens=1.0))
    assert {name for name in ADDITIONS if found[name].money} == {"legibility", "critic", "conflicts"}


def test_a_script_takes_no_time() -> None:
    assert not any(line.seconds for line in lines(dataclasses.replace(EVERYTHING, model=SCRIPTED)).values())
