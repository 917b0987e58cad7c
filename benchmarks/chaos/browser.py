"""As little of a browser as voting takes: one connection at a time, cookies, a CSRF token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse

from benchmarks.chaos.witness import Witness

PATIENCE_SECONDS = 10.0
"""How long the vote page waits for an answer."""


@dataclass(frozen=True)
class Answer:
    """What the site said."""

    status: int
    text: str
    retry_after: float | None


class Browser:
    """One connection at a time, with cookies; requests that fail return None."""

    def __init__(self, port: int, witness: Witness) -> None:
        self.witness = witness
        self._port = port
        self._token = secrets.token_hex(16)
        self._cookies = {"csrftoken": self._token}
        self._connection: HTTPConnection | None = None

    def get(self, path: str) -> Answer | None:
        """Open a page."""
        return self._send("GET", path, None, {})

    def post(self, path: str, body: str, headers: dict[str, str]) -> Answer | None:
        """Send a form or JSON."""
        return self._send("POST", path, body, headers | {"X-CSRFToken": self._token})

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer | None:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        try:
            if self._connection is None:
                self._connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
            self._connection.request(method, path, body, headers | {"Cookie": cookies})
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self.witness.not_answered(error)
            self.close()
            return None
        self._keep_cookies(response)
        retry_after = response.headers.get("Retry-After")
        self.witness.answered(f"{method} {path}", response.status, retry_after=retry_after)
        return Answer(response.status, text, float(retry_after) if retry_after else None)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _keep_cookies(self, response: HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            if name != "csrftoken":
                self._cookies[name] = rest.partition(";")[0]
