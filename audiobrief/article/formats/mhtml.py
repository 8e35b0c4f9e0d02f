"""Parse web pages saved in one file (MHTML, RFC 2557) as the page that they hold."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import urlsplit

from audiobrief.article.documents.faults import make_damage_error
from audiobrief.article.documents.mail import decode_part, get_header, parse_message
from audiobrief.article.formats.html import parse_html
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article


def parse_mhtml(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a saved page; its source is the page's site. Raises ArticleError."""
    mail = parse_message(content, address)
    page = find_page(mail)
    if page is None:
        raise make_damage_error(address)
    location = get_header(mail, "Snapshot-Content-Location") or get_header(page, "Content-Location")
    location = location if location.startswith(("http://", "https://")) else ""
    article = parse_html(decode_part(page), location or address, reading)
    host = urlsplit(location).hostname or "" if location else ""
    return replace(article, address=address, source=article.source or host)


def find_page(mail: EmailMessage) -> EmailMessage | None:
    """The page of a multipart/related: the part that `start` names, else the first in HTML (RFC 2387, 3.2)."""
    if mail.get_content_type() not in ("multipart/related", "text/html"):
        return None
    pages = [part for part in mail.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = mail.get_param("start") if mail.is_multipart() else None
    named = (part for part in pages if start and get_header(part, "Content-ID") == start)
    return next(named, pages[0] if pages else None)
