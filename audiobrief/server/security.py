"""What every request passes: whose host it names, where it comes from, how long it is; and the headers of every answer.

Against DNS rebinding, the Host must be one of this server's; against requests that other sites make in the user's
browser, Origin and Sec-Fetch-Site must be this one's where something is changed (and forms need a token besides).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "audiobrief"
# Bytes: an upload has at most what `make` reads from a file, other bodies much less.
MOST_UPLOADED = (50 << 20) + (1 << 20)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names by which this server may be called.

    `names` are those of this machine, `public` is the origin at which a proxy shows it, empty without one. IP addresses
    are right in any case: no rebinding leads to one. `literal` is False if only loopback addresses are.
    """

    names: frozenset[str]
    public: str = ""
    literal: bool = False

    def allows(self, host: str) -> bool:
        """Whether `host`, as in a Host header, is this server's."""
        name = _parse_host(host)
        if name in self.names or (self.public and name == urlsplit(self.public).hostname):
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.literal or address.is_loopback

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether a request that names `host` comes from a page of this server."""
        if self.public and origin == self.public:
            return True
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() and self.allows(host)


def find_hosts(bound: str, public: str) -> Hosts:
    """The names of a server that listens at the address `bound`, and is shown at the address `public`."""
    parts = urlsplit(public)
    origin = f"{parts.scheme}://{parts.netloc}" if public else ""
    if is_loopback(bound):
        return Hosts(frozenset({"localhost"}), origin)
    own = socket.gethostname().lower()
    return Hosts(frozenset({"localhost", bound.lower(), own, f"{own.partition('.')[0]}.local"}), origin, literal=True)


def is_loopback(host: str) -> bool:
    """Whether an address to listen at can be reached from this machine alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def make_token(secret: str, session: str) -> str:
    """The token of the forms of a session, which no other site can know."""
    return hmac.new(secret.encode(), session.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def is_token(secret: str, session: str, token: str) -> bool:
    """Whether a form has the token of its session."""
    return bool(session) and hmac.compare_digest(make_token(secret, session).encode(), token.encode("utf-8", "replace"))


class Guard:
    """Middleware (ASGI) that refuses what is not for this server, and adds the headers. `report` is called with what
    goes wrong unexpectedly, without anything of what is being read."""

    def __init__(self, app: ASGIApp, hosts: Hosts, report: Callable[[BaseException], object]) -> None:
        self._app, self._hosts, self._report = app, hosts, report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        if refusal := self._find_refusal(scope):
            status, reason = refusal
            await PlainTextResponse(reason, status)(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, _limit_body(receive), send_with_headers)
        except Exception as error:
            self._report(error)
            if not begun:
                await PlainTextResponse("An unexpected error occurred.\n", 500)(scope, receive, send_with_headers)

    def _find_refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._hosts.allows(host):
            return 421, "This server is not called so: use its own address, or start it with --url.\n"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_UPLOADED:
            return 413, "Too long.\n"
        if scope["method"] in _SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and not self._hosts.is_own_origin(origin, host):
            return 403, "This request comes from another site.\n"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "This request comes from another site.\n"
        return None


def _limit_body(receive: Receive) -> Receive:
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MOST_UPLOADED:
            raise HTTPException(413, "Too long.")
        return message

    return limited


def _add_headers(headers: MutableHeaders) -> None:
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "private, no-cache")


def _parse_host(host: str) -> str:
    """The name in a Host header, without its port and brackets, in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
