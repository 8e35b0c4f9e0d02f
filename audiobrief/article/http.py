"""Open a connection to a web server whose address is allowed, with a deadline for everything that is waited for.

A host name is resolved only once, and the connection goes to the address that was checked: a name server that answers
differently the second time (DNS rebinding) has no effect.
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
_NO_LIMIT = 1 << 62
# Seconds to wait for the addresses of a host name that a proxy is going to resolve itself.
_LOCAL_LOOKUP = 2.0


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits on fetching a page.

    `allow_private`: addresses of private networks may be contacted. `idle_timeout` (for each wait) and `total_timeout`
    (for the whole page) are in seconds, `max_body` (after decompression) and `max_headers` in bytes.
    """

    allow_private: bool = False
    idle_timeout: float = 15.0
    total_timeout: float = 90.0
    max_body: int = 20 << 20
    max_headers: int = 64 << 10
    max_redirects: int = 5


class Deadline:
    """The time left for a page, from the first connection to the last byte."""

    def __init__(self, limits: FetchLimits) -> None:
        self._idle_timeout, self._end = limits.idle_timeout, time.monotonic() + limits.total_timeout

    def remaining(self) -> float:
        """How long the next operation may take, in seconds. Raises TimeoutError if no time is left."""
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError(message("it takes too long"))
        return min(remaining, self._idle_timeout)


class BoundedSocket:
    """A socket for http.client. `limit` is the number of bytes that may still be received."""

    def __init__(self, plain: socket.socket, deadline: Deadline) -> None:
        self._socket, self._deadline = plain, deadline
        self.limit = _NO_LIMIT

    def sendall(self, data: Any) -> None:
        self._socket.settimeout(self._deadline.remaining())
        self._socket.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_SocketReader(self))

    def receive(self, buffer: Any) -> int:
        """Read into `buffer`; return the number of bytes read. Raises OSError beyond the limit."""
        self._socket.settimeout(self._deadline.remaining())
        count = self._socket.recv_into(buffer)
        self.limit -= count
        if self.limit < 0:
            raise OSError(message("its headers are too large"))
        return count

    def lift_limit(self) -> None:
        """Remove the limit after the headers: the reader of the body counts its bytes itself."""
        self.limit = _NO_LIMIT

    def close(self) -> None:
        """Do nothing: http.client closes its socket after the headers, while the body is still to be read."""

    def close_socket(self) -> None:
        self._socket.close()


class _SocketReader(io.RawIOBase):
    def __init__(self, source: BoundedSocket) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._source.receive(buffer)


def open_connection(
    address: SplitResult, asked: str, limits: FetchLimits, deadline: Deadline
) -> tuple[HTTPConnection, BoundedSocket, str, dict[str, str]]:
    """A connection for requesting `address`, its socket, the request target, and the headers for a proxy.

    The target is a path, but the whole address for an HTTP proxy. `asked` is the address that the user gave, for error
    messages. A proxy (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) resolves the host name itself, so the name and, if this
    machine can resolve it too, its addresses are checked before the proxy is used.

    Raises NetworkError if the address must not be contacted, OSError if the connection fails.
    """
    host = address.hostname or ""
    port = address.port or _PORTS[address.scheme]
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    proxy = "" if proxy_bypass(f"{host}:{port}") else getproxies().get(address.scheme, "")
    headers: dict[str, str] = {}
    _raise_refusal(asked, find_refusal(host, allow_private=limits.allow_private))
    if proxy:
        _raise_refusal(
            asked, find_refusal(host, _resolve_locally(host, port, deadline), allow_private=limits.allow_private)
        )
        plain = _connect_proxy(proxy, address, host, port, limits, deadline)
        if address.scheme == "http":
            path, headers = address._replace(fragment="").geturl(), _make_proxy_headers(_parse_proxy(proxy))
    else:
        plain = _connect_first(_resolve_allowed(asked, host, port, limits, deadline), deadline)
    if address.scheme == "https":
        plain = _wrap_tls(plain, host, deadline)
    connection = HTTPConnection(host, port)
    bounded = BoundedSocket(plain, deadline)
    connection.sock = bounded
    return connection, bounded, path, headers


def _raise_refusal(asked: str, refusal: Refusal | None) -> None:
    """Raise NetworkError if there is a refusal."""
    if refusal and refusal.intranet:
        raise NetworkError(
            "'{address}' is not on the public Internet ({at}, {kind}): "
            "add --allow-private if it is a page on your own network.",
            address=asked,
            at=refusal.at,
            kind=refusal.kind,
        )
    if refusal:
        raise NetworkError(
            "'{address}' leads to an address that audiobrief does not contact ({at}, {kind}): check the address.",
            address=asked,
            at=refusal.at,
            kind=refusal.kind,
        )


