"""Clients for `benchmarks.web`: many people in one process, as little as a browser can be.

On two cores the clients' time is taken from the server. So all of them share one loop over the sockets that
have something to read: a request is a handful of bytes put together, an answer is read up to its length.
"""

from __future__ import annotations

import gzip
import selectors
import socket
import time
from collections.abc import Callable, Generator, Sequence

Steps = Generator[bytes, bytes, None]
"""What one person does: yields requests, and is sent the body of each answer."""


class Refused(RuntimeError):
    """The server answered with something other than 200, or closed the connection."""


class Client:
    """One connection that stays open, and somebody who acts on it."""

    def __init__(self, port: int, steps: Steps) -> None:
        self.steps, self.taken = steps, list[float]()
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer, self._end, self._asked = b"", 0, 0.0

    def begin(self) -> bool:
        """Send the first request; False where there is none."""
        return self._send(next(self.steps, None))

    def read(self) -> bool:
        """Take what has arrived, and send the next request after a whole answer; False once all is done."""
        arrived = self.connection.recv(65536)
        if not arrived:
            raise Refused("the server closed the connection")
        self._answer += arrived
        if not self._end:
            self._end = end_of(self._answer)
        if not self._end or len(self._answer) < self._end:
            return True
        self.taken.append(time.perf_counter() - self._asked)
        answer, self._answer, self._end = self._answer, b"", 0
        try:
            return self._send(self.steps.send(answer))
        except StopIteration:
            return self._send(None)

    def _send(self, request: bytes | None) -> bool:
        if request is None:
            return False
        self._asked = time.perf_counter()
        self.connection.sendall(request)
        return True


def end_of(answer: bytes) -> int:
    """Return how long a whole answer is; 0 while its head is not complete.

    Raises:
        Refused: it is not a good one, or does not say how long it is.
    """
    head = answer.find(b"\r\n\r\n")
    if head < 0:
        return 0
    place = answer.find(b"Content-Length: ", 0, head)
    if not answer.startswith(b"HTTP/1.1 200") or place < 0:
        raise Refused(repr(answer[:800]))
    stop = answer.find(b"\r", place)
    return head + 4 + int(answer[place + 16 : stop])


def body_of(answer: bytes) -> bytes:
    """Return what an answer says, unpacked."""
    head, _, content = answer.partition(b"\r\n\r\n")
    return gzip.decompress(content) if b"Content-Encoding: gzip" in head else content


def all_at_once(port: int, people: Sequence[Callable[[], Steps]]) -> tuple[float, list[float]]:
    """Let everybody act at once; return the seconds it took, and those of each request."""
    clients = [Client(port, person()) for person in people]
    with selectors.DefaultSelector() as waiting:
        start = time.perf_counter()
        for client in clients:
            if client.begin():
                waiting.register(client.connection, selectors.EVENT_READ, client)
        while waiting.get_map():
            for key, _events in waiting.select():
                if not key.data.read():
                    waiting.unregister(key.fileobj)
        seconds = time.perf_counter() - start
    for client in clients:
        client.connection.close()
    return seconds, [second for client in clients for second in client.taken]
