"""Merging keeps both statements and their votes; taking it back leaves no trace but in the log."""

import pytest

from deliberation.analysis.pipeline import AnalysisParameters
from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import Statement, Vote
from deliberation.moderation.services import moderate_statement
from deliberation.results.vote_snapshot import Selection, input_hash, take_snapshot
from deliberation.voting.services import cast_vote
from tests.factories import ParticipantFactory, StatementFactory

pytestmark = pytest.mark.django_db
PARAMETERS = AnalysisParameters()


@pytest.fixture
def pair(deliberation):
    """Two statements that say the same; twelve people voted on both, ten on one of them each."""
    kept, merged = (StatementFactory(deliberation=deliberation, author=None) for _ in range(2))
    for person in range(32):
        participant = ParticipantFactory(deliberation=deliberation)
        for statement, value in ((kept, 1 if person % 3 else -1), (merged, 1 if person % 2 else 0)):
            if person < 12 or (person < 22) == (statement == kept):
                key = f"vote-{person}-{statement.number}"
                cast_vote(participant=participant, statement=statement, value=value, client_key=key)
    return kept, merged


def merge(pair, user=None):
    kept, merged = pair
    moderate_statement(statement=merged, outcome="duplicate", duplicate_of=kept, decided_by=user)


def snapshot(deliberation):
    return take_snapshot(deliberation, Selection())


def everything(deliberation):
    """Return all that could change: statements, votes, the vote matrix and the hash of an analysis."""
    votes = snapshot(deliberation).votes
    return (
        list(Statement.objects.order_by("pk").values()),
        list(Vote.objects.order_by("pk").values()),
        [
            array.tobytes()
            for array in (votes.participant_ids, votes.statement_ids, votes.rows, votes.columns, votes.values)
        ],
        input_hash(votes, Selection(), PARAMETERS),
    )


def test_merging_touches_no_vote(pair, deliberation):
    before = list(Vote.objects.order_by("pk").values())
    merge(pair)
    assert list(Vote.objects.order_by("pk").values()) == before
    assert {statement.state for statement in Statement.objects.all()} == {"accepted"}


def test_a_person_who_voted_on_both_counts_once_by_the_latest_vote(pair, deliberation):
    kept, merged = pair
    merge(pair)
    votes = snapshot(deliberation).votes
    assert votes.statement_ids.tolist() == [kept.number]
    counted = dict(zip(votes.participant_ids[votes.rows].tolist(), votes.values.tolist(), strict=True))
    assert len(votes.values) == len(counted) == 32
    for number, value in counted.items():
        held = Vote.objects.filter(participant__number=number, statement__in=pair).order_by("event")
        assert value == held.last().value


def test_unmerging_restores_everything_byte_for_byte(pair, deliberation, moderator):
    for statement in pair:
        moderate_statement(statement=statement, outcome="accepted", decided_by=moderator)
    before = everything(deliberation)
    merge(pair, moderator)
    assert everything(deliberation)[3] != before[3]
    moderate_statement(statement=pair[1], outcome="accepted", decided_by=moderator)

    assert everything(deliberation) == before
    assert check_deliberation(deliberation).differences == ()


def test_votes_that_change_while_merged_are_there_after_unmerging(pair, deliberation, moderator):
    kept, merged = pair
    merge(pair, moderator)
    person = deliberation.participants.first()
    cast_vote(participant=person, statement=kept, value=0, client_key="while-merged")
    moderate_statement(statement=merged, outcome="accepted", decided_by=moderator)
    assert Vote.objects.get(participant=person, statement=kept).value == 0
    assert Vote.objects.get(participant=person, statement=merged).value == 0
    assert Vote.objects.filter(statement=merged).count() == 22
