"""Problem documents: whatever goes wrong is said in one form, and every kind is explained."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, OperationalError
from django.test import Client

from deliberation.api.problem_kinds import PROBLEM_KINDS
from deliberation.models import Deliberation

pytestmark = pytest.mark.django_db

LIST = "/api/v1/deliberations/"
ROOMS = ("deliberation/api", "deliberation/webhooks", "constitution/api", "training_bridge/api")


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["type"] == f"/api/#problem-{kind}"
    assert document["status"] == status
    assert document["detail"]
    return document


def kinds_in_code() -> Iterator[str]:
    for room in ROOMS:
        for path in (settings.BASE_DIR / room).rglob("*.py"):
            yield from kinds_in(path)


def kinds_in(path: Path) -> Iterator[str]:
    """The texts that look like a kind in calls that make a problem and in tables of refusals."""
    for node in ast.walk(ast.parse(path.read_text())):
        is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Problem", "_refused"}
        is_table = isinstance(node, ast.Assign | ast.AnnAssign) and "REFUSALS" in ast.dump(node)
        for part in ast.walk(node) if is_table else (node.args if is_call else ()):
            if isinstance(part, ast.Constant) and re.fullmatch("[a-z]+(-[a-z]+)*", str(part.value)):
                yield str(part.value)


def test_every_kind_that_the_code_names_is_explained() -> None:
    named = set(kinds_in_code())
    assert len(named) > 25
    assert named - set(PROBLEM_KINDS) == set()


@pytest.mark.parametrize("address", ["/api/v1/nothing-here/", "/api/v2/", "/api/v1/deliberations/none/"])
def test_an_unknown_address_is_a_problem_document(client: Client, address: str) -> None:
    problem(client.get(address), 404, "not-found")


def test_any_method_at_an_unknown_address_is_not_found(client: Client) -> None:
    problem(client.generic("PROPFIND", "/api/v1/nothing/"), 404, "not-found")


def test_a_method_that_an_address_does_not_know_names_those_it_knows(client: Client) -> None:
    answer = client.patch(LIST)
    problem(answer, 405, "method-not-allowed")
    assert "GET" in answer["Allow"]


def test_who_accepts_no_json_is_told(client: Client) -> None:
    problem(client.get(LIST, headers={"accept": "text/csv"}), 406, "not-acceptable")


def vote(client: Client, deliberation: Deliberation, body: Any, kind: str = "application/json") -> Any:
    return client.post(f"{LIST}{deliberation.slug}/participants/", body, content_type=kind)


def test_a_body_that_is_no_json_is_refused(client: Client, deliberation: Deliberation) -> None:
    problem(vote(client, deliberation, "{"), 400, "parse-error")
    problem(
        vote(client, deliberation, "a=1", "application/x-www-form-urlencoded"), 415, "unsupported-media-type"
    )


@pytest.mark.parametrize("body", ['{"a": "\\u0000"}', '{"\\ud800": 1}', "[" * 100_000, "[" * 30 + "]" * 30])
def test_what_no_column_can_hold_is_refused(client: Client, deliberation: Deliberation, body: str) -> None:
    problem(vote(client, deliberation, body), 400, "parse-error")


def test_a_nul_in_the_address_is_refused(client: Client) -> None:
    problem(client.get(f"{LIST}?cursor=%00"), 400, "parse-error")


def test_too_large_a_body_is_refused(client: Client, deliberation: Deliberation, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    problem(vote(client, deliberation, '"' + "a" * 200 + '"'), 413, "too-large")


def test_a_wrong_token_is_told_how_to_come_in(client: Client) -> None:
    answer = client.get(LIST, headers={"authorization": "Bearer concord_token_guessed"})
    problem(answer, 401, "invalid-token")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "no-store" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (RuntimeError("the password is swordfish"), 500, "our-fault"),
        (OperationalError("connection refused on 10.0.0.7"), 503, "database-away"),
        (DataError("value 10.0.0.7 too long"), 400, "cannot-be-kept"),
    ],
)
def test_a_fault_of_ours_gives_nothing_away(
    client: Client,
    deliberation: Deliberation,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    kind: str,
) -> None:
    def fail(*_arguments: Any) -> None:
        raise error

    monkeypatch.setattr("deliberation.api.views.deliberations.deliberation_in", fail)
    client.raise_request_exception = False
    answer = client.get(f"{LIST}{deliberation.slug}/")
    problem(answer, status, kind)
    assert "swordfish" not in answer.content.decode()
    assert "10.0.0.7" not in answer.content.decode()
    assert ("Retry-After" in answer) == (status == 503)


def test_public_reading_is_open_to_other_sites_and_private_answers_are_not(client: Client) -> None:
    answer = client.get(LIST)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert {"Authorization", "Cookie"} <= {part.strip() for part in answer["Vary"].split(",")}
    client.cookies["participant_abc"] = "anything"
    private = client.get(LIST)
    assert "Access-Control-Allow-Origin" not in private
    assert "no-store" in private["Cache-Control"]


def test_a_browser_that_asks_first_is_told_what_other_sites_may_do(client: Client) -> None:
    answer = client.options(LIST)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.content == b""
