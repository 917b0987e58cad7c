"""Readers whom nobody knows are sent a page that was made before; what must vanish at once is not in it."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from deliberation.models import Deliberation, User
from deliberation.moderation.services import moderate_statement
from deliberation.organising.services import change_state, configure_deliberation, marks_of
from deliberation.results.readers_state import state_of
from deliberation.voting.services import cast_vote
from tests.deliberation.results.assemblies import SHARED, analysed, member_of, two_camps
from tests.deliberation.results.test_views import browser_of
from tests.factories import MembershipFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db

IN_SPANISH = {"Accept-Language": "es"}


@pytest.fixture(autouse=True)
def pages_are_kept(settings: Settings) -> Iterator[None]:
    """Keep pages, which no other test does: most of them change rows without the event that goes with it."""
    settings.PAGES_KEPT_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def camps() -> Deliberation:
    deliberation = two_camps()
    analysed(deliberation)
    return deliberation


@pytest.fixture
def address(camps: Deliberation) -> str:
    return reverse("deliberation:results", args=[camps.slug])


def vote(deliberation: Deliberation) -> None:
    newcomer = ParticipantFactory(deliberation=deliberation)
    cast_vote(participant=newcomer, statement=deliberation.statements.first(), value=1, client_key="new")


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def owner_of(deliberation: Deliberation) -> User:
    return MembershipFactory(deliberation=deliberation, user=UserFactory(), role="owner").user


def test_a_second_reader_is_sent_the_same_answer_for_one_query(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = Client().get(address)
    with django_assert_num_queries(1):
        second = Client().get(address)
    assert second.content == first.content
    own = {"X-Request-ID"}
    assert {name: second[name] for name in second.headers if name not in own} == {
        name: first[name] for name in first.headers if name not in own
    }
    assert second["X-Request-ID"] != first["X-Request-ID"]
    assert not first.cookies
    assert first.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language", "HX-Request"} <= set(first.headers["Vary"].split(", "))


def test_a_reader_who_has_the_page_is_told_so_first_and_again(address: str) -> None:
    tag = Client().get(address).headers["ETag"]
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    caches["pages"].clear()
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304


def test_each_language_address_and_part_of_a_page_is_kept_apart(camps: Deliberation, address: str) -> None:
    english = text(Client(), address)
    assert Client().get(address, headers=IN_SPANISH).headers["Content-Language"] == "es"
    chosen = Client()
    chosen.cookies["django_language"] = "ar"
    assert 'lang="ar"' in text(chosen, address)
    assert text(Client(), address) == english
    table = reverse("deliberation:statement_results", args=[camps.slug])
    whole, part = text(Client(), table), Client().get(table, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in whole and "<html" not in part
    assert text(Client(), table) == whole
    assert text(Client(), f"{table}?sort=number") != whole


def test_who_reads_compressed_and_who_does_not_get_what_they_can_read(address: str) -> None:
    for _time in range(2):
        packed = Client().get(address, headers={"Accept-Encoding": "gzip"})
        plain = Client().get(address)
        assert packed.headers["Content-Encoding"] == "gzip" and packed.content[:2] == b"\x1f\x8b"
        assert "Content-Encoding" not in plain.headers and b"<html" in plain.content


def test_a_vote_alone_does_not_make_the_page_anew_but_its_age_does(camps: Deliberation, address: str) -> None:
    first = text(Client(), address)
    vote(camps)
    assert text(Client(), address) == first
    with override_settings(PAGES_KEPT_SECONDS=0):
        assert "1 vote has come in since" in text(Client(), address)


def test_while_one_request_renews_an_old_page_others_are_sent_it(camps: Deliberation, address: str) -> None:
    first = text(Client(), address)
    key = next(iter(caches["pages"]._cache)).split(":")[-1]  # type: ignore[attr-defined]
    vote(camps)
    with override_settings(PAGES_KEPT_SECONDS=0.001):
        caches["pages"].set(f"{key}:renewing", True)
        assert text(Client(), address) == first
    with override_settings(PAGES_KEPT_SECONDS=0.001):
        caches["pages"].delete(f"{key}:renewing")
        assert text(Client(), address) != first


def test_a_new_analysis_shows_at_once(camps: Deliberation, address: str) -> None:
    assert "24 people" in text(Client(), address)
    vote(camps)
    analysed(camps)
    assert "25 people" in text(Client(), address)


def test_a_moderated_statement_is_gone_at_once(camps: Deliberation) -> None:
    statement = camps.statements.get(text=SHARED)
    page = reverse("deliberation:statement_result", args=[camps.slug, statement.number])
    results = reverse("deliberation:results", args=[camps.slug])
    assert SHARED in text(Client(), page) and SHARED in text(Client(), results)
    moderate_statement(
        statement=statement, outcome="rejected", reason="spam", decided_by=None, origin="imported"
    )
    assert SHARED not in text(Client(), page) and SHARED not in text(Client(), results)


def test_results_that_are_closed_to_the_public_are_shown_to_no_reader(
    camps: Deliberation, address: str
) -> None:
    owner = owner_of(camps)
    assert Client().get(address).status_code == 200
    seen = marks_of({"results_visibility": "always"})
    closed = {"results_visibility": "after_close"}
    configure_deliberation(deliberation=camps, subject="results", values=closed, marks=seen, user=owner)
    for _time in range(2):
        assert Client().get(address).status_code == 403
    change_state(deliberation=camps, state="closed", user=owner)
    assert Client().get(address).status_code == 200


def test_known_people_get_their_own_page_and_leave_nothing_for_readers(
    camps: Deliberation, address: str
) -> None:
    member, signed_in = browser_of(member_of(camps, 0)), Client()
    signed_in.force_login(owner_of(camps))
    for known in (member, signed_in):
        own = known.get(address)
        assert "no-store" in own.headers["Cache-Control"] and "ETag" not in own.headers
    assert not caches["pages"]._cache  # type: ignore[attr-defined]
    for_readers = text(Client(), address)
    assert "Organise" not in for_readers
    assert "Organise" in text(signed_in, address)
    assert "You stand" not in for_readers


def test_a_token_of_a_form_elsewhere_keeps_nobody_from_the_kept_page(
    camps: Deliberation, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    visitor = Client()
    visitor.get(reverse("deliberation:vote", args=[camps.slug]))
    assert "csrftoken" in visitor.cookies
    visitor.get(address)
    with django_assert_num_queries(1):
        assert not visitor.get(address).cookies


def test_a_page_that_is_not_there_is_not_kept(camps: Deliberation) -> None:
    assert Client().get(reverse("deliberation:statement_result", args=[camps.slug, 999])).status_code == 404
    assert Client().get(reverse("deliberation:results", args=["nowhere"])).status_code == 404
    assert not caches["pages"]._cache  # type: ignore[attr-defined]
    assert state_of("nowhere") is None


def test_another_host_name_is_refused_as_ever(address: str) -> None:
    Client().get(address)
    assert Client().get(address, headers={"Host": "evil.example"}).status_code == 400
