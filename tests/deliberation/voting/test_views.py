"""Voting and proposing over HTTP, as a browser without JavaScript does it."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deliberation.models import (
    Deliberation,
    Event,
    Exposure,
    ModerationDecision,
    Participant,
    Statement,
    User,
    Vote,
)
from deliberation.moderation.services import moderate_statement
from tests.factories import StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def address(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


def cast(client: Client, statement: Statement, value: int, /, **more: Any) -> HttpResponse:
    """Vote as the form on the page does."""
    fields = {"statement": statement.number, "value": value, "key": f"key-of-{statement.number}-{value}"}
    return client.post(address("vote", statement.deliberation), fields | more)


def propose(client: Client, deliberation: Deliberation, text: str, key: str = "proposal-1") -> HttpResponse:
    return client.post(address("propose", deliberation), {"text": text, "key": key})


def test_the_vote_page_shows_a_statement_to_somebody_without_a_cookie(
    client: Client, statement: Statement
) -> None:
    response = client.get(address("vote", statement.deliberation))

    assert response.status_code == 200
    assert statement.text in response.text
    assert Participant.objects.filter(user=None).exclude(pk=statement.author_id).count() == 0


def test_the_first_vote_joins(client: Client, statement: Statement) -> None:
    response = cast(client, statement, 1)

    assert response.status_code == 302
    vote = Vote.objects.get(statement=statement)
    assert vote.value == 1
    assert vote.participant.consent_version == statement.deliberation.consent_version
    assert response.cookies[f"participant_{statement.deliberation.public_id}"]["httponly"]


def test_a_first_vote_sent_twice_before_the_cookie_arrives_is_one_person_with_one_vote(
    statement: Statement,
) -> None:
    before = Participant.objects.count()
    for impatient in (Client(), Client()):
        cast(impatient, statement, 1, key="the-very-same-form")

    assert Participant.objects.count() == before + 1
    assert Vote.objects.count() == Event.objects.count() == 1


def test_a_vote_is_answered_with_the_next_statement(client: Client, deliberation: Deliberation) -> None:
    first, second = StatementFactory.create_batch(2, deliberation=deliberation)

    response = client.post(
        address("vote", deliberation),
        {"statement": first.number, "value": 1, "key": "key-in-a-form"},
        follow=True,
    )

    assert second.text in response.text
    assert response.context["turn"].statement == second


def test_with_htmx_the_next_statement_comes_without_a_redirect_and_without_the_frame(
    client: Client, deliberation: Deliberation
) -> None:
    first, second = StatementFactory.create_batch(2, deliberation=deliberation)

    response = client.post(
        address("vote", deliberation),
        {"statement": first.number, "value": -1, "key": "key-in-a-form"},
        headers={"hx-request": "true"},
    )

    assert response.status_code == 200
    assert second.text in response.text
    assert "<html" not in response.text
    assert Vote.objects.get(statement=first).value == -1


def test_sending_the_same_form_again_never_doubles(client: Client, statement: Statement) -> None:
    for _attempt in range(3):
        assert cast(client, statement, 1).status_code == 302

    assert Vote.objects.count() == Event.objects.count() == 1


def test_going_back_and_pressing_another_button_changes_the_vote(
    client: Client, statement: Statement
) -> None:
    cast(client, statement, 1, key="one-rendered-form")
    cast(client, statement, -1, key="one-rendered-form")

    assert Vote.objects.get().value == -1


def test_a_vote_on_a_statement_rejected_meanwhile_is_explained(
    client: Client, statement: Statement, moderator: User
) -> None:
    other = StatementFactory(deliberation=statement.deliberation)
    cast(client, other, 1)
    moderate_statement(
        statement=statement, outcome="rejected", reason=ModerationDecision.Reason.SPAM, decided_by=moderator
    )

    response = cast(client, statement, 1)

    assert response.status_code == 409
    assert "no longer open for voting" in response.text
    assert Vote.objects.get().statement == other


def test_a_refused_first_vote_joins_nobody(client: Client, statement: Statement) -> None:
    Deliberation.objects.update(state=Deliberation.State.CLOSED)
    before = Participant.objects.count()

    response = cast(client, statement, 1)

    assert response.status_code == 409
    assert "Voting has ended" in response.text
    assert Participant.objects.count() == before


@pytest.mark.parametrize(
    "broken",
    [
        {"value": "2"},
        {"value": ""},
        {"value": "agree"},
        {"key": ""},
        {"key": "x" * 500},
        {"key": "a\x00bcdefgh"},
        {"statement": "one"},
        {"statement": "9" * 40},
    ],
)
def test_a_malformed_vote_is_refused_and_changes_nothing(
    client: Client, statement: Statement, broken: dict[str, str]
) -> None:
    response = cast(client, statement, 1, **broken)

    assert response.status_code == 400
    assert "did not arrive whole" in response.text
    assert not Event.objects.exists()


def test_a_vote_on_a_statement_that_does_not_exist_is_not_found(client: Client, statement: Statement) -> None:
    response = client.post(
        address("vote", statement.deliberation), {"statement": 4711, "value": 1, "key": "key-in-a-form"}
    )

    assert response.status_code == 404


def test_a_tampered_cookie_is_nobody(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)
    name = f"participant_{statement.deliberation.public_id}"
    client.cookies[name] = client.cookies[name].value[:-2] + "xx"

    response = client.get(address("my_votes", statement.deliberation))

    assert response.status_code == 200
    assert "Nothing of yours yet" in response.text


def test_undo_takes_the_last_vote_back_and_shows_its_statement_again(
    client: Client, statement: Statement
) -> None:
    StatementFactory.create_batch(3, deliberation=statement.deliberation)
    cast(client, statement, 1)

    response = client.post(
        address("undo_vote", statement.deliberation),
        {"statement": statement.number, "key": "key-of-the-undo"},
        follow=True,
    )

    assert response.context["turn"].statement == statement
    assert not Vote.objects.exists()


def test_undo_without_a_vote_is_explained(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)
    for key in ("undo-form-1", "undo-form-2"):
        response = client.post(
            address("undo_vote", statement.deliberation), {"statement": statement.number, "key": key}
        )

    assert response.status_code == 409
    assert "no vote to take back" in response.text


def test_loading_the_page_again_shows_the_same_statement(client: Client, deliberation: Deliberation) -> None:
    statements = StatementFactory.create_batch(12, deliberation=deliberation)
    cast(client, statements[0], 1)

    shown = {client.get(address("vote", deliberation)).context["turn"].statement for _ in range(5)}

    assert len(shown) == 1


def test_skipping_goes_through_all_statements_and_then_comes_back(
    client: Client, deliberation: Deliberation
) -> None:
    statements = StatementFactory.create_batch(4, deliberation=deliberation)
    cast(client, statements[0], 1)
    response = client.get(address("vote", deliberation))
    shown = [response.context["turn"].statement]
    for _skip in range(3):
        response = client.get(response.context["skip_address"])
        shown.append(response.context["turn"].statement)

    assert set(shown[:3]) == set(statements[1:])
    assert shown[3] in shown[:2]


def test_when_every_statement_is_voted_on_the_page_says_so(client: Client, statement: Statement) -> None:
    response = client.post(
        address("vote", statement.deliberation),
        {"statement": statement.number, "value": 0, "key": "key-in-a-form"},
        follow=True,
    )

    assert "You have voted on every statement" in response.text


def test_an_empty_deliberation_says_what_will_be_here(client: Client, deliberation: Deliberation) -> None:
    response = client.get(address("vote", deliberation))

    assert response.status_code == 200
    assert "nothing to vote on yet" in response.text


def test_merged_and_waiting_statements_are_not_shown(client: Client, deliberation: Deliberation) -> None:
    kept = StatementFactory(deliberation=deliberation)
    StatementFactory(deliberation=deliberation, state=Statement.State.PENDING)
    StatementFactory(deliberation=deliberation, merged_into=kept)

    assert client.get(address("vote", deliberation)).context["turn"].remaining == 1


@pytest.mark.parametrize(
    "odd", ["statement=999999999999999999999", "statement=x", "skipped=1..x.%00", "page=x"]
)
def test_odd_addresses_still_show_the_page(client: Client, statement: Statement, odd: str) -> None:
    assert client.get(f"{address('vote', statement.deliberation)}?{odd}").status_code == 200


def test_a_draft_is_not_found(client: Client, statement: Statement) -> None:
    Deliberation.objects.update(state=Deliberation.State.DRAFT)

    for name in ("deliberation", "vote", "propose", "my_votes", "my_statements", "my_data", "join"):
        assert client.get(address(name, statement.deliberation)).status_code == 404


def test_my_votes_lists_only_my_own(client: Client, statement: Statement) -> None:
    other = StatementFactory(deliberation=statement.deliberation)
    VoteFactory(statement=other)
    cast(client, statement, -1)

    response = client.get(address("my_votes", statement.deliberation))

    assert statement.text in response.text
    assert other.text not in response.text


def test_a_vote_can_be_changed_where_it_is_listed(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)

    response = cast(client, statement, 0, **{"from": "my_votes"})

    assert response["Location"].endswith(f"/my-votes/#statement-{statement.number}")
    assert Vote.objects.get().value == 0


def test_with_htmx_changing_a_vote_answers_with_its_line(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)

    response = client.post(
        address("vote", statement.deliberation),
        {"statement": statement.number, "value": 0, "key": "another-form", "from": "my_votes"},
        headers={"hx-request": "true"},
    )

    assert statement.text in response.text
    assert "<html" not in response.text


def test_withdrawing_a_vote_that_was_changed_leaves_none(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)
    cast(client, statement, -1)

    for _press in range(2):
        response = client.post(
            address("withdraw_vote", statement.deliberation),
            {"statement": statement.number, "key": "withdrawal"},
            follow=True,
        )

    assert not Vote.objects.exists()
    assert "withdrawn" in response.text
    assert Event.objects.filter(kind=Event.Kind.VOTE_UNDONE).count() == 2


def test_once_voting_has_ended_no_vote_is_taken_back(client: Client, statement: Statement) -> None:
    cast(client, statement, 1)
    withdrawing = address("withdraw_vote", statement.deliberation)
    assert withdrawing in client.get(address("my_votes", statement.deliberation)).text
    Deliberation.objects.update(state=Deliberation.State.CLOSED)

    sent = {"statement": statement.number, "key": "too-late-for-that"}
    refused = client.post(withdrawing, sent, follow=True)
    undone = client.post(address("undo_vote", statement.deliberation), sent)

    assert "Your earlier votes are kept" in refused.text
    assert withdrawing not in refused.text
    assert undone.status_code == 409
    assert Vote.objects.get().value == 1


def test_a_proposal_waits_for_a_moderator_and_its_author_sees_that(
    client: Client, deliberation: Deliberation
) -> None:
    response = client.post(
        address("propose", deliberation),
        {"text": "The AI should admit doubt.", "key": "proposal-1"},
        follow=True,
    )

    statement = Statement.objects.get()
    assert statement.state == Statement.State.PENDING
    assert statement.text in response.text
    assert "Waiting" in response.text


def test_a_proposal_sent_twice_is_one_statement_by_one_person(deliberation: Deliberation) -> None:
    for impatient in (Client(), Client()):
        assert propose(impatient, deliberation, "The AI should admit doubt.").status_code == 302

    assert Statement.objects.count() == Participant.objects.count() == 1


def test_editing_a_sent_proposal_by_going_back_proposes_the_new_words(
    client: Client, deliberation: Deliberation
) -> None:
    propose(client, deliberation, "The AI should admit doubt.")
    propose(client, deliberation, "The AI should admit its doubts openly.")

    assert Statement.objects.count() == 2


def test_a_paste_of_ten_thousand_characters_comes_back_whole(
    client: Client, deliberation: Deliberation
) -> None:
    pasted = "An AI should listen. " * 500

    response = propose(client, deliberation, pasted)

    assert response.status_code == 422
    assert "characters too long" in response.text
    assert pasted in response.text
    assert not Statement.objects.exists()
    assert not Participant.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u202e\u200b", "!!! ???"])
def test_a_proposal_without_words_is_refused(client: Client, deliberation: Deliberation, text: str) -> None:
    response = propose(client, deliberation, text)

    assert response.status_code == 422
    assert "Please write a sentence." in response.text


def test_characters_that_reorder_text_are_taken_out_and_that_is_said(
    client: Client, deliberation: Deliberation
) -> None:
    response = client.post(
        address("propose", deliberation),
        {"text": "An AI should \u202enever\u202c lie.\x00", "key": "proposal-1"},
        follow=True,
    )

    assert Statement.objects.get().text == "An AI should never lie."
    assert "were taken out" in response.text


def test_what_is_already_said_is_pointed_out_and_kept(client: Client, statement: Statement) -> None:
    response = propose(client, statement.deliberation, statement.text.upper())

    assert response.status_code == 422
    assert "already said exactly this" in response.text
    assert statement.text.upper() in response.text


def test_markup_in_a_statement_is_shown_as_text(client: Client, deliberation: Deliberation) -> None:
    StatementFactory(deliberation=deliberation, text="<script>alert(1)</script> is no statement")

    response = client.get(address("vote", deliberation))

    assert "&lt;script&gt;alert(1)" in response.text


def test_the_author_reads_why_a_statement_was_rejected(
    client: Client, deliberation: Deliberation, moderator: User
) -> None:
    propose(client, deliberation, "Vote for my cousin.")
    moderate_statement(
        statement=Statement.objects.get(),
        outcome="rejected",
        reason=ModerationDecision.Reason.OFF_TOPIC,
        note="This is about an election.",
        decided_by=moderator,
    )

    response = client.get(address("my_statements", deliberation))

    assert "Not accepted" in response.text
    assert "Off topic" in response.text
    assert "This is about an election." in response.text


def test_the_author_sees_into_which_statement_theirs_was_merged(
    client: Client, statement: Statement, moderator: User
) -> None:
    propose(client, statement.deliberation, "Promises should be kept by the AI.")
    moderate_statement(
        statement=Statement.objects.get(text__startswith="Promises"),
        outcome="duplicate",
        duplicate_of=statement,
        decided_by=moderator,
    )

    response = client.get(address("my_statements", statement.deliberation))

    assert "Merged" in response.text
    assert statement.text in response.text


def test_a_closed_deliberation_takes_no_proposals(client: Client, deliberation: Deliberation) -> None:
    Deliberation.objects.update(state=Deliberation.State.CLOSED)

    response = propose(client, deliberation, "The AI should admit doubt.")

    assert response.status_code == 422
    assert "closed" in response.text
    assert not Statement.objects.exists()


def test_voting_faster_than_the_limit_is_held_up_and_explained(
    client: Client, deliberation: Deliberation, settings: Any
) -> None:
    settings.VOTE_RATE_LIMIT = "2/minute"
    statements = StatementFactory.create_batch(4, deliberation=deliberation)

    answers = [cast(client, statement, 1) for statement in statements]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Please wait" in answers[-1].text
    assert Vote.objects.count() == 3


def test_proposing_more_than_the_limit_keeps_the_words(
    client: Client, statement: Statement, settings: Any
) -> None:
    settings.PROPOSAL_RATE_LIMIT = "1/minute"
    cast(client, statement, 1)
    propose(client, statement.deliberation, "The AI should admit doubt.")

    response = propose(client, statement.deliberation, "The AI should cite its sources.")

    assert response.status_code == 429
    assert "Please wait" in response.text
    assert "The AI should cite its sources." in response.text


def test_a_vote_takes_at_most_six_queries(client: Client, deliberation: Deliberation) -> None:
    statements = StatementFactory.create_batch(8, deliberation=deliberation)
    cast(client, statements[0], 1)
    shown = [client.get(address("vote", deliberation)).context["turn"].statement]
    for position in range(3):
        with CaptureQueriesContext(connection) as queries:
            response = client.post(
                address("vote", deliberation),
                {"statement": shown[-1].number, "value": 1, "key": f"key-of-turn-{position}"},
                headers={"hx-request": "true"},
            )
        shown.append(response.context["turn"].statement)
        told = [query["sql"] for query in queries if query["sql"] not in {"BEGIN", "COMMIT"}]
        assert len(told) <= (6 if connection.vendor == "postgresql" else 14), "\n".join(told)

    logged = Exposure.objects.order_by("pk").values_list("statement", flat=True)
    assert list(logged) == [statements[0].pk, *(statement.pk for statement in shown)]
    assert Vote.objects.count() == 4
