"""Read the dateline of an agency at the start of an article: « PARIS, 3 mars (AFP) – »."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from audiobrief.article.byline import list_agencies, parse_day
from audiobrief.model import Article


def read_dateline(article: Article) -> Article:
    """The article with the agency and the day of its dateline, which stays as a sentence: « Paris, 3 mars. »"""
    at = next((at for at, block in enumerate(article.blocks) if block.kind != "heading"), None)
    if at is None or not (found := _compile_dateline().match(article.blocks[at].text)):
        return article
    block = article.blocks[at]
    place = found["place"].title() if found["place"].isupper() else found["place"]
    opening = ", ".join(part for part in (place, (found["day"] or "").strip(" ,")) if part)
    blocks = list(article.blocks)
    blocks[at] = replace(block, text=f"{opening}. {block.text[found.end() :]}")
    return replace(
        article,
        blocks=tuple(blocks),
        source=article.source or found["agency"],
        published=article.published or parse_day(found["day"] or ""),
    )


@cache
def _compile_dateline() -> re.Pattern[str]:
    agencies = "|".join(re.escape(name) for name in list_agencies())
    return re.compile(
        r"(?P<place>[A-ZÀ-ÞŒ][\w’'-]*(?:[ -][A-ZÀ-ÞŒa-zà-ÿ][\w’'-]*){0,4}(?: \([^()]{2,30}\))?)"
        r"(?:, (?P<day>(?:le )?\d{1,2}(?:er)? [a-zéû]{3,9}\.?(?: \d{4})?))?,? "
        rf"\((?P<agency>{agencies})\)\s*(?:[-–—]+|:)\s+(?=\S)"
    )
