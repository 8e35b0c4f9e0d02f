"""Parse WebVTT captions (.vtt): the words, not the times."""

from __future__ import annotations

import re

from audiobrief.article.documents.assembly import get_language
from audiobrief.article.documents.cues import Cue, make_paragraphs, parse_time
from audiobrief.article.limits import check_characters
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article

_TIMES = lazy_regex(r"^((?:\d{2,}:)?\d\d:\d\d[.,]\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?\d\d:\d\d[.,]\d{3})[^\n]*$", re.M)
_LANGUAGE = lazy_regex(r"^Language:[ \t]*([\w-]{2,20})[ \t]*$", re.M | re.I)
_TITLE = lazy_regex(r"^WEBVTT[ \t]+(?:-[ \t]+)?(\S[^\n]{0,200})")


def parse_vtt(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """What is said in captions, as paragraphs (WebVTT, 4.1). Raises ArticleError if it is too long."""
    check_characters(len(text), address)
    head, *blocks = re.split(r"\n[ \t]*\n", text.strip())
    cues: list[Cue] = []
    for block in blocks if head.startswith("WEBVTT") else [head, *blocks]:
        if times := _TIMES.search(block):
            cues.append(Cue(parse_time(times[1]), parse_time(times[2]), block[times.end() :]))
    language = _LANGUAGE.search(head)
    title = _TITLE.match(head)
    return Article(
        title[1].strip() if title else "",
        tuple(make_paragraphs(cues)),
        address=address,
        language=get_language(language[1]) if language else "fr",
    )
