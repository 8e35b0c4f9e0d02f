"""Limits on the size of an article, and removal of characters that must not be spoken or shown.

A text longer than a very long book is refused instead of being processed for hours.
"""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.article.typography import correct_typography
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article
from audiobrief.sanitize import sanitize_text, unescape_references

MAX_CHARACTERS = 4_000_000
MAX_PARAGRAPHS = 50_000
# Titles and names are shown on one line; a longer one is cut.
_MAX_NAME = 1000
# Vietnamese letters have two combining marks, phonetic transcriptions three; stacks of more cover neighbouring lines.
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_EXCESS_MARKS = lazy_regex(rf"({_MARK}{{4}}){_MARK}+")


def check_characters(count: int, address: str) -> None:
    """Raise ArticleError if `count` exceeds `MAX_CHARACTERS`. An empty `address` means standard input."""
    if count > MAX_CHARACTERS:
        raise ArticleError(
            "'{address}' has {count} million characters, but the limit is {most} million, as in a very long book: "
            "split it first.",
            address=address or "standard input",
            count=-(-count // 1_000_000),
            most=MAX_CHARACTERS // 1_000_000,
        )


def check_paragraphs(count: int, address: str) -> None:
    """Raise ArticleError if `count` exceeds `MAX_PARAGRAPHS`. An empty `address` means standard input."""
    if count > MAX_PARAGRAPHS:
        raise ArticleError(
            "'{address}' has {count} paragraphs, but the limit is {most}, as in a very long book: split it first.",
            address=address or "standard input",
            count=count,
            most=MAX_PARAGRAPHS,
        )


def clean_article(article: Article) -> Article:
    """The article with each of its texts on one line, without control characters and direction marks, and with at most
    four combining marks on a letter.

    Done here, because front matter and character references can bring in characters that `decode_text` removes. The
    address stays as given.
    """
    return replace(
        article,
        title=_clean_name(article.title),
        blocks=tuple(replace(block, text=_clean_text(block.text)) for block in article.blocks),
        byline=_clean_name(article.byline),
        source=_clean_name(article.source),
        language=article.language if re.fullmatch("[a-z]{2,3}", article.language) else "fr",
    )


def _clean_text(text: str) -> str:
    return correct_typography(_EXCESS_MARKS.sub(r"\1", sanitize_text(unescape_references(text))).strip()).strip()


def _clean_name(text: str) -> str:
    plain = _clean_text(text)
    return plain if len(plain) <= _MAX_NAME else f"{plain[:_MAX_NAME].rsplit(' ', 1)[0].rstrip()}…"
