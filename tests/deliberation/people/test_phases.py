from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from deliberation.models import Deliberation
from deliberation.people.phases import phase_sentences

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def sentences(**dates):
    with time_machine.travel(NOW, tick=False):
        return phase_sentences(Deliberation(**dates))


def day(number, hour=0):
    return datetime(2026, 5, number, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({}, []),
        (
            {"proposing_until": day(4), "voting_until": day(11)},
            ["You can propose statements until May 3 and vote until May 10."],
        ),
        (
            {"proposing_until": day(4, 18), "voting_until": day(4, 18)},
            ["You can vote and propose statements until May 4 at 6 p.m. (UTC)."],
        ),
        (
            {"proposing_until": day(1), "voting_until": day(11)},
            ["The time for proposing statements ended on April 30.", "You can vote until May 10."],
        ),
        (
            {"voting_from": day(6), "proposing_until": day(6)},
            ["You can propose statements until May 5.", "Voting begins on May 6."],
        ),
        (
            {"voting_from": day(6), "voting_until": day(9)},
            ["Voting begins on May 6 and ends on May 8."],
        ),
        ({"voting_until": day(1), "proposing_until": day(1)}, ["Voting ended on April 30."]),
        (
            {"state": "closed", "voting_until": day(1), "ratifying_until": day(20)},
            ["You can vote on the constitution until May 19."],
        ),
        (
            {"voting_until": NOW + timedelta(days=300)},
            ["You can vote until Feb. 25, 2027 at noon (UTC)."],
        ),
    ],
)
def test_what_is_possible_when_is_said_in_plain_words(dates, said):
    assert sentences(**dates) == said
