"""What a Sentry is told of an error: enough to find it, nothing of whom it happened to."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from config.error_reports import report_errors_to, scrubbed

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
import django
django.setup()
from django.db import OperationalError
from config.reading_language import ReadingLanguageMiddleware
from django.test import Client
import sentry_sdk

def fail(self, request):
    planted = "planted-in-a-variable"
    if "away" in request.path:
        raise OperationalError("no server")
    raise ValueError("cannot read 'planted-in-the-message' of planted@example.org")

ReadingLanguageMiddleware.process_request = fail
browser = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
browser.cookies["sessionid"] = "planted-in-a-cookie"
browser.get("/away/")
browser.post("/planted-in-the-path/?q=planted-in-the-query", {"text": "planted-in-the-body"})
sentry_sdk.flush(20)
"""


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes reports; yields the address to configure, and what has arrived."""
    arrived: list[bytes] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", arrived
    server.shutdown()
    server.server_close()


def test_a_report_tells_where_and_never_of_whom(receiver: tuple[str, list[bytes]], tmp_path: Path) -> None:
    address, arrived = receiver
    environment = os.environ | {
        "SENTRY_DSN": address,
        "CONCORD_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "sqlite://:memory:",
        "ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    [envelope] = arrived
    report = json.loads(unpacked(envelope).splitlines()[-1])
    [error] = report["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "cannot read … of …")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert len(report["tags"]["request_id"]) == 24
    sent = json.dumps(report)
    assert "planted-in" not in sent.replace("\"cannot read 'planted-in-the-message'", "").replace(
        'planted = \\"planted-in-a-variable', ""
    )
    for value in ("203.0.113.77", "planted@", "testserver", "csrf"):
        assert value not in sent


def unpacked(body: bytes) -> bytes:
    import gzip

    import brotli

    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else brotli.decompress(body)


def test_the_database_being_away_is_no_fault_to_report() -> None:
    error = OperationalError("connection refused")
    assert scrubbed({"level": "error"}, {"exc_info": (type(error), error, None)}) is None


def test_a_missing_package_is_said_with_the_setting_that_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN needs the package sentry-sdk"):
        report_errors_to("https://key@sentry.example/1")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN must be the address"):
        report_errors_to("sentry.example")
