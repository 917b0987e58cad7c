"""How people voted on something, counted, and how sure the share that agrees is. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scipy.special import betaincinv

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


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the votes of several tallies together."""
    counted = list(tallies)
    return Tally(
        sum(tally.agree for tally in counted),
        sum(tally.disagree for tally in counted),
        sum(tally.passed for tally in counted),
    )
