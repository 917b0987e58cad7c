"""To which addresses a message may go: public ones over TLS, never into this site's own network.

The check is made on the numbers that a name stands for, each time before something is sent, and the
connection goes to the very number that was checked: a name that answers differently the next moment changes
nothing.
"""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]

TLS_PORTS = frozenset({443, 8443})
LONGEST_ADDRESS = 500
KEPT_IN_PATHS = "%/?:@!$&'()*+,;=-._~[]|"
"""Characters that go over the wire as they were entered; all others are percent-encoded."""
RESOLVE_SECONDS = 3.0
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 behind a NAT64 gateway (RFC 6052): the last 32 bits are where it leads."""
TUNNELS = tuple(
    ipaddress.ip_network(network)
    for network in ("2001::/32", "2002::/16", "192.88.99.0/24", "3fff::/20", "192.0.0.0/24")
)
"""Teredo and 6to4 lead to IPv4 addresses hidden inside; the rest is for documentation and protocols."""


class Reason(StrEnum):
    """Why nothing is sent to an address."""

    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    CREDENTIALS = "credentials"
    FRAGMENT = "fragment"
    NO_NAME = "no-name"
    PRIVATE = "private"
    NO_TLS = "no-tls"
    PORT = "port"


class TargetRefused(Exception):
    """Nothing is sent to this address."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Target:
    """An address taken apart: the name (ASCII), the port, and what is asked for there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, name and port: all of the address that is no secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


@dataclass(frozen=True)
class CheckedTarget:
    """A target with the numbers to which a connection may be made now, in the order to try them."""

    target: Target
    addresses: tuple[IPAddress, ...]


def read_target(address: str) -> Target:
    """Take an address apart.

    Raises:
        TargetRefused: it is no web address, too long, or holds a user name, a password or a fragment.
    """
    parts = _split(address)
    try:
        port = parts.port
    except ValueError:
        raise TargetRefused(Reason.UNREADABLE) from None
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise TargetRefused(Reason.UNREADABLE)
    if parts.username is not None or parts.password is not None:
        raise TargetRefused(Reason.CREDENTIALS)
    if parts.fragment:
        raise TargetRefused(Reason.FRAGMENT)
    asked = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(
        parts.scheme,
        _ascii_host(parts.hostname),
        port or {"https": 443, "http": 80}[parts.scheme],
        quote(asked, safe=KEPT_IN_PATHS),
    )


def check_target(target: Target, *, allowed: Iterable[IPNetwork] = (), resolve: Resolver) -> CheckedTarget:
    """Return where to connect, if everything that the name stands for is allowed.

    Args:
        target: where the message is to go.
        allowed: networks of this site's own that its operator opens; there http and any port will do.
        resolve: from a name and a port to IP addresses, as `resolve_name`.

    Raises:
        TargetRefused: the name stands for nothing now, or for something to which nothing is sent.
    """
    networks = tuple(allowed)
    try:
        found = tuple(ipaddress.ip_address(text) for text in resolve(target.host, target.port))
    except (OSError, ValueError):
        found = ()
    if not found:
        raise TargetRefused(Reason.NO_NAME)
    if all(_is_within(address, networks) for address in found):
        return CheckedTarget(target, found)
    if not all(is_public(address) or _is_within(address, networks) for address in found):
        raise TargetRefused(Reason.PRIVATE)
    if target.scheme != "https":
        raise TargetRefused(Reason.NO_TLS)
    if target.port not in TLS_PORTS:
        raise TargetRefused(Reason.PORT)
    return CheckedTarget(target, found)


def is_public(address: IPAddress) -> bool:
    """Whether an IP address is one of the public internet, and leads nowhere else from there."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in TRANSLATED:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in GLOBAL_UNICAST:
            return False
    if _is_within(address, TUNNELS):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve_name(host: str, port: int) -> list[str]:
    """Return the IP addresses that a name stands for; none when that takes longer than `RESOLVE_SECONDS`.

    Raises:
        OSError: the name stands for nothing.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))
            return
        found.extend(dict.fromkeys(str(entry[4][0]) for entry in entries))

    # The system's resolver knows no time limit of ours; a thread that is left behind ends by its own.
    asking = threading.Thread(target=ask, name="resolving a name", daemon=True)
    asking.start()
    asking.join(RESOLVE_SECONDS)
    if failed:
        raise failed[0]
    return [] if asking.is_alive() else found


def _split(address: str) -> SplitResult:
    if len(address) > LONGEST_ADDRESS:
        raise TargetRefused(Reason.TOO_LONG)
    if not address.isprintable() or any(character in address for character in " \\"):
        raise TargetRefused(Reason.UNREADABLE)
    try:
        return urlsplit(address)
    except ValueError:
        raise TargetRefused(Reason.UNREADABLE) from None


def _ascii_host(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise TargetRefused(Reason.UNREADABLE) from None


def _is_within(address: IPAddress, networks: Iterable[IPNetwork]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
