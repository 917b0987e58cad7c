"""Sending one message over one connection of its own, within a time that the other side cannot stretch."""

import http.client
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from deliberation.webhooks.targets import CheckedTarget, IPAddress

MOST_READ = 1024


@dataclass(frozen=True)
class TimeLimits:
    """Seconds for making the connection, and for everything together."""

    connect: float = 3.0
    whole: float = 10.0


@dataclass(frozen=True)
class Answer:
    """What came of one attempt: the HTTP status, or the word for why there is none."""

    status: int | None
    failure: str = ""

    @property
    def has_arrived(self) -> bool:
        """Whether the other side says that it has the message."""
        return self.status is not None and 200 <= self.status < 300


def post(
    checked: CheckedTarget, body: bytes, headers: Mapping[str, str], limits: TimeLimits = TimeLimits()
) -> Answer:
    """Send a message to a checked target and return what came of it, whatever the other side does.

    No redirect is followed, at most `MOST_READ` bytes of the answer are read, and they are thrown away.
    `failure` is "timeout", "certificate" or "connection", as `WebhookDelivery.Failure`.
    """
    end = time.monotonic() + limits.whole
    failure = "connection"
    for address in checked.addresses:
        try:
            return _exchange(checked, address, body, headers, limits, end)
        except (TimeoutError, _TimeIsUp):
            failure = "timeout"
        except ssl.SSLCertVerificationError:
            return Answer(None, "certificate")
        except _BrokenOff as broken:
            # The message may have arrived: another address would get it a second time.
            return Answer(None, "timeout" if broken.too_late else "connection")
        except OSError:
            failure = "connection"
        if time.monotonic() >= end:
            return Answer(None, "timeout")
    return Answer(None, failure)


class _TimeIsUp(Exception):
    """The whole time passed before the message could be sent."""


class _BrokenOff(Exception):
    """The connection ended between sending the message and its answer."""

    def __init__(self, *, too_late: bool) -> None:
        super().__init__()
        self.too_late = too_late


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to one given IP address, speaking to the name of the target."""

    def __init__(self, checked: CheckedTarget, address: IPAddress, limits: TimeLimits, end: float) -> None:
        super().__init__(checked.target.host, checked.target.port, timeout=limits.connect)
        self._scheme, self._address, self._limits, self._end = checked.target.scheme, address, limits, end
        self.cut: _Cut | None = None

    def connect(self) -> None:
        """Connect to the address that was checked, and to no other."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise _TimeIsUp
        plain = socket.create_connection((str(self._address), self.port), min(self._limits.connect, left))
        self.sock = plain
        self.cut = _Cut(plain, self._end)
        plain.settimeout(self._limits.whole)
        if self._scheme == "https":
            # Certificates are checked against the name, as in any browser.
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self.host)

    def close(self) -> None:
        """Close the connection and forget its end."""
        super().close()
        if self.cut is not None:
            self.cut.cancel()


class _Cut:
    """Ends a connection at a given moment, whatever it is doing: also while it drips byte after byte."""

    def __init__(self, connection: socket.socket, end: float) -> None:
        # A second handle to the same connection: TLS takes the first one over.
        self._handle = socket.socket(fileno=os.dup(connection.fileno()))
        self._timer = threading.Timer(max(0.0, end - time.monotonic()), self._shut)
        self._timer.daemon = True
        self._timer.start()

    def _shut(self) -> None:
        with suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)

    def cancel(self) -> None:
        self._timer.cancel()
        self._handle.close()


@contextmanager
def _connected(
    checked: CheckedTarget, address: IPAddress, limits: TimeLimits, end: float
) -> Iterator[_PinnedConnection]:
    connection = _PinnedConnection(checked, address, limits, end)
    try:
        connection.connect()
        yield connection
    except OSError as error:
        if isinstance(error, TimeoutError) or time.monotonic() < end:
            raise
        raise _TimeIsUp from error
    finally:
        connection.close()


def _exchange(
    checked: CheckedTarget,
    address: IPAddress,
    body: bytes,
    headers: Mapping[str, str],
    limits: TimeLimits,
    end: float,
) -> Answer:
    with _connected(checked, address, limits, end) as connection:
        try:
            connection.request("POST", checked.target.path, body=body, headers=dict(headers))
            response = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            too_late = isinstance(error, TimeoutError) or time.monotonic() >= end
            raise _BrokenOff(too_late=too_late) from error
        if time.monotonic() >= end:
            # Cut off in the middle of the head of the answer.
            raise _BrokenOff(too_late=True)
        with suppress(OSError, http.client.HTTPException):
            response.read(MOST_READ)
        return Answer(response.status)
