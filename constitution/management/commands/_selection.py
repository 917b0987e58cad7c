"""What the commands that select principles have in common."""

from argparse import ArgumentParser

from constitution.selection import RULES
from constitution.services.selecting import DEFAULT_RULE


def add_selection_arguments(parser: ArgumentParser) -> None:
    """Add the rule and its thresholds; the default of each is that of `SelectionRules`."""
    parser.add_argument(
        "--rule",
        metavar="NAME",
        help=f"how principles are chosen among what every group agrees with ({DEFAULT_RULE}): "
        + ", ".join(RULES),
    )
    parser.add_argument(
        "--min-votes-per-group",
        type=int,
        metavar="N",
        help="votes that a statement needs in each group (5, or half of a small group)",
    )
    parser.add_argument(
        "--least-share",
        type=float,
        metavar="SHARE",
        help="more than this share of those in every group who saw it must agree (0.5)",
    )
    parser.add_argument(
        "--least-score",
        type=float,
        metavar="SCORE",
        help="least normalised agreement, the geometric mean over the groups, from 0 to 1 (none); "
        "a product of 0.723 over two groups is 0.85",
    )
