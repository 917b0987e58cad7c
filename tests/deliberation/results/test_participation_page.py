"""Who took part against the population, and when people voted."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from deliberation.models import Deliberation, Participant, ParticipantProfile, Question, Vote
from deliberation.results.who_took_part import who_took_part
from tests.deliberation.results.assemblies import analysed, two_camps
from tests.deliberation.results.test_views import text_of
from tests.factories import ParticipantFactory

pytestmark = pytest.mark.django_db


def answered(deliberation, question, *counted):
    """Let so many participants give each answer."""
    for answer, people in counted:
        for _ in range(people):
            person = ParticipantFactory(deliberation=deliberation)
            ParticipantProfile.objects.create(participant=person, answers={question: answer})


def table(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_answers_are_compared_with_the_population_and_small_ones_hidden(deliberation):
    Question.objects.create(
        deliberation=deliberation,
        key="age",
        text="How old are you?",
        options=["young", "middle", "old"],
        translations={"es": {"text": "¿Edad?", "options": ["joven", "mediana", "mayor"]}},
    )
    Question.objects.create(deliberation=deliberation, key="note", text="A word?", kind=Question.Kind.TEXT)
    Deliberation.objects.filter(pk=deliberation.pk).update(population={"age": {"young": 0.2, "old": 0.3}})
    deliberation.refresh_from_db()
    answered(deliberation, "age", ("young", 30), ("middle", 12), ("old", 4))
    for _ in range(20):
        ParticipantFactory(deliberation=deliberation)
    [line] = who_took_part(deliberation, "en")
    assert [(answer.words, answer.people) for answer in line.answers] == [
        ("young", 30),
        ("middle", None),
        ("old", None),
    ]
    assert line.unanswered >= 20
    assert line.furthest.words == "young"
    assert line.furthest.share == pytest.approx(30 / 46)
    assert [answer.words for answer in who_took_part(deliberation, "es")[0].answers][0] == "joven"


def test_people_who_erased_themselves_are_in_no_count(deliberation):
    Question.objects.create(deliberation=deliberation, key="age", text="Age?", options=["young", "old"])
    answered(deliberation, "age", ("young", 25), ("old", 12))
    Participant.objects.filter(profile__answers={"age": "young"}).update(
        erased_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    [line] = who_took_part(deliberation, "en")
    assert {answer.words: answer.people for answer in line.answers} == {"young": 0, "old": 12}


def test_the_page_and_its_files_say_when_people_voted_and_who_they_are(client):
    deliberation = two_camps()
    Question.objects.create(deliberation=deliberation, key="age", text="Age?", options=["=young", "old"])
    answered(deliberation, "age", ("=young", 15), ("old", 11))
    analysed(deliberation)
    Vote.objects.filter(deliberation=deliberation).update(cast_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC))
    Vote.objects.filter(deliberation=deliberation, statement__number=1).update(
        cast_at=datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    )
    page = client.get(reverse("deliberation:participation", args=[deliberation.slug])).content.decode()
    words = text_of(page)
    assert "Most votes came on March 1, 2026: 168" in words
    assert "Most often: “=young”, 58% of those who answered" in words
    steps = table(client.get(reverse("deliberation:participation_csv", args=[deliberation.slug])))
    assert steps[0] == ["day_from", "votes", "new_participants"]
    assert [int(votes) for _day, votes, _people in steps[1:]][:9:8] == [168, 24]
    people = table(client.get(reverse("deliberation:people_csv", args=[deliberation.slug])))
    assert people[1][:3] == ["age", "'=young", "15"]


def test_before_the_first_analysis_the_page_says_what_will_be_here(client, deliberation):
    response = client.get(reverse("deliberation:participation", args=[deliberation.slug]))
    assert response.status_code == 200
    assert "nobody has voted" in response.content.decode()
