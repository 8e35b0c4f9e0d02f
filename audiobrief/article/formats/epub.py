"""Parse EPUB books (EPUB 2 and 3): the chapters of their navigation, the text of their pages, notes aside."""

from __future__ import annotations

from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Paragraph, make_article
from audiobrief.article.documents.book import Book, check_rights
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.errors import ArticleError
from audiobrief.messages import counted
from audiobrief.model import Article


def parse_epub(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The text of a book: each entry of its navigation is a heading, and so a chapter.

    Raises ArticleError if it is damaged, too long, or locked by rights management.
    """
    archive = Archive(content, address)
    check_rights(archive, address)
    book = Book(archive, address, reading)
    paragraphs = book.read_chapters()
    if not paragraphs and book.pages:
        raise ArticleError(
            "'{address}' has no text, only pictures of its pages: have them recognized by an OCR program first.",
            address=address or "standard input",
        )
    missing = len(book.missing)
    remarks = [counted("{count} part of the book is missing.", "{count} parts of the book are missing.", count=missing)]
    title = [Paragraph("paragraph", book.properties.title, is_title=True)] if book.properties.title else []
    return make_article(
        [*title, *paragraphs], book.notes, book.properties, address, reading, remarks if missing else ()
    )
