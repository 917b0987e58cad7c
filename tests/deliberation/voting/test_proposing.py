"""Proposing over HTTP: hints, the question before sending, who may, and what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from deliberation.models import Deliberation, ModerationDecision, Statement, StatementTranslation, User
from deliberation.moderation.services import moderate_statement
from deliberation.results.semantic_index import DIFFERENT_WORD, WARNINGS
from deliberation.results.similar_statements import SimilarStatement
from deliberation.semantics.encoders import EncoderUnavailable
from deliberation.voting import hints
from deliberation.voting.hints import hints_for
from tests.factories import StatementFactory

pytestmark = pytest.mark.django_db
MINE = "An AI should be honest with people."


def address(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


def propose(client: Client, deliberation: Deliberation, text: str = MINE, **fields: Any) -> HttpResponse:
    return client.post(address("propose", deliberation), {"text": text, "key": "proposal-1"} | fields)


@pytest.fixture
def alike(statement: Statement, monkeypatch: pytest.MonkeyPatch) -> list[SimilarStatement]:
    """What is found to be similar, whatever is written; a test may change it."""
    found = [SimilarStatement(statement, 0.9, "")]
    monkeypatch.setattr(hints, "similar_statements", lambda deliberation, text, limit: tuple(found))
    return found


def test_what_others_have_said_comes_with_a_way_to_vote_on_it(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    said = alike[0].statement
    answer = client.post(address("similar", deliberation), {"text": MINE})
    assert said.text in answer.text
    assert f'href="{address("vote", deliberation)}?statement={said.number}"' in answer.text
    assert f'name="seen" value="{said.number}"' in answer.text
    assert client.get(address("similar", deliberation), {"text": MINE}).text == answer.text


def test_ones_own_vote_is_shown_instead_of_a_link(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    said = alike[0].statement
    client.post(address("vote", deliberation), {"statement": said.number, "value": 1, "key": "a-vote-1"})
    answer = client.post(address("similar", deliberation), {"text": MINE})
    assert "You have voted on it" in answer.text
    assert "Vote on it instead" not in answer.text


def test_what_may_be_the_opposite_is_marked(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    alike[:] = [SimilarStatement(alike[0].statement, 0.9, WARNINGS[0])]
    assert "May say the opposite." in client.post(address("similar", deliberation), {"text": MINE}).text


def test_a_hint_is_read_in_ones_own_language(
    deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    kept = StatementTranslation.objects.create(
        statement=alike[0].statement, language="es", text="Debe.", source="person"
    )
    assert hints_for(deliberation, None, MINE, language="es")[0].translation == kept


@pytest.mark.parametrize("text", ["", "   ", "An AI", "人工智"])
def test_a_few_letters_are_nothing_to_compare(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement], text: str
) -> None:
    answer = client.post(address("similar", deliberation), {"text": text})
    assert answer.status_code == 200
    assert "Others have said" not in answer.text


def test_without_the_encoder_one_proposes_without_hints(
    client: Client, deliberation: Deliberation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_given: Any, **_named: Any) -> None:
        raise EncoderUnavailable("it is not installed")

    monkeypatch.setattr(hints, "similar_statements", missing)
    assert "Others have said" not in client.post(address("similar", deliberation), {"text": MINE}).text
    assert propose(client, deliberation).status_code == 302


def test_asking_too_often_stops_the_hints_and_nothing_else(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement], settings: Any
) -> None:
    settings.HINT_RATE_LIMIT = "1/minute"
    answers = [client.post(address("similar", deliberation), {"text": MINE}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Others have said" not in answers[1].text


def test_who_has_not_joined_where_one_joins_first_is_told_nothing(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    Deliberation.objects.update(access="invitation")
    answer = client.post(address("similar", deliberation), {"text": MINE})
    assert answer.status_code == 403
    assert alike[0].statement.text not in answer.text


def test_something_very_similar_is_shown_once_before_it_is_sent(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    page = propose(client, deliberation, text="<b>An AI</b> should be honest.")
    assert "Nothing has been sent yet." in page.text
    assert "&lt;b&gt;An AI&lt;/b&gt; should be honest." in page.text
    assert alike[0].statement.text in page.text
    assert Statement.objects.count() == 1
    assert propose(client, deliberation, anyway="1").status_code == 302
    assert Statement.objects.count() == 2


def test_one_can_go_back_from_there_and_change_it(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    page = propose(client, deliberation, change="1")
    assert page.status_code == 200
    assert MINE in page.text
    assert "<textarea" in page.text


def test_what_was_shown_while_writing_is_not_shown_again(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    seen = str(alike[0].statement.number)
    assert propose(client, deliberation, seen=seen).status_code == 302


def test_a_word_that_may_change_the_meaning_leaves_it_very_similar(
    client: Client, deliberation: Deliberation, alike: list[SimilarStatement]
) -> None:
    alike[:] = [SimilarStatement(alike[0].statement, 0.95, DIFFERENT_WORD)]
    page = propose(client, deliberation)
    assert "Nothing has been sent yet." in page.text
    assert DIFFERENT_WORD in page.text
    assert "May say the opposite." not in page.text


@pytest.mark.parametrize(("similarity", "warning"), [(0.7, ""), (0.95, WARNINGS[0])])
def test_what_is_less_similar_or_perhaps_the_opposite_holds_nobody_up(
    client: Client,
    deliberation: Deliberation,
    alike: list[SimilarStatement],
    similarity: float,
    warning: str,
) -> None:
    alike[:] = [SimilarStatement(alike[0].statement, similarity, warning)]
    assert propose(client, deliberation).status_code == 302


def test_what_was_said_word_for_word_is_linked(client: Client, statement: Statement) -> None:
    page = propose(client, statement.deliberation, text=statement.text.upper())
    assert page.status_code == 422
    assert f"?statement={statement.number}" in page.text


def test_the_same_words_that_nobody_can_vote_on_are_not_linked(client: Client, statement: Statement) -> None:
    Statement.objects.update(state=Statement.State.PENDING)
    page = propose(client, statement.deliberation, text=statement.text)
    assert "a moderator sees to it" in page.text
    assert "?statement=" not in page.text


@pytest.mark.parametrize(
    ("text", "chosen", "language"),
    [
        ("Una IA debe ser honesta.", "es", "es"),
        ("يجب أن يكون الذكاء الاصطناعي صادقًا 🙂", "en", "ar"),
        ("An AI should be honest.", "fr", None),
        ("An AI should be honest.", "", "en"),
    ],
)
def test_a_statement_has_the_language_it_is_written_in(
    client: Client, deliberation: Deliberation, text: str, chosen: str, language: str | None
) -> None:
    Deliberation.objects.update(languages=["es", "ar"])
    propose(client, deliberation, text=text, language=chosen)
    said = Statement.objects.first()
    assert (said.language if said else None) == language


def test_the_readers_language_is_offered_first_and_only_where_there_are_several(
    client: Client, deliberation: Deliberation
) -> None:
    assert "id_language" not in client.get(address("propose", deliberation)).text
    Deliberation.objects.update(languages=["zh-hans", "es"])
    with override("zh-hans"):
        page = client.get(address("propose", deliberation), headers={"accept-language": "zh-hans"}).text
    assert '<option value="zh-hans" selected>' in page


def test_bidi_controls_go_and_joined_emoji_stay(client: Client, deliberation: Deliberation) -> None:
    propose(client, deliberation, text="يجب أن\u202e يكون صادقًا 👩🏽\u200d⚕️\u2066!")
    assert Statement.objects.get().text == "يجب أن يكون صادقًا 👩🏽\u200d⚕️!"
    assert 'dir="rtl"' in client.get(address("my_statements", deliberation)).text


@pytest.mark.parametrize(
    "field", [{"access": "invitation"}, {"access": "account"}, {"asks_proof_of_work": True}]
)
def test_where_one_joins_first_nothing_typed_is_lost(
    client: Client, deliberation: Deliberation, field: dict[str, Any]
) -> None:
    Deliberation.objects.update(**field)
    page = propose(client, deliberation)
    assert page.status_code == 403
    assert MINE in page.text
    assert address("join", deliberation) in page.text
    assert not Statement.objects.exists()
    assert client.get(address("propose", deliberation)).status_code == 200


def test_before_and_after_its_time_proposing_says_when(client: Client, deliberation: Deliberation) -> None:
    tomorrow, yesterday = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    Deliberation.objects.update(proposing_from=tomorrow)
    assert "Statements can be proposed from" in client.get(address("propose", deliberation)).text
    page = propose(client, deliberation)
    assert (page.status_code, MINE in page.text) == (422, True)
    Deliberation.objects.update(proposing_from=None, proposing_until=yesterday)
    assert "Statements could be proposed until" in client.get(address("propose", deliberation)).text
    assert not Statement.objects.exists()


def test_newcomers_from_one_network_are_held_up_together(deliberation: Deliberation, settings: Any) -> None:
    settings.NEW_AUTHOR_RATE_LIMIT = "1/minute"
    assert propose(Client(), deliberation, key="first-one").status_code == 302
    page = propose(Client(), deliberation, text="An AI should be kind.", key="second-one")
    assert (page.status_code, "Please wait" in page.text) == (429, True)


def test_the_author_reads_the_note_and_what_theirs_was_merged_into(
    client: Client, statement: Statement, moderator: User
) -> None:
    deliberation = statement.deliberation
    propose(client, deliberation)
    moderate_statement(
        statement=Statement.objects.get(text=MINE),
        outcome="duplicate",
        duplicate_of=statement,
        note="Thank you for <it>.",
        decided_by=moderator,
    )
    page = client.get(address("my_statements", deliberation)).text
    assert statement.text in page
    assert "You have not voted on it yet" in page
    assert "Thank you for &lt;it&gt;." in page
    client.post(
        address("vote", deliberation), {"statement": statement.number, "value": -1, "key": "a-vote-1"}
    )
    assert "Your vote on it:" in client.get(address("my_statements", deliberation)).text


def test_the_page_asks_again_only_while_something_waits(
    client: Client, deliberation: Deliberation, moderator: User
) -> None:
    propose(client, deliberation)
    waiting = client.get(address("my_statements", deliberation), headers={"hx-request": "true"}).text
    assert "every 30s" in waiting
    assert "<html" not in waiting
    moderate_statement(
        statement=Statement.objects.get(),
        outcome="rejected",
        reason=ModerationDecision.Reason.OFF_TOPIC,
        decided_by=moderator,
    )
    decided = client.get(address("my_statements", deliberation), headers={"hx-request": "true"}).text
    assert "every 30s" not in decided
    assert "Off topic" in decided


def test_many_statements_cost_no_more_queries(
    client: Client, deliberation: Deliberation, django_assert_max_num_queries: Any
) -> None:
    propose(client, deliberation)
    author = Statement.objects.get().author
    other = StatementFactory(deliberation=deliberation, author=None, number=900)
    for number in range(901, 907):
        StatementFactory(deliberation=deliberation, author=author, number=number, merged_into=other)
    with django_assert_max_num_queries(8):
        client.get(address("my_statements", deliberation))


def test_a_statement_taken_back_is_shown_without_its_words(
    client: Client, deliberation: Deliberation
) -> None:
    propose(client, deliberation)
    Statement.objects.update(erased_at=timezone.now(), state="rejected", text="")
    assert "You took this statement back" in client.get(address("my_statements", deliberation)).text
