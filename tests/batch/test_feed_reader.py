"""Feeds of articles, as they come from servers."""

import feedparser
import pytest

from audiobrief.batch.feed_reader import MOST_ENTRIES, MOST_MARKS, FeedLinks, fetch_links, parse_links
from audiobrief.batch.sources import BadSource, find_addresses
from audiobrief.errors import ArticleError

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
    assert parse_links(body, "https://example.org/fil/feed.xml") == FeedLinks(expected or FEEDS[0][2])


NO_FEEDS = [
    (b"<html><p>Rien.</p></html>", "neither a page of text nor"),
    (RSS.replace(b"<item>", b"<!--").replace(b"</item>", b"-->"), "links to no article"),
    (ATOM.replace(b'"un.html"', b'"file:///etc/hostname"'), "links to no article"),
    (b"", "is empty"),
    (b" \n", "is empty"),
    (b'<?xml version="1.0"?>', "neither a page of text nor"),
    (b"\xef\xbb\xbf", "neither a page of text nor"),
]


@pytest.mark.parametrize(
    ("body", "reason"),
    NO_FEEDS,
    ids=["page", "no entry", "file of this machine", "empty", "blank", "declaration", "mark"],
)
def test_what_leads_to_no_article_is_told(body, reason):
    with pytest.raises(ArticleError, match=reason):
        parse_links(body, "https://example.org/fil/feed.xml")


def test_feeds_are_known_whatever_the_server_calls_them_and_pages_are_left_alone(served, tmp_path):
    (tmp_path / "www" / "feed.xml").write_bytes(RSS)
    (tmp_path / "www" / "feed.atom").write_bytes(b"<!-- " + b"x" * 300 + b" -->" + ATOM)
    (tmp_path / "www" / "page.html").write_bytes(b"<html><body><p>Une page.</p></body></html>")
    assert fetch_links(f"{served}/feed.xml", allow_private=True).addresses == [
        "https://example.org/un",
        f"{served}/deux?a=1&b=2",
    ]
    assert fetch_links(f"{served}/feed.atom", allow_private=True).addresses == [f"{served}/un.html"]
    assert fetch_links(f"{served}/page.html", allow_private=True).addresses == [f"{served}/page.html"]


HEAD, FOOT = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Le fil</title>', b"</channel></rss>"
ONE = b"<link>https://example.org/1</link>"
MANY = 100_000


def item(inside=b"", link=ONE):
    return b"<item>" + link + inside + b"</item>"


def numbered(count):
    return b"".join(item(link=b"<link>https://example.org/%d</link>" % number) for number in range(count))


# What makes feedparser work without end, and what is still found in it.
HOSTILE = {
    "levels": (HEAD + item(b"<a>" * MANY + b"</a>" * MANY) + FOOT, FeedLinks(["https://example.org/1"])),
    "levels left open": (HEAD + item() + b"<a>" * MANY, FeedLinks(["https://example.org/1"])),
    "attributes": (
        HEAD + item().replace(b"<item>", b"<item " + b" ".join(b'a%d="1"' % n for n in range(MANY)) + b">") + FOOT,
        FeedLinks(["https://example.org/1"]),
    ),
    "namespaces": (
        HEAD + b"".join(b'<x%d:a xmlns:x%d="u"/>' % (n, n) for n in range(MANY)) + item() + FOOT,
        FeedLinks(["https://example.org/1"]),
    ),
    "escaped tags": (
        HEAD + item(b"<description>" + b"&lt;div>" * MANY + b"</description>") + FOOT, FeedLinks(["https://example.org/1"]),
    ),
    "stray marks": (HEAD + item(b"<" * MANY) + FOOT, FeedLinks(["https://example.org/1"])),
    "categories": (HEAD + item(b"<category>a</category>" * MANY) + FOOT, FeedLinks(["https://example.org/1"])),
    "quoted links": (
        HEAD + item(b"<description><![CDATA[" + b"<link>https://example.org/no</link>" * MANY + b"]]></description>")
        + FOOT, FeedLinks(["https://example.org/1"]),
    ),
    "links in comments": (
        HEAD + item(b"<!--" + b"<link>https://example.org/no</link>" * MANY + b"-->") + FOOT,
        FeedLinks(["https://example.org/1"]),
    ),
    "no end of a quotation": (HEAD + item(b"<![CDATA[" + b"<link>" * MANY), FeedLinks(["https://example.org/1"])),
    "links without parameters escaped": (
        HEAD + item(b"<a/>" * MANY, b"<link>https://example.org/?a=1&b=2</link>") + FOOT,
        FeedLinks(["https://example.org/?a=1&b=2"]),
    ),
    "links quoted": (
        HEAD + item(b"<a/>" * MANY, b"<link><![CDATA[https://example.org/?a=1&b=2]]></link>") + FOOT,
        FeedLinks(["https://example.org/?a=1&b=2"]),
    ),
    "UTF-16": (
        (HEAD + item(b"<a/>" * MANY) + FOOT).decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"),
        FeedLinks(["https://example.org/1"]),
    ),
    "Atom": (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="/edit/1"/>'
        b'<link rel="alternate" href="un.html"/>' + b"<a/>" * MANY + b"</entry></feed>",
        FeedLinks(["https://example.org/fil/un.html"]),
    ),
    "RDF": (RDF.replace(b"</item>", b"<a/>" * MANY + b"</item>"), FeedLinks(["https://example.org/un"])),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_feed_is_thinned_out_before_it_is_parsed(body, expected, monkeypatch):
    """What costs time is counted, since times differ from machine to machine."""
    handed = []
    parse = feedparser.parse
    monkeypatch.setattr(feedparser, "parse", lambda file, **more: handed.append(file.getvalue()) or parse(file, **more))
    assert parse_links(body, "https://example.org/fil/feed.xml") == expected
    assert sum(handed[0].count(mark) for mark in b"<&=") <= MOST_MARKS


def test_of_a_feed_without_end_the_first_articles_are_taken_and_it_is_told(served, tmp_path):
    (tmp_path / "www" / "feed.xml").write_bytes(HEAD + numbered(200_000) + FOOT)
    links = fetch_links(f"{served}/feed.xml", allow_private=True)
    assert links == FeedLinks([f"https://example.org/{n}" for n in range(MOST_ENTRIES)], 200_000 - MOST_ENTRIES)
    *found, fault = find_addresses([f"{served}/feed.xml"], list, excluded=(), allow_private=True)
    assert found == links.addresses
    assert isinstance(fault, BadSource) and "has 200000 entries: only the first 2000 were taken" in str(fault.error)


def test_whatever_the_parser_stumbles_over_is_told(monkeypatch):
    def stumble(file, **more):
        raise RecursionError("maximum recursion depth exceeded")

    monkeypatch.setattr(feedparser, "parse", stumble)
    with pytest.raises(ArticleError, match=r"cannot be read \(maximum recursion depth exceeded\)"):
        parse_links(RSS, "https://example.org/fil/feed.xml")
