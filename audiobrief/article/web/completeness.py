"""Tell pages that hold only the opening of their article, or none: paywalls, consent walls, templates, error pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiobrief.article.listed_patterns import compile_listed
from audiobrief.article.web.metadata import PageMetadata
from audiobrief.article.web.selection import Selection
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message, message
from audiobrief.model import Block

_MAX_LINE = 300
# What follows a paywall's line is no more than this part of the text, if the line is one.
_MAX_REST = 0.5
# A text of fewer characters is an opening, if the page says that the article is not free.
_OPENING = 2500
_MIN_ARTICLE, _MIN_TEMPLATE = 200, 0.3
_TEMPLATE = lazy_regex(r"\{\{.{0,200}?\}\}|\{%.{0,200}?%\}|<%.{0,200}?%>|\$\{[\w.]{1,60}\}|\[\[[\w.]{1,60}\]\]")
_CUT = lazy_regex(r"(?:…|\.\.\.|\[\s?(?:…|\.\.\.)\s?\])\W*$")


def cut_paywall(blocks: Sequence[Block]) -> tuple[list[Block], bool]:
    """The blocks before a line that asks for a subscription to read on, and whether there was such a line."""
    total = sum(len(block.text) for block in blocks)
    read = 0
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        if _is_paywall(block.text):
            rest = sum(len(other.text) for other in blocks[at:])
            if rest <= _MAX_REST * total or not kept:
                return (kept if read > _MIN_ARTICLE else [*kept, *blocks[at + 1 :]]), True
            continue
        kept.append(block)
        read += len(block.text)
    return kept, False


def is_opening(blocks: Sequence[Block], selection: Selection, metadata: PageMetadata) -> bool:
    """Whether the page around the article says that it goes on elsewhere."""
    length = sum(len(block.text) for block in blocks)
    ends_cut = bool(blocks) and bool(_CUT.search(blocks[-1].text))
    if length > _OPENING and not ends_cut:
        return False
    if not metadata.free and (ends_cut or length < _OPENING // 2):
        return True
    last = max(selection.kept, default=0)
    beside = (block.text for at, block in enumerate(selection.blocks) if at > last)
    return any(_is_paywall(text) for text in beside) and (ends_cut or not metadata.free)


def describe_opening() -> Message:
    return message("The page holds only the opening of its article: the rest is not read.")


def check_article(blocks: Sequence[Block], page_texts: Sequence[str], address: str) -> None:
    """Raise ArticleError for a page that holds no article but a template, a question about cookies or a notice."""
    text = " ".join(block.text for block in blocks)
    templates = sum(len(found[0]) for found in _TEMPLATE.finditer(text))
    if text and (
        templates > _MIN_TEMPLATE * len(text) or (templates and len(_TEMPLATE.sub("", text).strip()) < _MIN_ARTICLE)
    ):
        raise ArticleError(
            "'{address}' is a template, not an article: open the page in a browser and save it from there.",
            address=address or "standard input",
        )
    if len(text) > 3 * _MIN_ARTICLE:
        return
    whole = [each for each in page_texts if each] or [text]
    if sum(len(each) for each in whole) > 20 * _MIN_ARTICLE:
        return
    if any(_compile_texts("blocked").match(each) for each in whole[:12]):
        raise ArticleError(
            "'{address}' holds a notice instead of an article: open the page in a browser and save it from there.",
            address=address or "standard input",
        )
    if sum(len(each) for each in whole if _compile_texts("consent_walls").search(each)) > 0.5 * sum(map(len, whole)):
        raise ArticleError(
            "'{address}' asks for consent to cookies instead of showing its article: open the page in a browser and "
            "save it from there.",
            address=address or "standard input",
        )


def _is_paywall(text: str) -> bool:
    return len(text) <= _MAX_LINE and bool(_compile_texts("paywalls").search(text))


def _compile_texts(key: str) -> re.Pattern[str]:
    return compile_listed("audiobrief.article.web", "web", key)
