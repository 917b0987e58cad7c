"""The options that say what a run does beside training and measuring, and with what."""

from __future__ import annotations

import dataclasses
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training_bridge.run_settings import ADDITIONS, RunSettings

HALF = 0.5
"""What a reader finds by guessing."""

OPTIONS: Mapping[str, tuple[str, str]] = {
    "verifier": ("legibility", "model"),
    "drop_illegible": ("legibility", "drop_below"),
    "people_share": ("people", "share"),
    "leave_out": ("ablation", "leave_out"),
    "layer": ("features", "layer"),
    "dictionary": ("features", "size"),
    "features_k": ("features", "k"),
}
"""Each option with the group of settings and the setting that it changes."""


def add_addition_options(parser: ArgumentParser) -> None:
    """Add the options; whatever is not given stays as it is configured."""
    group = parser.add_argument_group("looking closer, and bringing people in")
    group.add_argument(
        "--add",
        action="append",
        choices=ADDITIONS,
        metavar="NAME",
        help=f"do this too in a whole run, any number of times: {', '.join(ADDITIONS)}",
    )
    group.add_argument("--verifier", metavar="M", help="the model that reads critiques; else the judge")
    group.add_argument(
        "--drop-illegible",
        type=float,
        nargs="?",
        const=HALF,
        metavar="P",
        help="do not learn from revisions whose critique gave the reader less than this probability of "
        f"finding them; {HALF} unless given",
    )
    group.add_argument(
        "--people-share",
        type=float,
        metavar="X",
        help="the share of people's pairs in the preference data: 0 only measures, 1 learns from people "
        "alone; else all pairs of people and judge as they are",
    )
    group.add_argument(
        "--leave-out",
        action="append",
        metavar="WHAT",
        help="train again without principle:ID or group:LETTER, any number of times",
    )
    group.add_argument(
        "--layer", type=int, metavar="L", help="after which layer features are looked for, counted from 1"
    )
    group.add_argument("--dictionary", type=int, metavar="N", help="how many features there are at most")
    group.add_argument("--features-k", type=int, metavar="K", help="how many are active at one token")
    group.add_argument(
        "--comparisons", type=Path, metavar="FILE", help="what people compared elsewhere, JSON lines"
    )
    group.add_argument(
        "--reviews", type=Path, metavar="FILE", help="what people found wrong elsewhere, JSON lines"
    )


def with_additions(options: Mapping[str, Any], usual: RunSettings) -> RunSettings:
    """Give the settings with what the options change.

    Raises:
        ValueError: what no run could follow; the message says why.
    """
    changed: dict[str, dict[str, Any]] = {}
    for option, (part, name) in OPTIONS.items():
        value = options.get(option)
        if value is not None:
            changed.setdefault(part, {})[name] = tuple(value) if isinstance(value, list) else value
    parts = {part: dataclasses.replace(getattr(usual, part), **given) for part, given in changed.items()}
    wanted = set(options.get("add") or usual.additions)
    unknown = sorted(wanted - set(ADDITIONS))
    if unknown:
        raise ValueError(f"there is no addition {unknown[0]}: it is one of {', '.join(ADDITIONS)}")
    return dataclasses.replace(usual, additions=tuple(name for name in ADDITIONS if name in wanted), **parts)
