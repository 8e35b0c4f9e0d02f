"""Read an article from a file, a URL, bytes or an open file, in the format that it is written in."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from audiobrief.article.charset import decode_text
from audiobrief.article.dateline import read_dateline
from audiobrief.article.formats import FORMATS, Format, recognize_document
from audiobrief.article.language import check_language
from audiobrief.article.limits import check_characters, clean_article
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.article.unsupported import check_bytes, check_suffix, check_text, is_markup
from audiobrief.errors import ArticleError, EmptyArticleError, NetworkError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import get_reason
from audiobrief.model import Article
from audiobrief.system.filesystem import INHERITED_PREFIXES

if TYPE_CHECKING:
    from audiobrief.article.fetch import Page

# A web page may embed its images; its text is much smaller (see limits.py).
_MAX_BYTES = 50 << 20
# A URL with another scheme, or with a slash missing; a drive letter is not matched.
_OTHER_ADDRESS = lazy_regex(r"[a-z][a-z0-9+.-]+:/", re.I)
_SITE_NAME = lazy_regex(r"www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.I)
# ERROR_INVALID_NAME of Windows.
_INVALID_NAME = 123
# The characters that are looked at to recognize a format.
_HEAD = 10_000
# How a web page starts, and how a fragment of one does. Markdown may start with <b> and the like.
_HTML_PAGE = lazy_regex(r"<(?:!doctype|html|head|body|\?xml)\b", re.I)
_HTML_ELEMENT = lazy_regex(
    r"<(?:!--|(?:address|article|aside|blockquote|center|details|div|dl|figure|footer|form|h[1-6]|header|hr|link|main|meta"
    r"|nav|ol|p|pre|script|section|style|table|title|ul)(?=[\s/>]))",
    re.I,
)
_TAG = lazy_regex(r"<[^<>]*>")
_SUBTITLE = lazy_regex(r"\d{1,7}[ \t]*\n[ \t]*[\d:]{5,9}[,.]\d{3}[ \t]*-->")
_NOTEBOOK = lazy_regex(r'"nbformat"\s*:\s*\d')


def read_article(
    source: str | Path | bytes | BinaryIO,
    reading: ReadingOptions = DEFAULT_READING,
    *,
    allow_private: bool = False,
) -> Article:
    """The article at a path or an http(s) URL, in the bytes of a file, or in an open binary file.

    `reading`: what is accepted, and read besides the text; `allow_private`: a URL may lead to a private network. Raises
    ArticleError, EmptyArticleError if it has no text to read aloud, NetworkError.
    """
    if isinstance(source, str | Path):
        article, text = _read_address(str(source), reading, allow_private)
        name = str(source)
    else:
        name = "standard input"
        raw = source if isinstance(source, bytes) else source.read(_MAX_BYTES + 1)
        _check_size(raw, name)
        article, text = _parse_bytes(raw, "", reading)
    article = clean_article(read_dateline(article))
    check_characters(sum(len(block.text) for block in article.blocks), name)
    if not any(mark.isalnum() for block in article.blocks for mark in block.text):
        raise _make_empty_error(name, text)
    if not reading.any_language:
        check_language(article, name)
    return article


def _read_address(address: str, reading: ReadingOptions, allow_private: bool) -> tuple[Article, str]:
    """The article at a path or URL as its format's parser returns it, and the text it was parsed from."""
    if re.match(r"https?://", address, re.I):
        return _read_pages(address, reading, allow_private)
    if _OTHER_ADDRESS.match(address):
        raise ArticleError(
            "'{address}' cannot be read: give the path of a file, or an address that begins with https:// or http://.",
            address=address,
        )
    return _parse_bytes(_read_file(address), address, reading)


def _read_pages(address: str, reading: ReadingOptions, allow_private: bool) -> tuple[Article, str]:
    """The article at a URL, with its next pages if they are asked for, and the text of the first page."""
    article, text = _read_page(address, reading, allow_private)
    if not reading.follow_pages:
        return article, text
    from audiobrief.article.web.pagination import MOST_PAGES, append_page, find_next_page

    last, source, seen = article.address, text, {article.address}
    while len(seen) < MOST_PAGES and (target := find_next_page(source, last)) and target not in seen:
        following, source = _read_page(target, reading, allow_private)
        article, last = append_page(article, following), following.address
        seen |= {target, following.address}
    return article, text


def _read_page(address: str, reading: ReadingOptions, allow_private: bool) -> tuple[Article, str]:
    """The article on one page, and the text of the page (empty for a document)."""
    from audiobrief.article.fetch import fetch_page
    from audiobrief.article.http import FetchLimits

    page = fetch_page(address, FetchLimits(allow_private=allow_private))
    form = _choose_format(page)
    if form.is_document:
        article, text = form.parse(page.body, page.address, reading), ""
    else:
        text = decode_text(page.body, address, page.charset)
        article = form.parse(text, page.address, reading)
    return replace(article, source=article.source or page.host), text


