"""Anything written becomes an `Article`: a file, a page, an address, standard input."""

from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.sources import read_article

__all__ = ["ReadingOptions", "read_article"]
