"""Other words for a statement: proposed by a moderator, agreed to by the author, and taken back again."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from deliberation.integrity.rebuild import check_deliberation, rebuild_deliberation
from deliberation.models import Event, EventPayload, Participant, Role, Statement, StatementLineage, Vote
from deliberation.models.moderation import ANSWER_WITHIN
from deliberation.moderation.deciding_rules import DecisionRefused, NeedsSecondPerson
from deliberation.moderation.pending import (
    answer_as_author,
    answer_as_second_person,
    expire_unanswered,
    propose_words,
)
from deliberation.moderation.replacing import replace_statement
from deliberation.moderation.services import moderate_statement
from deliberation.people.erasure import erase_participant
from deliberation.people.notices import confirm_subscription, keep_subscription
from deliberation.people.notices_sending import send_notices
from deliberation.voting.proposals import propose_statement
from tests.factories import MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db
OLD = "An AI should be honest and should cite its sources, Mr Smith!"
NEW = "An AI should be honest."
OTHER = "An AI should cite its sources."


@pytest.fixture
def waiting(deliberation, participant):
    """A statement that its author has proposed and nobody has decided about."""
    return propose_statement(deliberation=deliberation, text=OLD, client_key="proposal", author=participant)


def propose(statement, moderator, *texts, **said):
    return propose_words(statement=statement, texts=texts or [NEW], proposed_by=moderator, **said)


def answer(asked, author, agrees=True, key="the-answer"):
    return answer_as_author(asked=asked, agrees=agrees, author=author, client_key=key)


def is_sound(deliberation):
    """Whether everything that is stored follows from the log."""
    return check_deliberation(deliberation).differences == ()


def test_the_author_agrees_and_the_new_words_are_open_for_votes(waiting, participant, moderator):
    asked = propose(waiting, moderator, NEW, note="Without the name.")
    assert not waiting.deliberation.statements.awaiting_moderation().exists()
    answer(asked, participant)

    waiting.refresh_from_db()
    [line] = waiting.replacements.all()
    assert (line.result.text, line.result.state, line.result.author) == (NEW, "accepted", participant)
    assert line.result.is_open_for_voting
    assert waiting.state == Statement.State.REJECTED
    assert waiting.last_decision().outcome == "replaced"
    assert line.event.payload.body["replaced_by"] == [line.result.number]
    assert line.event.payload.body["agreed"] == "author"
    proposed = EventPayload.objects.get(body__replaces=waiting.number)
    assert (proposed.body["text"], proposed.event.participant) == (NEW, participant)
    assert not waiting.deliberation.statements.awaiting_moderation().exists()
    assert is_sound(waiting.deliberation)


def test_several_texts_split_it(waiting, participant, moderator):
    asked = propose(waiting, moderator, NEW, "", OTHER)
    assert asked.kind == "split"
    answer(asked, participant)
    assert [line.result.text for line in waiting.replacements.order_by("result")] == [NEW, OTHER]
    assert is_sound(waiting.deliberation)


def test_the_author_keeps_their_own_and_it_is_back_in_the_queue(waiting, participant, moderator):
    asked = propose(waiting, moderator)
    answer(asked, participant, agrees=False)
    asked.refresh_from_db()
    assert asked.state == "declined"
    assert list(waiting.deliberation.statements.awaiting_moderation()) == [waiting]
    assert not StatementLineage.objects.exists()


def test_no_answer_in_time_puts_it_back_into_the_queue(waiting, participant, moderator):
    propose(waiting, moderator)
    with time_machine.travel(timezone.now() + ANSWER_WITHIN):
        assert list(waiting.deliberation.statements.awaiting_moderation()) == [waiting]
        assert [expire_unanswered(waiting.deliberation) for _attempt in range(2)] == [1, 0]
    assert Event.objects.filter(kind=Event.Kind.DECISION_ANSWERED).count() == 1


def test_an_answer_sent_twice_is_one(waiting, participant, moderator):
    asked = propose(waiting, moderator)
    for _attempt in range(2):
        answer(asked, participant)
    assert waiting.deliberation.statements.count() == 2


def test_nobody_else_answers_for_the_author(waiting, moderator, owner):
    asked = propose(waiting, moderator)
    with pytest.raises(DecisionRefused, match="author"):
        answer(asked, VoteFactory(statement=StatementFactory(deliberation=waiting.deliberation)).participant)
    with pytest.raises(DecisionRefused, match="author"):
        answer_as_second_person(asked=asked, agrees=True, answered_by=owner, client_key="not-mine")


def test_votes_stay_on_the_old_words(waiting, participant, moderator):
    moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator)
    vote = VoteFactory(statement=waiting)
    answer(propose(waiting, moderator), participant)

    new = waiting.replacements.get().result
    vote.refresh_from_db()
    assert vote.statement == waiting
    assert not new.votes.exists()
    assert list(waiting.deliberation.statements.open_for_voting()) == [new]
    assert is_sound(waiting.deliberation)


def test_putting_it_back_restores_everything(waiting, participant, moderator):
    moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator)
    VoteFactory(statement=waiting)
    before = list(Vote.objects.values())
    answer(propose(waiting, moderator, NEW, OTHER), participant)
    results = [line.result for line in waiting.replacements.all()]
    moderate_statement(statement=waiting, outcome="reopened", decided_by=moderator)
    moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator)

    assert list(waiting.deliberation.statements.open_for_voting()) == [waiting]
    assert list(Vote.objects.values()) == before
    assert not waiting.replacements.exists()
    assert {result.replacements.get().result for result in results} == {waiting}
    assert is_sound(waiting.deliberation)
    with pytest.raises(DecisionRefused, match="in its place again"):
        moderate_statement(statement=results[0], outcome="reopened", decided_by=moderator)


def test_new_words_that_people_voted_on_do_not_just_vanish(waiting, participant, moderator):
    answer(propose(waiting, moderator), participant)
    VoteFactory(statement=waiting.replacements.get().result)
    with pytest.raises(NeedsSecondPerson, match="voted on the new words"):
        moderate_statement(statement=waiting, outcome="reopened", decided_by=moderator)
    assert waiting.replacements.exists()


def test_the_organisers_own_statement_is_reworded_at_once_until_somebody_votes(deliberation, owner):
    seed = StatementFactory(deliberation=deliberation, author=None, is_seed=True, text=OLD)
    assert propose(seed, owner) is None
    new = seed.replacements.get().result
    assert (new.is_seed, new.state) == (True, "accepted")

    VoteFactory(statement=new)
    asked = propose(new, owner, OTHER)
    assert asked.is_open
    with pytest.raises(DecisionRefused, match="yourself"):
        answer_as_second_person(asked=asked, agrees=True, answered_by=owner, client_key="my-own")


@pytest.mark.parametrize("author", ["gone", "imported"])
def test_where_no_author_can_be_asked_a_second_moderator_is(waiting, participant, moderator, author):
    second = MembershipFactory(deliberation=waiting.deliberation, role=Role.MODERATOR).user
    moderate_statement(statement=waiting, outcome="accepted", decided_by=moderator)
    asked = propose(waiting, moderator)
    if author == "gone":
        erase_participant(participant=participant)
    else:
        Participant.objects.filter(pk=participant.pk).update(origin="imported")
    answer_as_second_person(asked=asked, agrees=True, answered_by=second, client_key="second-person")

    body = waiting.replacements.get().event.payload.body
    assert (body["agreed"], body["accounts"]) == ("second_person", [moderator.pk, second.pk])


def test_nobody_replaces_words_without_asking(waiting, moderator):
    with pytest.raises(DecisionRefused, match="consent"):
        replace_statement(statement=waiting, texts=[NEW], decided_by=moderator, client_key="no-asking")
    with pytest.raises(DecisionRefused, match="consent"):
        moderate_statement(statement=waiting, outcome="replaced", decided_by=moderator)


@pytest.mark.parametrize("person", ["observer", "translator", "stranger"])
def test_only_those_who_decide_propose_words(waiting, person, request):
    with pytest.raises(PermissionError):
        propose(waiting, request.getfixturevalue(person))


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ([""], "Write what"),
        (["123"], "Write what"),
        (["x" * 281], "at most"),
        ([OLD.upper()], "says already"),
        ([NEW, NEW.upper()], "the same"),
        ([f"Part {number}, that is." for number in range(5)], "at most"),
    ],
)
def test_the_new_words_are_checked(waiting, moderator, texts, words):
    with pytest.raises(DecisionRefused, match=words):
        propose(waiting, moderator, *texts)


def test_what_is_rejected_or_merged_is_not_reworded(waiting, statement, moderator):
    moderate_statement(statement=waiting, outcome="duplicate", duplicate_of=statement, decided_by=moderator)
    for one in (waiting, statement):
        with pytest.raises(DecisionRefused):
            propose(one, moderator)


def test_once_voting_has_ended_no_words_are_exchanged(waiting, participant, moderator):
    asked = propose(waiting, moderator)
    waiting.deliberation.state = "closed"
    waiting.deliberation.save()
    with pytest.raises(DecisionRefused, match="Voting has ended"):
        answer(asked, participant)
    asked.refresh_from_db()
    assert asked.is_open
    answer(asked, participant, agrees=False, key="another-key")
    with pytest.raises(DecisionRefused, match="Voting has ended"):
        propose(waiting, moderator, OTHER)


def test_erasing_an_author_takes_the_proposed_words_too(waiting, participant, moderator):
    asked = propose(waiting, moderator, "Mr Smith lives here.")
    erase_participant(participant=participant)

    asked.refresh_from_db()
    assert asked.texts == []
    assert not EventPayload.objects.filter(body__icontains="Smith").exists()
    with pytest.raises(DecisionRefused):
        answer(asked, participant)
    assert is_sound(waiting.deliberation)


def test_lineage_is_made_anew_from_the_log(waiting, participant, moderator):
    answer(propose(waiting, moderator, NEW, OTHER), participant)
    StatementLineage.objects.first().delete()
    [difference] = check_deliberation(waiting.deliberation).differences
    assert difference.what == "other words"

    _before, after = rebuild_deliberation(waiting.deliberation)
    assert after.differences == ()
    assert waiting.replacements.count() == 2


def test_who_asked_for_e_mail_is_asked_by_e_mail_once_and_told_nothing_they_know(
    waiting, participant, moderator
):
    subscription = keep_subscription(participant=participant, email="ana@example.org", language="en")
    confirm_subscription(subscription=subscription)
    send_notices(deliberation=waiting.deliberation)
    mail.outbox.clear()

    asked = propose(waiting, moderator, NEW, note="Without the name.")
    send_notices(deliberation=waiting.deliberation)
    assert mail.outbox == []
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        for _attempt in range(2):
            send_notices(deliberation=waiting.deliberation)
        [letter] = mail.outbox
        for part in (letter.body, letter.alternatives[0].content):
            assert all(words in part for words in (NEW, "Without the name.", "my-statements"))
        answer(asked, participant)
    with time_machine.travel(timezone.now() + timedelta(minutes=4)):
        send_notices(deliberation=waiting.deliberation)
    assert len(mail.outbox) == 1
