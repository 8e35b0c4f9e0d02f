"""Where the article is and what it is written in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from audiobrief.article.decode import decoded
from audiobrief.errors import ArticleError, EmptyArticleError
from audiobrief.model import Article

Form = Literal["plain", "markdown", "html"]

_SUFFIXES: dict[str, Form] = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html",
}  # fmt: skip
_LARGEST = 50 << 20


def read(address: str, *, stdin: BinaryIO, intranet: bool = False) -> Article:
    """The article at a path, an http(s) URL, or `-` for `stdin`. `intranet`: a URL may lead into one's own network.

    Raises ArticleError, EmptyArticleError when it holds nothing to say, NetworkError.
    """
    if re.match(r"https?://", address, re.I):
        from audiobrief.article.connect import Bounds
        from audiobrief.article.fetch import fetched

        page = fetched(address, Bounds(intranet=intranet))
        article = _parsed(decoded(page.body, address, page.charset), page.form, page.address)
        article = replace(article, source=article.source or page.host)
    elif address == "-":
        text = decoded(stdin.read(_LARGEST + 1), "standard input")
        article = _parsed(text, sniffed(text), "")
    else:
        text = decoded(_bytes(Path(address)), address)
        form = _SUFFIXES.get(Path(address).suffix.lower()) or sniffed(text)
        article = _parsed(text, "markdown" if form == "plain" and _headed(text) else form, address)
    if not any(mark.isalnum() for block in article.blocks for mark in block.text):
        raise EmptyArticleError(f"The article '{address}' holds nothing to say: it has no word of text.")
    return article


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ArticleError(f"'{path}' is a folder: name one article in it.")
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise ArticleError(f"'{path}' is larger than {_LARGEST >> 20} MB: that is no article; cut it first.")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ArticleError(f"There is no article at '{path}': check the path.") from error
    except OSError as error:
        raise ArticleError(f"The article '{path}' cannot be read ({error.strerror}): check its permissions.") from error


def sniffed(text: str) -> Form:
    """What a text without a telling name is written in."""
    head = text[:2000].lstrip()
    if re.match(r"(?i)<(?:!doctype|html|head|body|article|\?xml)\b", head):
        return "html"
    return "markdown" if re.match(r"---\s*\n", head) or _headed(text) else "plain"


def _headed(text: str) -> bool:
    """Whether a text has Markdown's headings."""
    return bool(re.search(r"^(?:#[ \t]+[^\s\d#]|#{2,6}[ \t]+[^\s#])", text, re.M))


def _parsed(text: str, form: Form, address: str) -> Article:
    if form == "html":
        from audiobrief.article.html import parsed as html

        return html(text, address)
    if form == "markdown":
        from audiobrief.article.markdown import parsed as markdown

        return markdown(text, address)
    from audiobrief.article.plain import parsed as plain

    return plain(text, address)
