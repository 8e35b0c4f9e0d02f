"""The formats that an article may be written in.

A format is a line of `FORMATS` and a module of its name here, with
`parse_<name>(content, address, reading) -> Article`. `content` is the decoded text of the file or, for a document, its
bytes; `address` is its path or URL (empty for standard input), `reading` what is asked for. It raises ArticleError for
an article that is too long or damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffixes of its files, in lower case, and its media types, of which the first is requested.

    `signature` makes it a document, which is parsed from its bytes: a regular expression that these match from their
    first byte (with DOTALL), by which a file is recognized whatever its name. What a ZIP archive holds is found out by
    `identify_archive`.
    """

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    signature: bytes = b""

    @property
    def is_document(self) -> bool:
        """Whether its parser takes bytes, not decoded text."""
        return bool(self.signature)

    def parse(self, content: str | bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
        """The article in `content`; the format's module is imported at the first call. Raises ArticleError."""
        parse: Callable[[Any, str, ReadingOptions], Article] = getattr(
            import_module(f"{__name__}.{self.name}"), f"parse_{self.name}"
        )
        return parse(content, address, reading)


_OPEN_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ZIP = rb"PK\x03\x04"
_FICTION_BOOK = (
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<\?xml[^>]{0,200}\?>\s{0,100})?(?:<\?[^>]{0,300}\?>\s{0,100})*<FictionBook\b"
)
# The lines of a mail's head up to one that only mails have; the head of a text may have a title and an author too.
_HEAD_LINES = (
    rb"\s{0,10}(?:>?From [^\n]{0,200}\n)?(?:[A-Za-z][\w-]{0,60}:[^\n]{0,4000}\n(?:[ \t][^\n]{0,4000}\n){0,60}){0,60}?"
)
_SAVED_PAGE = _HEAD_LINES + rb"Snapshot-Content-Location:"
_MAIL = _HEAD_LINES + rb"(?i:MIME-Version|Message-ID|Received|Return-Path|Delivered-To):"

FORMATS = {
    entry.name: entry
    for entry in (
        Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml")),
        Format("plain", (".txt", ".text"), ("text/plain",)),
        Format("markdown", (".md", ".markdown"), ("text/markdown",)),
        Format("docx", (".docx", ".docm", ".dotx"), (f"{_OPEN_XML}.document", f"{_OPEN_XML}.template"), _ZIP),
        Format("odt", (".odt", ".ott"), ("application/vnd.oasis.opendocument.text",), _ZIP),
        Format(
            "rtf", (".rtf",), ("application/rtf", "text/rtf", "text/richtext"), rb"(?:\xef\xbb\xbf)?\s{0,100}\{\\rtf"
        ),
        Format("epub", (".epub",), ("application/epub+zip",), _ZIP),
        Format("fb2", (".fb2", ".fbz"), ("application/x-fictionbook+xml", "application/fb2+xml"), _FICTION_BOOK),
        Format("pdf", (".pdf",), ("application/pdf", "application/x-pdf"), rb"[\x00-\x20\xef\xbb\xbf]{0,1024}%PDF-\d"),
        Format("mhtml", (".mhtml", ".mht"), ("multipart/related", "application/x-mimearchive"), _SAVED_PAGE),
        Format("eml", (".eml",), ("message/rfc822",), _MAIL),
        Format("srt", (".srt",), ("application/x-subrip", "text/srt", "text/x-srt")),
        Format("vtt", (".vtt",), ("text/vtt",)),
        Format("rst", (".rst", ".rest"), ("text/x-rst", "text/prs.fallenstein.rst")),
        Format("ipynb", (".ipynb",), ("application/x-ipynb+json",)),
    )
}


def recognize_document(raw: bytes) -> Format | None:
    """The format of a document, by its first bytes; None for what may be text."""
    if raw.startswith(b"PK\x03\x04"):
        from audiobrief.article.documents.archive import identify_archive

        return FORMATS.get(identify_archive(raw))
    documents = (entry for entry in FORMATS.values() if entry.is_document)
    return next((entry for entry in documents if re.match(entry.signature, raw, re.S)), None)
