"""The public moderation log: complete, without names, without words that harm, and as files."""

import csv
import io
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from deliberation.integrity.event_log import EventDraft, record_events
from deliberation.integrity.sealing import seal_log
from deliberation.models import Deliberation, Event, ModerationDecision, Role, SealedEvent, Statement
from deliberation.moderation.pending import (
    answer_as_author,
    answer_as_second_person,
    propose_rejection,
    propose_words,
)
from deliberation.moderation.public_log import LogQuery, all_entries, page_of_log
from deliberation.moderation.reasons import ReasonAsRead, moderate_reason
from deliberation.moderation.services import moderate_statement
from deliberation.people.erasure import erase_participant
from deliberation.voting.marks import give_reason
from deliberation.voting.services import cast_vote
from tests.factories import MembershipFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(deliberation):
    return MembershipFactory(deliberation=deliberation, role=Role.OWNER).user


@pytest.fixture
def make(deliberation):
    """A function that makes a waiting statement with these words."""
    return lambda text: StatementFactory(deliberation=deliberation, text=text, state="pending")


def decide(statement, user, outcome="rejected", **said):
    return moderate_statement(statement=statement, outcome=outcome, decided_by=user, **said)


def page(client, deliberation, **asked):
    address = reverse("deliberation:moderation_log", args=[deliberation.slug])
    return client.get(address, asked)


def rows_of(client, deliberation):
    answer = client.get(reverse("deliberation:moderation_log_csv", args=[deliberation.slug]))
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_every_decision_is_there_with_reason_role_and_time_and_without_names(
    client, make, moderator, deliberation
):
    decide(make("I want cheaper trains."), moderator, reason="off_topic", note="Only for the author.")
    shown = page(client, deliberation).content.decode()
    for part in ("Rejected", "Off topic", "I want cheaper trains.", "Moderator", "<time"):
        assert part in shown
    decision = ModerationDecision.objects.get()
    assert decision.role == "moderator"
    everything = shown + json.dumps(rows_of(client, deliberation))
    for secret in ("Only for the author.", moderator.email, str(moderator), decision.event.commitment):
        assert secret not in everything.replace("Moderator", "")


@pytest.mark.parametrize("reason", ["hateful", "personal_data", "spam"])
def test_words_that_harm_are_not_shown_but_the_decision_is(client, make, moderator, deliberation, reason):
    statement = make("John Smith lives at 12 High Street.")
    decide(statement, moderator, reason=reason)
    shown = page(client, deliberation).content.decode()
    assert "John Smith" not in shown
    assert "not shown:" in shown
    decide(statement, moderator, "reopened")
    decide(statement, moderator, reason="unclear")
    assert "John Smith" not in page(client, deliberation).content.decode()
    [*_later, first] = rows_of(client, deliberation)
    assert (first["outcome"], first["reason"], first["text"]) == ("rejected", reason, "")
    assert first["text_not_shown"] == reason


def test_waiting_and_taken_back_words_are_not_shown(client, make, moderator, deliberation):
    waiting, gone = make("Nobody has let me in."), make("I take this back.")
    decide(waiting, moderator, "accepted")
    decide(waiting, moderator, "reopened")
    decide(gone, moderator, "accepted")
    erase_participant(participant=gone.author, with_accepted_statements=True)
    shown = page(client, deliberation).content.decode()
    assert "Nobody has let me in." not in shown
    assert "I take this back." not in shown
    assert "taken back by its author" in shown


def test_imported_decisions_stand_in_it_although_no_row_knows_them(client, deliberation):
    StatementFactory(deliberation=deliberation, number=900, text="It came from elsewhere.", state="rejected")
    body = {
        "statement": 900, "outcome": "rejected", "reason": "", "note": "", "duplicate_of": None,
        "is_meta": False,
    }  # fmt: skip
    kind = Event.Kind.STATEMENT_MODERATED
    record_events(deliberation, [EventDraft(kind=kind, body=body, origin=Event.Origin.IMPORTED)])
    shown = page(client, deliberation).content.decode()
    assert "imported; by whom is not known" in shown
    assert "rejected without a stated reason" in shown
    assert "It came from elsewhere." not in shown


def test_a_rejection_by_two_tells_its_public_reason_and_that_two_agreed(
    client, statement, moderator, second, deliberation
):
    VoteFactory(statement=statement)
    asked = propose_rejection(
        statement=statement, reason="unclear", public_reason="=1+1 is unclear.", proposed_by=moderator
    )
    answer_as_second_person(asked=asked, agrees=True, answered_by=second, client_key="confirming")
    decided, proposed = rows_of(client, deliberation)
    assert (decided["outcome"], decided["agreed"], decided["role"]) == ("rejected", "second_person", "owner")
    assert (proposed["outcome"], proposed["role"]) == ("ask_reject", "moderator")
    assert decided["public_reason"] == "'=1+1 is unclear."
    assert "confirmed by a second person" in page(client, deliberation).content.decode()


def test_other_words_are_never_called_rejected(client, make, moderator, deliberation):
    old = make("An AI shoud be honest.")
    asked = propose_words(statement=old, texts=["An AI should be honest."], proposed_by=moderator)
    answer_as_author(asked=asked, agrees=True, author=old.author, client_key="agreeing")
    shown = page(client, deliberation).content.decode()
    new = old.replacements.get().result
    assert "with its author’s consent" in shown
    assert f"?statement={new.number}" in shown
    assert "state--rejected" not in shown
    assert "An AI shoud" not in shown


