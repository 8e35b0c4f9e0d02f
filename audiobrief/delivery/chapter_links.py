"""Addresses of chapters on the web."""

from __future__ import annotations

from urllib.parse import quote

from audiobrief.model import Article
from audiobrief.sanitize import sanitize_text


def link_chapter(article: Article, title: str) -> str:
    """The article's web address, at the chapter's heading where browsers find it (URL Fragment Text Directives); empty
    for an article that has none."""
    if not article.web_address or "#" in article.web_address:
        return article.web_address
    headings = (block.text for block in article.blocks if block.kind == "heading")
    if title not in headings:
        return article.web_address
    return f"{article.web_address}#:~:text={quote(sanitize_text(title), safe='').replace('-', '%2D')}"
