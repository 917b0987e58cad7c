"""The options of the command that say which prompts are made and how principles are drawn."""

from argparse import ArgumentParser

import pytest

from training_bridge.management.prompt_options import add_prompt_options, prompt_settings
from training_bridge.tailoring.settings import PromptSettings


def chosen(*arguments: str, usual: PromptSettings | None = None) -> PromptSettings:
    parser = ArgumentParser()
    add_prompt_options(parser)
    return prompt_settings(vars(parser.parse_args(arguments)), usual or PromptSettings())


def test_what_is_not_given_stays_as_it_is_configured() -> None:
    usual = PromptSettings(tailored_a_principle=3, weighting="lower bound", begun=True)
    assert chosen(usual=usual) == usual


def test_every_option_changes_its_setting() -> None:
    found = chosen(
        *("--tailored", "4", "--weighting", "consensus", "--largest-share", "0.15"),
        *("--relevant-principles", "--begun"),
    )
    assert found == PromptSettings(
        tailored_a_principle=4,
        weighting="consensus",
        largest_share=0.15,
        relevant_principles=True,
        begun=True,
    )


@pytest.mark.parametrize(
    "arguments",
    [("--tailored", "-1"), ("--tailored", "9999"), ("--largest-share", "0"), ("--largest-share", "2")],
)
def test_what_no_run_could_follow_is_refused(arguments: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="must be"):
        chosen(*arguments)


def test_settings_that_no_run_could_follow_are_refused() -> None:
    for wrong in ({"attempts": 0}, {"one_in": 1}, {"nearest_share": 0.0}):
        with pytest.raises(ValueError, match="must be"):
            PromptSettings(**wrong)  # type: ignore[arg-type]