def _resolve_allowed(
    asked: str, host: str, port: int, limits: FetchLimits, deadline: Deadline
) -> list[tuple[Any, ...]]:
    """The addresses of a host that may be contacted. Raises NetworkError if there is none."""
    found = _resolve_host(host, port, deadline.remaining())
    refusals = [find_refusal(host, [entry[4][0]], allow_private=limits.allow_private) for entry in found]
    if all(refusals):
        _raise_refusal(asked, next(iter(refusals), None))
    return [entry for entry, refusal in zip(found, refusals, strict=True) if not refusal]


def _resolve_locally(host: str, port: int, deadline: Deadline) -> list[str]:
    """The addresses of a host as this machine resolves it; none if it cannot, as is usual behind a proxy."""
    try:
        return [str(entry[4][0]) for entry in _resolve_host(host, port, min(_LOCAL_LOOKUP, deadline.remaining()))]
    except OSError:
        return []


def _resolve_host(host: str, port: int, seconds: float) -> list[tuple[Any, ...]]:
    """The addresses of a host, as getaddrinfo returns them.

    It runs in a thread, since it has no timeout of its own. Raises TimeoutError after `seconds`, OSError if the host
    is unknown.
    """
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="audiobrief-resolving").start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(message("its name server does not answer")) from None
    if isinstance(found, Exception):
        raise found
    return list(found)


def _connect_first(found: list[tuple[Any, ...]], deadline: Deadline) -> socket.socket:
    """A connection to the first address that accepts one. Raises OSError if none does."""
    failed: OSError = OSError(message("its host name has no address"))
    for family, kind, protocol, _, place in found:
        try:
            plain = socket.socket(family, kind, protocol)
        except OSError as error:  # a machine without IPv6
            failed = error
            continue
        try:
            plain.settimeout(deadline.remaining())
            plain.connect(place)
            return plain
        except OSError as error:
            plain.close()
            failed = error
    raise failed


def _wrap_tls(plain: socket.socket, host: str, deadline: Deadline) -> socket.socket:
    """The connection with TLS, the certificate verified. Raises OSError."""
    try:
        plain.settimeout(deadline.remaining())
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _connect_proxy(
    proxy: str, address: SplitResult, host: str, port: int, limits: FetchLimits, deadline: Deadline
) -> socket.socket:
    """A connection to an HTTP proxy, or through it to the server if `address` is https."""
    parts = _parse_proxy(proxy)
    plain = _connect_first(_resolve_host(parts.hostname or "", parts.port or 80, deadline.remaining()), deadline)
    if address.scheme == "https":
        try:
            _open_tunnel(plain, f"[{host}]:{port}" if ":" in host else f"{host}:{port}", parts, limits, deadline)
        except BaseException:
            plain.close()
            raise
    return plain


def _open_tunnel(plain: socket.socket, place: str, proxy: SplitResult, limits: FetchLimits, deadline: Deadline) -> None:
    """Ask a proxy for a tunnel to `place`, a host and port (RFC 9110, 9.3.6). Raises OSError if it refuses."""
    connection, bounded = HTTPConnection(proxy.hostname or ""), BoundedSocket(plain, deadline)
    connection.sock, bounded.limit = bounded, limits.max_headers
    connection.request("CONNECT", place, headers={"Host": place, **_make_proxy_headers(proxy)})
    response = connection.getresponse()
    if not 200 <= response.status < 300:
        raise OSError(message("the proxy answered {status} ({reason})", status=response.status, reason=response.reason))


def _parse_proxy(proxy: str) -> SplitResult:
    """The parts of a proxy's address. Raises NetworkError, whose message contains no user name or password."""
    try:
        parts = urlsplit(proxy if "//" in proxy else f"http://{proxy}")
        host, _ = parts.hostname, parts.port
    except ValueError:  # its message may quote a part of the password
        raise NetworkError(
            "The address of the proxy is not a valid URL: set HTTP_PROXY and HTTPS_PROXY as in "
            "http://proxy.example.org:3128, with special characters of a password percent-encoded, or unset them."
        ) from None
    if parts.scheme != "http" or not host:
        raise NetworkError(
            "The proxy '{proxy}' is not an http:// address: set HTTP_PROXY and HTTPS_PROXY to one, or unset them.",
            proxy=f"{parts.scheme}://{host}",
        )
    return parts


def _make_proxy_headers(proxy: SplitResult) -> dict[str, str]:
    """The Proxy-Authorization header for the user name and password of a proxy's address, if it has them."""
    if not proxy.username:
        return {}
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
