"""The first stage: the article, from wherever it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from audiobrief.messages import counted, message
from audiobrief.model import Article
from audiobrief.options import Options, change_options

if TYPE_CHECKING:
    from audiobrief.pipeline.programme import Events

Source = Article | str | Path | bytes | BinaryIO


def read(article: Source, options: Options | None = None, **asked: Any) -> Article:
    """The article at a path or an http(s) URL, in bytes, or in an open binary file; it always has a title.

    >>> read("Le pont a rouvert mardi. Il était fermé depuis mai.".encode()).title
    'Le pont a rouvert mardi'

    Takes the arguments of `make`. Raises ArticleError, EmptyArticleError, NetworkError.
    """
    from audiobrief.segmentation import mark_intertitles, title_article

    if not isinstance(article, Article):
        article = mark_intertitles(_read_source(article, change_options(options, asked)))
    return title_article(article)


def read_and_report(source: Source, options: Options, events: Events) -> Article:
    article = read(source, options)
    blocks = counted("{count} block", "{count} blocks", count=len(article.blocks))
    events.start_stage(message("Article: {title} ({blocks})", title=article.title, blocks=blocks))
    for remark in article.remarks:
        events.warn(remark)
    return article


def _read_source(source: str | Path | bytes | BinaryIO, options: Options) -> Article:
    from audiobrief.article import ReadingOptions, read_article

    reading = ReadingOptions(
        tables=options.tables,
        captions=options.captions,
        notes=options.notes,
        any_language=options.force_french,
        follow_pages=options.follow_pages,
    )
    return read_article(source, reading, allow_private=options.allow_private)


def list_source_files(source: Source) -> list[Path | int]:
    """The file that is read, by its path or its descriptor."""
    if isinstance(source, str | Path):
        return [Path(source)]
    if isinstance(source, Article | bytes):
        return []
    try:
        return [source.fileno()]
    except (OSError, AttributeError):
        return []
