"""Fetch a page over HTTP: which servers are contacted, the time it takes and its size are limited at every redirect."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from audiobrief.article.address_policy import normalize_host
from audiobrief.article.formats import FORMATS
from audiobrief.article.http import Deadline, FetchLimits, open_connection
from audiobrief.errors import NetworkError
from audiobrief.messages import Message, get_reason, message
from audiobrief.version import __version__

_REDIRECTS = {301, 302, 303, 307, 308}
# The characters that a URL may contain (RFC 3986); others are percent-encoded, as browsers do.
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"
_CHUNK = 64 << 10
# The media types of files whose server does not know what they are.
_UNKNOWN_TYPES = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/zip", "application/x-zip-compressed"}
    | {"application/force-download", "application/download", "application/x-download"}
)
# Values of zlib's wbits for each compression.
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its server sent it. `address` is the one after redirects; `charset` is empty if not declared."""

    body: bytes
    charset: str
    media_type: str
    address: str
    host: str


class Response:
    """The response of a server. `address` is the one after redirects; `charset` is empty if not declared."""

    def __init__(self, response: HTTPResponse, address: str, asked: str, limits: FetchLimits) -> None:
        self.address, self.limits = address, limits
        self.media_type: str = response.headers.get_content_type()
        self.charset: str = response.headers.get_content_charset() or ""
        self._asked = asked
        self._body = DecodedBody(response, response.headers.get("Content-Encoding", ""))

    def read(self, size: int = -1) -> bytes:
        """`size` bytes of the body, fewer only at its end; without a size, all that is left.

        Raises NetworkError if the rest is larger than the limits allow, OSError if the body is damaged or truncated.
        """
        if size >= 0:
            return self._body.read(size)
        body = self._body.read(self.limits.max_body + 1)
        if len(body) > self.limits.max_body:
            raise NetworkError(
                "'{address}' is larger than {most} MB, too large for an article: check the address.",
                address=self._asked, most=self.limits.max_body >> 20,
            )  # fmt: skip
        return body


