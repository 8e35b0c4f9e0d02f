"""How much an article may hold: what is longer than a very long book is refused, not read for hours."""

from __future__ import annotations

from audiobrief.errors import ArticleError

MOST_CHARACTERS = 4_000_000
MOST_PARAGRAPHS = 50_000


def check_characters(count: int, address: str) -> None:
    """Raises ArticleError for more than `MOST_CHARACTERS`; without an address, of standard input."""
    if count > MOST_CHARACTERS:
        raise ArticleError(
            "'{address}' holds {count} million characters, and {most} million, a very long book, are the most: "
            "cut it first.",
            address=address or "standard input",
            count=-(-count // 1_000_000),
            most=MOST_CHARACTERS // 1_000_000,
        )


def check_paragraphs(count: int, address: str) -> None:
    """Raises ArticleError for more than `MOST_PARAGRAPHS`; without an address, of standard input."""
    if count > MOST_PARAGRAPHS:
        raise ArticleError(
            "'{address}' holds {count} paragraphs, and {most}, as in a very long book, are the most: cut it first.",
            address=address or "standard input",
            count=count,
            most=MOST_PARAGRAPHS,
        )
