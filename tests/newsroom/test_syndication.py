"""Feeds of articles, as they come from servers."""

import pytest

from audiobrief.errors import ArticleError
from audiobrief.newsroom.syndication import entries, linked

RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Le fil</title><link>https://example.org/</link>
<item><title>Un</title><link>https://example.org/un</link></item>
<item><title>Deux &amp; trois</title><link> /deux?a=1&amp;b=2 </link></item>
<item><title>Encore un</title><link>https://example.org/un</link></item>
<item><title>Sans lien</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Le fil</title>
<entry><title>Un</title><link rel="edit" href="/edit/1"/><link rel="alternate" href="un.html"/></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://example.org/"><title>Le fil</title></channel>
<item rdf:about="https://example.org/un"><title>Un</title><link>https://example.org/un</link></item></rdf:RDF>"""

FEEDS = [
    ("RSS", RSS, ["https://example.org/un", "https://example.org/deux?a=1&b=2"]),
    ("Atom", ATOM, ["https://example.org/fil/un.html"]),
    ("RDF", RDF, ["https://example.org/un"]),
    ("damaged", RSS.replace(b"<title>Un</title>", b"<title>Un & l'autre</title>"), None),
]


@pytest.mark.parametrize(("name", "body", "expected"), FEEDS, ids=[name for name, _, _ in FEEDS])
def test_the_links_of_a_feed(name, body, expected):
    assert entries(body, "https://example.org/fil/feed.xml") == (expected or FEEDS[0][2])


NO_FEEDS = [
    (b"<html><p>Rien.</p></html>", "neither a page of text nor"),
    (RSS.replace(b"<item>", b"<!--").replace(b"</item>", b"-->"), "links to no article"),
    (ATOM.replace(b'"un.html"', b'"file:///etc/hostname"'), "links to no article"),
]


@pytest.mark.parametrize(("body", "reason"), NO_FEEDS, ids=["page", "empty", "file of this machine"])
def test_what_leads_to_no_article_is_told(body, reason):
    with pytest.raises(ArticleError, match=reason):
        entries(body, "https://example.org/fil/feed.xml")


def test_feeds_are_known_whatever_the_server_calls_them_and_pages_are_left_alone(served, tmp_path):
    (tmp_path / "www" / "feed.xml").write_bytes(RSS)
    (tmp_path / "www" / "feed.atom").write_bytes(b"<!-- " + b"x" * 300 + b" -->" + ATOM)
    (tmp_path / "www" / "page.html").write_bytes(b"<html><body><p>Une page.</p></body></html>")
    assert linked(f"{served}/feed.xml", intranet=True) == ["https://example.org/un", f"{served}/deux?a=1&b=2"]
    assert linked(f"{served}/feed.atom", intranet=True) == [f"{served}/un.html"]
    assert linked(f"{served}/page.html", intranet=True) == [f"{served}/page.html"]
