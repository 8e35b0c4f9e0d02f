"""What a show says before and after an article, with the article's fields in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article

if TYPE_CHECKING:
    from audiobrief.show import Show

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
# « de {author} », « d’{author} », « que {show} »
_ELIDABLE = lazy_regex(
    r"(?<![\w’'{])(?P<word>d(?:e\s+|[’'])|qu(?:e\s+|[’']))\{(?P<name>title|show|author|source)\}(?!\})", re.I
)
_OPENING_MARKS = lazy_regex(r'^[«“"\s]+')
# A vowel, or a h, which may be mute; y is a vowel before a consonant: « d’Yves », « de Yann ».
_VOWEL = lazy_regex(r"[aeiouhøœæ]|y[\u0300-\u036f]*[b-df-hj-np-tv-xz]")


def choose_announcements(article: Article, show: Show | None, episode: int | None = None) -> tuple[str, str]:
    """What the show says before and after the article; « de {author} » becomes « d’Élise », and the other way round."""
    if not show:
        return "", ""
    fields = {
        "title": article.title.rstrip(". "),
        "show": show.title,
        "author": article.byline or show.author,
        "source": article.source,
        "date": _format_day(article.published) if article.published else "",
        "episode": str(episode or ""),
    }
    return fill_fields(show.opening, fields), fill_fields(show.closing, fields)


def fill_fields(text: str, fields: Mapping[str, str]) -> str:
    """A spoken text of a show with its fields. « de » and « que » before a field are written as its value asks: « un
    article d’Anne », « un article de Jeanne ».
    """

    def choose_word(found: re.Match[str]) -> str:
        word = "qu" if found["word"].lower().startswith("qu") else "d"
        word = word.capitalize() if found["word"][0].isupper() else word
        return word + ("’" if _elides(fields[found["name"]]) else "e ") + f"{{{found['name']}}}"

    return _ELIDABLE.sub(choose_word, text).format_map(fields).strip()


def _elides(value: str) -> bool:
    """Whether « de » loses its vowel before a text."""
    from audiobrief.pronunciation.aspiration import is_aspirated

    start = _OPENING_MARKS.sub("", value).lower()
    first = re.split(r"[\s-]", start, maxsplit=1)[0]
    return _VOWEL.match(unicodedata.normalize("NFD", start)) is not None and not is_aspirated(first)


def _format_day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"
