"""Where the article is and what it is written in."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from audiobrief.article.charset import decoded
from audiobrief.article.clean import cleaned
from audiobrief.article.limits import check_characters
from audiobrief.errors import ArticleError, EmptyArticleError
from audiobrief.messages import get_reason
from audiobrief.model import Article
from audiobrief.system.filesystem import INHERITED_PREFIXES

Form = Literal["plain", "markdown", "html"]

_SUFFIXES: dict[str, Form] = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html",
}  # fmt: skip
# A page may carry its pictures within itself; its words are far fewer (see limits.py).
_LARGEST = 50 << 20
# Of a scheme that is not read, or with one stroke too few; a drive's letter is none.
_OTHER_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.I)
_LIKE_A_SITE = re.compile(r"www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/", re.I)
# Windows' number for what can be no name of a file.
_NO_NAME = 123
# What a page opens with, and what a part of one does; « <b> » and its like open a line of Markdown as well.
_HEAD = 10_000
_PAGE = re.compile(r"<(?:!doctype|html|head|body|\?xml)\b", re.I)
_TAG = re.compile(r"<[^<>]*>")
_PART = re.compile(
    r"<(?:!--|(?:address|article|aside|blockquote|center|details|div|dl|figure|footer|form|h[1-6]|header|hr|link|main|meta"
    r"|nav|ol|p|pre|script|section|style|table|title|ul)(?=[\s/>]))",
    re.I,
)


def read_article(source: str | Path | bytes | BinaryIO, *, allow_private: bool = False) -> Article:
    """The article at a path or an http(s) URL, in the bytes of a file, or in an open binary file.

    `allow_private`: a URL may lead into one's own network. Raises ArticleError, EmptyArticleError when it holds nothing
    to say, NetworkError.
    """
    if isinstance(source, str | Path):
        article, text = _read_address(str(source), allow_private)
        name = str(source)
    else:
        name = "standard input"
        raw = source if isinstance(source, bytes) else source.read(_LARGEST + 1)
        _check_size(raw, name)
        text = decoded(raw, name)
        article = _parsed(text, sniffed(text), "")
    article = cleaned(article)
    check_characters(sum(len(block.text) for block in article.blocks), name)
    if not any(mark.isalnum() for block in article.blocks for mark in block.text):
        raise _empty(name, text)
    return article


def _read_address(address: str, allow_private: bool) -> tuple[Article, str]:
    """The article at a path or URL as it is parsed, and its text."""
    if re.match(r"https?://", address, re.I):
        from audiobrief.article.fetch import fetched
        from audiobrief.article.http import Bounds

        page = fetched(address, Bounds(allow_private=allow_private))
        text = decoded(page.body, address, page.charset)
        article = _parsed(text, page.form, page.address)
        article = replace(article, source=article.source or page.host)
    elif _OTHER_ADDRESS.match(address):
        raise ArticleError(
            "'{address}' cannot be read: give the path of a file, or an address that begins with https:// or http://.",
            address=address,
        )
    else:
        text = decoded(_bytes(address), address)
        form = _SUFFIXES.get(Path(address).suffix.lower()) or sniffed(text)
        article = _parsed(text, "markdown" if form == "plain" and _headed(text) else form, address)
    return article, text


def _empty(address: str, text: str) -> EmptyArticleError:
    """Why an article holds nothing to say."""
    if any(mark.isalnum() for mark in _TAG.sub("", text)):
        return EmptyArticleError(
            "The article '{address}' holds nothing to say: its words are none of a text, but a title, code, pictures "
            "or what stands around articles.",
            address=address,
        )
    return EmptyArticleError("The article '{address}' holds nothing to say: it has no word of text.", address=address)


def _bytes(address: str) -> bytes:
    """What is in the file at `address`, a path, which errors name as it was given. Raises ArticleError."""
    path = Path(address)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ArticleError("'{path}' is a folder: name one article in it.", path=address)
        if not (stat.S_ISREG(mode) or address.startswith(INHERITED_PREFIXES)):
            raise ArticleError("'{path}' is no file but a device or a pipe: pipe what it gives to -.", path=address)
        with path.open("rb") as file:
            return _bounded(file, address)
    except (OSError, ValueError) as error:
        # Windows takes no name with a question mark or a colon in it.
        missing = isinstance(error, FileNotFoundError) or getattr(error, "winerror", None) == _NO_NAME
        if missing and _LIKE_A_SITE.match(address):
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


def _bounded(file: BinaryIO, name: str) -> bytes:
    raw = file.read(_LARGEST + 1)
    _check_size(raw, name)
    return raw


def _check_size(raw: bytes, name: str) -> None:
    if len(raw) > _LARGEST:
        raise ArticleError(
            "'{path}' is larger than {most} MB: that is no article; cut it first.", path=name, most=_LARGEST >> 20
        )


def sniffed(text: str) -> Form:
    """What a text without a telling name is written in."""
    head = text.lstrip()[:_HEAD]
    behind = _behind_comments(head)
    if _PAGE.match(behind):
        return "html"
    if _headed(text):
        # Also where it opens with HTML, as a centred picture.
        return "markdown"
    if _PART.match(head):
        return "html"
    return "markdown" if re.match(r"---\s*\n", head) else "plain"


def _behind_comments(head: str) -> str:
    while head.startswith("<!--") and (end := head.find("-->")) > 0:
        head = head[end + 3 :].lstrip()
    return head


def _headed(text: str) -> bool:
    """Whether a text has Markdown's headings."""
    return bool(re.search(r"^(?:#[ \t]+[^\s\d#]|#{2,6}[ \t]+[^\s#])", text, re.M))


def _parsed(text: str, form: Form, address: str) -> Article:
    if form != "html":
        check_characters(len(text), address)
    if form == "html":
        from audiobrief.article.formats.html import parsed as html

        return html(text, address)
    if form == "markdown":
        from audiobrief.article.formats.markdown import parsed as markdown

        return markdown(text, address)
    from audiobrief.article.formats.plain import parsed as plain

    return plain(text, address)
