"""What each opinion group carried of a constitution, from its published file alone. PURE.

The group-aware consensus of a principle is the geometric mean over groups of the smoothed share that agrees,
(A + 1) / (S + 2) (`deliberation.analysis.consensus`). What a principle *owes* a group is how much of it goes
when that group's votes are left out:

    owed(p, g) = consensus(p) - consensus of p over all groups but g

A group *carried* the principles that owe it more than they owe any other group; where two are owed exactly
the same, both did. "It would not have passed without them" cannot be the measure: a statement has to pass in
every group, so that leaving a group out never makes one fail.

Counts that the file withholds, because few people voted, are not guessed: such a principle is carried by
nobody who is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SIDES = ("agree", "disagree", "pass")


class NoGroupsError(ValueError):
    """The file does not say which group carried what; the message says why."""


@dataclass(frozen=True)
class Owed:
    """What one principle owes one group, as a difference of the group-aware consensus."""

    principle_id: str
    owed: float


@dataclass(frozen=True)
class Carried:
    """Who carried what.

    Attributes:
        by_group: for each group of the file, in its order, the principles it carried, in theirs.
        withheld: principles whose counts the file withholds for some group.
    """

    by_group: Mapping[str, tuple[Owed, ...]]
    withheld: tuple[str, ...]

    def principles_of(self, group: str) -> tuple[str, ...]:
        """Give the ids of the principles that a group carried.

        Raises:
            NoGroupsError: there is no such group.
        """
        if group not in self.by_group:
            raise NoGroupsError(
                f"there is no group {group} in the constitution: there are {', '.join(self.by_group)}"
            )
        return tuple(each.principle_id for each in self.by_group[group])


def what_groups_carried(constitution: Mapping[str, Any]) -> Carried:
    """Say which group carried which principles of a canonical constitution.

    Raises:
        NoGroupsError: the file has no votes by group, only one group, or withholds the counts of every
            principle.
    """
    principles: Sequence[Mapping[str, Any]] = constitution.get("principles", [])
    letters = list(dict.fromkeys(group for row in principles for group, _ in _groups(row)))
    if not letters:
        raise NoGroupsError("the constitution's file has no votes by group: nobody can say who carried what")
    if len(letters) < 2:
        raise NoGroupsError("there is one group alone: it carried everything, and nothing would be left")
    carried: dict[str, list[Owed]] = {letter: [] for letter in letters}
    withheld = []
    for row in principles:
        shares = _shares(row)
        if shares is None:
            withheld.append(str(row["id"]))
            continue
        for group in _owed_most(shares):
            carried[group].append(Owed(str(row["id"]), owed_to(shares, group)))
    if len(withheld) == len(principles):
        raise NoGroupsError(
            "the constitution's file withholds the votes by group of every principle, because few people "
            "voted: nobody can say who carried what"
        )
    return Carried({group: tuple(owed) for group, owed in carried.items()}, tuple(withheld))


def owed_to(shares: Mapping[str, Fraction], group: str) -> float:
    """Give the consensus of a principle less that of all groups but one."""
    others = [share for name, share in shares.items() if name != group]
    return _geometric_mean(list(shares.values())) - _geometric_mean(others)


def _geometric_mean(shares: Sequence[Fraction]) -> float:
    return math.exp(math.fsum(math.log(share) for share in shares) / len(shares))


def _owed_most(shares: Mapping[str, Fraction]) -> Iterator[str]:
    """Give the groups whose leaving out lowers the mean most: those with the highest share, exactly."""
    highest = max(shares.values())
    if min(shares.values()) == highest:
        return
    yield from (group for group, share in shares.items() if share == highest)


def _shares(row: Mapping[str, Any]) -> dict[str, Fraction] | None:
    """Give the smoothed share of each group that agrees; None where a count is withheld or missing."""
    shares = {}
    for group, counts in _groups(row):
        found = [counts.get(side) for side in SIDES]
        if not all(isinstance(count, int) for count in found):
            return None
        agree, seen = int(counts["agree"]), sum(int(counts[side]) for side in SIDES)
        shares[group] = Fraction(agree + 1, seen + 2)
    return shares if len(shares) > 1 else None


def _groups(row: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    votes = row.get("votes") or {}
    return [(str(group["group"]), group) for group in votes.get("by_group") or []]
