"""The nginx example: it parses, and it hands on and holds back what it should."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import crossplane
import pytest

from constitution.comparing.reading import LARGEST
from tests.config.nginx_server import EXAMPLE, HOST, PROGRAM, free_ports, rendered, running_nginx

needs_nginx = pytest.mark.skipif(PROGRAM is None, reason="nginx is not on this machine")
HASHED = "css/base.0123456789ab.css"
ANSWERS = {"/full/": (503, {"Retry-After": "42"}), "/gone/": (500, {})}


class Concord(BaseHTTPRequestHandler):
    """Stands in for the web server and keeps what nginx hands to it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))  # type: ignore[attr-defined]
        status, headers = ANSWERS.get(self.path, (200, {}))
        self.send_response_only(status)
        for name, value in ({"Content-Length": "2"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"ok")

    do_POST = do_GET

    def address_string(self) -> str:
        return "proxy"

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


class UnixServer(HTTPServer):
    address_family = socket.AF_UNIX

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Concord, bind_and_activate=False)  # type: ignore[arg-type]
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.socket.bind(str(path))
        self.server_name, self.server_port = "localhost", 0
        self.server_activate()


class Site:
    """The proxy as a browser meets it, and what came through to the web server."""

    def __init__(self, folder: Path, plain_port: int, tls_port: int) -> None:
        self.folder, self.plain_port, self.tls_port = folder, plain_port, tls_port
        self.web: UnixServer | None = None
        self.trusted = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        connection = http.client.HTTPSConnection(HOST, timeout=20)
        raw = socket.create_connection(("127.0.0.1", self.tls_port), timeout=20)
        connection.sock = self.trusted.wrap_socket(raw, server_hostname=HOST)
        connection.request(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        response.text = response.read().decode()  # type: ignore[attr-defined]
        connection.close()
        return response

    def start_web_server(self) -> UnixServer:
        self.web = UnixServer(self.folder / "web.sock")
        threading.Thread(target=self.web.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self.web


@pytest.fixture
def render(tmp_path: Path) -> Callable[..., Path]:
    def with_ports(plain_port: int = 8080, tls_port: int = 8443) -> Path:
        static = tmp_path / "static"
        (static / "css").mkdir(parents=True)
        (static / HASHED).write_text("plain")
        (static / f"{HASHED}.gz").write_bytes(b"compressed beforehand")
        return rendered(
            tmp_path,
            web_socket=tmp_path / "web.sock",
            static=static,
            plain_port=plain_port,
            tls_port=tls_port,
        )

    return with_ports


@pytest.fixture
def proxy(render: Callable[..., Path], tmp_path: Path) -> Iterator[Site]:
    plain_port, tls_port = free_ports(2)
    with running_nginx(render(plain_port, tls_port), tls_port):
        site = Site(tmp_path, plain_port, tls_port)
        yield site
        if site.web:
            site.web.shutdown()
            site.web.server_close()


def directives(block: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for directive in block:
        yield directive
        yield from directives(directive.get("block", []))


def test_it_parses(render: Callable[..., Path]) -> None:
    parsed = crossplane.parse(str(render()))
    assert parsed["status"] == "ok", parsed["errors"]


def test_the_largest_file_that_a_form_takes_comes_through() -> None:
    (limit,) = [
        int(directive["args"][0])
        for directive in directives(
            crossplane.parse(str(EXAMPLE / "concord.conf"), check_ctx=False, single=True)["config"][0][
                "parsed"
            ]
        )
        if directive["directive"] == "client_max_body_size"
    ]
    assert LARGEST < limit < 2 * LARGEST


@needs_nginx
def test_what_a_visitor_says_of_their_address_is_not_believed(proxy: Site) -> None:
    web = proxy.start_web_server()
    proxy.ask(
        "/",
        X_Forwarded_For="198.51.100.7",
        X_Forwarded_Proto="http",
        X_Forwarded_Host="elsewhere.example",
        Forwarded="for=198.51.100.7",
        X_Request_ID="mine",
    )
    (_method, _path, headers, _body) = web.seen[0]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert "198.51.100.7" not in str(headers) and "elsewhere" not in str(headers)
    assert headers["Host"] == HOST
    assert len(headers["X-Request-ID"]) == 32


@needs_nginx
def test_static_files_are_kept_for_ever_and_sent_compressed(proxy: Site) -> None:
    answer = proxy.ask(f"/static/{HASHED}", Accept_Encoding="identity")
    assert (answer.status, answer.text) == (200, "plain")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    compressed = proxy.ask(f"/static/{HASHED}", Accept_Encoding="gzip")
    assert (compressed.headers["Content-Encoding"], compressed.text) == ("gzip", "compressed beforehand")


@needs_nginx
def test_figures_for_the_operator_are_asked_for_from_this_machine_alone(proxy: Site) -> None:
    proxy.start_web_server()
    assert proxy.ask("/metrics/").status == 200
    example = (EXAMPLE / "concord.conf").read_text()
    block = example[example.index("location /metrics/") :].partition("}")[0]
    assert block.index("allow 127.0.0.1;") < block.index("deny all;")


@needs_nginx
def test_without_a_web_server_people_are_told_when_to_come_back(proxy: Site) -> None:
    answer = proxy.ask("/", method="POST", body=b"vote")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Every vote that was taken is kept" in answer.text


@needs_nginx
def test_what_concord_itself_answers_passes_as_it_is(proxy: Site) -> None:
    proxy.start_web_server()
    full = proxy.ask("/full/")
    assert (full.status, full.headers["Retry-After"]) == (503, "42")
    assert proxy.ask("/gone/").status == 500


@needs_nginx
def test_the_site_can_be_shut_with_a_notice(proxy: Site) -> None:
    web = proxy.start_web_server()
    (proxy.folder / "maintenance").touch()
    assert proxy.ask("/").headers["Retry-After"] == "10"
    assert web.seen == []
    (proxy.folder / "maintenance").unlink()
    assert proxy.ask("/").status == 200


@needs_nginx
def test_more_than_the_limit_is_refused_before_it_is_read(proxy: Site) -> None:
    web = proxy.start_web_server()
    assert proxy.ask("/", method="POST", body=b"x" * 2_200_000).status == 413
    assert web.seen == []


@needs_nginx
def test_without_tls_people_are_sent_to_it(proxy: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=20)
    connection.request("GET", "/d/x/vote/", headers={"Host": HOST})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/d/x/vote/")
    assert answer.headers["Server"] == "nginx"
