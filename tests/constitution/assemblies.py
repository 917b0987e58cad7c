"""A small assembly with two opinion groups, analysed by hand, for the tests of the constitution.

Group A has six people, group B four. What each group says of each statement is given as
(agree, disagree, pass) per group; the scores of the analysis follow from it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Max

from deliberation.analysis.consensus import (
    consensus_geometric_mean,
    consensus_lower_bound,
    group_aware_consensus,
)
from deliberation.analysis.divisiveness import greatest_difference
from deliberation.analysis.representativeness import GroupVotes
from deliberation.models import (
    Analysis,
    Deliberation,
    OpinionGroup,
    Participant,
    ParticipantPlaces,
    Places,
    Statement,
    StatementResult,
)
from tests.factories import DeliberationFactory, ParticipantFactory, StatementFactory

Counts = Sequence[tuple[int, int, int]]

AGREED: Counts = [(6, 0, 0), (4, 0, 0)]
MOSTLY_AGREED: Counts = [(5, 1, 0), (3, 0, 1)]
DIVIDED: Counts = [(6, 0, 0), (0, 4, 0)]
DISLIKED: Counts = [(1, 5, 0), (1, 3, 0)]
HARDLY_SEEN: Counts = [(1, 0, 0), (1, 0, 0)]

STATEMENTS: list[tuple[str, Counts]] = [
    ("The AI should be honest.", AGREED),
    ("The AI should not be threatening or aggressive.", MOSTLY_AGREED),
    ("The AI should take the side of workers.", DIVIDED),
    ("The AI should joke about anything.", DISLIKED),
    ("The AI should speak softly.", HARDLY_SEEN),
    ("The company behind the AI should publish its figures.", AGREED),
]


def analysed_assembly(
    statements: Sequence[tuple[str, Counts]] = STATEMENTS,
    *,
    deliberation: Deliberation | None = None,
    group_sizes: Sequence[int] = (6, 4),
    language: str = "en",
) -> Analysis:
    """Make a deliberation with these statements and an analysis that says of them what is given."""
    deliberation = deliberation or DeliberationFactory(language=language)
    people = [ParticipantFactory(deliberation=deliberation) for _ in range(sum(group_sizes))]
    rows = [
        StatementFactory(deliberation=deliberation, text=text, language=language) for text, _c in statements
    ]
    return analysis_of(deliberation, rows, [counts for _text, counts in statements], people, group_sizes)


def analysis_of(
    deliberation: Deliberation,
    statements: Sequence[Statement],
    counts: Sequence[Counts],
    people: Sequence[Participant],
    group_sizes: Sequence[int],
) -> Analysis:
    agree, disagree, passed = (
        np.array([[per_group[kind] for per_group in row] for row in counts], dtype=np.int64)
        .reshape(len(counts), len(group_sizes))
        .T
        for kind in range(3)
    )
    votes = GroupVotes(agree=agree, disagree=disagree, seen=agree + disagree + passed)
    analysis = Analysis.objects.create(
        deliberation=deliberation,
        mode="stable",
        parameters={"mode": "stable", "credible_level": 0.95},
        seed=0,
        input_hash="1" * 64,
        result_hash="2" * 64,
        participant_count=len(people),
        statement_count=len(statements),
        vote_count=int(votes.seen.sum()),
        agree=int(agree.sum()),
        disagree=int(disagree.sum()),
        passed=int(passed.sum()),
        summary={"divisiveness_basis": "groups"},
        event_watermark=deliberation.events.aggregate(last=Max("id"))["last"] or 0,
    )
    for number, size in enumerate(group_sizes):
        OpinionGroup.objects.create(
            analysis=analysis, number=number, size=size, center_x=0, center_y=0, representative=[]
        )
    numbers = np.array([person.number for person in people])
    groups = np.repeat(np.arange(len(group_sizes)), group_sizes)
    zeros, unknown = np.zeros(len(people)), np.full(len(people), np.nan)
    ParticipantPlaces.objects.keep(analysis, Places(numbers, zeros, zeros, groups, unknown))
    _store_results(analysis, statements, votes)
    return analysis


def _store_results(analysis: Analysis, statements: Sequence[Statement], votes: GroupVotes) -> None:
    scores: dict[str, Any] = {
        "group_aware_consensus": group_aware_consensus(votes),
        "consensus_geometric_mean": consensus_geometric_mean(votes),
        "consensus_lower_bound": consensus_lower_bound(votes),
        "divisiveness": greatest_difference(votes.agree, votes.seen),
        "greatest_difference": greatest_difference(votes.agree, votes.seen),
    }
    for column, statement in enumerate(statements):
        by_group = [
            {
                "agree": int(votes.agree[group, column]),
                "disagree": int(votes.disagree[group, column]),
                "pass": int((votes.seen - votes.agree - votes.disagree)[group, column]),
                "votes": int(votes.seen[group, column]),
            }
            for group in range(len(votes.seen))
        ]
        StatementResult.objects.create(
            analysis=analysis,
            statement=statement,
            votes=sum(group["votes"] for group in by_group),
            agree=sum(group["agree"] for group in by_group),
            disagree=sum(group["disagree"] for group in by_group),
            passed=sum(group["pass"] for group in by_group),
            x=0,
            y=0,
            extremity=0,
            priority=0,
            by_group=by_group,
            **{name: float(values[column]) for name, values in scores.items()},
        )


def people_of_group(analysis: Analysis, group: int) -> list[Participant]:
    """The members of an opinion group, in the order of their numbers."""
    places = analysis.places()
    members = places.participants[places.groups == group].tolist()
    return list(analysis.deliberation.participants.filter(number__in=members).order_by("number"))
