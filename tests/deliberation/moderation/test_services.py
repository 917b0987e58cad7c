import pytest

from deliberation.models import (
    Deliberation,
    DuplicateCandidate,
    Event,
    Job,
    ModerationDecision,
    Statement,
    User,
)
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.services import moderate_statement
from deliberation.results.semantic_index import INDEX_TASK
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(deliberation: Deliberation) -> Statement:
    return StatementFactory(deliberation=deliberation, state=Statement.State.PENDING)


def test_a_decision_changes_the_state_and_is_an_event(waiting: Statement, moderator: User) -> None:
    decision = moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator)

    assert waiting.state == Statement.State.ACCEPTED
    assert decision.event.user == moderator
    assert decision.event.payload.body["outcome"] == "accepted"


def test_a_rejection_needs_a_reason(waiting: Statement, moderator: User) -> None:
    with pytest.raises(DecisionRefused, match="reason"):
        moderate_statement(statement=waiting, outcome="rejected", decided_by=moderator)
    moderate_statement(statement=waiting, outcome="rejected", reason="off_topic", decided_by=moderator)

    assert waiting.state == Statement.State.REJECTED


@pytest.mark.parametrize("person", ["observer", "translator", "stranger"])
def test_only_moderators_and_owners_decide(
    waiting: Statement, person: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionError):
        moderate_statement(statement=waiting, outcome="accepted", decided_by=request.getfixturevalue(person))
    assert not ModerationDecision.objects.exists()


def test_a_decision_sent_twice_is_one(waiting: Statement, moderator: User) -> None:
    for _attempt in range(2):
        moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator, client_key="same-key")
    assert ModerationDecision.objects.count() == 1
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_MODERATED).count() == 1


def test_a_merge_confirms_the_proposed_pair(waiting: Statement, statement: Statement) -> None:
    first, second = sorted((waiting, statement), key=lambda each: each.pk)
    pair = DuplicateCandidate.objects.create(
        deliberation=waiting.deliberation, first=first, second=second, similarity=0.9
    )
    moderate_statement(statement=waiting, outcome="duplicate", duplicate_of=statement, decided_by=None)

    pair.refresh_from_db()
    assert waiting.merged_into == statement
    assert pair.state == DuplicateCandidate.State.CONFIRMED


def test_a_statement_is_no_duplicate_of_itself(statement: Statement) -> None:
    with pytest.raises(DecisionRefused, match="itself"):
        moderate_statement(statement=statement, outcome="duplicate", duplicate_of=statement, decided_by=None)


def test_merges_stay_in_their_deliberation(statement: Statement) -> None:
    with pytest.raises(DecisionRefused, match="this deliberation"):
        moderate_statement(
            statement=statement, outcome="duplicate", duplicate_of=StatementFactory(), decided_by=None
        )


@pytest.mark.parametrize(
    "decision", [{"outcome": "rejected", "reason": "spam"}, {"outcome": "reopened"}, {"outcome": "duplicate"}]
)
def test_what_others_were_merged_into_stays_open(statement: Statement, decision: dict[str, str]) -> None:
    other, merged = (StatementFactory(deliberation=statement.deliberation) for _ in range(2))
    moderate_statement(statement=merged, outcome="duplicate", duplicate_of=statement, decided_by=None)

    with pytest.raises(DecisionRefused, match="merged into this one"):
        moderate_statement(statement=statement, duplicate_of=other, decided_by=None, **decision)
    statement.refresh_from_db()
    assert statement.state == Statement.State.ACCEPTED


def test_decisions_bring_the_index_up_to_date_once(waiting: Statement, statement: Statement) -> None:
    moderate_statement(statement=waiting, outcome="accepted", decided_by=None)
    moderate_statement(statement=statement, outcome="rejected", reason="spam", decided_by=None)

    assert Job.objects.filter(task=INDEX_TASK).count() == 1
