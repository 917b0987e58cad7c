"""One exchange with an OpenAI-compatible server, and what its outcome means."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
import uuid
from typing import Any

from training_bridge.generation.interface import GenerationError

LONGEST_WAIT_SECONDS = 60.0


class TryAgainError(Exception):
    """The server was busy, broke off, or answered nonsense: the same request may succeed later.

    `wait` is how many seconds the server asked for, None where it did not; `busy` is False for nonsense.
    """

    def __init__(self, reason: str, *, wait: float | None = None, busy: bool = True) -> None:
        """Keep the reason in a few words."""
        super().__init__(reason)
        self.wait = wait
        self.busy = busy


class RefusedError(GenerationError):
    """The server understood the request and will not answer it; asking again is of no use."""

    def __init__(self, message: str, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(message)
        self.status = status


class HttpConnection:
    """Sends JSON and files to one server. The key is sent to it and written nowhere."""

    def __init__(self, base_url: str, api_key: str | None, timeout_seconds: float) -> None:
        """Take an address such as http://127.0.0.1:8000/v1.

        Raises:
            GenerationError: the address is not one of http or https.
        """
        if not base_url.startswith(("http://", "https://")):
            raise GenerationError(f"The server address must begin with http:// or https://, not '{base_url}'")
        self.base_url = base_url.rstrip("/")
        self._api_key = api_key
        self._timeout = timeout_seconds

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Send JSON and return the JSON of the answer. Raises TryAgainError or RefusedError."""
        return _json(self._exchange(path, json.dumps(body).encode(), "application/json"), path)

    def upload(self, path: str, content: bytes, fields: dict[str, str]) -> Any:
        """Send a file as a form, as `/files` wants it."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="requests.jsonl"\r\n'
            "Content-Type: application/jsonl\r\n\r\n"
        )
        form = b"".join([*parts, head.encode(), content, f"\r\n--{mark}--\r\n".encode()])
        return _json(self._exchange(path, form, f"multipart/form-data; boundary={mark}"), path)

    def get(self, path: str) -> Any:
        """Read JSON."""
        return _json(self.read(path), path)

    def read(self, path: str) -> bytes:
        """Read a file."""
        return self._exchange(path, None, None)

    def _exchange(self, path: str, content: bytes | None, kind: str | None) -> bytes:
        headers = {"Content-Type": kind} if kind else {}
        if self._api_key:
            headers["Authorization"] = f"Bearer {self._api_key}"
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked in __init__
            self.base_url + path, data=content, headers=headers
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310  # nosec
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                if error.code in (408, 409, 425, 429) or error.code >= 500:
                    reason = f"{error.code} {error.reason}"
                    raise TryAgainError(reason, wait=_asked_wait(error)) from error
                raise RefusedError(
                    f"{self.base_url}{path} refused the request: {error.code} {error.reason}{_told(error)}",
                    error.code,
                ) from error
        except http.client.HTTPException as error:
            # A connection that is cut in the middle of an answer.
            raise TryAgainError(f"the answer broke off ({type(error).__name__})") from error
        except OSError as error:
            raise TryAgainError(str(getattr(error, "reason", error))) from error


def _json(content: bytes, path: str) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise TryAgainError(f"{path} did not answer in JSON", busy=False) from error


def _asked_wait(error: urllib.error.HTTPError) -> float | None:
    """Give the seconds of a Retry-After header, where it names seconds."""
    value = error.headers.get("Retry-After", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        return None
    return min(seconds, LONGEST_WAIT_SECONDS) if seconds >= 0 else None


def _told(error: urllib.error.HTTPError) -> str:
    """Give the server's own words, which name the field that it does not like."""
    try:
        told = json.loads(error.read(10_000))
    except (ValueError, OSError, http.client.HTTPException):
        return ""
    inner = told.get("error", told) if isinstance(told, dict) else {}
    message = inner.get("message") if isinstance(inner, dict) else inner
    return f": {message[:300]}" if isinstance(message, str) else ""
