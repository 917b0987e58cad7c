"""Rejecting what people have voted on takes two people, whatever way somebody tries it."""

import threading

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from deliberation.integrity.rebuild import check_deliberation
from deliberation.models import Event, ModerationDecision, PendingDecision, Role, Statement, Vote
from deliberation.models.moderation import ANSWER_WITHIN
from deliberation.moderation.deciding_rules import DecisionRefused, NeedsSecondPerson
from deliberation.moderation.pending import (
    AlreadyAnswered,
    answer_as_second_person,
    expire_unanswered,
    propose_rejection,
    withdraw_proposal,
)
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.undoing import undo_decision
from tests.factories import MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def voted(statement):
    """An accepted statement on which somebody has voted."""
    moderate_statement(statement=statement, outcome="accepted", decided_by=None)
    VoteFactory(statement=statement)
    return statement


@pytest.fixture
def second(deliberation):
    """Another account that decides about statements."""
    return MembershipFactory(deliberation=deliberation, role=Role.MODERATOR).user


@pytest.fixture
def asked(voted, moderator):
    return propose(voted, moderator)


def propose(statement, user, **said):
    said = {"reason": "off_topic", "public_reason": "It speaks of football.", "note": "Sorry."} | said
    return propose_rejection(statement=statement, proposed_by=user, **said)


def confirm(asked, user, key="confirming", agrees=True):
    return answer_as_second_person(asked=asked, agrees=agrees, answered_by=user, client_key=key)


def test_one_moderator_alone_cannot_reject_what_people_voted_on(voted, moderator, owner):
    for person in (moderator, owner, None):
        with pytest.raises(NeedsSecondPerson, match="second moderator"):
            moderate_statement(statement=voted, outcome="rejected", reason="spam", decided_by=person)
    voted.refresh_from_db()
    assert voted.state == Statement.State.ACCEPTED


def test_putting_it_back_first_is_no_way_around(voted, moderator):
    with pytest.raises(NeedsSecondPerson, match="out of the vote"):
        moderate_statement(statement=voted, outcome="reopened", decided_by=moderator)
    voted.refresh_from_db()
    assert voted.state == Statement.State.ACCEPTED


def test_merging_it_first_is_no_way_around(voted, moderator):
    other = StatementFactory(deliberation=voted.deliberation)
    moderate_statement(statement=voted, outcome="duplicate", duplicate_of=other, decided_by=moderator)
    back = moderate_statement(statement=voted, outcome="reopened", decided_by=moderator)
    voted.refresh_from_db()
    assert (voted.state, voted.merged_into, back.outcome) == (Statement.State.ACCEPTED, None, "accepted")


def test_only_who_accepted_it_can_take_the_acceptance_back(statement, moderator, second):
    accepted = moderate_statement(statement=statement, outcome="accepted", decided_by=moderator)
    VoteFactory(statement=statement)
    with pytest.raises(NeedsSecondPerson):
        undo_decision(decision=accepted, decided_by=second, client_key="not-mine")
    undo_decision(decision=accepted, decided_by=moderator, client_key="mine")
    statement.refresh_from_db()
    assert statement.state == Statement.State.PENDING


def test_undoing_an_acceptance_is_no_way_around(statement, moderator):
    moderate_statement(statement=statement, outcome="rejected", reason="spam", decided_by=moderator)
    accepted = moderate_statement(statement=statement, outcome="accepted", decided_by=moderator)
    VoteFactory(statement=statement)
    with pytest.raises(NeedsSecondPerson):
        undo_decision(decision=accepted, decided_by=moderator, client_key="undoing-it")


def test_an_unvoted_statement_takes_one_person_and_a_withdrawn_vote_is_no_vote(statement, moderator):
    with pytest.raises(DecisionRefused, match="by yourself"):
        propose(statement, moderator)
    moderate_statement(statement=statement, outcome="rejected", reason="spam", decided_by=moderator)
    assert statement.state == Statement.State.REJECTED


@pytest.mark.parametrize("origin", ["imported", "simulated"])
def test_decisions_taken_elsewhere_need_nobody_here(voted, origin):
    moderate_statement(statement=voted, outcome="rejected", reason="spam", decided_by=None, origin=origin)
    assert voted.state == Statement.State.REJECTED


def test_two_people_reject_it_and_both_stand_in_the_event(voted, asked, moderator, second):
    voted.refresh_from_db()
    assert voted.state == Statement.State.ACCEPTED
    confirm(asked, second)

    voted.refresh_from_db()
    decision = voted.last_decision()
    body = decision.event.payload.body
    assert voted.state == Statement.State.REJECTED
    assert (decision.public_reason, decision.note, decision.role) == (
        "It speaks of football.",
        "Sorry.",
        "moderator",
    )
    assert body["accounts"] == [moderator.pk, second.pk]
    assert body["agreed"] == "second_person"
    assert Vote.objects.filter(statement=voted).count() == 1
    assert check_deliberation(voted.deliberation).differences == ()


def test_who_proposed_it_cannot_confirm_it(asked, moderator):
    with pytest.raises(DecisionRefused, match="yourself"):
        confirm(asked, moderator)
    asked.refresh_from_db()
    assert asked.is_open


@pytest.mark.parametrize("person", ["observer", "translator", "stranger"])
def test_only_those_who_decide_propose_and_confirm(voted, asked, person, request):
    user = request.getfixturevalue(person)
    with pytest.raises(PermissionError):
        confirm(asked, user)
    with pytest.raises(PermissionError):
        propose(voted, user)