class DecodedBody:
    """The body of `response`, whose Content-Encoding is `coding`, decompressed as it is read.

    A few compressed bytes may expand to gigabytes, so never more is decompressed than asked for. Raises ValueError for
    an unknown coding.
    """

    def __init__(self, response: HTTPResponse, coding: str) -> None:
        self._response = response
        name = coding.strip().lower()
        if name not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError(message("it is compressed as {coding}, which was not requested", coding=name[:40]))
        self._deflate = name == "deflate"
        self._window = _GZIP if name.endswith("gzip") else _ZLIB
        self._compressed = name not in ("", "identity")
        self._decoder = zlib.decompressobj(self._window)
        self._started = self._finished = False
        self._pending = b""

    def read(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end. Raises OSError if the body is damaged or truncated."""
        parts = []
        while size > 0 and (part := self._read_some(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _read_some(self, most: int) -> bytes:
        """Between one byte and `most` bytes; none at the end."""
        if not self._compressed:
            return self._receive(min(most, _CHUNK))
        while not self._finished:
            if not self._pending:
                self._pending = self._receive(_CHUNK)
                if not self._pending and self._started:
                    raise OSError(message("its compressed body is truncated"))
                if not self._pending:
                    break
            if part := self._decompress(most):
                return part
        return b""

    def _decompress(self, most: int) -> bytes:
        if not self._started and self._deflate and not _is_zlib(self._pending):
            # RFC 9110, 8.4.1.2: some servers send deflate without the zlib header.
            self._decoder = zlib.decompressobj(_RAW_DEFLATE)
        self._started = True
        try:
            part = self._decoder.decompress(self._pending, most)
        except zlib.error as error:
            raise OSError(message("its compressed body is damaged")) from error
        self._pending = self._decoder.unconsumed_tail
        if self._decoder.eof:
            # RFC 1952, 2.2: a gzip file may have several members; anything else that follows is ignored.
            self._pending = self._decoder.unused_data
            self._finished = self._deflate or not (self._pending or self._receive_more())
            self._decoder = zlib.decompressobj(self._window)
            self._finished = self._finished or not self._pending.startswith(b"\x1f")
        return part

    def _receive_more(self) -> bool:
        self._pending = self._receive(_CHUNK)
        return bool(self._pending)

    def _receive(self, most: int) -> bytes:
        part = self._response.read(most)
        if not part and self._response.length:
            raise OSError(message("its body is truncated"))
        return part


def fetch_page(address: str, limits: FetchLimits | None = None) -> Page:
    """The page at an http or https address. Raises NetworkError, also if it is in none of `FORMATS`."""
    accept = ", ".join(f"{entry.media_types[0]}{';q=0.8' if entry.is_document else ''}" for entry in FORMATS.values())
    with open_response(address, accept=accept, limits=limits) as response:
        known = any(response.media_type in entry.media_types for entry in FORMATS.values())
        if not known and response.media_type not in _UNKNOWN_TYPES:
            raise NetworkError(
                "'{address}' is {kind}, not a page of text: give the address of an article.",
                address=address, kind=response.media_type,
            )  # fmt: skip
        body = response.read()
        host = urlsplit(response.address).hostname or ""
        return Page(body, response.charset or _find_meta_charset(body), response.media_type, response.address, host)


@contextmanager
def open_response(address: str, *, accept: str, limits: FetchLimits | None = None) -> Iterator[Response]:
    """The response of a server, to be read inside the `with` block.

    Raises NetworkError, also for errors while reading.
    """
    limits = limits or FetchLimits()
    deadline = Deadline(limits)
    try:
        url = _normalize_url(address, address)
        for _ in range(limits.max_redirects + 1):
            with _send_request(url, address, accept, limits, deadline) as response:
                if response.status in _REDIRECTS and (target := response.headers.get("Location")):
                    url = _normalize_url(_decode_header(target), address, url.geturl())
                    continue
                if not 200 <= response.status < 300:
                    raise NetworkError(
                        "'{address}' answered {status} ({reason}): check the address.",
                        address=address, status=response.status, reason=response.reason,
                    )  # fmt: skip
                yield Response(response, url.geturl(), address, limits)
                return
        raise NetworkError(
            "'{address}' leads to more than {most} redirects: check the address.",
            address=address, most=limits.max_redirects,
        )  # fmt: skip
    except (OSError, HTTPException, ValueError) as error:
        raise NetworkError(
            "'{address}' cannot be reached ({reason}): check the address and the network.",
            address=address, reason=_describe_error(error),
        ) from error  # fmt: skip


def _describe_error(error: Exception) -> Message:
    """The reason of an error, in words of this program if Python gives none."""
    reason = get_reason(error)
    if isinstance(error, TimeoutError) and reason not in error.args:
        return message("it takes too long")
    return reason if str(reason) else Message(type(error).__name__)


def _decode_header(header: str) -> str:
    """A header as UTF-8, if it is valid UTF-8: http.client decodes all headers as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header


def _normalize_url(address: str, asked: str, base: str = "") -> SplitResult:
    """The URL `address`, which may be relative to `base`, in characters that may be sent.

    Raises NetworkError if it is not an http or https URL, ValueError if it is malformed.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port = parts.port
    except ValueError:  # its message may quote a part of a password
        raise ValueError(message("it is not a valid URL")) from None
    if parts.scheme not in ("http", "https"):
        raise NetworkError(
            "'{address}' leads to '{target}', which is neither http nor https: give the address of an article.",
            address=asked, target=parts.geturl(),
        )  # fmt: skip
    if not parts.hostname or ("[" in parts.netloc and ":" not in parts.hostname):  # IPvFuture (RFC 3986)
        raise ValueError(message("it has no host name"))
    if parts.username is not None:
        raise ValueError(message("it contains a user name, which audiobrief does not send"))
    host = normalize_host(parts.hostname)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    return SplitResult(parts.scheme, netloc, quote(parts.path, _URL_SAFE), quote(parts.query, _URL_SAFE), "")


@contextmanager
def _send_request(
    url: SplitResult, asked: str, accept: str, limits: FetchLimits, deadline: Deadline
) -> Iterator[HTTPResponse]:
    """The response to a GET request for `url`; the connection is closed after the `with` block."""
    connection, bounded, target, headers = open_connection(url, asked, limits, deadline)
    sent = {
        "Host": url.netloc,
        "User-Agent": f"audiobrief/{__version__}",
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    try:
        connection.request("GET", target, headers=sent | headers)
        bounded.limit = limits.max_headers
        with closing(connection.getresponse()) as response:
            bounded.lift_limit()
            yield response
    finally:
        bounded.close_socket()


def _find_meta_charset(body: bytes) -> str:
    """The encoding that a <meta> tag of an HTML page declares; empty if none does."""
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", body[:4096], re.I)
    return found[1].decode() if found else ""


def _is_zlib(data: bytes) -> bool:
    """Whether `data` starts with a zlib header (RFC 1950, 2.2): method 8, the first two bytes a multiple of 31."""
    return len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
