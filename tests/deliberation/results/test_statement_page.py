"""The page of one statement, and the list sorted by what people call important."""

import pytest
from django.urls import reverse

from deliberation.models import Analysis, Event, Statement, StatementTranslation, Vote, VoteReason
from deliberation.results.statement_page import marks_on
from tests.deliberation.results.assemblies import SHARED, SPLIT, analysed, member_of, two_camps
from tests.deliberation.results.test_views import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def camps():
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


def mark(deliberation, votes, **marks):
    """Let people add something to their votes; return the results that the next analysis stores."""
    votes.update(**marks)
    Analysis.objects.filter(deliberation=deliberation).delete()
    return analysed(deliberation).statement_results


def statement(deliberation, text=SHARED):
    return deliberation.statements.get(text=text)


def reason(deliberation, person, text, state=Statement.State.ACCEPTED, value=Vote.Value.AGREE):
    participant = member_of(deliberation, person)
    Vote.objects.filter(participant=participant, statement=statement(deliberation)).update(value=value)
    VoteReason.objects.create(
        participant=participant,
        statement=statement(deliberation),
        value=value,
        text=text,
        state=state,
        event=Event.objects.filter(deliberation=deliberation).first(),
    )


def read(client, deliberation, number, **asked):
    address = reverse("deliberation:statement_result", args=[deliberation.slug, number])
    return client.get(address, asked)


def test_reasons_that_moderators_accepted_are_shown_a_page_at_a_time(client, camps):
    for person in range(12):
        reason(camps, person, f"Because of reason {person}.")
    reason(camps, 12, "Because I am rude.", state=Statement.State.REJECTED)
    reason(camps, 13, "Because nobody has read this.", state=Statement.State.PENDING)
    reason(camps, 14, "<b>Because not.</b>", value=Vote.Value.DISAGREE)
    number = statement(camps).number
    first = read(client, camps, number).content.decode()
    assert "Because of reason 9." in first
    assert "Because of reason 10." not in first
    assert "I am rude" not in first
    assert "nobody has read" not in first
    assert "&lt;b&gt;Because not.&lt;/b&gt;" in first
    assert "Because of reason 10." in read(client, camps, number, agree=2).content.decode()


def test_it_shows_groups_importance_translations_and_a_file(client, camps):
    asked = statement(camps)
    mark(camps, Vote.objects.filter(statement=asked, participant__number__lte=6), is_important=True)
    StatementTranslation.objects.create(
        statement=asked, language="es", text="La IA debe ser honesta.", source="machine", translator="Opus"
    )
    words = text_of(read(client, camps, asked.number).content.decode())
    assert "call it important to them 25%" in words
    assert "La IA debe ser honesta." in words
    assert "Spanish · translated by a machine: Opus" in words
    file = client.get(reverse("deliberation:statement_csv", args=[camps.slug, asked.number]))
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert lines[0].startswith("group,votes,agree,disagree,pass,agree_low,agree_high")
    assert [line.split(",")[:3] for line in lines[1:]] == [
        ["", "24", "24"],
        ["A", "14", "14"],
        ["B", "10", "10"],
    ]


def test_what_passes_meant_is_told_where_enough_people_said_so(camps):
    asked = statement(camps, SPLIT[0])
    votes = Vote.objects.filter(statement=asked)
    votes.update(value=Vote.Value.PASS)
    few = votes.filter(pk__in=[vote.pk for vote in votes[:9]])
    assert marks_on(mark(camps, few, pass_reason=Vote.PassReason.UNCLEAR).get(statement=asked)).meanings == ()
    others = votes.filter(pass_reason="")
    marks = marks_on(mark(camps, others, pass_reason=Vote.PassReason.UNSURE).get(statement=asked))
    assert [(found.reason, found.count) for found in marks.meanings] == [
        ("unsure", 15),
        ("unclear", 9),
        ("not_relevant", 0),
    ]
    assert marks.explained == marks.passes == 24


@pytest.mark.parametrize("change", [{"state": Statement.State.REJECTED}, {"text": "gone"}])
def test_a_statement_that_is_not_shown_has_no_page(client, camps, change):
    asked = statement(camps)
    if "text" in change:
        assert read(client, camps, 99_999).status_code == 404
        return
    Statement.objects.filter(pk=asked.pk).update(**change)
    assert read(client, camps, asked.number).status_code == 404


def test_statements_of_which_nobody_called_any_important_come_in_their_order(client, camps):
    address = reverse("deliberation:statement_results", args=[camps.slug])
    words = text_of(client.get(address, {"sort": "important"}).content.decode())
    assert words.index(SHARED) < words.index(SPLIT[0]) < words.index(SPLIT[1])


def test_statements_can_be_sorted_by_what_people_call_important(client, camps):
    first, second = (Vote.objects.filter(statement=statement(camps, SPLIT[place])) for place in (3, 1))
    mark(camps, first, is_important=True)
    mark(camps, second.filter(participant__number__lte=9), is_important=True)
    address = reverse("deliberation:statement_results", args=[camps.slug])
    words = text_of(client.get(address, {"sort": "important"}).content.decode())
    assert words.index(SPLIT[3]) < words.index(SPLIT[1]) < words.index(SPLIT[0])
    assert "Important to 100% of those who voted on it." in words
    upward = text_of(client.get(address, {"sort": "important", "order": "up"}).content.decode())
    assert upward.index(SPLIT[1]) < upward.index(SPLIT[3])
