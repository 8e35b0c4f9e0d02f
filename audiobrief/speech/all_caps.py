"""Which stretches of a text are written in capitals for effect, as headlines are, and so hold ordinary words."""

import re

from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.pronounceable import pronounceable

_SEGMENT = re.compile(r"[^.:;!?…\n–—|]+")
_WORD = re.compile(r"[^\W\d_]+")
_MOSTLY = 0.75
# So many words in capitals are a line, even where each is short.
_SENTENCE = 3


def shouted(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Character ranges of segments whose letters are mostly capitals and that hold an ordinary word.

    A row of acronyms alone (`ONU, OTAN`) is no headline: some word must be neither listed nor as short as an acronym,
    or be a function word.
    """
    ranges: list[tuple[int, int]] = []
    for segment in _SEGMENT.finditer(text):
        words = _WORD.findall(segment[0])
        if len(words) < 2:
            continue
        letters = "".join(words)
        if sum(letter.isupper() for letter in letters) < _MOSTLY * len(letters):
            continue
        ordinary = any(_ordinary(word, lexicon) for word in words if word.isupper())
        if ordinary or (len(words) >= _SENTENCE and any(_sayable(word, lexicon) for word in words)):
            ranges.append(segment.span())
    return tuple(ranges)


def _sayable(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= 3 and word.isupper() and word not in lexicon.acronyms and pronounceable(word.lower())


def _ordinary(word: str, lexicon: Lexicon) -> bool:
    if len(word) >= 2 and word.lower() in lexicon.words["plain_words"]:
        return True
    return len(word) >= 5 and word not in lexicon.acronyms
