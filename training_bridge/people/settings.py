"""Settings of human feedback."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleSettings:
    """What people are asked to compare, and how their answers take part in the preference data.

    Attributes:
        items: at most this many pairs of answers are offered for comparing.
        helpful_share: the part of them that are compared for helpfulness; the others by the principle that
            the judge compared them by.
        share: the share of people's pairs in the preference data; None takes all pairs of people and judge
            as they are, 0 only measures how far the judge agrees with people, 1 learns from people alone.
        wait: whether a run on the site waits until the comparing is closed.
        fewest_opinions: how many people must have said of an item that an answer is better, or that both
            are the same, before it counts.
        least_majority: people disagree about an item where the better answer has no more than this share
            of their opinions ("the same" is half an opinion for each answer).
    """

    items: int = 16
    helpful_share: float = 0.25
    share: float | None = None
    wait: bool = True
    fewest_opinions: int = 1
    least_majority: float = 0.5

    def __post_init__(self) -> None:
        """Refuse settings that no comparing could follow."""
        if self.items < 1:
            raise ValueError("at least one item must be offered to people: items must be 1 or more")
        if not 0 <= self.helpful_share <= 1:
            raise ValueError("helpful_share must be between 0 and 1")
        if self.share is not None and not 0 <= self.share <= 1:
            raise ValueError("the share of people's pairs must be between 0 and 1, or None for all there are")
        if self.fewest_opinions < 1:
            raise ValueError("an item needs at least one opinion to count: fewest_opinions must be 1 or more")
        if not 0.5 <= self.least_majority < 1:
            raise ValueError("least_majority must be at least one half and less than 1")
