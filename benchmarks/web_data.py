"""A large deliberation for `benchmarks.web`: people, statements, votes with their events, and an analysis."""

from __future__ import annotations

import random
import uuid
from typing import Any


def fill_deliberation(slug: str, participants: int, statements: int, votes: int) -> Any:
    """Make a deliberation in which the votes are spread evenly, through the service that imports use."""
    from django.db import transaction

    from deliberation.models import Deliberation, Event, Participant, Statement
    from deliberation.voting.services import Ballot, record_votes

    deliberation = Deliberation.objects.create(slug=slug, title="Benchmark")
    people = Participant.objects.bulk_create(
        [
            Participant(deliberation=deliberation, number=number, consent_version=1)
            for number in range(1, participants + 1)
        ],
        batch_size=2000,
    )
    sayings = Statement.objects.bulk_create(
        [
            Statement(
                deliberation=deliberation,
                number=number,
                text=f"The AI should be measured before anybody relies on it, says statement {number}.",
                state=Statement.State.ACCEPTED,
            )
            for number in range(1, statements + 1)
        ]
    )
    Deliberation.objects.filter(pk=deliberation.pk).update(
        next_participant_number=participants + 1, next_statement_number=statements + 1
    )
    chance = random.Random(1)
    each = votes // participants
    for start in range(0, participants, 500):
        cast = [
            (
                person,
                [
                    Ballot(statement, _value(chance, person.number, statement.number), uuid.uuid4().hex)
                    for statement in chance.sample(sayings, each)
                ],
            )
            for person in people[start : start + 500]
        ]
        with transaction.atomic():
            record_votes(deliberation, cast, origin=Event.Origin.SIMULATED, keys_are_new=True)
    deliberation.refresh_from_db()
    return deliberation


def _value(chance: random.Random, person: int, statement: int) -> int:
    """Two halves of the people who disagree about a third of the statements."""
    agrees = 0.7 if statement % 3 or person % 2 else 0.1
    return chance.choices((1, -1, 0), (agrees, 0.9 - agrees, 0.1))[0]


def analyse(deliberation: Any) -> None:
    """Give it an analysis, from which the routing takes its priorities."""
    from deliberation.results.services import run_analysis

    run_analysis(deliberation=deliberation)
