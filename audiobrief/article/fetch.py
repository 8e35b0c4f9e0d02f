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
            raise NetworkError(
                "'{address}' is {kind}, not a page of text: give the address of an article.", address=address, kind=kind
            )
        body = answer.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise NetworkError(
                "'{address}' is larger than {size} MB: that is no article.", address=address, size=LARGEST >> 20
            )
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
        raise NetworkError(
            "'{address}' answered {code} ({reason}): check the address.",
            address=address,
            code=error.code,
            reason=error.reason,
        ) from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NetworkError(
            "'{address}' cannot be reached ({reason}): check the address and the network.",
            address=address,
            reason=reason,
        ) from error


def _declared(body: bytes) -> str:
    found = re.search(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", body[:4096], re.I)
    return found[1].decode() if found else ""
