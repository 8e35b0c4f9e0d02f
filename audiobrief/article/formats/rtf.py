"""Parse RTF (Rich Text Format 1.9.1), which newsroom systems, TextEdit and WordPad write."""

from __future__ import annotations

from audiobrief.article.documents.assembly import make_article
from audiobrief.article.documents.rich_text import RichTextReader
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article


def parse_rtf(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in an RTF document, with its headings, lists, tables, notes and properties.

    Raises ArticleError if it is too long.
    """
    reader = RichTextReader(content, reading)
    paragraphs = reader.read()
    return make_article(paragraphs, reader.notes, reader.properties, address, reading)
