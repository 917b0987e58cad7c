"""What people add to a vote: what a pass means, that a statement is important, and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from deliberation.models import Deliberation, Event, Participant, Statement, Vote, VoteReason
from deliberation.voting.marks import give_reason, mark_vote
from deliberation.voting.services import VoteRefused, cast_vote, undo_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(participant: Participant, statement: Statement) -> Vote:
    return cast_vote(participant=participant, statement=statement, value=0, client_key="pass")


def mark(vote: Vote, key: str = "mark", **marks: Any) -> Vote:
    return mark_vote(participant=vote.participant, statement=vote.statement, client_key=key, **marks)


def explain(vote: Vote, text: str, key: str = "why") -> VoteReason | None:
    return give_reason(participant=vote.participant, statement=vote.statement, text=text, client_key=key)


def marks_of(vote: Vote) -> tuple[str, bool]:
    vote.refresh_from_db()
    return vote.pass_reason, vote.is_important


def test_a_mark_is_an_event_that_says_only_what_was_marked(passed: Vote) -> None:
    mark(passed, is_important=True)
    mark(passed, "second", pass_reason="unsure")

    bodies = Event.objects.filter(kind=Event.Kind.VOTE_MARKED).values_list("payload__body", flat=True)
    number = passed.statement.number
    assert list(bodies.order_by("pk")) == [
        {"statement": number, "is_important": True},
        {"statement": number, "pass_reason": "unsure"},
    ]
    assert marks_of(passed) == ("unsure", True)


def test_a_mark_sent_again_does_not_come_back(passed: Vote) -> None:
    mark(passed, "first", is_important=True)
    mark(passed, "second", is_important=False)
    mark(passed, "first", is_important=True)

    assert marks_of(passed) == ("", False)


def test_a_new_vote_keeps_the_importance_and_drops_the_reason_for_passing(passed: Vote) -> None:
    mark(passed, pass_reason="unclear", is_important=True)
    agreed = cast_vote(
        participant=passed.participant, statement=passed.statement, value=1, client_key="agree"
    )

    assert (agreed.pass_reason, agreed.is_important) == ("", True)
    assert marks_of(passed) == ("", True)


def test_undoing_brings_the_pass_back_without_its_reason(passed: Vote) -> None:
    mark(passed, pass_reason="unclear", is_important=True)
    cast_vote(participant=passed.participant, statement=passed.statement, value=1, client_key="agree")
    undo_vote(participant=passed.participant, statement=passed.statement, client_key="undo")

    assert marks_of(passed) == ("", True)
    assert passed.value == 0


@pytest.mark.parametrize("marks", [{"pass_reason": "because"}, {"pass_reason": "unsure"}])
def test_only_a_pass_has_one_of_the_reasons_for_passing(
    participant: Participant, statement: Statement, marks: dict[str, str]
) -> None:
    vote = cast_vote(participant=participant, statement=statement, value=1, client_key="agree")
    with pytest.raises(VoteRefused):
        mark(vote, **marks)
    assert marks_of(vote) == ("", False)


def test_there_has_to_be_a_vote_and_voting_to_be_possible(passed: Vote) -> None:
    Deliberation.objects.update(voting_until=timezone.now() - timedelta(days=1))
    passed.participant.deliberation.refresh_from_db()
    for act in (lambda: mark(passed, is_important=True), lambda: explain(passed, "So it is.")):
        with pytest.raises(VoteRefused, match="ended"):
            act()
    Deliberation.objects.update(voting_until=None)
    passed.participant.deliberation.refresh_from_db()
    undo_vote(participant=passed.participant, statement=passed.statement, client_key="undo")
    for act in (lambda: mark(passed, is_important=True), lambda: explain(passed, "So it is.")):
        with pytest.raises(VoteRefused, match="Vote on this statement first"):
            act()


def test_a_reason_waits_for_a_moderator_and_again_when_it_is_changed(passed: Vote) -> None:
    reason = explain(passed, "I do not\u202e know   enough.")
    assert reason is not None
    assert (reason.text, reason.value, reason.state) == ("I do not know enough.", 0, "pending")
    VoteReason.objects.update(state=Statement.State.ACCEPTED, decided_at=timezone.now())

    explain(passed, "I know too little.", "changed")

    changed = VoteReason.objects.get()
    assert (changed.text, changed.state, changed.decided_at) == ("I know too little.", "pending", None)
    assert changed.event.payload.body["text"] == "I know too little."
    assert Event.objects.filter(kind=Event.Kind.REASON_GIVEN).count() == 2


def test_a_reason_can_be_taken_back_even_after_voting_has_ended(passed: Vote) -> None:
    explain(passed, "I do not know enough.")
    passed.participant.deliberation.state = "closed"
    assert explain(passed, "  ", "taken-back") is None
    assert not VoteReason.objects.exists()


def test_a_reason_is_one_sentence_long(passed: Vote) -> None:
    with pytest.raises(VoteRefused, match="at most 280"):
        explain(passed, "x" * 281)
    assert not VoteReason.objects.exists()


def test_reasons_are_shown_while_accepted_and_while_the_vote_stands(passed: Vote) -> None:
    explain(passed, "I do not know enough.")
    assert not VoteReason.objects.shown().exists()
    VoteReason.objects.update(state=Statement.State.ACCEPTED)
    assert VoteReason.objects.shown().exists()
    cast_vote(participant=passed.participant, statement=passed.statement, value=1, client_key="agree")
    assert not VoteReason.objects.shown().exists()


def post(
    client: Client, name: str, statement: Statement, /, *, htmx: bool = False, **fields: Any
) -> HttpResponse:
    """Send a form about a statement."""
    return client.post(
        reverse(f"deliberation:{name}", args=[statement.deliberation.slug]),
        {"statement": statement.number, "key": "key-in-a-form"} | fields,
        headers={"hx-request": "true"} if htmx else {},
    )


@pytest.fixture
def voter(client: Client, statement: Statement) -> Client:
    """A browser whose person has passed on the statement."""
    post(client, "vote", statement, value=0)
    return client


def test_marking_goes_back_to_where_the_person_was(voter: Client, statement: Statement) -> None:
    response = post(voter, "mark_vote", statement, pass_reason="unsure", is_important="1")
    assert response.url == reverse("deliberation:vote", args=[statement.deliberation.slug])
    assert marks_of(Vote.objects.get()) == ("unsure", True)

    response = post(voter, "mark_vote", statement, pass_reason="", key="another-form", **{"from": "my_votes"})
    assert response.url.endswith(f"/my-votes/#statement-{statement.number}")
    assert marks_of(Vote.objects.get()) == ("", True)


def test_two_buttons_of_one_form_are_two_marks(voter: Client, statement: Statement) -> None:
    for fields in ({"pass_reason": "unsure"}, {"is_important": "1"}, {"pass_reason": "not_relevant"}):
        assert post(voter, "mark_vote", statement, htmx=True, **fields).status_code == 200
    assert marks_of(Vote.objects.get()) == ("not_relevant", True)


def test_with_htmx_the_marks_and_the_reason_come_back_alone(voter: Client, statement: Statement) -> None:
    marks = post(voter, "mark_vote", statement, htmx=True, is_important="1")
    reason = post(voter, "give_reason", statement, htmx=True, text="I do not know <b>enough</b>.")

    assert "<html" not in marks.text + reason.text
    assert f'id="marks-{statement.number}"' in marks.text
    assert "I do not know &lt;b&gt;enough&lt;/b&gt;." in reason.text
    assert VoteReason.objects.get().language == "en"


def test_a_reason_that_is_too_long_comes_back_whole(voter: Client, statement: Statement) -> None:
    response = post(voter, "give_reason", statement, htmx=True, text="long " * 60)
    assert response.status_code == 409
    assert "at most 280" in response.text
    assert "long long" in response.text


@pytest.mark.parametrize("name", ["mark_vote", "give_reason"])
def test_nobody_marks_without_a_vote_or_by_a_broken_form(
    client: Client, voter: Client, statement: Statement, name: str
) -> None:
    assert post(Client(), name, statement, is_important="1", text="So.").status_code == 400
    assert post(voter, name, statement, key="").status_code == 400
    assert post(voter, name, statement, statement=99).status_code == 404
    assert voter.get(reverse(f"deliberation:{name}", args=[statement.deliberation.slug])).status_code == 405
    assert marks_of(Vote.objects.get()) == ("", False)
