"""Counts of votes as published files have them: null for what too few people stand behind. PURE."""

from collections.abc import Mapping, Sequence
from typing import Any

from deliberation.results.small_cells import without_small_cells
from deliberation.results.tallies import PublicTallies, Tally, public_tallies

SIDES = ("agree", "disagree", "pass")
ANSWERS = ("adopt", "change", "reject", "pass")


def public_votes(votes: Mapping[str, Any], sides: Sequence[str] = SIDES) -> dict[str, Any]:
    """Return counts of everyone and, as `by_group`, of each group, with null for each that is held back.

    Args:
        votes: the counts by side, with a list of the same as `by_group`; whatever else is in it stays.
        sides: names of the counts; what is not in `votes` was not asked.
    """
    shown = shown_of(votes, sides)
    return {
        **_counts(votes, shown.everyone, sides),
        "by_group": [
            _counts(group, tally, sides)
            for group, tally in zip(votes["by_group"], shown.by_group, strict=True)
        ],
    }


def shown_of(votes: Mapping[str, Any], sides: Sequence[str] = SIDES) -> PublicTallies:
    """Return which of these counts may be published. How many people voted decides, not how they voted."""
    return public_tallies(_tally(votes, sides), [_tally(group, sides) for group in votes["by_group"]])


def public_ratification(outcome: Any) -> Any:
    """Return the outcome of a vote with every count that too few people stand behind taken out.

    Counts of answers follow `public_votes`; the numbers of people in each group who took part are held back
    like any other small number of people.
    """
    if isinstance(outcome, list):
        return [public_ratification(item) for item in outcome]
    if not isinstance(outcome, Mapping):
        return outcome
    kept = {name: public_ratification(item) for name, item in outcome.items() if name != "by_group"}
    groups = outcome.get("by_group")
    if groups is None:
        return kept
    if "adopt" in outcome:
        return public_votes({**kept, "by_group": groups}, ANSWERS)
    return {**kept, "by_group": _public_turnout(groups, outcome.get("participants"))}


def _public_turnout(groups: Sequence[Mapping[str, Any]], together: Any) -> list[dict[str, Any]]:
    people = {group["group"]: group["participants"] for group in groups}
    ungrouped = max(0, together - sum(people.values())) if isinstance(together, int) else 0
    shown = without_small_cells({**people, "": ungrouped}, never_shown=("",))
    return [{**group, "participants": shown[group["group"]]} for group in groups]


def _tally(votes: Mapping[str, Any], sides: Sequence[str]) -> Tally:
    in_favour, *others = (votes[side] for side in sides if side in votes)
    return Tally(in_favour, 0, sum(others))


def _counts(votes: Mapping[str, Any], shown: Tally | None, sides: Sequence[str]) -> dict[str, Any]:
    hidden = [side for side in (*sides, "votes") if side in votes]
    return dict(votes) if shown else {**votes, **dict.fromkeys(hidden)}
