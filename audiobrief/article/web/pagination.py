"""Find the next page of an article that a site has cut into several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.web.document import parse_page
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article

MOST_PAGES = 20
_NEXT = lazy_regex(r"\W*(?:page suivante|suivante?|lire la suite|la suite|page \d{1,2}|next(?: page)?)\W*", re.I)
_PAGE_NUMBER = lazy_regex(r"(?:[/?&_,-](?:page|pg|p|pagenum|partie|part)?[=/_-]?\d{1,3})(?=/|$|&|\.\w+$|\?)", re.I)
_MIN_REPEATED = 40


def find_next_page(text: str, address: str) -> str:
    """The URL of the next page of the article at `address`; empty if it has none.

    A site's `rel=next` may also lead to the next article: only a URL that differs in the number of a page is taken.
    """
    tree = parse_page(text)
    if tree is None:
        return ""
    for link in _list_links(tree):
        target = urljoin(address, link).split("#")[0]
        if target != address.split("#")[0] and _is_same_article(target, address):
            return target
    return ""


def append_page(article: Article, following: Article) -> Article:
    """The article with the text of its next page, without what that repeats, as the title and the standfirst."""
    seen = {reduce_to_letters(block.text) for block in article.blocks} | {reduce_to_letters(article.title)}
    added = [
        block
        for block in following.blocks
        if (letters := reduce_to_letters(block.text)) not in seen
        or (len(letters) < _MIN_REPEATED and block.kind != "heading")
    ]
    return replace(
        article,
        blocks=(*article.blocks, *added),
        complete=following.complete,
        remarks=following.remarks,
    )


def _list_links(tree: Any) -> Iterator[str]:
    """The addresses of links to a next page, the declared ones first."""
    for element in (*tree.iter("link"), *tree.iter("a")):
        if "next" in (element.get("rel") or "").lower().split() and element.get("href"):
            yield element.get("href")
    for element in tree.iter("a"):
        if element.get("href") and _NEXT.fullmatch(" ".join(element.text_content().split())):
            yield element.get("href")


def _is_same_article(target: str, address: str) -> bool:
    """Whether two URLs differ only in the number of a page, which the target has, and a greater one."""
    one, other = urlsplit(target), urlsplit(address)
    if one.scheme not in ("http", "https") or one.netloc != other.netloc:
        return False
    paths = [f"{url.path}?{url.query}".rstrip("?") for url in (one, other)]
    bare = [_PAGE_NUMBER.sub("", path).rstrip("/?") for path in paths]
    return bare[0] == bare[1] and _get_page_number(paths[0]) > _get_page_number(paths[1])


def _get_page_number(path: str) -> int:
    found = [part[0] for part in _PAGE_NUMBER.finditer(path)]
    return int(re.findall(r"\d{1,3}", found[-1])[-1]) if found else 1
