"""A page over http or https: where it comes from, how long it takes and how large it is are bounded, at every hop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from audiobrief.article.address_policy import normalize_host
from audiobrief.article.decompress import Unpacked
from audiobrief.article.http import Bounds, Patience, connected
from audiobrief.errors import NetworkError
from audiobrief.messages import Message, get_reason, message
from audiobrief.version import __version__

_FORMS: dict[str, Literal["plain", "markdown", "html"]] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "plain", "text/markdown": "markdown",
}  # fmt: skip
_MOVED = {301, 302, 303, 307, 308}
# What an address may hold as it is (RFC 3986); all else is percent-encoded, as a browser does with what it is given.
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent: `address` after redirects."""

    body: bytes
    charset: str
    form: Literal["plain", "markdown", "html"]
    address: str
    host: str


class Answer:
    """What a server answered. `address` is the one after redirects, `kind` the media type, `charset` what it declared
    or nothing."""

    def __init__(self, response: HTTPResponse, address: str, asked: str, bounds: Bounds) -> None:
        self.address, self.bounds = address, bounds
        self.kind: str = response.headers.get_content_type()
        self.charset: str = response.headers.get_content_charset() or ""
        self._asked = asked
        self._body = Unpacked(response, response.headers.get("Content-Encoding", ""))

    def read(self, size: int = -1) -> bytes:
        """`size` bytes, less only at the end; without a size, all that is left. Raises NetworkError for what is larger
        than the bounds allow."""
        if size >= 0:
            return self._body.read(size)
        body = self._body.read(self.bounds.largest + 1)
        if len(body) > self.bounds.largest:
            raise NetworkError(
                "'{address}' is larger than {most} MB: that is no article.",
                address=self._asked, most=self.bounds.largest >> 20,
            )  # fmt: skip
        return body


def fetched(address: str, bounds: Bounds | None = None) -> Page:
    """The page at an http or https address. Raises NetworkError."""
    with answered(address, accept="text/html, text/plain, text/markdown", bounds=bounds) as answer:
        if answer.kind not in _FORMS:
            raise NetworkError(
                "'{address}' is {kind}, not a page of text: give the address of an article.",
                address=address, kind=answer.kind,
            )  # fmt: skip
        body = answer.read()
        host = urlsplit(answer.address).hostname or ""
        return Page(body, answer.charset or _declared(body), _FORMS[answer.kind], answer.address, host)


@contextmanager
def answered(address: str, *, accept: str, bounds: Bounds | None = None) -> Iterator[Answer]:
    """What a server answers, to be read inside the block. Raises NetworkError, also for what fails while reading."""
    bounds = bounds or Bounds()
    patience = Patience(bounds)
    try:
        place = _place(address, address)
        for _ in range(bounds.redirects + 1):
            with _answer(place, address, accept, bounds, patience) as response:
                if response.status in _MOVED and (target := response.headers.get("Location")):
                    place = _place(_utf8(target), address, place.geturl())
                    continue
                if not 200 <= response.status < 300:
                    raise NetworkError(
                        "'{address}' answered {status} ({reason}): check the address.",
                        address=address, status=response.status, reason=response.reason,
                    )  # fmt: skip
                yield Answer(response, place.geturl(), address, bounds)
                return
        raise NetworkError(
            "'{address}' was followed through {most} redirects and leads nowhere: check the address.",
            address=address, most=bounds.redirects,
        )  # fmt: skip
    except (OSError, HTTPException, ValueError) as error:
        raise NetworkError(
            "'{address}' cannot be reached ({reason}): check the address and the network.",
            address=address, reason=_reason(error),
        ) from error  # fmt: skip


def _reason(error: Exception) -> Message:
    reason = get_reason(error)
    if isinstance(error, TimeoutError) and reason not in error.args:
        return message("it takes too long")
    return reason if str(reason) else Message(type(error).__name__)


def _utf8(header: str) -> str:
    """A header that http.client read as Latin-1, where its bytes are UTF-8: an address in letters of any alphabet."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _place(address: str, asked: str, base: str = "") -> SplitResult:
    """An address, which may be relative to `base`, in the characters that may be sent. Raises NetworkError, ValueError
    where it is none of a page."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:  # whose words would quote what is wrong, as a part of a password
        raise ValueError(message("it is not written as an address is")) from None
    if parts.scheme not in ("http", "https"):
        raise NetworkError(
            "'{address}' leads to '{target}', which is neither http nor https: give the address of an article.",
            address=asked, target=parts.geturl(),
        )  # fmt: skip
    if not parts.hostname or ("[" in parts.netloc and ":" not in parts.hostname):  # RFC 3986's IPvFuture
        raise ValueError(message("it names no server"))
    if parts.username is not None:
        raise ValueError(message("it holds a user's name, and audiobrief hands out none"))
    host = normalize_host(parts.hostname)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    return SplitResult(parts.scheme, netloc, quote(parts.path, _AS_IT_IS), quote(parts.query, _AS_IT_IS), "")


@contextmanager
def _answer(place: SplitResult, asked: str, accept: str, bounds: Bounds, patience: Patience) -> Iterator[HTTPResponse]:
    connection, wire, target, headers = connected(place, asked, bounds, patience)
    sent = {
        "Host": place.netloc,
        "User-Agent": f"audiobrief/{__version__}",
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    try:
        connection.request("GET", target, headers=sent | headers)
        wire.bound = bounds.heads
        with closing(connection.getresponse()) as response:
            wire.unbounded()
            yield response
    finally:
        wire.hang_up()


def _declared(body: bytes) -> str:
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", body[:4096], re.I)
    return found[1].decode() if found else ""
