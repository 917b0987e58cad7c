"""How people voted on something, counted, and how sure the share that agrees is. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.special import betaincinv

from deliberation.results.small_cells import SMALLEST, without_small_cells

INTERVAL = 0.90
"""Probability with which the true share lies in the interval that pages show."""


@dataclass(frozen=True)
class Tally:
    """Counted votes of some people on one statement, or on several together."""

    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        """All votes, passes included."""
        return self.agree + self.disagree + self.passed

    @property
    def agree_share(self) -> float:
        """Share of the votes that agree, from 0 to 1; 0 without votes."""
        return self.agree / self.votes if self.votes else 0.0

    @property
    def disagree_share(self) -> float:
        """Share of the votes that disagree, from 0 to 1; 0 without votes."""
        return self.disagree / self.votes if self.votes else 0.0

    @property
    def passed_share(self) -> float:
        """Share of the votes that pass, from 0 to 1; 0 without votes."""
        return self.passed / self.votes if self.votes else 0.0

    @property
    def agree_interval(self) -> tuple[float, float]:
        """Where the share that agrees lies with a probability of 90 %.

        The central credible interval of Beta(agree + 1, votes - agree + 1), the posterior under a uniform
        prior (Gelman et al., Bayesian Data Analysis, section 2.4). Its lower end is the bound by which
        `consensus_lower_bound` ranks statements. Without votes it is nearly the whole scale.
        """
        return self._interval(self.agree)

    @property
    def is_clearly_against(self) -> bool:
        """Whether most people surely disagree: the lower end of that share's interval is above one half."""
        low, _high = self._interval(self.disagree)
        return low > 0.5

    def _interval(self, counted: int) -> tuple[float, float]:
        tail = (1.0 - INTERVAL) / 2.0
        successes, failures = counted + 1.0, self.votes - counted + 1.0
        low, high = betaincinv(successes, failures, tail), betaincinv(successes, failures, 1.0 - tail)
        return float(low), float(high)


@dataclass(frozen=True)
class PublicTallies:
    """What the public may see of the votes on one statement: None for what too few people stand behind.

    Attributes:
        everyone: the votes of all participants.
        by_group: those of each opinion group.
    """

    everyone: Tally | None
    by_group: tuple[Tally | None, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is held back."""
        return self.everyone is not None and None not in self.by_group


def nothing_is_held_back(votes: int, groups: Sequence[int]) -> bool:
    """Whether all the votes on a statement and those of each group can be shown, by their numbers alone."""
    return not any(0 < count < SMALLEST for count in (votes, *groups))


def public_tallies(everyone: Tally, groups: Sequence[Tally]) -> PublicTallies:
    """Hold back what fewer than `SMALLEST` people voted, and what would give it away.

    The groups and those without a group add up to everyone, so a group that is held back takes others with
    it where they are needed (`without_small_cells`). Where everyone is held back, every group is.
    """
    if 0 < everyone.votes < SMALLEST:
        return PublicTallies(None, tuple(None if group.votes else group for group in groups))
    if nothing_is_held_back(everyone.votes, [group.votes for group in groups]):
        return PublicTallies(everyone, tuple(groups))
    counts = {str(number): group.votes for number, group in enumerate(groups)}
    ungrouped = max(0, everyone.votes - sum(counts.values()))
    shown = without_small_cells({**counts, "": ungrouped}, never_shown=("",))
    return PublicTallies(
        everyone,
        tuple(None if shown[str(number)] is None else group for number, group in enumerate(groups)),
    )


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the votes of several tallies together."""
    counted = list(tallies)
    return Tally(
        sum(tally.agree for tally in counted),
        sum(tally.disagree for tally in counted),
        sum(tally.passed for tally in counted),
    )
