"""The options that say which prompts are made and how principles are drawn."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any, get_args

from training_bridge.tailoring.settings import PromptSettings, Weighting


def add_prompt_options(parser: ArgumentParser) -> None:
    """Add the options; whatever is not given stays as it is configured."""
    group = parser.add_argument_group("prompts and principles")
    group.add_argument(
        "--tailored", type=int, metavar="N", help="let the model write N prompts for each principle"
    )
    group.add_argument(
        "--weighting",
        type=lambda written: written.replace("-", " "),
        choices=get_args(Weighting),
        help="what the chance of drawing a principle follows",
    )
    group.add_argument(
        "--largest-share",
        type=float,
        metavar="X",
        help="no principle has more than this share of the rounds; else max(3/number of principles, 0.2)",
    )
    group.add_argument(
        "--relevant-principles",
        action="store_true",
        default=None,
        help="draw among the principles that a sentence encoder finds nearest to the prompt",
    )
    group.add_argument(
        "--begun", action="store_true", default=None, help="begin critiques and revisions for a weak model"
    )


def prompt_settings(options: Mapping[str, Any], usual: PromptSettings) -> PromptSettings:
    """Give the settings with what the options change. Raises ValueError for what no run could follow."""
    given = {
        "tailored_a_principle": options["tailored"],
        "weighting": options["weighting"],
        "largest_share": options["largest_share"],
        "relevant_principles": options["relevant_principles"],
        "begun": options["begun"],
    }
    return dataclasses.replace(usual, **{name: value for name, value in given.items() if value is not None})
