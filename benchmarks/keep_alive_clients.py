"""Many clients that each keep one connection open and ask again as soon as they are answered.

All of them live in one thread: on two cores whatever the clients take is taken from the server.
"""

from __future__ import annotations

import random
import re
import selectors
import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
Ask = Callable[[], bytes]
"""What a client asks for next, as it goes over the wire."""


@dataclass
class Answers:
    """How many answers of each status there were, and the milliseconds of each."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: int) -> float:
        """Return the milliseconds within which so many of a hundred answers came."""
        return statistics.quantiles(self.milliseconds, n=100)[share - 1]


class _Client:
    """One connection: what it asked for and when, and what of the answer has come.

    A server closes connections on which nothing happens for long; then a new one is opened, as browsers do,
    and what was asked on one that closed just then is asked again. Votes carry keys and count once.
    """

    def __init__(self, port: int, ask: Ask, selector: selectors.BaseSelector) -> None:
        self.port, self.ask, self.selector = port, ask, selector
        self.socket: socket.socket | None = None
        self.is_asking = False

    def send(self) -> None:
        self.asked_at, self.request = time.perf_counter(), self.ask()
        self.is_asking, self.is_kept = True, self.socket is not None
        self._send()

    def _send(self) -> None:
        self.head, self.missing = b"", None
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.selector.register(self.socket, selectors.EVENT_READ, self)
        with suppress(ConnectionError):  # read as a closed connection
            self.socket.sendall(self.request)

    def receive(self) -> bool:
        """Take what has come; return whether an answer is complete."""
        part = b""
        with suppress(ConnectionError):
            part = self.socket.recv(262_144) if self.socket else b""
        if not part:
            self.close()
            if self.is_asking and self.is_kept and not self.head:
                self.is_kept = False
                self._send()
            elif self.is_asking:
                raise ConnectionError(f"{self.request[:80]!r} was answered with {self.head[:300]!r} alone")
            return False
        if self.missing is None:
            self.head += part
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            length = LENGTH.search(self.head, 0, end + 2)
            whole = int(length[1]) if length and self.status != 304 else 0
            self.missing = whole - (len(self.head) - end - 4)
        else:
            self.missing -= len(part)
        self.is_asking = self.missing > 0
        return not self.is_asking

    def close(self) -> None:
        if self.socket is not None:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None

    @property
    def status(self) -> int:
        return int(self.head[9:12])


def get_request(path: str, headers: str = "") -> bytes:
    """Return a GET request as a browser sends it, as little of it as matters."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{headers}\r\n".encode()


def ask_for(port: int, asks: Sequence[Ask], seconds: float, *, a_second: float | None = None) -> Answers:
    """Let one client per entry ask again and again for some seconds; return what they were answered.

    With `a_second`, all together ask that often, at moments drawn at random, instead of as fast as they can.
    """
    found, chance = Answers(), random.Random(1)
    with selectors.DefaultSelector() as selector:
        clients = [_Client(port, ask, selector) for ask in asks]
        started = now = time.perf_counter()
        resting = [(_moment_to_ask(now, len(clients), a_second, chance), client) for client in clients]
        asking = 0
        while asking or now - started < seconds:
            now = time.perf_counter()
            ready = [entry for entry in resting if entry[0] <= now and now - started < seconds]
            for entry in ready:
                resting.remove(entry)
                entry[1].send()
            asking += len(ready)
            pause = min([at - now for at, _client in resting if at > now] + [0.5])
            for key, _events in selector.select(pause):
                if key.data.receive():
                    asking -= 1
                    answered = time.perf_counter()
                    found.statuses[key.data.status] += 1
                    found.milliseconds.append(1000 * (answered - key.data.asked_at))
                    resting.append((_moment_to_ask(answered, len(clients), a_second, chance), key.data))
        found.seconds = time.perf_counter() - started
        for client in clients:
            client.close()
    return found


def _moment_to_ask(now: float, clients: int, a_second: float | None, chance: random.Random) -> float:
    """Return when a client asks next: at once, or such that all together ask so often."""
    return now + (chance.expovariate(a_second / clients) if a_second else 0.0)
