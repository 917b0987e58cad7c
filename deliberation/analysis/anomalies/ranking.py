"""From signals to a ranking: who is proposed to be looked at, why, and how much there is to it.

Each signal has a strength: 0 for what is usual, 1 where it was calibrated to propose. A strength becomes a
score by r² / (1 + r²), which is 0.5 there, and the scores of a person add up as independent chances do.
Nobody is proposed for a sum of small things, nor for a signal that honest people show together (bursts);
then the score stays below 0.5. The calibration is that of `benchmarks/anomalies.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from deliberation.analysis.anomalies.bursts import bursts
from deliberation.analysis.anomalies.likely_company import likely_company
from deliberation.analysis.anomalies.lock_step_votes import lock_step_votes
from deliberation.analysis.anomalies.near_copies import near_copies
from deliberation.analysis.anomalies.pace import Floats, pace
from deliberation.analysis.anomalies.spam_texts import AuthoredText, spam_texts
from deliberation.analysis.anomalies.straight_lining import straight_lining
from deliberation.analysis.vote_matrix import VoteMatrix

Kind = Literal["near_copy", "lock_step", "straight_lining", "speed", "spam", "burst", "network"]
KINDS: tuple[Kind, ...] = ("near_copy", "lock_step", "straight_lining", "speed", "spam", "burst", "network")
PROPOSING: frozenset[Kind] = frozenset({"near_copy", "lock_step", "straight_lining", "speed", "spam"})

PROPOSED = 0.5
MOST_UNPROPOSED = 0.49
# Softens the step at strength 0, so that those below it are still ranked among each other.
SHARPNESS = 6.0
LEAST_PEOPLE, LEAST_VOTES = 8, 40
# From this strength on a near copy does not shape what is expected of honest people.
SUSPECT = 0.5


@dataclass(frozen=True)
class TimedVotes:
    """When one participant voted, in seconds, and how many characters the statements have."""

    seconds: Floats
    characters: Floats


@dataclass(frozen=True)
class Conduct:
    """What is known of how people took part, besides what they voted; all of it may be missing.

    Attributes:
        order: (v,) when each vote of the matrix was cast, as ascending numbers; None where not known.
        timed: votes with known times, by participant number.
        hours: the hour in which participants came, by number.
        networks: the network and day from which they came, by number.
        texts: statements with their authors.
    """

    order: np.ndarray | None = None
    timed: Mapping[int, TimedVotes] = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)
    networks: Mapping[int, int] = field(default_factory=dict)
    texts: Sequence[AuthoredText] = ()


@dataclass(frozen=True)
class Signal:
    """One unusual thing about a participant: its kind, its strength, and the figures that tell of it."""

    kind: Kind
    strength: float
    facts: Mapping[str, float]

    @property
    def score(self) -> float:
        """Between 0 and 1; 0.5 where the strength is 1."""
        r = float(np.logaddexp(0.0, SHARPNESS * self.strength)) / SHARPNESS
        return r * r / (1 + r * r)


@dataclass(frozen=True)
class Finding:
    """Everything unusual about one participant, the strongest signal first."""

    participant: int
    signals: tuple[Signal, ...]

    @property
    def is_proposed(self) -> bool:
        """Whether one signal alone is reason enough to propose leaving the votes out."""
        return any(signal.kind in PROPOSING and signal.strength >= 1 for signal in self.signals)

    @property
    def score(self) -> float:
        """Between 0 and 1; from 0.5 on for those who are proposed, and for nobody else."""
        left = 1.0
        for signal in self.signals:
            left *= 1.0 - signal.score
        return 1.0 - left if self.is_proposed else min(MOST_UNPROPOSED, 1.0 - left)

    @property
    def kind(self) -> Kind:
        """What the finding is named after: the strongest signal, a proposing one where it is proposed."""
        telling = [signal for signal in self.signals if signal.kind in PROPOSING or not self.is_proposed]
        return telling[0].kind


def rank(votes: VoteMatrix, conduct: Conduct | None = None, *, seed: int = 0) -> list[Finding]:
    """Return one finding for each participant of whom anything is known, the most unusual first.

    The same votes and conduct give the same ranking. Votes on statements that were moderated out are ignored.
    """
    conduct = conduct or Conduct()
    found: dict[int, list[Signal]] = {number: [] for number in votes.participant_ids.tolist()}
    for number, signal in _from_votes(votes, conduct, seed):
        found[number].append(signal)
    for number, signal in _from_conduct(conduct):
        found.setdefault(number, []).append(signal)
    findings = [
        Finding(number, tuple(sorted(signals, key=lambda signal: -signal.score)))
        for number, signals in found.items()
        if signals
    ]
    return sorted(findings, key=lambda finding: (-finding.score, finding.participant))


def _from_votes(votes: VoteMatrix, conduct: Conduct, seed: int) -> list[tuple[int, Signal]]:
    order = conduct.order
    if order is not None:
        order = order[~votes.moderated_out[votes.columns]]
    votes = votes.select(statements=~votes.moderated_out)
    if votes.shape[0] < LEAST_PEOPLE or len(votes.values) < LEAST_VOTES:
        return []
    cells = likely_company(votes, seed=seed)
    copies = near_copies(votes, cells)
    runs = straight_lining(votes, order)
    suspects = (copies.strength >= SUSPECT) | (runs.strength >= 1)
    company = lock_step_votes(votes, cells, suspects, seed=seed)
    signals: list[tuple[int, Signal]] = []
    for row, number in enumerate(votes.participant_ids.tolist()):
        twins = {"copies": int(copies.copies[row]), "alike": round(float(copies.alike[row]), 3)}
        told = {"foretold": round(float(company.foretold[row]), 3), "company": int(company.company[row])}
        signals.append((number, Signal("near_copy", float(copies.strength[row]), twins)))
        signals.append((number, Signal("lock_step", float(company.strength[row]), told)))
        if runs.strength[row] > 0:
            run = {"votes": int(runs.length[row]), "value": int(runs.value[row])}
            signals.append((number, Signal("straight_lining", float(runs.strength[row]), run)))
    return signals


def _from_conduct(conduct: Conduct) -> list[tuple[int, Signal]]:
    signals: list[tuple[int, Signal]] = []
    paces = pace(
        {number: timed.seconds for number, timed in conduct.timed.items()},
        {number: timed.characters for number, timed in conduct.timed.items()},
    )
    for number, found in paces.items():
        if found.strength > 0:
            facts = {"fast": found.fast, "timed": found.timed}
            signals.append((number, Signal("speed", found.strength, facts)))
    kinds: tuple[tuple[Kind, Mapping[int, int]], ...] = (
        ("burst", conduct.hours),
        ("network", conduct.networks),
    )
    for kind, places in kinds:
        for number, burst in bursts(places).items():
            wave = {"people": float(burst.people), "usual": burst.usual}
            signals.append((number, Signal(kind, burst.strength, wave)))
    for number, texts in spam_texts(conduct.texts).items():
        facts = {
            "repeated": texts.repeated,
            "spam": texts.spam,
            "rejected": texts.rejected,
            "written": texts.written,
        }
        signals.append((number, Signal("spam", texts.strength, facts)))
    return signals
