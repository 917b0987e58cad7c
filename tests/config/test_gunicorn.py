"""The web server's configuration, on an application so small that it starts at once."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.config.nginx_server import free_ports

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = [
    sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "wsgiref.simple_server:demo_app",
]  # fmt: skip


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a web server that runs with the project's configuration."""
    (port,) = free_ports(1)
    environment = os.environ | {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "1"}
    with (tmp_path / "web.log").open("wb") as log:
        server = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=log, stderr=log)
    yield port
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


@pytest.mark.parametrize("name", ["WEB_WORKERS", "WEB_THREADS"])
def test_a_wrong_size_stops_the_start_in_one_line(name: str) -> None:
    done = subprocess.run(
        COMMAND, cwd=ROOT, env=os.environ | {name: "many"}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    assert done.stderr.strip() == f"{name} must be a whole number, not 'many'."
