"""Who may open which page of the panel: every address, every role, this deliberation and another."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from deliberation.models import ModerationDecision, Role, Statement
from deliberation.moderation import urls
from tests.factories import DeliberationFactory, MembershipFactory, StatementFactory

pytestmark = pytest.mark.django_db

READING = {
    "moderation_queue": {},
    "moderation_targets": {"number": 1},
    "moderation_live": {"number": 1},
    "moderation_decided": {"tab": "accepted"},
    "moderation_duplicates": {},
    "moderation_reasons": {},
    "moderation_jobs": {},
}
DECIDING = {
    "moderation_decide": {"number": 1},
    "moderation_take": {},
    "moderation_together": {},
    "moderation_leave": {},
    "moderation_undo": {},
    "moderation_settle_pair": {},
    "moderation_decide_reasons": {},
    "moderation_analyse": {},
    "moderation_retry_job": {},
    "moderation_retry_all_jobs": {},
}


def address(deliberation, name):
    parts = {**READING, **DECIDING}[name]
    return reverse(f"deliberation:{name}", kwargs={"slug": deliberation.slug, **parts})


@pytest.fixture
def waiting(deliberation):
    return StatementFactory(deliberation=deliberation, state=Statement.State.PENDING)


def test_every_address_of_the_panel_is_in_this_file():
    assert {pattern.name for pattern in urls.urlpatterns} == {*READING, *DECIDING}


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("person", ["owner", "moderator", "observer"])
def test_those_with_a_role_in_moderation_read(request, signed_in, deliberation, waiting, person, name):
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(address(deliberation, name)).status_code == 200


@pytest.mark.parametrize("name", READING)
@pytest.mark.parametrize("person", ["translator", "stranger"])
def test_to_others_the_panel_does_not_exist(request, signed_in, deliberation, waiting, person, name):
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(address(deliberation, name)).status_code == 404


@pytest.mark.parametrize("name", DECIDING)
@pytest.mark.parametrize(("person", "status"), [("observer", 403), ("translator", 404), ("stranger", 404)])
def test_only_moderators_and_owners_decide(request, signed_in, deliberation, waiting, person, status, name):
    browser = signed_in(request.getfixturevalue(person))
    answer = browser.post(address(deliberation, name), {"outcome": "accepted", "key": "k" * 32})
    assert answer.status_code == status
    waiting.refresh_from_db()
    assert waiting.state == Statement.State.PENDING
    assert not ModerationDecision.objects.exists()


@pytest.mark.parametrize("name", [*READING, *DECIDING])
def test_the_moderator_of_another_deliberation_is_a_stranger(signed_in, deliberation, waiting, name):
    elsewhere = MembershipFactory(deliberation=DeliberationFactory(), role=Role.MODERATOR).user
    browser = signed_in(elsewhere)
    method = browser.get if name in READING else browser.post
    assert method(address(deliberation, name)).status_code == 404


@pytest.mark.parametrize("name", [*READING, *DECIDING])
def test_anonymous_visitors_are_sent_to_sign_in(client, deliberation, waiting, name):
    method = client.get if name in READING else client.post
    answer = method(address(deliberation, name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("deliberation:sign_in"))


@pytest.mark.parametrize("name", DECIDING)
def test_nothing_is_decided_by_following_a_link(signed_in, moderator, deliberation, waiting, name):
    assert signed_in(moderator).get(address(deliberation, name)).status_code == 405


@pytest.mark.parametrize("name", DECIDING)
def test_nothing_is_decided_from_another_site(moderator, deliberation, waiting, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(moderator)
    assert browser.post(address(deliberation, name), {"outcome": "accepted"}).status_code == 403


def test_back_office_accounts_own_every_deliberation(signed_in, deliberation, waiting):
    chief = get_user_model().objects.create_superuser("chief@example.org", "correct horse battery")
    assert signed_in(chief).get(address(deliberation, "moderation_queue")).status_code == 200


def test_an_observer_sees_no_button_that_decides(signed_in, observer, deliberation, waiting):
    browser = signed_in(observer)
    StatementFactory(deliberation=deliberation, state=Statement.State.ACCEPTED)
    for name in READING:
        html = browser.get(address(deliberation, name)).content.decode()
        assert 'name="outcome"' not in html
        assert 'name="verdict"' not in html
        assert "Analyse now" not in html


def test_the_panel_is_kept_out_of_shared_caches(signed_in, moderator, deliberation, waiting):
    answer = signed_in(moderator).get(address(deliberation, "moderation_queue"))
    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("person", "sees"), [("owner", True), ("observer", True), ("translator", False), ("stranger", False)]
)
def test_the_panel_is_in_the_menu_of_those_who_may_open_it(request, signed_in, deliberation, person, sees):
    browser = signed_in(request.getfixturevalue(person))
    html = browser.get(reverse("deliberation:results", args=[deliberation.slug])).content.decode()
    assert (address(deliberation, "moderation_queue") in html) is sees


def test_visitors_do_not_see_the_panel_in_the_menu(client, deliberation):
    html = client.get(reverse("deliberation:results", args=[deliberation.slug])).content.decode()
    assert "/moderation/" not in html
