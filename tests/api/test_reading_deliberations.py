"""Programs read deliberations and their statements: what is public, and nothing of drafts."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from deliberation.models import Deliberation, Question, Scope, Statement, StatementTranslation
from tests.api.callers import ANONYMOUS, bearing, browsing, make_token
from tests.api.reading import address, all_of, answer_to, queries_for, read, refusal
from tests.factories import DeliberationFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db
State = Statement.State


def test_a_program_finds_its_way_from_the_index_to_every_statement(statement: Statement) -> None:
    client = Client()
    index = client.get(address("root")).json()
    assert client.get(index["schema"]).status_code == 200
    [brief] = client.get(index["deliberations"]).json()["results"]
    whole = client.get(brief["url"]).json()
    assert brief.items() <= whole.items()
    [found] = client.get(whole["links"]["statements"]).json()["results"]
    assert client.get(found["url"]).json() == found
    assert (found["number"], found["text"]) == (statement.number, statement.text)


def test_a_deliberation_says_what_whoever_joins_has_to_know(deliberation: Deliberation) -> None:
    ends = timezone.now() + datetime.timedelta(days=1)
    Deliberation.objects.filter(pk=deliberation.pk).update(
        voting_until=ends, consent_text="Your votes are kept.", consent_version=3, languages=["es"]
    )
    Question.objects.create(
        deliberation=deliberation,
        key="age_band",
        text="How old are you?",
        options=["18-29", "30+"],
        translations={"es": {"text": "¿Qué edad tienes?", "options": ["18-29", "30+"]}},
    )
    found = read("deliberation", deliberation.slug)
    assert found["consent"] == {"version": 3, "text": "Your votes are kept.", "language": "en"}
    assert found["languages"] == ["en", "es"]
    assert found["phases"]["voting"] == {
        "begins_at": None,
        "ends_at": ends.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"),
        "is_open_now": True,
    }
    [question] = found["questions"]
    assert (question["key"], question["kind"], question["options"]) == (
        "age_band",
        "choice",
        ["18-29", "30+"],
    )
    assert question["translations"][0]["text"] == "¿Qué edad tienes?"


def test_a_draft_exists_for_those_alone_who_help_to_run_it(
    deliberation: Deliberation, owner: Any, observer: Any, participant: Any, stranger: Any
) -> None:
    token = bearing(make_token(deliberation, owner, Scope.READ))
    Deliberation.objects.filter(pk=deliberation.pk).update(state=Deliberation.State.DRAFT)
    names = ("deliberation", "statements", "results", "results_statements", "analyses", "moderation_log")
    names += ("log_heads", "exports", "versions", "runs")
    for caller in (ANONYMOUS, browsing(participant), browsing(stranger)):
        assert {refusal(caller, name, deliberation.slug) for name in names} == {(404, "not-found")}
        listed = read("deliberations", caller=caller)["results"]
        assert deliberation.slug not in [one["slug"] for one in listed]
    for caller in (browsing(owner), browsing(observer), token):
        assert read("deliberation", deliberation.slug, caller=caller)["state"] == "draft"
        listed = read("deliberations", caller=caller)["results"]
        assert deliberation.slug in [one["slug"] for one in listed]


def test_only_statements_that_were_let_in_are_told(deliberation: Deliberation) -> None:
    kept, same = StatementFactory.create_batch(2, deliberation=deliberation)
    Statement.objects.filter(pk=same.pk).update(merged_into=kept)
    for state in (State.PENDING, State.REJECTED):
        hidden = StatementFactory(deliberation=deliberation, state=state)
        assert refusal(ANONYMOUS, "statement", deliberation.slug, hidden.number) == (404, "not-found")
    found = {one["number"]: one for one in all_of("statements", deliberation.slug)}
    assert found.keys() == {kept.number, same.number}
    assert found[same.number]["merged_into"] == kept.number


def test_a_statement_names_neither_its_author_nor_the_hour_nor_votes(deliberation: Deliberation) -> None:
    proposed = datetime.datetime(2026, 3, 4, 13, 59, tzinfo=datetime.UTC)
    statement = StatementFactory(deliberation=deliberation, proposed_at=proposed)
    VoteFactory(statement=statement)
    StatementTranslation.objects.create(
        statement=statement, language="es", text="En español.", source="machine", translator="opus"
    )
    found = read("statement", deliberation.slug, statement.number)
    assert found["proposed_on"] == "2026-03-04"
    assert found["translations"] == [
        {"language": "es", "text": "En español.", "source": "machine", "translator": "opus"}
    ]
    assert "13:59" not in str(found)
    assert not {"author", "votes", "agree"} & found.keys()


def test_what_its_author_took_back_is_told_in_no_language(deliberation: Deliberation) -> None:
    statement = StatementFactory(deliberation=deliberation, text="", erased_at=timezone.now())
    StatementTranslation.objects.create(statement=statement, language="es", text="Olvidado.", source="person")
    found = read("statement", deliberation.slug, statement.number)
    assert (found["text"], found["is_taken_back"], found["translations"]) == (None, True, [])


def test_a_list_is_read_page_by_page_with_every_entry_once(deliberation: Deliberation) -> None:
    made = StatementFactory.create_batch(7, deliberation=deliberation, author=None)
    found = [one["number"] for one in all_of("statements", deliberation.slug, limit=3)]
    assert found == [statement.number for statement in made]
    for wrong in ({"limit": 101}, {"cursor": "c" * 501}):
        assert answer_to(ANONYMOUS, address("statements", deliberation.slug), **wrong).status_code == 400


def test_more_statements_translations_and_votes_take_no_more_queries(deliberation: Deliberation) -> None:
    def counted() -> list[int]:
        names = ("statements", "deliberation", "exports", "moderation_log", "versions", "runs")
        return [queries_for(name, deliberation.slug) for name in names]

    def add(count: int) -> None:
        for statement in StatementFactory.create_batch(count, deliberation=deliberation):
            VoteFactory(statement=statement)
            StatementTranslation.objects.create(
                statement=statement, language="es", text="Sí.", source="person"
            )

    add(2)
    before = counted()
    add(6)
    assert counted() == before


def test_more_deliberations_take_no_more_queries(statement: Statement) -> None:
    before = queries_for("deliberations")
    DeliberationFactory.create_batch(4)
    assert len(read("deliberations")["results"]) == 5
    assert queries_for("deliberations") == before


def test_what_has_not_changed_is_not_sent_again(statement: Statement) -> None:
    place = address("statements", statement.deliberation.slug)
    tag = Client().get(place)["ETag"]
    again = Client().get(place, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    StatementTranslation.objects.create(statement=statement, language="es", text="Sí.", source="person")
    assert Client().get(place, headers={"If-None-Match": tag}).status_code == 200


def test_pages_of_other_sites_may_read_what_is_public_and_nothing_with_a_key(
    statement: Statement, owner: Any
) -> None:
    place = address("deliberation", statement.deliberation.slug)
    assert answer_to(ANONYMOUS, place)["Access-Control-Allow-Origin"] == "*"
    private = answer_to(bearing(make_token(statement.deliberation, owner)), place)
    assert "Access-Control-Allow-Origin" not in private
    assert "no-store" in private["Cache-Control"]


def test_a_key_for_another_deliberation_is_told_so(deliberation: Deliberation, owner: Any) -> None:
    other = DeliberationFactory()
    token = bearing(make_token(deliberation, owner))
    assert refusal(token, "deliberation", other.slug) == (403, "other-deliberation")