def test_what_a_caller_says_was_confirmed_is_read_anew(voted, asked, moderator, second):
    asked.state, asked.answered_by = PendingDecision.State.AGREED, second
    with pytest.raises(DecisionRefused):
        moderate_statement(
            statement=voted, outcome="rejected", reason="spam", decided_by=second, confirmed=asked
        )
    PendingDecision.objects.filter(pk=asked.pk).update(state="agreed", answered_by=moderator)
    with pytest.raises(NeedsSecondPerson):
        moderate_statement(
            statement=voted, outcome="rejected", reason="spam", decided_by=moderator, confirmed=asked
        )


def test_a_confirmation_is_good_for_its_own_statement_only(asked, moderator, second, deliberation):
    confirm(asked, second)
    other = VoteFactory(statement=StatementFactory(deliberation=deliberation)).statement
    with pytest.raises(DecisionRefused):
        moderate_statement(
            statement=other, outcome="rejected", reason="spam", decided_by=second, confirmed=asked
        )


@pytest.mark.parametrize("said", [{"reason": ""}, {"public_reason": " \u200b"}])
def test_both_reasons_are_needed(voted, moderator, said):
    with pytest.raises(DecisionRefused):
        propose(voted, moderator, **said)


def test_the_second_person_may_decline_and_then_it_stays(voted, asked, second):
    confirm(asked, second, agrees=False)
    voted.refresh_from_db()
    asked.refresh_from_db()
    assert (voted.state, asked.state) == ("accepted", "declined")
    with pytest.raises(AlreadyAnswered):
        confirm(asked, second, key="once-more")


def test_an_answer_sent_twice_is_one(asked, second):
    for _attempt in range(2):
        confirm(asked, second)
    assert ModerationDecision.objects.filter(outcome="rejected").count() == 1
    assert Event.objects.filter(kind=Event.Kind.DECISION_ANSWERED).count() == 1


def test_a_proposal_sent_twice_is_one_and_another_has_to_wait(voted, moderator, second):
    first, again = (propose(voted, moderator, client_key="same-key") for _attempt in range(2))
    assert first == again
    with pytest.raises(DecisionRefused, match="already"):
        propose(voted, second)


def test_only_who_proposed_it_takes_it_back(asked, moderator, second):
    with pytest.raises(DecisionRefused, match="who proposed it"):
        withdraw_proposal(asked=asked, withdrawn_by=second, client_key="not-mine")
    withdraw_proposal(asked=asked, withdrawn_by=moderator, client_key="it-is-mine")
    with pytest.raises(AlreadyAnswered):
        confirm(asked, second)


def test_a_moderator_who_was_removed_no_longer_counts_as_the_first_of_two(voted, asked, moderator, second):
    moderator.memberships.all().delete()
    confirm(asked, second)
    asked.refresh_from_db()
    voted.refresh_from_db()
    assert (asked.state, voted.state) == ("withdrawn", "accepted")


def test_another_decision_settles_the_question(voted, asked, owner):
    moderate_statement(statement=voted, outcome="accepted", decided_by=owner)
    asked.refresh_from_db()
    assert asked.state == PendingDecision.State.WITHDRAWN


def test_what_nobody_answers_lapses_whether_that_is_noted_or_not(voted, asked, moderator, second):
    with time_machine.travel(timezone.now() + ANSWER_WITHIN):
        assert not PendingDecision.objects.open().exists()
        with pytest.raises(AlreadyAnswered):
            confirm(asked, second)
        assert [expire_unanswered(), expire_unanswered()] == [1, 0]
        asked.refresh_from_db()
        assert asked.state == PendingDecision.State.EXPIRED
        assert propose(voted, moderator).is_open


def test_while_two_are_needed_it_is_off_the_queue(deliberation, moderator, second):
    deliberation.moderation = "after"
    deliberation.save()
    unread = VoteFactory(statement=StatementFactory(deliberation=deliberation)).statement
    waiting = deliberation.statements.awaiting_moderation
    assert list(waiting()) == [unread]
    asked = propose(unread, moderator)
    assert not waiting().exists()
    confirm(asked, second, agrees=False)
    assert list(waiting()) == [unread]


def together(*actions):
    """Do all of it at the same moment; return what was refused."""
    start, refused = threading.Barrier(len(actions)), []

    def run(action):
        try:
            start.wait(timeout=10)
            action()
        except DecisionRefused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_make_one_decision_and_the_proposer_none(
    voted, moderator, second, owner, deliberation
):
    for attempt in range(5):
        asked = propose(voted, moderator, client_key=f"asking-{attempt}")
        refused = together(
            lambda asked=asked: confirm(asked, second, key=f"second-{asked.pk}"),
            lambda asked=asked: confirm(asked, owner, key=f"owner-{asked.pk}"),
            *[
                lambda asked=asked, number=number: confirm(asked, moderator, key=f"own-{asked.pk}-{number}")
                for number in range(3)
            ],
        )
        assert len(refused) == 4
        asked.refresh_from_db()
        assert asked.answered_by in {second, owner}
        decided = voted.decisions.filter(outcome="rejected")
        assert decided.count() == attempt + 1
        moderate_statement(statement=voted, outcome="accepted", decided_by=owner)


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_ask_one_question(voted, moderator, second):
    refused = together(lambda: propose(voted, moderator), lambda: propose(voted, second))
    assert len(refused) == 1
    assert PendingDecision.objects.open().count() == 1
