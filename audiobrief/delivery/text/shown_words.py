"""The words of a text in the form in which it is shown: with other spaces, in lines, without characters that are no
text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import TimedWord


@dataclass(frozen=True, slots=True)
class ShownWord:
    """The characters `start:end` of a text, which are heard from `begin` to `finish`, in milliseconds."""

    start: int
    end: int
    begin: int
    finish: int


def time_words(words: Iterable[TimedWord], sample_rate: int) -> tuple[ShownWord, ...]:
    """Words of a timeline at `sample_rate` Hz with their times in milliseconds."""
    return tuple(
        ShownWord(
            word.start, word.end, to_milliseconds(word.first, sample_rate), to_milliseconds(word.last, sample_rate)
        )
        for word in words
    )


def place_shown(words: Sequence[ShownWord], text: str, shown: str) -> tuple[ShownWord, ...]:
    """The words of `text` in `shown`, the same text with other spaces; characters of it may be missing or replaced."""
    if not words:
        return ()
    places = _match_characters(text, shown)
    moved = (
        ShownWord(places[word.start], places[word.end - 1] + 1, word.begin, word.finish)
        for word in words
        if word.end > word.start
    )
    return tuple(word for word in moved if word.end <= len(shown))


def count_code_units(words: Sequence[ShownWord], text: str) -> tuple[ShownWord, ...]:
    """The words with their characters counted in UTF-16 code units, as JavaScript and the DOM count them."""
    units = list(accumulate((1 + (mark > "\uffff") for mark in text), initial=0))
    return tuple(ShownWord(units[word.start], units[word.end], word.begin, word.finish) for word in words)


def _match_characters(text: str, shown: str) -> list[int]:
    """Where each character of `text` is in `shown`; a space, or one that is left out, where the next one is."""
    places: list[int] = []
    at = 0
    for mark in text:
        while at < len(shown) and shown[at].isspace() and not mark.isspace():
            at += 1
        places.append(at)
        if at < len(shown) and (shown[at] in (mark, "\ufffd") or (mark.isspace() and shown[at].isspace())):
            at += 1
    return places
