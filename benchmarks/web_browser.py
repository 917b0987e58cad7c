"""One person's browser for the benchmarks of pages: one connection that stays open."""

from __future__ import annotations

import gzip
import re
import secrets
import socket

LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


class Browser:
    """One connection that stays open, with the cookies of one person.

    As little as a browser can be: on two cores the client's time is taken from the server.
    """

    def __init__(self, port: int, cookie: str = "") -> None:
        self.token = secrets.token_hex(16)
        self.always = (
            f"Host: localhost\r\nAccept-Encoding: gzip\r\nCookie: csrftoken={self.token}; {cookie}\r\n"
        )
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> bytes:
        """Open a page."""
        return self._send(f"GET {path} HTTP/1.1\r\n{self.always}\r\n")

    def post(self, path: str, body: str, headers: str = "") -> bytes:
        """Send a form or JSON, with a CSRF token as every page has one."""
        kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
        return self._send(
            f"POST {path} HTTP/1.1\r\n{self.always}X-CSRFToken: {self.token}\r\n{headers}"
            f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )

    def _send(self, request: str) -> bytes:
        self.connection.sendall(request.encode())
        answer = self.connection.recv(65536)
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, content = answer.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if length is None or not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{request[:60]!r} was answered with {answer[:600]!r}")
        while len(content) < int(length[1]):
            content += self._more()
        return gzip.decompress(content) if b"gzip" in head else content

    def _more(self) -> bytes:
        if not (more := self.connection.recv(65536)):
            raise RuntimeError("the server closed the connection")
        return more
