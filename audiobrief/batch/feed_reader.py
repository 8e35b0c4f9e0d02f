"""RSS and Atom feeds of articles, read for the addresses they link to."""

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
# Newspapers list some hundred articles; who lists more has sent an archive, or means harm.
MOST_ENTRIES = 2000
# feedparser takes a time that grows with the square of some numbers: of levels, attributes, namespaces. A feed with
# more marks than this is thinned out first.
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
    """The articles that a feed links to, in its order, and the number of its entries beyond the most that are read."""

    found: list[str]
    left: int = 0


def fetch_links(address: str, *, allow_private: bool = False) -> FeedLinks:
    """The articles that a feed links to; of a page that is no feed, its own address. `allow_private`: from a network of
    one's own too.

    Raises NetworkError; ArticleError for a feed without an article.
    """
    with open_response(address, accept=_ACCEPT, limits=FetchLimits(allow_private=allow_private)) as response:
        head = response.read(_HEAD)
        if response.media_type in _PAGES and not any(root in head.lower() for root in _ROOTS):
            return FeedLinks([address])
        return parse_links(head + response.read(), response.address)


def parse_links(body: bytes, address: str) -> FeedLinks:
    """The http and https links of a feed's entries, relative ones resolved against `address`. Raises ArticleError."""
    import feedparser

    if not body.strip():
        raise ArticleError("'{address}' is empty: check the address.", address=address)
    body, left = _reduce_feed(body)
    try:
        # A stream, for feedparser takes a string for the name of a file or the address of a page.
        feed: Any = feedparser.parse(BytesIO(body), response_headers={"content-location": address})
    # A stranger's bytes in another's parser, which stumbles over what it did not foresee.
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
    # What a stranger's feed names is fetched, so it must not name a file of this machine.
    found = [link for link in links if link.lower().startswith(("http://", "https://"))]
    if not found:
        raise ArticleError(
            "The feed '{address}' links to no article: give the addresses of the articles themselves.", address=address
        )
    return FeedLinks(list(dict.fromkeys(found)), left)


def _reduce_feed(body: bytes) -> tuple[bytes, int]:
    """A feed that is read in little time, and the number of the entries that it no longer has: a large one is brought
    down to its root and the links of its first entries. What is not well-formed stays so, for feedparser to see to."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", body.decode("utf-16", "replace"))
        body = text.encode("utf-8", "replace")
    # Each of these opens what costs feedparser time: a tag, a reference, an attribute.
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
    """Each entry's name and its first links, in one pass: what stands in comments, or quoted, is none."""
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
            at = mark.end("link")  # what stands behind it is not its own
        elif entry and len(links) < _MOST_LINKS:
            name, about, text = mark["link"], mark["about"] or b"", mark["text"] or b""
            links.append(
                b"<%s%s>" % (name, about) if about.endswith(b"/") else b"<%s%s>%s</%s>" % (name, about, text, name)
            )
    if entry:
        yield entry, links
