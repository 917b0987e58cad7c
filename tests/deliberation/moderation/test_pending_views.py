"""The pages on which somebody else is asked: what was typed stays, and nobody answers for others."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from deliberation.models import Participant, PendingDecision, Role
from deliberation.moderation.pending import propose_rejection, propose_words
from deliberation.people.participation import remember_participant
from deliberation.voting.forms import new_client_key
from tests.factories import MembershipFactory, ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(deliberation, participant):
    return StatementFactory(deliberation=deliberation, author=participant, state="pending")


@pytest.fixture
def asked(waiting, moderator):
    return propose_words(statement=waiting, texts=["An AI should be honest."], proposed_by=moderator)


def known(person: Participant) -> Client:
    answer = HttpResponse()
    remember_participant(answer, person)
    client = Client()
    client.cookies.update(answer.cookies)
    return client


def address(name, statement):
    return reverse(f"deliberation:{name}", args=[statement.deliberation.slug, statement.number])


def answer(client, asked, what, name="moderation_answer", **fields):
    sent = {"decision": asked.pk, "answer": what, "key": new_client_key()} | fields
    return client.post(address(name, asked.statement), sent, follow=True)


def test_words_that_cannot_be_taken_stay_in_the_form(signed_in, moderator, waiting):
    sent = {"text_1": "123", "text_2": "Keep <b>this</b> too.", "key": new_client_key()}
    page = signed_in(moderator).post(address("moderation_other_words", waiting), sent)
    assert page.status_code == 422
    assert "Write what it should say instead." in page.text
    assert "Keep &lt;b&gt;this&lt;/b&gt; too." in page.text
    assert '<details class="split-words" open>' in page.text
    assert not PendingDecision.objects.exists()


def test_a_rejection_without_a_public_reason_is_not_proposed(signed_in, moderator, statement):
    VoteFactory(statement=statement)
    sent = {"reason": "spam", "public_reason": "", "note": "Kept.", "key": new_client_key()}
    page = signed_in(moderator).post(address("moderation_reject_together", statement), sent)
    assert page.status_code == 422
    assert "Kept." in page.text


def test_the_only_moderator_reads_who_could_be_asked(signed_in, moderator, statement, observer):
    VoteFactory(statement=statement)
    page = signed_in(moderator).get(address("moderation_reject_together", statement))
    assert "Nobody else decides in this deliberation yet" in page.text
    assert str(observer) not in page.text
    second = MembershipFactory(deliberation=statement.deliberation, role=Role.OWNER).user
    page = signed_in(moderator).get(address("moderation_reject_together", statement))
    assert str(second) in page.text


def test_the_proposer_gets_no_button_to_confirm_and_no_way_to(signed_in, moderator, owner, statement):
    VoteFactory(statement=statement)
    asked = propose_rejection(
        statement=statement, reason="spam", public_reason="It sells watches.", proposed_by=moderator
    )
    mine = signed_in(moderator)
    panel = reverse("deliberation:moderation_pending", args=[statement.deliberation.slug])
    assert "Confirm" not in mine.get(panel).text
    assert "somebody else has to look at it" in answer(mine, asked, "agree").text
    assert "Confirm" in signed_in(owner).get(panel).text
    assert "Take it back" not in signed_in(owner).get(panel).text
    assert "Only who proposed it can take it back." in answer(signed_in(owner), asked, "withdraw").text
    assert "the moderation log says why" in answer(signed_in(owner), asked, "agree").text
    statement.refresh_from_db()
    assert statement.state == "rejected"


def test_a_page_of_yesterday_answers_no_other_question(signed_in, owner, moderator, asked):
    other = StatementFactory(deliberation=asked.statement.deliberation, state="pending")
    wrong = {"decision": asked.pk, "answer": "agree", "key": new_client_key()}
    assert signed_in(owner).post(address("moderation_answer", other), wrong).status_code == 404


def test_observers_read_what_is_asked_and_get_no_buttons(signed_in, observer, asked):
    panel = reverse("deliberation:moderation_pending", args=[asked.statement.deliberation.slug])
    page = signed_in(observer).get(panel).text
    assert "An AI should be honest." in page
    assert 'name="answer"' not in page


def test_only_the_author_is_shown_the_question_and_can_answer_it(asked, participant, deliberation):
    mine = reverse("deliberation:my_statements", args=[deliberation.slug])
    somebody = known(ParticipantFactory(deliberation=deliberation))
    assert "An AI should be honest." not in somebody.get(mine).text
    assert answer(somebody, asked, "agree", "answer_other_words").status_code == 404
    assert answer(Client(), asked, "agree", "answer_other_words").status_code == 404
    author = known(participant)
    assert answer(author, asked, "withdraw", "answer_other_words").status_code == 404
    assert "A moderator proposes other words" in author.get(mine).text
    page = answer(author, asked, "decline", "answer_other_words")
    assert "Your own words stay." in page.text
    assert "A moderator proposes other words" not in page.text
    asked.refresh_from_db()
    assert asked.state == "declined"


def test_a_question_that_was_taken_back_is_answered_kindly(signed_in, asked, participant, moderator):
    answer(signed_in(moderator), asked, "withdraw")
    page = answer(known(participant), asked, "agree", "answer_other_words")
    assert page.status_code == 200
    assert "no longer stands" in page.text


def test_who_voted_on_old_words_is_led_to_the_new_ones(asked, participant, deliberation):
    voter = VoteFactory(statement=asked.statement).participant
    answer(known(participant), asked, "agree", "answer_other_words")
    page = known(voter).get(reverse("deliberation:my_votes", args=[deliberation.slug])).text
    new = asked.statement.replacements.get().result
    assert f"put into other words: no. {new.number}" in page
