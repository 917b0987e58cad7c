"""What is kept about somebody, what they say of themselves, and erasing both."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.integrity.rebuild import check_deliberation, rebuild_deliberation
from deliberation.models import (
    Deliberation,
    Event,
    EventPayload,
    Exposure,
    ModerationDecision,
    NoticeSubscription,
    Participant,
    ParticipantProfile,
    Question,
    Statement,
    StatementTranslation,
    TextVector,
    Vote,
    VoteReason,
)
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.services import moderate_statement
from deliberation.people.erasure import erase_participant
from deliberation.people.invitations import join_by_invitation, make_invitations
from deliberation.people.participation import COOKIE_SALT, cookie_name
from deliberation.people.recovery import recovery_token
from deliberation.voting.marks import give_reason
from deliberation.voting.proposals import propose_statement
from deliberation.voting.services import cast_vote
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db
Outcome = ModerationDecision.Outcome
SECRET = "I live at 5 Secret Street and say so."


def page(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


@pytest.fixture
def place(db: None) -> Deliberation:
    """A deliberation by invitation with two questions."""
    deliberation = DeliberationFactory(access=Deliberation.Access.INVITATION)
    Question.objects.create(deliberation=deliberation, key="age", text="How old?", options=["young", "old"])
    Question.objects.create(deliberation=deliberation, key="job", text="Which job?", kind="text")
    deliberation.quotas.create(cell={"age": "old"}, seats=5)
    return deliberation


@pytest.fixture
def person(place: Deliberation) -> Participant:
    """Somebody who did everything one can do."""
    [code] = make_invitations(deliberation=place, count=1)
    person = join_by_invitation(deliberation=place, code=code, answers={"age": "old"})
    texts = {"accepted": "AI should cite.", "rejected": SECRET, "waiting": f"Twice: {SECRET}"}
    own = {name: propose(place, text, person) for name, text in texts.items()}
    merged = propose(place, "AI should give sources.", None)
    decide(own["accepted"], Outcome.ACCEPTED)
    decide(merged, Outcome.DUPLICATE, duplicate_of=own["accepted"])
    decide(own["rejected"], Outcome.REJECTED, reason="personal_data")
    accepted = Statement.objects.get(pk=own["accepted"].pk)
    cast_vote(participant=person, statement=accepted, value=0, client_key="a-vote-of-mine")
    give_reason(participant=person, statement=accepted, text=SECRET, client_key="a-reason-of-mine")
    StatementTranslation.objects.create(statement=accepted, language="es", text="Citar.", source="person")
    NoticeSubscription.objects.create(participant=person, email="me@example.org")
    Exposure.objects.create(participant=person, statement=accepted, reason="few votes", probability=0.5)
    return person


def propose(deliberation: Deliberation, text: str, author: Participant | None) -> Statement:
    return propose_statement(
        deliberation=deliberation, text=text, client_key=text[:9] + "-key", author=author
    )


def decide(statement: Statement, outcome: str, **more: Any) -> None:
    moderate_statement(statement=statement, outcome=outcome, decided_by=None, **more)


def browser_of(participant: Participant) -> Client:
    from django.core.signing import get_cookie_signer

    name = cookie_name(participant.deliberation)
    client = Client()
    client.cookies[name] = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
    return client


def everything_kept(deliberation: Deliberation) -> str:
    kept: list[Any] = [
        *Statement.objects.values_list("text", flat=True),
        *VoteReason.objects.values_list("text", flat=True),
        *EventPayload.objects.filter(event__deliberation=deliberation).values_list("body", flat=True),
        *ParticipantProfile.objects.values_list("answers", flat=True),
        *NoticeSubscription.objects.values_list("email", flat=True),
        *StatementTranslation.objects.values_list("text", flat=True),
    ]
    return json.dumps(kept)


def test_the_file_holds_everything_that_is_kept(place: Deliberation, person: Participant) -> None:
    data = json.loads(browser_of(person).get(page("my_data", place), {"format": "json"}, follow=True).content)

    assert data["answers"] == {"age": "old"}
    assert data["place_given_for"] == {"age": "old"}
    assert data["invitation"]["used_at"]
    assert data["consent"] == {"version": 1, "text": ""}
    states = {one["text"]: one["state"] for one in data["statements"]}
    assert states == {"AI should cite.": "accepted", SECRET: "rejected", f"Twice: {SECRET}": "pending"}
    assert data["statements"][1]["decision"]["reason"] == "personal_data"
    assert (data["votes"][0]["vote"], data["votes"][0]["is_important"]) == ("pass", False)
    assert data["reasons"][0]["text"] == SECRET
    assert data["shown_to_you"][0]["explanation"] == "Few people have voted on this statement yet."
    assert data["notices"]["email"] == "me@example.org"
    assert data["entries_in_the_log"] == Event.objects.filter(participant=person).count()


def test_the_page_shows_reasons_answers_and_why_statements_were_shown(
    place: Deliberation, person: Participant
) -> None:
    html = browser_of(person).get(page("my_data", place)).text

    assert SECRET in html
    assert "How old?" in html
    assert "Few people have voted on this statement yet." in html


def test_answers_are_changed_and_removed(place: Deliberation, person: Participant) -> None:
    browser = browser_of(person)
    assert "checked" in browser.get(page("about_me", place)).text

    browser.post(page("about_me", place), {"answer_age": "young", "answer_job": "\u202ebaker"})
    assert ParticipantProfile.objects.get().answers == {"age": "young", "job": "baker"}
    refused = browser.post(page("about_me", place), {"answer_age": "ancient", "answer_job": "x" * 201})
    assert refused.status_code == 422
    browser.post(page("about_me", place), {"answer_age": "young", "answer_job": ""})
    assert ParticipantProfile.objects.get().answers == {"age": "young"}
    browser.post(page("about_me", place), {"remove": "1", "answer_age": "young"})
    assert not ParticipantProfile.objects.exists()


def test_an_answer_that_is_no_longer_offered_can_be_kept(place: Deliberation, person: Participant) -> None:
    Question.objects.filter(key="age").update(options=["20", "40"])
    browser = browser_of(person)

    browser.post(page("about_me", place), {"answer_age": "old", "answer_job": "baker"})
    assert ParticipantProfile.objects.get().answers == {"age": "old", "job": "baker"}


def test_erasing_takes_identity_and_words_and_leaves_tallies(
    place: Deliberation, person: Participant
) -> None:
    token = recovery_token(person)
    browser = browser_of(person)
    assert browser.post(page("erase_my_data", place), {}).status_code == 422
    assert Participant.objects.get().erased_at is None
    erased = browser.post(page("erase_my_data", place), {"understood": "on"})

    assert erased.status_code == 302
    kept = everything_kept(place)
    assert "Secret Street" not in kept
    assert "me@example.org" not in kept
    assert "old" not in kept
    assert "AI should cite." in kept
    assert Vote.objects.get().value == 0
    after = Participant.objects.get()
    assert (after.user, after.quota, after.public_id != person.public_id) == (None, None, True)
    assert not Statement.objects.exclude(author=None).exists()
    assert "Nothing of yours" in browser_of(person).get(page("my_data", place)).text
    assert Client().get(reverse("deliberation:come_back", args=[place.slug, token])).status_code == 410


@pytest.mark.parametrize("with_accepted", [False, True])
def test_after_erasing_the_log_still_tells_the_same(
    place: Deliberation, person: Participant, with_accepted: bool
) -> None:
    assert check_deliberation(place).differences == ()
    for _twice in range(2):
        erase_participant(participant=person, with_accepted_statements=with_accepted)

    check = check_deliberation(place)
    assert check.differences == ()
    assert check.log.broken == ()
    assert check.log.erased >= 4
    assert rebuild_deliberation(place)[1].differences == ()
    assert Event.objects.filter(kind=Event.Kind.PARTICIPANT_ERASED).count() == 1


def test_the_words_of_accepted_statements_go_only_where_that_was_ticked(
    place: Deliberation, person: Participant
) -> None:
    browser_of(person).post(
        page("erase_my_data", place), {"understood": "on", "with_accepted_statements": "on"}
    )

    assert "AI should cite." not in everything_kept(place)
    taken_back = Statement.objects.get(number=1)
    assert taken_back.shown_text == "[taken back by its author]"
    assert not taken_back.is_open_for_voting
    stands_alone = Statement.objects.get(text="AI should give sources.")
    assert (stands_alone.merged_into, stands_alone.is_open_for_voting) == (None, True)
    assert Event.objects.filter(kind=Event.Kind.STATEMENT_ERASED).count() == 3


def test_the_vectors_of_words_go_with_them_unless_somebody_else_says_the_same(
    place: Deliberation, person: Participant
) -> None:
    own, alike = (TextVector.objects.create(encoder="e", text_hash=text, vector=b"") for text in "ab")
    mine = Statement.objects.get(number=2)
    other = StatementFactory(deliberation=place)
    mine.embeddings.create(encoder="e", text_vector=own)
    mine.embeddings.create(encoder="f", text_vector=alike)
    other.embeddings.create(encoder="e", text_vector=alike)

    erase_participant(participant=person)

    assert list(TextVector.objects.filter(encoder="e")) == [alike]


def test_nobody_decides_about_words_that_were_taken_back(place: Deliberation, person: Participant) -> None:
    erase_participant(participant=person)

    with pytest.raises(DecisionRefused, match="took the words back"):
        decide(Statement.objects.get(number=2), Outcome.ACCEPTED)


def test_the_questions_are_offered_after_a_few_votes_and_not_before(client: Client, db: None) -> None:
    deliberation = DeliberationFactory()
    Question.objects.create(deliberation=deliberation, key="age", text="How old?", options=["young", "old"])
    offered = {}
    for voted, statement in enumerate(
        StatementFactory.create_batch(7, deliberation=deliberation, author=None)
    ):
        html = client.get(page("vote", deliberation)).text
        offered[voted] = page("about_me", deliberation) in html
        vote = {"statement": statement.number, "value": 1, "key": f"key-number-{voted}"}
        client.post(page("vote", deliberation), vote)

    assert [voted for voted, was in offered.items() if was] == [5]


def test_a_place_that_was_erased_can_be_given_again(place: Deliberation, person: Participant) -> None:
    erase_participant(participant=person)

    assert place.quotas.get().participants.count() == 0
