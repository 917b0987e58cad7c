"""What people and programs are told while the database is away, and of a fault of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client

from deliberation.integrity.database_away import is_database_away
from deliberation.models import Deliberation, User

PAGES = ["/", "/d/{slug}/", "/d/{slug}/vote/", "/d/{slug}/results/", "/d/{slug}/my-votes/"]
FOR_MEMBERS = ["/d/{slug}/moderation/", "/back-office/", "/d/{slug}/organise/"]
TakeAway = Callable[[], Callable[[], None]]
FOR_PROGRAMS = ["/api/v1/deliberations/", "/api/v1/deliberations/{slug}/"]


def says_come_again(response: HttpResponse) -> bool:
    return (
        response.status_code == 503
        and response["Retry-After"] == "5"
        and "no-store" in response["Cache-Control"]
    )


def test_no_page_fails_while_the_database_is_away(
    site: Client, deliberation: Deliberation, owner: User, take_database_away: TakeAway
) -> None:
    site.force_login(owner)
    visitor = Client(raise_request_exception=False)
    take_database_away()
    for address in PAGES:
        for browser in (visitor, site):
            response = browser.get(address.format(slug=deliberation.slug))
            assert says_come_again(response), address
            assert "The site is away for a moment" in response.content.decode()
    for address in FOR_MEMBERS:
        assert says_come_again(site.get(address.format(slug=deliberation.slug))), address


def test_votes_and_parts_of_pages_are_told_to_come_again(
    site: Client, deliberation: Deliberation, take_database_away: TakeAway
) -> None:
    address = f"/d/{deliberation.slug}/vote/"
    take_database_away()
    assert says_come_again(site.post(address, {"statement": 1, "value": 1, "key": "k" * 20}))
    assert says_come_again(site.get(address, headers={"hx-request": "true"}))


def test_programs_get_a_problem_document_also_where_it_fails_before_their_view(
    site: Client, deliberation: Deliberation, owner: User, take_database_away: TakeAway
) -> None:
    site.force_login(owner)
    take_database_away()
    addresses = [*FOR_PROGRAMS, "/api/v1/deliberations/{slug}/votes/"]
    for address in addresses:
        for ask in (site.get, site.post):
            response = ask(address.format(slug=deliberation.slug))
            if response.status_code == 405:
                continue
            assert says_come_again(response), address
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["type"].endswith("#problem-database-away")


def test_a_connection_that_the_server_ends_in_the_middle_of_a_request_is_no_fault(
    site: Client, deliberation: Deliberation, take_database_away: TakeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_connection(*_arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr("deliberation.results.views.freshness_of", end_connection)
    assert says_come_again(site.get(f"/d/{deliberation.slug}/results/"))
    monkeypatch.undo()
    close_old_connections()  # As a server does between requests, and the browser of the tests does not.
    assert site.get(f"/d/{deliberation.slug}/results/").status_code == 200, "the next request is served"


def test_an_error_of_middleware_is_answered_as_one_of_a_view(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: Any) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr("config.reading_language.ReadingLanguageMiddleware.process_request", fail)
    assert says_come_again(site.get("/"))
    assert site.get("/api/v1/").json()["status"] == 503


def test_what_trying_again_would_not_help_stays_a_fault(
    site: Client, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    def read_a_missing_table(*_arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM a_table_that_nobody_made")

    monkeypatch.setattr(
        "config.reading_language.ReadingLanguageMiddleware.process_request", read_a_missing_table
    )
    response = site.get("/")
    assert response.status_code == 500
    assert "a_table_that_nobody_made" not in response.content.decode()


def test_the_page_of_a_fault_names_the_id_under_which_it_is_found_in_the_log(
    site: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("config.reading_language.ReadingLanguageMiddleware.process_request", fail)
    response = site.get("/")
    assert response.status_code == 500
    assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()
    assert [
        record.levelname for record in caplog.records if record.exc_info and record.name != "django.request"
    ] == ["ERROR"]


def test_errors_in_whose_handling_another_arises_are_looked_at_too() -> None:
    away, consequence = OperationalError("connection refused"), RuntimeError("so nothing could be read")
    consequence.__context__ = away
    assert is_database_away(consequence)
    assert not is_database_away(RuntimeError("on its own"))
