"""Parse OpenDocument texts (OASIS ODF 1.3), from LibreOffice and others: the XML in the archive, read with lxml."""

from __future__ import annotations

from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Properties, make_article, parse_day
from audiobrief.article.documents.faults import make_password_error
from audiobrief.article.documents.opendocument import OpenDocumentReader
from audiobrief.article.documents.xml import find_text
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article


def parse_odt(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in an OpenDocument text, with its headings, lists, tables, notes and properties.

    Raises ArticleError if it is damaged, protected or too long.
    """
    archive = Archive(content, address)
    manifest = archive.parse("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise make_password_error(address)
    root = archive.parse("content.xml")
    body = root.find("{*}body/{*}text") if root is not None else None
    if body is None:
        raise archive.make_damage_error()
    styles, meta = archive.parse("styles.xml"), archive.parse("meta.xml")
    reader = OpenDocumentReader([part for part in (styles, root) if part is not None], reading)
    paragraphs = reader.read_body(body)
    properties = Properties(
        title=find_text(meta, "title"),
        byline=find_text(meta, "initial-creator") or find_text(meta, "creator"),
        published=parse_day(find_text(meta, "creation-date") or find_text(meta, "date")),
        language=reader.find_language() or find_text(meta, "language"),
    )
    return make_article(paragraphs, reader.notes, properties, address, reading)