def test_decisions_about_reasons_for_votes_stand_in_it_without_their_words(
    client, statement, moderator, participant, deliberation
):
    cast_vote(participant=participant, statement=statement, value=1, client_key="a-vote-of-mine")
    reason = give_reason(
        participant=participant, statement=statement, text="My neighbour said so.", client_key="reason-1"
    )
    as_read = ReasonAsRead(reason.pk, reason.event_id, reason.state)
    moderate_reason(deliberation=deliberation, as_read=as_read, outcome="rejected", decided_by=moderator)
    shown = page(client, deliberation).content.decode()
    assert "Reason for a vote rejected" in shown
    assert "My neighbour" not in shown
    [row] = rows_of(client, deliberation)
    assert (row["about"], row["statement"], row["text"]) == ("reason", str(statement.number), "")


def test_it_is_narrowed_down_by_decision_reason_and_statement(make, moderator, deliberation):
    spam, other = make("Buy my watches!"), make("An AI should be kind.")
    decide(spam, moderator, reason="spam")
    decide(other, moderator, "accepted")
    decide(other, moderator, "reopened")

    def found(**asked):
        query = LogQuery.of(**{"outcome": "", "reason": "", "statement": ""} | asked)
        return [(entry.statement, entry.outcome) for entry in page_of_log(deliberation, query, None)]

    everything = [(other.number, "reopened"), (other.number, "accepted"), (spam.number, "rejected")]
    assert found() == found(outcome="nonsense", statement="x'") == everything
    assert found(outcome="accepted") == [(other.number, "accepted")]
    assert found(reason="spam") == [(spam.number, "rejected")]
    assert found(statement=str(spam.number)) == [(spam.number, "rejected")]
    assert found(outcome="reasons") == found(outcome="asked") == []


def test_an_entry_names_its_place_in_the_sealed_log(client, make, moderator, deliberation):
    decide(make("An AI should be kind."), moderator, "accepted")
    [entry] = all_entries(deliberation)
    assert (entry.leaf, entry.position) == ("", None)
    seal_log(deliberation=deliberation)
    [entry] = all_entries(deliberation)
    sealed = SealedEvent.objects.get(event__kind=Event.Kind.STATEMENT_MODERATED)
    assert (entry.leaf, entry.position) == (sealed.leaf, sealed.position)
    assert f'id="entry-{entry.name}"' in page(client, deliberation).content.decode()


def test_a_draft_has_no_public_log(client, deliberation, owner, signed_in):
    Deliberation.objects.filter(pk=deliberation.pk).update(state="draft")
    for name in ("moderation_log", "moderation_log_csv", "moderation_log_json", "moderation_parity_csv"):
        assert client.get(reverse(f"deliberation:{name}", args=[deliberation.slug])).status_code == 404


def test_ten_thousand_decisions_cost_no_more_queries_than_one(
    client, make, moderator, deliberation, django_assert_max_num_queries
):
    statements = Statement.objects.bulk_create(
        Statement(
            deliberation=deliberation, number=1000 + number, text=f"Promise {number}.", state="accepted"
        )
        for number in range(300)
    )
    body = {"outcome": "accepted", "reason": "", "note": "", "duplicate_of": None, "is_meta": False}
    record_events(
        deliberation,
        [
            EventDraft(kind=Event.Kind.STATEMENT_MODERATED, body=body | {"statement": one.number})
            for one in statements
        ],
    )
    with django_assert_max_num_queries(12):
        shown = page(client, deliberation)
    assert "300 entries" in shown.content.decode()
    assert "Promise 299." in page(client, deliberation).content.decode()
    assert "Promise 0." in page(client, deliberation, page=6).content.decode()
    with django_assert_max_num_queries(8):
        assert len(rows_of(client, deliberation)) == 300


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_the_command_writes_what_the_website_shows(make, moderator, deliberation, tmp_path, form):
    decide(make("An AI should be kind."), moderator, "accepted")
    decide(make("=cmd()"), moderator, reason="off_topic")
    file, out = tmp_path / f"log.{form}", StringIO()
    call_command("export_moderation_log", deliberation.slug, to=file, json=True, stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1]) == {"file": str(file), "decisions": 2}
    text = file.read_text(encoding="utf-8")
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(text)))
        assert rows[0]["text"] == "'=cmd()"
    elif form == "json":
        rows = json.loads(text)["decisions"]
    else:
        rows = list(map(json.loads, text.splitlines()))
    if form != "csv":
        assert rows[0]["text"] == "=cmd()"
    assert [row["outcome"] for row in rows] == ["rejected", "accepted"]
    assert timezone.datetime.fromisoformat(rows[0]["time"]) == Event.objects.latest("id").recorded_at

    with pytest.raises(CommandError, match="there already"):
        call_command("export_moderation_log", deliberation.slug, to=file)
    assert file.read_text(encoding="utf-8") == text


def test_the_command_says_which_endings_it_knows(deliberation, tmp_path):
    with pytest.raises(CommandError, match="jsonl"):
        call_command("export_moderation_log", deliberation.slug, to=tmp_path / "log.txt")
