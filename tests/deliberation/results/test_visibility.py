"""Who sees results: everybody, those who have voted, or nobody before voting ends. Organisers always do."""

import itertools
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from deliberation.models import Deliberation
from deliberation.results import urls
from deliberation.results.visibility import results_visible_to
from tests.deliberation.results.assemblies import SHARED, analysed, member_of, two_camps, with_topics
from tests.deliberation.results.test_views import browser_of
from tests.factories import MembershipFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

Visibility = Deliberation.ResultsVisibility
ADDRESSES = [pattern.name for pattern in urls.urlpatterns]
SECRETS = [SHARED, "map-land", "group_a_votes", "As of"]


@pytest.fixture
def camps():
    deliberation = two_camps()
    with_topics(deliberation)
    analysed(deliberation)
    return deliberation


def show_results(deliberation, visibility, **changes):
    Deliberation.objects.filter(pk=deliberation.pk).update(results_visibility=visibility, **changes)
    deliberation.refresh_from_db()


def visit(browser, deliberation, name, **headers):
    parts = {"slug": deliberation.slug}
    [pattern] = [each for each in urls.urlpatterns if each.name == name]
    if "number" in pattern.pattern.converters:
        parts["number"] = deliberation.statements.get(text=SHARED).number
    return browser.get(reverse(f"deliberation:{name}", kwargs=parts), headers=headers)


def body_of(response):
    streamed = getattr(response, "streaming", False)
    return (b"".join(response.streaming_content) if streamed else response.content).decode()


def test_the_addresses_of_results_are_all_here():
    resolver = get_resolver()
    named = {key for key in resolver.namespace_dict["deliberation"][1].reverse_dict if isinstance(key, str)}
    assert len(ADDRESSES) >= 10
    assert set(ADDRESSES) <= named


def test_before_voting_ends_no_address_tells_anything(camps):
    show_results(camps, Visibility.AFTER_CLOSE)
    stranger, member = Client(), browser_of(member_of(camps, 3))
    for browser, name in itertools.product((stranger, member), ADDRESSES):
        response = visit(browser, camps, name)
        assert response.status_code == 403
        said = body_of(response)
        assert "The results open to everybody when the organisers end the voting." in said
        assert not [secret for secret in SECRETS if secret in said]
        within_a_page = visit(browser, camps, name, **{"HX-Request": "true"})
        assert not [secret for secret in SECRETS if secret in body_of(within_a_page)]


def test_after_voting_has_ended_every_address_opens(camps):
    show_results(camps, Visibility.AFTER_CLOSE, voting_until=timezone.now() - timedelta(minutes=1))
    assert {name: visit(Client(), camps, name).status_code for name in ADDRESSES} == dict.fromkeys(
        ADDRESSES, 200
    )


def test_those_who_have_voted_see_results_that_open_after_voting(camps):
    show_results(camps, Visibility.AFTER_VOTING)
    assert visit(browser_of(member_of(camps, 0)), camps, "results").status_code == 200
    newcomer = browser_of(ParticipantFactory(deliberation=camps))
    response = visit(newcomer, camps, "results")
    assert response.status_code == 403
    assert "The results open after 5 more votes of yours" in body_of(response)


def test_who_works_on_the_deliberation_sees_results_and_that_they_are_not_public(camps):
    show_results(camps, Visibility.AFTER_CLOSE)
    for role in ("owner", "moderator", "observer"):
        account = UserFactory()
        MembershipFactory(user=account, deliberation=camps, role=role)
        browser = Client()
        browser.force_login(account)
        response = visit(browser, camps, "results")
        assert response.status_code == 200
        assert "These results are not public yet." in body_of(response)
    show_results(camps, Visibility.ALWAYS)
    assert "not public yet" not in body_of(visit(browser, camps, "results"))


def test_a_translator_is_a_reader_like_any_other(camps):
    show_results(camps, Visibility.AFTER_CLOSE)
    account = UserFactory()
    MembershipFactory(user=account, deliberation=camps, role="translator")
    assert not results_visible_to(camps, None, account.role_in(camps))


def test_a_page_before_the_opening_says_when_it_is(camps):
    until = timezone.now() + timedelta(days=3)
    show_results(camps, Visibility.AFTER_CLOSE, voting_until=until)
    said = body_of(visit(Client(), camps, "results"))
    assert f'datetime="{timezone.localtime(until).strftime("%Y-%m-%dT%H:%M")}' in said
