"""The web server's configuration, on an application so small that it starts at once."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.config.nginx_server import free_ports

ROOT = Path(__file__).resolve().parent.parent.parent
CORES = len(os.sched_getaffinity(0))
COMMAND = [
    sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "wsgiref.simple_server:demo_app",
]  # fmt: skip
WHERE_IT_RUNS = """
import os

def application(environ, start_response):
    start_response("200 OK", [])
    return [" ".join(map(str, [os.getpid(), *os.sched_getaffinity(0)])).encode()]
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a web server that runs with the project's configuration."""
    with serving(tmp_path, WEB_WORKERS="1") as port:
        yield port


@contextmanager
def serving(folder: Path, *, application: str = "", **environment: str) -> Iterator[int]:
    """Run a web server with the project's configuration, and an application that may be given as a text."""
    (port,) = free_ports(1)
    (folder / "given.py").write_text(application)
    command = [*COMMAND[:-1], "given:application"] if application else COMMAND
    settings = os.environ | {"WEB_BIND": f"127.0.0.1:{port}", "PYTHONPATH": str(folder)} | environment
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=log, stderr=log)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(60)


def ask(port: int, headers: Mapping[str, str] = MappingProxyType({})) -> http.client.HTTPResponse:
    """Ask as soon as the server answers."""
    deadline = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/", headers=dict(headers))
            answer = connection.getresponse()
            answer.text = answer.read().decode()  # type: ignore[attr-defined]
            return answer
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        finally:
            connection.close()


def test_no_answer_says_which_program_gave_it(port: int) -> None:
    answer = ask(port)
    assert answer.status == 200
    assert "Server" not in answer.headers


def test_who_is_behind_a_proxy_is_for_the_settings_to_say(port: int) -> None:
    answer = ask(port, {"X-Forwarded-Proto": "https", "SCRIPT_NAME": "/x"})
    assert "wsgi.url_scheme = 'http'" in answer.text
    assert "SCRIPT_NAME = ''" in answer.text


def cores_of_processes(port: int, processes: int) -> dict[int, frozenset[int]]:
    """On which cores each process runs, once all have answered."""
    found: dict[int, frozenset[int]] = {}
    deadline = time.monotonic() + 60
    while len(found) < processes:
        assert time.monotonic() < deadline, found
        process, *cores = map(int, ask(port).text.split())
        found[process] = frozenset(cores)
    return found


@pytest.mark.skipif(CORES < 2, reason="one core is everybody's")
@pytest.mark.parametrize(
    ("processes", "wanted", "cores_each"),
    [(CORES, "1", 1), (CORES, "0", CORES), (CORES + 1, "1", CORES), (1, "1", CORES)],
)
def test_as_many_processes_as_cores_have_one_each(
    tmp_path: Path, processes: int, wanted: str, cores_each: int
) -> None:
    settings = {"WEB_WORKERS": str(processes), "WEB_ONE_CORE_EACH": wanted}
    with serving(tmp_path, application=WHERE_IT_RUNS, **settings) as port:
        places = cores_of_processes(port, processes).values()
    assert {len(cores) for cores in places} == {cores_each}
    assert frozenset().union(*places) == os.sched_getaffinity(0)


@pytest.mark.skipif(CORES < 2, reason="one core is everybody's")
def test_who_replaces_a_process_takes_its_core(tmp_path: Path) -> None:
    with serving(tmp_path, application=WHERE_IT_RUNS, WEB_WORKERS=str(CORES)) as port:
        before = cores_of_processes(port, CORES)
        os.kill(gone := min(before), signal.SIGKILL)
        deadline = time.monotonic() + 60
        while len(after := before | cores_of_processes(port, CORES)) == len(before):
            assert time.monotonic() < deadline
    (replaced,) = {*after} - {*before}
    assert after[replaced] == before[gone]


@pytest.mark.parametrize("name", ["WEB_WORKERS", "WEB_THREADS"])
def test_a_wrong_size_stops_the_start_in_one_line(name: str) -> None:
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=os.environ | {name: "many"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert done.stderr.strip() == f"{name} must be a whole number, not 'many'."
