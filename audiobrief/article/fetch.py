"""A page over http or https: time and size bounded, redirects counted."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Literal
from urllib.parse import urlsplit

from audiobrief import __version__
from audiobrief.errors import NetworkError

_TIMEOUT = 15.0
LARGEST = 20 << 20
_FORMS: dict[str, Literal["plain", "markdown", "html"]] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "plain", "text/markdown": "markdown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What a server sent: `address` after redirects."""

    body: bytes
    charset: str
    form: Literal["plain", "markdown", "html"]
    address: str
    host: str


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5
    max_repeats = 2


def fetched(address: str) -> Page:
    """The page at an http or https address. Raises NetworkError."""
    with answered(address, accept="text/html, text/plain, text/markdown") as answer:
        kind = answer.headers.get_content_type()
        if kind not in _FORMS:
            raise NetworkError(f"'{address}' is {kind}, not a page of text: give the address of an article.")
        body = answer.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise NetworkError(f"'{address}' is larger than {LARGEST >> 20} MB: that is no article.")
        final = answer.geturl()
        charset = answer.headers.get_content_charset() or _declared(body)
        return Page(body, charset, _FORMS[kind], final, urlsplit(final).hostname or "")


@contextmanager
def answered(address: str, *, accept: str) -> Iterator[HTTPResponse]:
    """What a server answers, to be read inside the block. Raises NetworkError, also for what fails while reading."""
    request = urllib.request.Request(address, headers={"User-Agent": f"audiobrief/{__version__}", "Accept": accept})
    try:
        with urllib.request.build_opener(_Redirects).open(request, timeout=_TIMEOUT) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        raise NetworkError(f"'{address}' answered {error.code} ({error.reason}): check the address.") from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NetworkError(f"'{address}' cannot be reached ({reason}): check the address and the network.") from error


def _declared(body: bytes) -> str:
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", body[:4096], re.I)
    return found[1].decode() if found else ""
