"""Personal files come by links for one person and ten minutes."""

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client
from django.urls import reverse

from deliberation.models import Deliberation, Participant
from deliberation.people import expiring_links
from deliberation.people.expiring_links import LinkState, expiring_token, state_of_link
from deliberation.people.participation import COOKIE_SALT, cookie_name
from tests.factories import DeliberationFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def browser_of(participant: Participant) -> Client:
    name = cookie_name(participant.deliberation)
    browser = Client()
    browser.cookies[name] = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
    return browser


def link_of(participant: Participant) -> str:
    token = expiring_token("my data", participant.deliberation, participant)
    return reverse("deliberation:my_data_file", args=[participant.deliberation.slug, token])


def test_a_link_is_good_for_its_person_file_and_deliberation_alone(deliberation: Deliberation) -> None:
    person, other = ParticipantFactory.create_batch(2, deliberation=deliberation)
    token = expiring_token("my data", deliberation, person)
    account = UserFactory(pk=person.pk)
    elsewhere = DeliberationFactory()

    assert state_of_link(token, "my data", deliberation, person) is LinkState.GOOD
    foreign = [
        state_of_link(token, "my data", deliberation, other),
        state_of_link(token, "my data", deliberation, account),
        state_of_link(token, "my data", elsewhere, person),
        state_of_link(token, "rows", deliberation, person),
        state_of_link(token[:-1] + ("A" if token[-1] != "A" else "B"), "my data", deliberation, person),
        state_of_link("nonsense", "my data", deliberation, person),
    ]
    assert set(foreign) == {LinkState.FOREIGN}
    assert str(person.public_id) not in token


def test_my_data_come_as_a_file_that_nobody_keeps(participant: Participant) -> None:
    browser = browser_of(participant)
    page = browser.get(reverse("deliberation:my_data", args=[participant.deliberation.slug]))
    link = reverse(
        "deliberation:my_data_file", args=[participant.deliberation.slug, page.context["file_token"]]
    )
    assert link in page.content.decode()
    response = browser.get(link)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    assert "Cookie" in response["Vary"]


def test_nobody_else_gets_it_and_its_owner_asks_again_after_ten_minutes(
    participant: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(participant)
    other = ParticipantFactory(deliberation=participant.deliberation)
    for stranger in (Client(), browser_of(other), browser_of(ParticipantFactory())):
        assert stranger.get(link).status_code == 404
    assert expiring_links.LINK_SECONDS == 600
    monkeypatch.setattr(expiring_links, "LINK_SECONDS", -1)
    late = browser_of(participant).get(link)
    assert late.status_code == 302
    assert late["Location"] == reverse("deliberation:my_data", args=[participant.deliberation.slug])
