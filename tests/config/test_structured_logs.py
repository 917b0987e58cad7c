"""What the web server, the relay and the workers write down, and what none of them does."""

import io
import json
import logging.config
import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from config.request_log import RequestLogMiddleware
from config.structured_logs import logging_settings
from deliberation.jobs import request_job
from deliberation.models import Deliberation, Job, Role, Statement, User
from deliberation.people.recovery import recovery_token
from deliberation.results.services import ANALYSIS_TASK
from tests.factories import MembershipFactory, StatementFactory, UserFactory

ADDRESS = "203.0.113.77"
EMAIL = "planted.person@example.org"
NAME = "Plantagenet Person"
TEXT = "Planted trees should line every street"
QUERY = "planted-in-the-query"
AGENT = "PlantedBrowser/9"
KEY = "planted-key-of-a-form-0001"

Lines = Callable[[], str]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """A function that returns what this process has logged, as a site in production writes it."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    monkeypatch.setattr(logging.getLogger("gunicorn.error"), "propagate", False)  # As gunicorn sets it up.
    logging.config.dictConfig(logging_settings(log_format="json", level="INFO"))
    yield written.getvalue
    monkeypatch.undo()
    logging.config.dictConfig(site_settings.LOGGING)


def entries(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def requests_in(text: str) -> list[dict[str, Any]]:
    return [entry for entry in entries(text) if entry["logger"] == "concord.request"]


def take_part(deliberation: Deliberation, statement: Statement) -> Client:
    """Vote, propose, look for something and make the database refuse; return the browser."""
    browser = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    vote = reverse("deliberation:vote", args=[deliberation.slug])
    browser.post(vote, {"statement": statement.number, "value": 1, "key": KEY})
    browser.post(reverse("deliberation:propose", args=[deliberation.slug]), {"text": TEXT, "key": KEY + "2"})
    browser.get(f"/?q={QUERY}")
    browser.get(f"/nothing/at/{QUERY}/")
    Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS).post(vote, {"key": KEY})
    browser.get("/", headers={"host": "planted.host.example"})
    server = logging.getLogger("gunicorn.error")
    server.warning("Invalid request from ip=%s: Invalid HTTP request line", ADDRESS)
    try:
        raise OSError
    except OSError:
        server.exception("Error handling request %s", f"/d/{deliberation.slug}/come-back/{QUERY}/")
    return browser


def sign_in_by_code(browser: Client) -> str:
    """Sign in as people do; return the code."""
    answer = browser.post("/sign-in/", {"login": EMAIL})
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", str(mail.outbox[-1].body), re.M)
    assert code
    browser.post(answer.headers["Location"], {"code": code[1]})
    return code[1]


def moderate(browser: Client, deliberation: Deliberation) -> None:
    proposed = Statement.objects.get(text=TEXT)
    address = reverse("deliberation:moderation_decide", args=[deliberation.slug, proposed.number])
    browser.post(address, {"outcome": "accepted", "key": KEY + "3"})
    assert Statement.objects.get(text=TEXT).state == Statement.State.ACCEPTED


def test_no_log_names_anybody(
    logged: Lines,
    deliberation: Deliberation,
    monkeypatch: pytest.MonkeyPatch,
    start_worker: Callable[..., AbstractContextManager[Any]],
    tmp_path: Path,
) -> None:
    user = UserFactory(email=EMAIL, name=NAME)
    MembershipFactory(user=user, deliberation=deliberation, role=Role.MODERATOR)
    browser = take_part(deliberation, StatementFactory(deliberation=deliberation))
    code = sign_in_by_code(browser)
    moderate(browser, deliberation)
    token = recovery_token(deliberation.participants.latest("pk"))
    browser.get(reverse("deliberation:come_back", args=[deliberation.slug, token]))

    def fail(*_arguments: Any) -> None:
        User.objects.create(email=EMAIL, name=NAME)

    with monkeypatch.context() as broken:
        broken.setattr("deliberation.results.views.freshness_of", fail)
        browser.get(reverse("deliberation:results", args=[deliberation.slug]))

    monkeypatch.setenv("LOG_FORMAT", "json")
    done = request_job(key="done", task=ANALYSIS_TASK, arguments={"deliberation": deliberation.public_id})
    failing = request_job(key="failing", task=ANALYSIS_TASK, arguments={"deliberation": EMAIL})
    call_command("relay_jobs", once=True)
    with start_worker(queues=["analysis"]):
        deadline = time.monotonic() + 60
        while Job.objects.get(pk=done.pk).state != Job.State.SUCCEEDED or not (
            _attempted(failing) and "The task failed" in (tmp_path / "worker.log").read_text()
        ):
            assert time.monotonic() < deadline
            time.sleep(0.1)

    worker = (tmp_path / "worker.log").read_text()
    web = logged()
    planted = [ADDRESS, EMAIL, NAME, TEXT, QUERY, AGENT, KEY, code, token, "planted"]
    planted += [morsel.value for morsel in browser.cookies.values() if morsel.value]
    for log in (web, worker):
        assert [value for value in planted if value.lower() in log.lower()] == []
    assert any("IntegrityError" in entry.get("error", "") for entry in entries(web)), "the error was logged"
    assert {"concord.request", "gunicorn.error"} <= {entry["logger"] for entry in entries(web)}
    of_job = [entry for entry in entries(worker) if entry.get("job") == done.pk]
    assert {(entry["task"], entry["task_id"]) for entry in of_job} == {(ANALYSIS_TASK, f"{done.pk}-0")}
    failures = [entry for entry in entries(worker) if entry.get("error") and entry.get("job") == failing.pk]
    assert {entry["event"] for entry in failures} == {"The task failed"}


def _attempted(job: Job) -> bool:
    job.refresh_from_db()
    return job.attempts > 0 and job.state != Job.State.RUNNING


@pytest.mark.django_db
def test_each_request_has_one_line_with_its_route_and_never_its_address(
    logged: Lines, deliberation: Deliberation
) -> None:
    response = Client().get(f"/d/{deliberation.slug}/?a=b")
    [line] = requests_in(logged())
    assert line["method"] == "GET"
    assert line["route"] == "d/<slug:slug>/"
    assert line["status"] == 200
    assert 0 < line["milliseconds"] < 60_000
    assert line["request_id"] == response["X-Request-ID"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", line["timestamp"])
    assert deliberation.slug not in logged()


def answered(settings: Any, given: str, *, behind_proxy: bool) -> str:
    """Return the id of a request that came with one."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    middleware = RequestLogMiddleware(lambda _request: HttpResponse())
    request = RequestFactory().get("/", headers={"x-request-id": given})
    request.resolver_match = None
    return str(middleware(request)["X-Request-ID"])


