"""Reads RSS and Atom feeds for the addresses of the articles they link to."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from audiobrief.article.fetch import open_response
from audiobrief.article.http import FetchLimits
from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason

_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, text/*;q=0.7"
_PAGES = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"}
# Feeds are often sent as text/html; the root element stands near the start, after comments and instructions.
_HEAD = 2048
_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf")
# Feeds of newspapers have some hundred entries; larger ones are archives, or malicious.
MOST_ENTRIES = 2000
# feedparser's time grows with the square of the number of levels, attributes and namespaces. A feed with more markup
# characters than this is reduced first.
MOST_MARKS = 20_000
_MOST_LINKS, _LONGEST_HEAD, _LONGEST_LINK = 20, 4000, 4000
_MARK = re.compile(
    rb"<(?:(?P<cdata>!\[CDATA\[)|(?P<comment>!--)|(?P<end>/?)(?:[\w.-]{1,40}:)?(?:(?P<entry>item|entry)(?=[\s>/])"
    rb"|(?P<link>link|guid|id|origLink)(?P<about>\s[^<>]{0,%d})?>\s*(?:<!\[CDATA\[)?(?P<text>[^<\]]{0,%d})))"
    % (_LONGEST_LINK, _LONGEST_LINK)
)
_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class FeedLinks:
    """The addresses of a feed's articles, in its order, and the number of entries skipped beyond `MOST_ENTRIES`."""

    addresses: list[str]
    skipped: int = 0


def fetch_links(address: str, *, allow_private: bool = False) -> FeedLinks:
    """Fetch a feed and return the articles it links to; for a web page, its own address.

    `allow_private` permits addresses of private networks. Raises NetworkError, and ArticleError for a feed without
    articles.
    """
    with open_response(address, accept=_ACCEPT, limits=FetchLimits(allow_private=allow_private)) as response:
        head = response.read(_HEAD)
        if response.media_type in _PAGES and not any(root in head.lower() for root in _ROOTS):
            return FeedLinks([address])
        return parse_links(head + response.read(), response.address)


def parse_links(body: bytes, address: str) -> FeedLinks:
    """Parse a feed and return the http and https links of its entries, resolved against `address`.

    Raises ArticleError.
    """
    import feedparser

    if not body.strip():
        raise ArticleError("'{address}' is empty: check the address.", address=address)
    body, left = _reduce_feed(body)
    try:
        # A stream, because feedparser may take a string for a file name or a URL.
        feed: Any = feedparser.parse(BytesIO(body), response_headers={"content-location": address})
    # Malformed feeds make feedparser raise errors of many kinds.
    except Exception as error:
        raise ArticleError(
            "The feed '{address}' cannot be read ({reason}): give the addresses of the articles themselves.",
            address=address,
            reason=get_reason(error),
        ) from error
    if not feed.get("version"):
        raise ArticleError(
            "'{address}' is neither a page of text nor an RSS or Atom feed: check the address.", address=address
        )
    links = [str(entry.get("link", "")).strip() for entry in feed.entries]
    # The links are fetched later: a feed must not name a file of this machine.
    found = [link for link in links if link.lower().startswith(("http://", "https://"))]
    if not found:
        raise ArticleError(
            "The feed '{address}' links to no article: give the addresses of the articles themselves.", address=address
        )
    return FeedLinks(list(dict.fromkeys(found)), left)


def _reduce_feed(body: bytes) -> tuple[bytes, int]:
    """Reduce a large feed to its root and the links of its first entries, so that it is parsed in little time.

    Returns the feed and the number of entries left out. Feeds that are not well formed are left to feedparser.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", body.decode("utf-16", "replace"))
        body = text.encode("utf-8", "replace")
    # The characters that begin what feedparser spends time on: tags, references, attributes.
    if sum(body.count(mark) for mark in b"<&=") <= MOST_MARKS:
        return body, 0
    root = _ROOT.search(body)
    if not root:
        return body[:_LONGEST_HEAD], 0
    head = body[: root.end()] if root.end() <= _LONGEST_HEAD else b"<%s>" % root[0][1:].split(None, 1)[0].rstrip(b">")
    kept = [head, b"<channel>" if root[0][1:4].lower() == b"rss" else b""]
    seen = 0
    for entry, links in _find_entries(body, root.end()):
        seen += 1
        if seen <= MOST_ENTRIES:
            kept.append(b"<%s>%s</%s>" % (entry, b"".join(links), entry))
    return b"".join(kept), max(0, seen - MOST_ENTRIES)


def _find_entries(body: bytes, at: int) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the element name of each entry and its first links, in one pass, without comments and CDATA sections."""
    entry, links = b"", list[bytes]()
    while mark := _MARK.search(body, at):
        at = mark.end()
        if mark["cdata"] or mark["comment"]:
            closed = body.find(b"]]>" if mark["cdata"] else b"-->", at)
            if closed < 0:
                break
            at = closed
        elif mark["entry"]:
            if entry:
                yield entry, links
            entry, links = (b"" if mark["end"] else mark["entry"]), []
        elif mark["end"]:
            at = mark.end("link")  # the text after an end tag does not belong to it
        elif entry and len(links) < _MOST_LINKS:
            name, about, text = mark["link"], mark["about"] or b"", mark["text"] or b""
            links.append(
                b"<%s%s>" % (name, about) if about.endswith(b"/") else b"<%s%s>%s</%s>" % (name, about, text, name)
            )
    if entry:
        yield entry, links
