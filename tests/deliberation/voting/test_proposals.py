import pytest

from deliberation.integrity.event_log import KeyReused
from deliberation.models import Deliberation, Event, Job, Participant, Statement
from deliberation.results.semantic_index import INDEX_TASK
from deliberation.voting.proposals import ProposalRefused, propose_statement

pytestmark = pytest.mark.django_db


def propose(author: Participant, text: str, key: str = "key") -> Statement:
    return propose_statement(deliberation=author.deliberation, text=text, client_key=key, author=author)


def test_a_proposal_waits_for_moderation(participant: Participant) -> None:
    statement = propose(participant, "  AI should\nbe honest. ")

    assert (statement.text, statement.state) == ("AI should be honest.", Statement.State.PENDING)
    assert Event.objects.get().payload.body["text"] == "AI should be honest."
    assert Job.objects.get().task == INDEX_TASK


def test_sending_it_again_proposes_it_once(participant: Participant) -> None:
    assert propose(participant, "Be honest.") == propose(participant, "Be honest.")
    assert Statement.objects.count() == 1


def test_one_key_cannot_mean_two_statements(participant: Participant) -> None:
    propose(participant, "Be honest.")
    with pytest.raises(KeyReused):
        propose(participant, "Be kind.")


@pytest.mark.parametrize("text", ["", "   ", "\x00\u202e", "123 !?", "x" * 281, "x" * 10_000])
def test_what_is_no_sentence_is_refused(participant: Participant, text: str) -> None:
    with pytest.raises(ProposalRefused):
        propose(participant, text)
    assert not Event.objects.exists()


def test_the_same_words_are_said_once(participant: Participant) -> None:
    propose(participant, "Be honest.")
    with pytest.raises(ProposalRefused, match="already said"):
        propose(participant, "BE  honest.", key="other")


def test_a_closed_deliberation_takes_none(deliberation: Deliberation, participant: Participant) -> None:
    participant.deliberation.state = Deliberation.State.CLOSED
    with pytest.raises(ProposalRefused, match="closed"):
        propose(participant, "Be honest.")
