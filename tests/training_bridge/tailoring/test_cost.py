"""The cost before the start counts tailored prompts."""

import dataclasses

from tests.training_bridge.constitutions import canonical_constitution
from tests.training_bridge.runs import SETTINGS, own_texts
from training_bridge.cost import CostEstimate, estimate
from training_bridge.principles import read_constitution
from training_bridge.run_settings import RunSettings
from training_bridge.tailoring.settings import PromptSettings


def requests(settings: RunSettings) -> dict[str, int]:
    found: CostEstimate = estimate(
        settings,
        read_constitution(canonical_constitution()),
        own_texts(),
        ("prompts", "critique-revision"),
    )
    return {line.stage: line.requests for line in found.lines}


def test_tailored_prompts_are_written_and_those_of_training_are_revised() -> None:
    unlimited = dataclasses.replace(SETTINGS, limit=None)
    without = requests(unlimited)
    with_them = requests(dataclasses.replace(unlimited, prompts=PromptSettings(tailored_a_principle=8)))
    assert (without["prompts"], with_them["prompts"]) == (0, 24)
    assert with_them["critique-revision"] - without["critique-revision"] == 18 * (1 + 2 * SETTINGS.rounds)


def test_a_limit_bounds_what_is_revised_whatever_is_tailored() -> None:
    limited = requests(dataclasses.replace(SETTINGS, prompts=PromptSettings(tailored_a_principle=8)))
    assert limited["critique-revision"] == requests(SETTINGS)["critique-revision"]
