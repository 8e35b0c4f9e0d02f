"""Which stretches of a text are written in capitals for effect, as headlines are, and so hold ordinary words."""

import re

from audiobrief.speech.lexicon import Lexicon

_SEGMENT = re.compile(r"[^.:;!?…\n–—|]+")
_WORD = re.compile(r"[^\W\d_]+")
_MOSTLY = 0.75


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
        if any(_ordinary(word, lexicon) for word in words if word.isupper()):
            ranges.append(segment.span())
    return tuple(ranges)


def _ordinary(word: str, lexicon: Lexicon) -> bool:
    if len(word) >= 2 and word.lower() in lexicon.words["plain_words"]:
        return True
    return len(word) >= 5 and word not in lexicon.acronyms
