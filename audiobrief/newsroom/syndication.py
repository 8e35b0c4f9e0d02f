"""RSS and Atom feeds of articles, read for the addresses they link to."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from audiobrief.article.connect import Bounds
from audiobrief.article.fetch import answered
from audiobrief.errors import ArticleError

_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, text/*;q=0.7"
_PAGES = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"}
# Feeds are often sent as text/html; the root element stands near the start, after comments and instructions.
_HEAD = 2048
_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf")


def linked(address: str, *, intranet: bool = False) -> list[str]:
    """The articles that a feed links to, in its order; of a page that is no feed, its own address. `intranet`:
    from a network of one's own too.

    Raises NetworkError; ArticleError for a feed without an article.
    """
    with answered(address, accept=_ACCEPT, bounds=Bounds(intranet=intranet)) as answer:
        head = answer.read(_HEAD)
        if answer.kind in _PAGES and not any(root in head.lower() for root in _ROOTS):
            return [address]
        return entries(head + answer.read(), answer.address)


def entries(body: bytes, address: str) -> list[str]:
    """The http and https links of a feed's entries, relative ones resolved against `address`. Raises ArticleError."""
    import feedparser

    # A stream, for feedparser takes a string for the name of a file or the address of a page.
    feed: Any = feedparser.parse(BytesIO(body), response_headers={"content-location": address})
    if not feed.version:
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
    return list(dict.fromkeys(found))
