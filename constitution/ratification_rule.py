"""What it takes for a principle to be adopted, and whether a vote has given it. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Reason = Literal["adopted", "too few answers", "not enough overall", "not enough in a group"]


class RuleInvalid(ValueError):
    """The rule cannot be applied; the message says what is wrong with it."""


@dataclass(frozen=True)
class RatificationRule:
    """The rule that is set before the vote opens.

    Attributes:
        overall: least share of all answers that has to adopt; exactly this share suffices.
        every_group: in each opinion group more than this share has to adopt; at one half a tie is too little.
        quorum: least number of answers on a principle.
        group_quorum: least number of answers from each group.

    Passing is an answer: it counts in the denominator, like a pass on a statement.
    """

    overall: float = 0.6
    every_group: float = 0.5
    quorum: int = 10
    group_quorum: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.overall <= 1:
            raise RuleInvalid("The share needed overall must be above 0 and at most 1.")
        if not 0 <= self.every_group < 1:
            raise RuleInvalid("The share needed in every group must be at least 0 and below 1.")
        if self.quorum < 1 or self.group_quorum < 0:
            raise RuleInvalid("The quorum must be at least 1, that of a group at least 0.")

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
            whole = name in {"quorum", "group_quorum"}
            if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
                raise RuleInvalid(f"{name} must be a {'whole ' if whole else ''}number.")
        return cls(**values)

    def as_dict(self) -> dict[str, Any]:
        """The rule as plain values."""
        return asdict(self)


@dataclass(frozen=True)
class Count:
    """Answers on one principle."""

    adopt: int = 0
    reject: int = 0
    passed: int = 0

    @property
    def answers(self) -> int:
        """All answers, passes included."""
        return self.adopt + self.reject + self.passed


@dataclass(frozen=True)
class Decision:
    """Whether a principle is adopted, and if not, why; `groups` are the indices of groups it lacks."""

    adopted: bool
    reason: Reason
    groups: tuple[int, ...] = ()


def decide(everybody: Count, by_group: tuple[Count, ...], rule: RatificationRule) -> Decision:
    """Apply the rule to one principle.

    `everybody` counts all participants, those without a group included; so it may exceed the groups' sum.
    """
    absent = tuple(i for i, count in enumerate(by_group) if count.answers < rule.group_quorum)
    if everybody.answers < rule.quorum or absent:
        return Decision(False, "too few answers", absent)
    if everybody.adopt < rule.overall * everybody.answers - 1e-9:
        return Decision(False, "not enough overall")
    lacking = tuple(
        i
        for i, count in enumerate(by_group)
        if count.answers and count.adopt <= rule.every_group * count.answers + 1e-9
    )
    if lacking:
        return Decision(False, "not enough in a group", lacking)
    return Decision(True, "adopted")
