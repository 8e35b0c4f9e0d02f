"""Parse Word documents (Office Open XML, ECMA-376 part 1) with python-docx."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Properties, make_article
from audiobrief.article.documents.faults import make_library_error
from audiobrief.article.documents.word import WordReader
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.errors import ArticleError
from audiobrief.messages import message
from audiobrief.model import Article

_PARTS = (".xml", ".rels")
# Documents with macros and templates have the same content. python-docx does not open them, nor the strict variant of
# the format, whose namespaces differ (ECMA-376 part 1 against part 4).
_EQUIVALENTS = (
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", None),
    (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", None),
    (b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", None),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
)
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_NOTES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes",
)


def parse_docx(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a Word document, with its headings, lists, tables, notes and properties.

    Raises ArticleError if it is damaged, protected or too long.
    """
    document = _open_document(content, address)
    notes = [part for kind in _NOTES if (part := _get_related_part(document, kind)) is not None]
    reader = WordReader(
        document.styles.element, _get_numbering(document), [part.blob for part in notes], address, reading
    )
    paragraphs = reader.read_body(document.element.body)
    about = document.core_properties
    properties = Properties(
        title=about.title or "",
        byline=(about.author or "").replace(";", ", "),
        published=_get_day(document),
        language=reader.find_language() or about.language or "",
    )
    return make_article(paragraphs, reader.notes, properties, address, reading)


def _open_document(content: bytes, address: str) -> Any:
    try:
        from docx import Document
    except ImportError as error:
        raise make_library_error(address, message("a Word document"), "python-docx") from error
    try:
        return Document(_convert_variants(content, address))
    except ArticleError:
        raise
    except Exception as error:  # python-docx raises whatever a missing part leads to
        raise Archive(content, address).make_damage_error() from error


def _convert_variants(content: bytes, address: str) -> io.BytesIO:
    """The document in the variant of the format that python-docx opens; pictures and macros are empty parts."""
    archive = Archive(content, address)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name in archive.names:
            part = archive.read(name) if name.lower().endswith(_PARTS) else b""
            for written, other in _EQUIVALENTS:
                part = part.replace(written, other or _MAIN)
            packed.writestr(name, part)
    made.seek(0)
    return made


def _get_related_part(document: Any, kind: str) -> Any:
    try:
        return document.part.part_related_by(kind)
    except KeyError:
        return None


def _get_numbering(document: Any) -> Any:
    """The element of the numbering definitions; None without any."""
    part = _get_related_part(document, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering")
    return getattr(part, "element", None)


def _get_day(document: Any) -> Any:
    """The day on which a document was created; None for that of python-docx's and other programs' templates."""
    try:
        made = document.core_properties.created
    except ValueError:
        return None
    return made.date() if made is not None and made.year > 2000 else None
