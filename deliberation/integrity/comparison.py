"""What the results would be without certain participants: the same analysis, made with them and without."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from deliberation.analysis.analysis_result import AnalysisResult
from deliberation.analysis.pipeline import AnalysisParameters, analyse
from deliberation.analysis.vote_matrix import VoteMatrix
from deliberation.jobs import Report
from deliberation.models import Deliberation, Participant
from deliberation.results.vote_snapshot import standing_selection, take_snapshot

A_DAY = timedelta(hours=24)
FEW_RESAMPLES = 20
MANY_VOTES = 300_000
FEW_SPLITS = 6
"""Searching for groups among many votes is done with fewer halvings: with and without alike."""
MOST_OF_ALL = 0.5
"""Without more than half of the people there is nothing left to compare with."""
LEAST_LEFT = 10


@dataclass(frozen=True)
class Difference:
    """What changes without some people; statements by their numbers.

    Attributes:
        people: how many were left out.
        groups_with, groups_without: opinion groups found.
        agreed_with, agreed_without: how many statements are agreed.
        gained, lost: statements that are agreed only without these people, or only with them.
    """

    people: int
    groups_with: int
    groups_without: int
    agreed_with: int
    agreed_without: int
    gained: list[int]
    lost: list[int]


def compare_without(
    *, deliberation: Deliberation, proposed: set[int], report: Report = lambda step, fraction: None
) -> dict[str, Any] | None:
    """Return the differences without those proposed for exclusion, and without the last day's newcomers.

    Either is None where there are no such people, or too many of them; None altogether where both are.
    """
    votes = take_snapshot(deliberation, standing_selection(deliberation)).votes
    wanted = {"proposed": proposed, "newcomers": _newcomers(deliberation)}
    found = {name: _left_out(votes, numbers) for name, numbers in wanted.items()}
    if not any(left_out.any() for left_out in found.values()):
        return None
    report("Comparing the results with and without", 0.0)
    everybody = _analysed(votes)
    differences: dict[str, Any] = {}
    for step, (name, left_out) in enumerate(found.items(), start=1):
        differences[name] = None
        if left_out.any():
            without = _analysed(votes.select(participants=~left_out))
            differences[name] = asdict(_difference(everybody, without, int(left_out.sum())))
        report("Comparing the results with and without", step / 2)
    return differences


def _newcomers(deliberation: Deliberation) -> set[int]:
    """People who joined the website within a day of the latest of them."""
    joined = deliberation.participants.filter(origin=Participant.Origin.WEB, joined_at__isnull=False)
    last = joined.order_by("-joined_at").values_list("joined_at", flat=True).first()
    if last is None:
        return set()
    since: datetime = min(last, timezone.now()) - A_DAY
    return set(joined.filter(joined_at__gt=since).values_list("number", flat=True))


def _left_out(votes: VoteMatrix, numbers: set[int]) -> NDArray[np.bool_]:
    """(n,) who is left out; nobody where that would leave too few."""
    found = np.isin(votes.participant_ids, sorted(numbers))
    left = len(found) - int(found.sum())
    if left < LEAST_LEFT or found.mean() > MOST_OF_ALL:
        return np.zeros(len(found), dtype=bool)
    return found


def _analysed(votes: VoteMatrix) -> AnalysisResult:
    parameters = AnalysisParameters(resamples=FEW_RESAMPLES)
    if len(votes.values) > MANY_VOTES:
        parameters = replace(parameters, resamples=1, splits=FEW_SPLITS)
    return analyse(votes, parameters)


def _difference(everybody: AnalysisResult, without: AnalysisResult, people: int) -> Difference:
    before, after = _agreed(everybody), _agreed(without)
    return Difference(
        people=people,
        groups_with=len(everybody.groups),
        groups_without=len(without.groups),
        agreed_with=len(before),
        agreed_without=len(after),
        gained=sorted(after - before),
        lost=sorted(before - after),
    )


def _agreed(result: AnalysisResult) -> set[int]:
    return set(result.statement_ids[result.agreed].tolist())