def _choose_format(page: Page) -> Format:
    """The format of what a server sent: by its first bytes, by the media type, or by the suffix of the address."""
    if document := recognize_document(page.body):
        return document
    check_bytes(page.body, page.address)
    suffix = Path(urlsplit(page.address).path).suffix.lower()
    named = next((entry for entry in FORMATS.values() if suffix in entry.suffixes), None)
    declared = next((entry for entry in FORMATS.values() if page.media_type in entry.media_types), None)
    # Servers send what they do not know as plain text or as bytes.
    form = named if declared is None or (declared.name == "plain" and named) else declared
    if form is None:
        raise NetworkError(
            "'{address}' is {kind}, not a page of text: give the address of an article.",
            address=page.address,
            kind=page.media_type,
        )
    return form


def _parse_bytes(raw: bytes, address: str, reading: ReadingOptions) -> tuple[Article, str]:
    """The article in the bytes of the file at `address`, and the text it was parsed from (empty for a document).

    The format is that of the signature or of the suffix; standard input has no `address`.
    """
    suffix = Path(address).suffix.lower()
    named = next((entry for entry in FORMATS.values() if suffix in entry.suffixes), None) if suffix else None
    if document := recognize_document(raw):
        return document.parse(raw, address, reading), ""
    check_bytes(raw, address)
    if named and named.is_document:
        return named.parse(raw, address, reading), ""
    if not named and not _is_page(raw):
        check_suffix(address)
    text = decode_text(raw, address or "standard input")
    name = named.name if named else sniff_format(text)
    if not named and name in ("plain", "html"):
        check_text(text, address)
    # Many write Markdown in files named .txt.
    form = FORMATS["markdown" if name == "plain" and _has_headings(text) else name]
    return form.parse(text, address, reading), text


def _is_page(raw: bytes) -> bool:
    """Whether the bytes of a file begin as a web page, whatever its name."""
    return is_markup(raw[:5000].decode("latin-1"))


def _make_empty_error(address: str, text: str) -> EmptyArticleError:
    """The error for an article without text to read aloud, with the reason."""
    if any(mark.isalnum() for mark in _TAG.sub("", text)):
        return EmptyArticleError(
            "The article '{address}' has no text to read aloud: its only words are in a title, in code, in images or "
            "in what surrounds articles on a page.",
            address=address,
        )
    return EmptyArticleError(
        "The article '{address}' has no text to read aloud: it contains no words.", address=address
    )


def _read_file(address: str) -> bytes:
    """The content of the file at `address`, a path. Raises ArticleError, which names the path as given."""
    path = Path(address)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ArticleError("'{path}' is a folder: name one article in it.", path=address)
        if not (stat.S_ISREG(mode) or address.startswith(INHERITED_PREFIXES)):
            raise ArticleError(
                "'{path}' is a device or a pipe, not a file: pipe its content to - instead.", path=address
            )
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        # Windows refuses names that contain a question mark or a colon.
        missing = isinstance(error, FileNotFoundError) or getattr(error, "winerror", None) == _INVALID_NAME
        if missing and _SITE_NAME.match(address):
            raise ArticleError(
                "There is no file '{path}': check the path; the address of a page begins with https:// or http://.",
                path=address,
            ) from error
        if missing:
            raise ArticleError("There is no article at '{path}': check the path.", path=address) from error
        raise ArticleError(
            "The article '{path}' cannot be read ({reason}): check its permissions.",
            path=address,
            reason=get_reason(error),
        ) from error
    _check_size(raw, address)
    return raw


def _check_size(raw: bytes, name: str) -> None:
    if len(raw) > _MAX_BYTES:
        raise ArticleError(
            "'{path}' is larger than {most} MB, too large for an article: split it first.",
            path=name,
            most=_MAX_BYTES >> 20,
        )


def sniff_format(text: str) -> str:
    """The name of the format of a text whose file name does not tell it."""
    head = text.lstrip()[:_HEAD]
    if head.startswith("WEBVTT") or _SUBTITLE.match(head):
        return "vtt" if head.startswith("WEBVTT") else "srt"
    if head.startswith("{") and _NOTEBOOK.search(text):
        return "ipynb"
    if _HTML_PAGE.match(_skip_comments(head)):
        return "html"
    if _has_headings(text):
        # Even if it starts with HTML, such as a centred image.
        return "markdown"
    if _HTML_ELEMENT.match(head):
        return "html"
    return "markdown" if re.match(r"(?:---|\+\+\+)\s*\n", head) else "plain"


def _skip_comments(head: str) -> str:
    """What follows the HTML comments at the start of `head`."""
    while head.startswith("<!--") and (end := head.find("-->")) > 0:
        head = head[end + 3 :].lstrip()
    return head


def _has_headings(text: str) -> bool:
    """Whether a text has Markdown headings."""
    return bool(re.search(r"^(?:#[ \t]+[^\s\d#]|#{2,6}[ \t]+[^\s#])", text, re.M))
