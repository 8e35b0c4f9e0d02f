"""A connection to a web server whose address has been looked at, and whose every wait ends in time.

The address that was checked is the one connected to: a name is resolved once, so that a second answer of its name
server (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import base64
import io
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from audiobrief.article.address_policy import Refusal, find_refusal
from audiobrief.errors import NetworkError
from audiobrief.messages import message

_PORTS = {"http": 80, "https": 443}
_ALL = 1 << 62
# How long is waited for what is known here of a name that a proxy resolves, in seconds.
_GLANCE = 2.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a page may be fetched from, and how much of it. `silence` and `total` are in seconds, `largest` (after
    decompression) and `heads` in bytes; `allow_private` opens the addresses of a network of one's own."""

    allow_private: bool = False
    silence: float = 15.0
    total: float = 90.0
    largest: int = 20 << 20
    heads: int = 64 << 10
    redirects: int = 5


class Patience:
    """The time that is left for a whole page, from its first connection to its last byte."""

    def __init__(self, bounds: Bounds) -> None:
        self._silence, self._end = bounds.silence, time.monotonic() + bounds.total

    def left(self) -> float:
        """How long may be waited now, in seconds. Raises TimeoutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError(message("it takes too long"))
        return min(left, self._silence)


class Wire:
    """A socket as http.client uses one; `bound` says how many bytes may still be received."""

    def __init__(self, plain: socket.socket, patience: Patience) -> None:
        self._socket, self._patience = plain, patience
        self.bound = _ALL

    def sendall(self, data: Any) -> None:
        self._socket.settimeout(self._patience.left())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def receive(self, buffer: Any) -> int:
        self._socket.settimeout(self._patience.left())
        count = self._socket.recv_into(buffer)
        self.bound -= count
        if self.bound < 0:
            raise OSError(message("its headers are too large"))
        return count

    def unbounded(self) -> None:
        """The headers are over: who reads the body counts its bytes."""
        self.bound = _ALL

    def close(self) -> None:
        """http.client lets go of its socket once it has the headers, while the body is still to be read."""

    def hang_up(self) -> None:
        self._socket.close()


class _Incoming(io.RawIOBase):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.receive(buffer)


def connected(
    address: SplitResult, asked: str, bounds: Bounds, patience: Patience
) -> tuple[HTTPConnection, Wire, str, dict[str, str]]:
    """A connection to ask for `address`, its wire, what to ask for (a path; of a proxy, the whole address), and the
    headers that a proxy wants. `asked` is what the listener gave, for messages.

    A proxy that the environment names (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) resolves the name itself: of an address that
    goes through one, its form is judged, and what this machine knows of the name, where it knows anything. Raises
    NetworkError for an address that must not be reached, OSError where the connection fails.
    """
    host = address.hostname or ""
    port = address.port or _PORTS[address.scheme]
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    proxy = "" if proxy_bypass(f"{host}:{port}") else getproxies().get(address.scheme, "")
    headers: dict[str, str] = {}
    _check(asked, find_refusal(host, allow_private=bounds.allow_private))
    if proxy:
        _check(asked, find_refusal(host, _known(host, port, patience), allow_private=bounds.allow_private))
        plain = _through(proxy, address, host, port, bounds, patience)
        if address.scheme == "http":
            path, headers = address._replace(fragment="").geturl(), _credentials(_parsed(proxy))
    else:
        plain = _opened(_allowed(asked, host, port, bounds, patience), patience)
    if address.scheme == "https":
        plain = _secured(plain, host, patience)
    connection = HTTPConnection(host, port)
    wire = Wire(plain, patience)
    connection.sock = wire
    return connection, wire, path, headers


def _check(asked: str, refusal: Refusal | None) -> None:
    """Raises NetworkError where there is a refusal."""
    if refusal and refusal.intranet:
        raise NetworkError(
            "'{address}' is not on the public Internet ({at}, {kind}): "
            "say --allow-private if it is a page of your own network.",
            address=asked,
            at=refusal.at,
            kind=refusal.kind,
        )
    if refusal:
        raise NetworkError(
            "'{address}' leads where no article is ({at}, {kind}): check the address.",
            address=asked,
            at=refusal.at,
            kind=refusal.kind,
        )


def _allowed(asked: str, host: str, port: int, bounds: Bounds, patience: Patience) -> list[tuple[Any, ...]]:
    """The addresses of a name that may be reached. Raises NetworkError where there is none."""
    found = _resolved(host, port, patience.left())
    refusals = [find_refusal(host, [entry[4][0]], allow_private=bounds.allow_private) for entry in found]
    if all(refusals):
        _check(asked, next(iter(refusals), None))
    return [entry for entry, refusal in zip(found, refusals, strict=True) if not refusal]


def _known(host: str, port: int, patience: Patience) -> list[str]:
    """The addresses by which this machine knows a name; none where it knows no names, as behind many a proxy."""
    try:
        return [str(entry[4][0]) for entry in _resolved(host, port, min(_GLANCE, patience.left()))]
    except OSError:
        return []


def _resolved(host: str, port: int, seconds: float) -> list[tuple[Any, ...]]:
    """What the system says of a name. It cannot be hurried, but need not be waited for: longer than `seconds` raises
    TimeoutError."""
    said: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def ask() -> None:
        try:
            said.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            said.put(error)

    threading.Thread(target=ask, daemon=True, name="audiobrief-resolving").start()
    try:
        found = said.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(message("its name server does not answer")) from None
    if isinstance(found, Exception):
        raise found
    return list(found)


def _opened(found: list[tuple[Any, ...]], patience: Patience) -> socket.socket:
    """A connection to the first address that answers."""
    failed: OSError = OSError(message("it has no address"))
    for family, kind, protocol, _, place in found:
        try:
            plain = socket.socket(family, kind, protocol)
        except OSError as error:  # a machine without IPv6
            failed = error
            continue
        try:
            plain.settimeout(patience.left())
            plain.connect(place)
            return plain
        except OSError as error:
            plain.close()
            failed = error
    raise failed


def _secured(plain: socket.socket, host: str, patience: Patience) -> socket.socket:
    try:
        plain.settimeout(patience.left())
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _through(
    proxy: str, address: SplitResult, host: str, port: int, bounds: Bounds, patience: Patience
) -> socket.socket:
    """A connection to an http proxy; of an https address, through it."""
    there = _parsed(proxy)
    plain = _opened(_resolved(there.hostname or "", there.port or 80, patience.left()), patience)
    if address.scheme == "https":
        try:
            _tunnel(plain, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", there, bounds, patience)
        except BaseException:
            plain.close()
            raise
    return plain


def _tunnel(plain: socket.socket, place: str, proxy: SplitResult, bounds: Bounds, patience: Patience) -> None:
    """Ask a proxy to hand on all that follows to `place` (RFC 9110, 9.3.6)."""
    connection, wire = HTTPConnection(proxy.hostname or ""), Wire(plain, patience)
    connection.sock, wire.bound = wire, bounds.heads
    connection.request("CONNECT", place, headers={"Host": place, **_credentials(proxy)})
    response = connection.getresponse()
    if not 200 <= response.status < 300:
        raise OSError(message("the proxy answered {status} ({reason})", status=response.status, reason=response.reason))


def _parsed(proxy: str) -> SplitResult:
    """A proxy's address. Raises NetworkError, in which neither its user nor the password stands."""
    try:
        there = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
        known, _ = there.hostname, there.port
    except ValueError:  # whose words would quote what is wrong, as a part of the password
        raise NetworkError(
            "The proxy's address is not written as one: set HTTP_PROXY and HTTPS_PROXY as in "
            "http://proxy.example.org:3128, the signs of a password percent-encoded, or unset them."
        ) from None
    if there.scheme != "http" or not known:
        raise NetworkError(
            "The proxy '{proxy}' is no http:// one: set HTTP_PROXY and HTTPS_PROXY to such a proxy, or unset them.",
            proxy=f"{there.scheme}://{known}",
        )
    return there


def _credentials(proxy: SplitResult) -> dict[str, str]:
    """The header by which a proxy whose address holds a name and a password lets one through; else none."""
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
