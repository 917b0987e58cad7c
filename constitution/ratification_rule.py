"""What it takes for a principle to be adopted, and whether a vote has given it. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

Reason = Literal["adopted", "too few answers", "not enough overall", "not enough in a group"]
SilentGroups = Literal["wait", "go on"]
Rejected = Literal["drop", "amend"]

CLOSE: Final = 1e-9
"""Shares nearer to a bound than this are on it: 0.6 of 10 answers are 6, whatever floating point says."""


class RuleInvalid(ValueError):
    """The rule cannot be applied; the message says what is wrong with it."""


@dataclass(frozen=True)
class RatificationRule:
    """The rule that is set before the vote opens.

    Adopting is the only answer in favour. "Change" says that somebody would adopt the principle in other
    words: it is an answer, so it counts in the denominator, and it does not adopt the words as they stand.
    Passing is an answer too, like a pass on a statement.

    Attributes:
        overall: least share of all answers that has to adopt; exactly this share suffices.
        every_group: in each opinion group more than this share has to adopt; at one half a tie is too little.
        quorum: least number of answers.
        group_quorum: least number of answers from each group; of a group with fewer than twice as many
            members half of them, rounded up. 0: a group that stays away is not waited for.
        silent_groups: what happens where a group gives fewer answers than that. "wait": nothing is decided
            without it. "go on": its consent is not asked, its answers count overall, and the outcome names
            it. At least one group has to have answered either way.
        whole: least share of the answers on the version as a whole that has to adopt it, under the same
            quorum and in every group as for a principle; None: the answers on the whole are counted and
            decide nothing.
        rejected: what becomes of principles that are not adopted. "drop": they stay behind; "amend": the
            next amendment begins with them, to be reworded.
    """

    overall: float = 0.6
    every_group: float = 0.5
    quorum: int = 10
    group_quorum: int = 1
    silent_groups: SilentGroups = "wait"
    whole: float | None = None
    rejected: Rejected = "drop"

    def __post_init__(self) -> None:
        if not 0 < self.overall <= 1:
            raise RuleInvalid("The share needed overall must be above 0 and at most 1.")
        if not 0 <= self.every_group < 1:
            raise RuleInvalid("The share needed in every group must be at least 0 and below 1.")
        if self.quorum < 1 or self.group_quorum < 0:
            raise RuleInvalid("The quorum must be at least 1, that of a group at least 0.")
        if self.whole is not None and not 0 < self.whole <= 1:
            raise RuleInvalid("The share needed for the whole must be above 0 and at most 1.")
        if self.silent_groups not in ("wait", "go on"):
            raise RuleInvalid('silent_groups must be "wait" or "go on".')
        if self.rejected not in ("drop", "amend"):
            raise RuleInvalid('rejected must be "drop" or "amend".')

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RatificationRule:
        """Read a stored rule; what it does not name has the default.

        Raises:
            RuleInvalid: an unknown name, something that is no number, or a number out of range.
        """
        unknown = set(values) - set(cls.__dataclass_fields__)
        if unknown:
            raise RuleInvalid(f"A rule knows nothing of {', '.join(sorted(unknown))}.")
        for name, value in values.items():
            if name in {"silent_groups", "rejected"} or (name == "whole" and value is None):
                continue
            whole = name in {"quorum", "group_quorum"}
            if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
                raise RuleInvalid(f"{name} must be a {'whole ' if whole else ''}number.")
        return cls(**values)

    def as_dict(self) -> dict[str, Any]:
        """The rule as plain values."""
        return asdict(self)

    def answers_needed(self, members: int | None) -> int:
        """Return how many answers a group of so many members has to give; None: the size is not known."""
        if members is None:
            return self.group_quorum
        return min(self.group_quorum, (members + 1) // 2)

    def for_the_whole(self) -> RatificationRule | None:
        """Return the rule by which the version as a whole is adopted; None where that is not asked for."""
        return None if self.whole is None else replace(self, overall=self.whole)


@dataclass(frozen=True)
class Count:
    """Answers on one principle, or on a version as a whole."""

    adopt: int = 0
    reject: int = 0
    passed: int = 0
    change: int = 0

    @property
    def answers(self) -> int:
        """All answers, passes and wishes for other words included."""
        return self.adopt + self.reject + self.passed + self.change


@dataclass(frozen=True)
class Decision:
    """Whether something is adopted, and if not, why.

    Attributes:
        groups: indices of the groups whose answers or majorities are lacking.
        silent: indices of the groups that gave too few answers and were not waited for.
    """

    adopted: bool
    reason: Reason
    groups: tuple[int, ...] = ()
    silent: tuple[int, ...] = ()


def decide(
    everybody: Count,
    by_group: tuple[Count, ...],
    rule: RatificationRule,
    members: Sequence[int] | None = None,
) -> Decision:
    """Apply the rule to the answers on one principle, or on the whole.

    Args:
        everybody: counts all participants, those without a group included; so it may exceed the groups' sum.
        by_group: counts the members of each opinion group.
        rule: as it was set before the vote.
        members: how many people each group has; None where that is not known.
    """
    sizes = [None] * len(by_group) if members is None else list(members)
    silent = tuple(
        group
        for group, (count, size) in enumerate(zip(by_group, sizes, strict=True))
        if count.answers < rule.answers_needed(size)
    )
    nobody_left = bool(by_group) and len(silent) == len(by_group)
    if everybody.answers < rule.quorum or (silent and rule.silent_groups == "wait") or nobody_left:
        return Decision(False, "too few answers", silent)
    if everybody.adopt < rule.overall * everybody.answers - CLOSE:
        return Decision(False, "not enough overall", silent=silent)
    lacking = tuple(
        group
        for group, count in enumerate(by_group)
        if group not in silent and count.answers and count.adopt <= rule.every_group * count.answers + CLOSE
    )
    if lacking:
        return Decision(False, "not enough in a group", lacking, silent)
    return Decision(True, "adopted", silent=silent)