def test_the_id_of_our_own_proxy_is_kept_and_no_strangers(settings: Any) -> None:
    given = "4bf92f3577b34da6a3ce929d0e0e4736"
    assert answered(settings, given, behind_proxy=True) == given
    assert answered(settings, given, behind_proxy=False) != given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "with space in it", "maria@example.org", "x\ny" * 9]
)
def test_an_id_that_is_none_is_replaced(settings: Any, given: str) -> None:
    made = answered(settings, given, behind_proxy=True)
    assert re.fullmatch(r"[0-9a-f]{24}", made)
    assert made != answered(settings, given, behind_proxy=True)


def test_lines_for_people_say_the_same_and_errors_stand_below(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    logging.config.dictConfig(logging_settings(log_format="line", level="INFO"))
    try:
        logging.getLogger("concord.example").info("It went well", extra={"fields": {"status": 200}})
        try:
            raise RuntimeError("It went wrong for 'Maria'")
        except RuntimeError:
            logging.getLogger("concord.example").exception("It did not")
    finally:
        monkeypatch.undo()
        logging.config.dictConfig(site_settings.LOGGING)
    first, second, *below = written.getvalue().splitlines()
    assert re.fullmatch(r"\S+Z INFO concord\.example It went well status=200", first)
    assert re.fullmatch(r"\S+Z ERROR concord\.example It did not", second)
    assert below[-1] == "RuntimeError: It went wrong for …"
