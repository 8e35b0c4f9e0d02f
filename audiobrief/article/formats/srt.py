"""Parse SubRip subtitles (.srt): the words, not the times."""

from __future__ import annotations

import re

from audiobrief.article.documents.cues import Cue, make_paragraphs, parse_time
from audiobrief.article.limits import check_characters, check_paragraphs
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article

_TIMES = lazy_regex(r"^[ \t]*([\d:]{5,9}[,.]\d{1,3})[ \t]*-->[ \t]*([\d:]{5,9}[,.]\d{1,3})[^\n]*$", re.M)
_COUNTER = lazy_regex(r"\n[ \t]*\d{1,7}[ \t]*\n?\s*$")


def parse_srt(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """What is said in subtitles, as paragraphs. Raises ArticleError if it is too long."""
    check_characters(len(text), address)
    found = list(_TIMES.finditer(text))
    check_paragraphs(len(found) // 20, address)
    cues = []
    for at, times in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(text)
        words = text[times.end() : end]
        if at + 1 < len(found):
            words = _COUNTER.sub("", f"{words.rstrip()}\n")
        cues.append(Cue(parse_time(times[1]), parse_time(times[2]), words))
    return Article("", tuple(make_paragraphs(cues)), address=address)
