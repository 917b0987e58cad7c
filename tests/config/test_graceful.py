"""The web server is reloaded and replaced while people vote: nobody is refused and no vote is lost."""

import http.client
import itertools
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.signing import get_cookie_signer
from django.db import connection

from deliberation.models import Deliberation, Event, Participant, Vote
from deliberation.people.participation import COOKIE_SALT, cookie_name
from deliberation.voting.forms import key_of_vote
from tests.celery_worker import worker_database_url
from tests.config.socket_activation import WebServer, listening
from tests.factories import ParticipantFactory, StatementFactory

CLIENTS = 8
TOKEN = "t" * 32


class Voter(threading.Thread):
    """Somebody who votes again and again, each time over a connection of their own, as a proxy opens them."""

    def __init__(self, participant: Participant, numbers: list[int], address: Path) -> None:
        super().__init__(daemon=True)
        deliberation = participant.deliberation
        name = cookie_name(deliberation)
        signed = get_cookie_signer(salt=name + COOKIE_SALT).sign(participant.public_id)
        self.path = f"/d/{deliberation.slug}/vote/"
        self.headers = {
            "Host": "localhost",
            "Connection": "close",
            "Cookie": f"csrftoken={TOKEN}; {name}={signed}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.person, self.numbers, self.address = participant.pk, numbers, address
        self.acknowledged: list[str] = []
        self.faults: list[str] = []
        self.done = threading.Event()

    def run(self) -> None:
        for count, number in enumerate(itertools.cycle(self.numbers)):
            if self.done.is_set():
                return
            key = f"vote-{self.person:08}-{count:08}"
            value = 1 if count % 2 else -1
            try:
                status = self._vote(number, key, value)
            except (OSError, http.client.HTTPException) as error:
                self.faults.append(repr(error))
                continue
            if status == 302:
                self.acknowledged.append(key_of_vote(key, value))
            else:
                self.faults.append(f"status {status}")

    def _vote(self, number: int, key: str, value: int) -> int:
        web = http.client.HTTPConnection("localhost", timeout=120)
        web.sock = socket.socket(socket.AF_UNIX)
        web.sock.settimeout(120)
        try:
            web.sock.connect(str(self.address))
            body = f"statement={number}&value={value}&key={key}&csrfmiddlewaretoken={TOKEN}"
            web.request("POST", self.path, body, self.headers)
            return web.getresponse().status
        finally:
            web.close()


def each_votes(voters: list[Voter], times: int = 3) -> None:
    """Wait until every one of them has voted so often from now on."""
    before = [len(voter.acknowledged) for voter in voters]
    deadline = time.monotonic() + 120
    while any(len(voter.acknowledged) < count + times for voter, count in zip(voters, before, strict=True)):
        assert time.monotonic() < deadline, [voter.faults for voter in voters]
        assert not any(voter.faults for voter in voters), [voter.faults for voter in voters]
        time.sleep(0.05)


@pytest.fixture
def voters(transactional_db: None, tmp_path: Path) -> Iterator[list[Voter]]:
    statement = StatementFactory(author=None)
    deliberation: Deliberation = statement.deliberation
    StatementFactory.create_batch(5, deliberation=deliberation, author=None)
    numbers = list(deliberation.statements.values_list("number", flat=True))
    people = ParticipantFactory.create_batch(CLIENTS, deliberation=deliberation)
    voters = [Voter(person, numbers, tmp_path / "web.sock") for person in people]
    yield voters
    for voter in voters:
        voter.done.set()


@pytest.fixture
def serve(redis_server: str, tmp_path: Path) -> Iterator[Callable[..., WebServer]]:
    """A function that starts a web server on one and the same socket."""
    started: list[WebServer] = []
    environment = {
        "DATABASE_URL": worker_database_url(connection.settings_dict),
        "VOTE_RATE_LIMIT": "100000/minute",
        "WEB_BIND": "unix:/nowhere/web.sock",
    }
    with listening(tmp_path / "web.sock") as listener:

        def start(processes: int) -> WebServer:
            server = WebServer(listener, environment | {"WEB_WORKERS": str(processes)}, tmp_path / "web.log")
            started.append(server)
            return server

        yield start
        for server in started:
            if server.process.poll() is None:
                server.process.terminate()
                server.process.wait(60)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("processes", "reloads"), [(1, 1), pytest.param(2, 2, marks=pytest.mark.nightly)])
def test_no_vote_is_lost_while_the_web_server_is_reloaded_and_replaced(
    voters: list[Voter], serve: Callable[[int], WebServer], processes: int, reloads: int
) -> None:
    server = serve(processes)
    assert "READY=1" in server.said
    for voter in voters:
        voter.start()
    each_votes(voters)

    for _reload in range(reloads):
        earlier = server.workers
        server.process.send_signal(signal.SIGHUP)
        server.wait_for_workers_other_than(earlier)
        each_votes(voters)

    server.process.terminate()
    assert server.process.wait(60) == 0
    serve(processes)
    each_votes(voters)
    for voter in voters:
        voter.done.set()
    for voter in voters:
        voter.join(60)

    assert [voter.faults for voter in voters] == [[]] * CLIENTS
    acknowledged = {key for voter in voters for key in voter.acknowledged}
    recorded = list(Event.objects.filter(kind=Event.Kind.VOTE_CAST).values_list("client_key", flat=True))
    assert acknowledged - set(recorded) == set()
    assert len(recorded) == len(set(recorded))
    assert Vote.objects.count() == CLIENTS * 6
