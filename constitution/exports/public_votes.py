"""Counts of votes as published files have them: null for what too few people stand behind. PURE."""

from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.results.tallies import Tally, public_tallies


def public_votes(votes: Mapping[str, Any], sides: Sequence[str]) -> dict[str, Any]:
    """Return counts of everyone and, as `by_group`, of each group, with null for each that is held back.

    Args:
        votes: the counts by side, with a list of the same as `by_group`; whatever else is in it stays.
        sides: names of the counts: in favour, against, neither.
    """
    shown = public_tallies(_tally(votes, sides), [_tally(group, sides) for group in votes["by_group"]])
    return {
        **_counts(votes, shown.everyone, sides),
        "by_group": [
            _counts(group, tally, sides)
            for group, tally in zip(votes["by_group"], shown.by_group, strict=True)
        ],
    }


def _tally(votes: Mapping[str, Any], sides: Sequence[str]) -> Tally:
    return Tally(*(votes[side] for side in sides))


def _counts(votes: Mapping[str, Any], shown: Tally | None, sides: Sequence[str]) -> dict[str, Any]:
    return dict(votes) if shown else {**votes, **dict.fromkeys((*sides, *({"votes"} & votes.keys())))}
