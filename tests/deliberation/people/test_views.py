"""Arriving, joining, signing in, and what is kept about a person."""

import json

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from deliberation.models import Deliberation, Participant, Role, Statement, User
from tests.factories import PASSWORD, DeliberationFactory, MembershipFactory, StatementFactory

pytestmark = pytest.mark.django_db


def address(name: str, deliberation: Deliberation) -> str:
    return reverse(f"deliberation:{name}", args=[deliberation.slug])


def test_the_front_page_answers_a_visitor_without_a_cookie_and_without_a_redirect(
    client: Client, deliberation: Deliberation
) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert deliberation.title in response.text


def test_the_front_page_without_any_deliberation_says_what_will_be_here(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert "No deliberation is open" in response.text


def test_the_front_page_leaves_drafts_out_and_keeps_closed_ones(client: Client, db: None) -> None:
    DeliberationFactory(title="A draft", state=Deliberation.State.DRAFT)
    DeliberationFactory(title="A closed one", state=Deliberation.State.CLOSED)

    response = client.get("/")

    assert "A draft" not in response.text
    assert "A closed one" in response.text


def test_who_helps_to_run_a_deliberation_finds_it_on_the_front_page(client: Client, db: None) -> None:
    draft = DeliberationFactory(title="Not yet public", state=Deliberation.State.DRAFT)
    other = DeliberationFactory(title="In two languages")
    owner = MembershipFactory(deliberation=draft, role=Role.OWNER).user
    MembershipFactory(deliberation=other, role=Role.TRANSLATOR, user=owner)
    DeliberationFactory(title="Of others", state=Deliberation.State.DRAFT)

    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/").text
    assert f'href="{address("organise", draft)}"' in page
    assert f'href="{address("translate", other)}"' in page
    assert "Of others" not in page
    client.logout()
    assert "Not yet public" not in client.get("/").text


def test_the_front_page_needs_the_same_queries_for_many_deliberations(
    client: Client, django_assert_max_num_queries: object
) -> None:
    DeliberationFactory.create_batch(12)

    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get("/")


def test_every_page_forbids_inline_scripts_and_styles(client: Client, statement: Statement) -> None:
    for path in ("/", address("vote", statement.deliberation), reverse("deliberation:sign_in")):
        response = client.get(path)
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "unsafe" not in response["Content-Security-Policy"]
        assert " style=" not in response.text
        assert " onclick=" not in response.text


def test_the_landing_page_says_what_one_agrees_to(client: Client, db: None) -> None:
    deliberation = DeliberationFactory(consent_text="We keep your votes for two years.")

    assert "We keep your votes for two years." in client.get(address("deliberation", deliberation)).text


def test_joining_gives_a_cookie_and_leads_to_the_vote_page(
    client: Client, deliberation: Deliberation
) -> None:
    response = client.post(address("join", deliberation), {"key": "key-in-a-form"})

    assert response["Location"] == address("vote", deliberation)
    cookie = response.cookies[f"participant_{deliberation.public_id}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Participant.objects.get().deliberation == deliberation
    assert "sessionid" not in response.cookies


def test_pressing_the_join_button_twice_joins_once(deliberation: Deliberation) -> None:
    for impatient in (Client(), Client()):
        impatient.post(address("join", deliberation), {"key": "key-in-a-form"})

    assert Participant.objects.count() == 1


def test_joining_again_keeps_the_place(client: Client, deliberation: Deliberation) -> None:
    for key in ("first-form", "second-form"):
        client.post(address("join", deliberation), {"key": key})

    assert Participant.objects.count() == 1


def test_the_same_key_in_another_deliberation_is_another_participant(
    client: Client, deliberation: Deliberation
) -> None:
    for place in (deliberation, DeliberationFactory()):
        client.post(address("join", place), {"key": "key-in-a-form"})

    assert Participant.objects.count() == 2


def test_reading_the_join_page_joins_nobody(client: Client, deliberation: Deliberation) -> None:
    response = client.get(address("join", deliberation))

    assert response.status_code == 200
    assert not Participant.objects.exists()


def test_nobody_joins_a_closed_deliberation(client: Client, deliberation: Deliberation) -> None:
    Deliberation.objects.update(state=Deliberation.State.CLOSED)

    client.post(address("join", deliberation), {"key": "key-in-a-form"})

    assert not Participant.objects.exists()


def test_pages_for_a_known_person_are_never_stored_by_caches(
    client: Client, deliberation: Deliberation
) -> None:
    client.post(address("join", deliberation), {"key": "key-in-a-form"})

    response = client.get(address("my_votes", deliberation))

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_my_data_can_be_taken_away(client: Client, statement: Statement) -> None:
    deliberation = statement.deliberation
    client.post(
        address("vote", deliberation), {"statement": statement.number, "value": -1, "key": "key-in-a-form"}
    )
    client.post(address("propose", deliberation), {"text": "The AI should admit doubt.", "key": "proposal-1"})

    response = client.get(address("my_data", deliberation), {"format": "json"}, follow=True)

    data = json.loads(response.content)
    assert [(vote["statement"], vote["vote"]) for vote in data["votes"]] == [(statement.number, "disagree")]
    assert [one["text"] for one in data["statements"]] == ["The AI should admit doubt."]
    assert "attachment" in response["Content-Disposition"]


def test_my_data_shows_nothing_of_others(client: Client, deliberation: Deliberation) -> None:
    StatementFactory(deliberation=deliberation, text="Somebody else's words.")
    client.post(address("join", deliberation), {"key": "key-in-a-form"})

    assert (
        "Somebody else"
        not in client.get(address("my_data", deliberation), {"format": "json"}, follow=True).text
    )


def test_a_moderator_signs_in_with_an_e_mail_address_in_any_case(client: Client, moderator: User) -> None:
    response = client.post(
        reverse("deliberation:sign_in"), {"login": "Moderator@Example.org", "password": PASSWORD}
    )

    assert response["Location"].endswith("/moderation/")
    assert client.get("/").context["user"] == moderator


def test_a_wrong_password_is_explained_and_the_address_kept(client: Client, moderator: User) -> None:
    response = client.post(
        reverse("deliberation:sign_in"), {"login": moderator.email, "password": "not this one"}
    )

    assert response.status_code == 200
    assert moderator.email in response.text
    assert "notice--error" in response.text


def test_signing_out_needs_the_button(client: Client, moderator: User) -> None:
    client.force_login(moderator)

    assert client.get(reverse("deliberation:sign_out")).status_code == 405
    assert client.post(reverse("deliberation:sign_out")).status_code == 302


def test_an_address_that_does_not_exist_is_explained(client: Client, db: None) -> None:
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "no page at this address" in response.text


def test_a_vote_without_the_page_s_token_is_refused_and_explained(statement: Statement) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(
        address("vote", statement.deliberation),
        {"statement": statement.number, "value": 1, "key": "a-key-is-here"},
    )

    assert response.status_code == 403
    assert "cookie" in response.text


def test_a_fault_of_ours_is_explained_without_the_database(
    client: Client, deliberation: Deliberation
) -> None:
    from django.views.defaults import server_error

    with override_settings(DEBUG=False):
        response = server_error(client.get("/").wsgi_request)

    assert response.status_code == 500
    assert b"broke on our side" in response.content
