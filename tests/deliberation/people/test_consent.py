"""Consent texts: versions, what each person agreed to, and agreeing anew."""

import pytest
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, DeliberationTranslation, Participant, Vote
from deliberation.people.consent import set_consent_text, text_agreed_to
from deliberation.people.services import join_deliberation
from tests.factories import DeliberationFactory, StatementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_years(db: None) -> Deliberation:
    """A deliberation with a consent text of its own."""
    return DeliberationFactory(consent_text="We keep your votes for two years.")


def page(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


def test_a_text_to_which_nobody_agreed_is_replaced(two_years: Deliberation) -> None:
    set_consent_text(deliberation=two_years, text="Three years.")

    assert (two_years.consent_version, two_years.consent_text) == (1, "Three years.")
    assert [one.text for one in two_years.consent_texts.all()] == ["Three years."]


def test_a_text_to_which_somebody_agreed_stays_and_the_new_one_is_the_next_version(
    two_years: Deliberation,
) -> None:
    participant = join_deliberation(deliberation=two_years)
    for _again in range(2):
        set_consent_text(deliberation=two_years, text="Three years.")

    texts = dict(two_years.consent_texts.values_list("version", "text"))
    assert texts == {1: "We keep your votes for two years.", 2: "Three years."}
    agreed = text_agreed_to(participant)
    assert agreed is not None
    assert agreed.text == "We keep your votes for two years."
    assert join_deliberation(deliberation=two_years).consent_version == 2


def test_the_same_text_again_is_no_new_version(two_years: Deliberation) -> None:
    join_deliberation(deliberation=two_years)
    set_consent_text(deliberation=two_years, text=two_years.consent_text)

    two_years.refresh_from_db()
    assert two_years.consent_version == 1


def test_whoever_agreed_to_an_earlier_text_is_asked_once_and_loses_nothing(
    client: Client, two_years: Deliberation
) -> None:
    first, second = StatementFactory.create_batch(2, deliberation=two_years, author=None)
    client.post(page("vote", two_years), {"statement": first.number, "value": 1, "key": "key-in-a-form"})
    set_consent_text(deliberation=two_years, text="Three years.")

    client.post(page("vote", two_years), {"statement": second.number, "value": -1, "key": "key-in-a-tab"})
    assert Vote.objects.count() == 2
    led = client.get(page("vote", two_years))
    asked = client.get(led["Location"]).text
    assert "Three years." in asked
    assert "two years" in asked
    assert "two years" in client.get(page("my_data", two_years)).text

    answer = client.post(led["Location"], {"version": 2})
    assert answer["Location"] == page("vote", two_years)
    assert Participant.objects.get().consent_version == 2
    assert client.get(page("vote", two_years)).status_code == 200
    assert client.get(page("consent", two_years)).status_code == 302


def test_agreeing_to_a_text_that_changed_meanwhile_counts_for_nothing(
    client: Client, two_years: Deliberation
) -> None:
    client.post(page("join", two_years), {"key": "key-in-a-form"})
    set_consent_text(deliberation=two_years, text="Three years.")
    Participant.objects.update(consent_version=0)

    for version in ("1", "3", "x", ""):
        assert client.post(page("consent", two_years), {"version": version}).status_code == 200
    assert Participant.objects.get().consent_version == 0


def test_a_translation_stands_beside_the_binding_text(client: Client, two_years: Deliberation) -> None:
    DeliberationTranslation.objects.create(
        deliberation=two_years, language="zh-hans", consent_text="我们保存您的投票两年。"
    )
    client.cookies["django_language"] = "zh-hans"
    html = client.get(page("join", two_years)).text

    assert html.index("We keep your votes for two years.") < html.index("我们保存您的投票两年。")
