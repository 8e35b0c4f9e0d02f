"""Splitting an utterance that is too long for an engine, where a reader would breathe."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from audiobrief.model import Speech, Spoken
from audiobrief.system.toml_files import load_shipped
from audiobrief.voice.engine import count_letters

if TYPE_CHECKING:
    from audiobrief.pronunciation.phonemes import PhonemeLine

_MARKS = ".,;:?!…»)"
# French has a space before high punctuation: a part never begins with a mark.
_AFTER_MARK = re.compile(rf"(?<=[{re.escape(_MARKS)}])\s+(?![{re.escape(_MARKS)}])")
# The lists in splitting.toml, best first: a word of one of them may begin a part.
_RANKS = ("clause", "group", "complement")
_LAST_RANK = len(_RANKS)
_WORD = re.compile(r"\S+")
_FIRST_WORD = re.compile(r"([^\W\d_]+)(?=[’']|$)")
# Speech is not split into parts of fewer characters than this.
_SHORTEST = 20


def split_text(text: str, most: int) -> list[str]:
    """Split `text` into parts of at most `most` characters. Joined by spaces, they are `text` with single spaces.

    Parts end after punctuation. A phrase that is too long is split before a conjunction or a relative pronoun, else
    before a preposition, else between two words. Only a word longer than `most` is split itself.
    """
    parts: list[str] = []
    may_join = False
    for phrase in _AFTER_MARK.split(" ".join(text.split())):
        if may_join and len(parts[-1]) + 1 + len(phrase) <= most:
            parts[-1] += f" {phrase}"
            continue
        parts += [part for part in _split_phrase(phrase, most) if part]
        # The end of a phrase that was split stays alone: joined to the next phrase, it would break the rhythm again.
        may_join = bool(parts) and len(phrase) <= most
    return parts


def ends_at_mark(part: str) -> bool:
    """Whether a part ends with punctuation, which makes a pause."""
    return part.endswith(tuple(_MARKS))


def split_phonemes(speech: Speech, transcribe: Callable[[Speech], PhonemeLine], most: int) -> list[PhonemeLine]:
    """The phonemes of `speech`, as `transcribe` gives them, in parts of at most `most`, split between words.

    The phonemes themselves are split only where there are no words to split between (a word of hundreds of letters).
    """
    line = transcribe(speech)
    length = len(line.text)
    if length <= most:
        return [line] if length else []
    letters = count_letters(speech)
    # A little less than in proportion, since words differ in the number of phonemes for their letters.
    longest = int(0.9 * letters * most / length)
    parts = split_speech(speech, longest) if longest >= _SHORTEST else []
    if len(parts) < 2:
        return [line.cut(at, at + most) for at in range(0, length, most)]
    begins = accumulate((count_letters(part) for part in parts), initial=0)
    return [
        piece.move(begin)
        for begin, part in zip(begins, parts, strict=False)
        for piece in split_phonemes(part, transcribe, most)
    ]


def split_speech(speech: Speech, most: int) -> list[Speech]:
    """Split `speech` into parts of at most `most` characters, as `split_text` does.

    Foreign names, spelled acronyms and respelled words are not split.
    """
    text = "".join(_hide_spaces(span) for span in speech)
    ends = list(_find_ends(text, split_text(text, most)))
    return [_slice_speech(speech, start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _split_phrase(phrase: str, most: int) -> Iterator[str]:
    while len(phrase) > most:
        at = _find_cut(phrase, most)
        yield phrase[:at].rstrip()
        phrase = phrase[at:].lstrip()
    yield phrase


def _find_cut(phrase: str, most: int) -> int:
    """The best place to split a phrase: of the lowest rank, then the one that makes the parts most even."""
    even = len(phrase) / math.ceil(len(phrase) / most)
    words = [word for word in _WORD.finditer(phrase) if word.start() <= most + 1]
    places = [
        (_rank_cut(before[0], after[0]), abs(after.start() - even), after.start())
        for before, after in pairwise(words)
        if most // 4 <= after.start() - 1 <= most
    ]
    if places:
        return min(places)[2]
    # Any space is better than the middle of a word.
    space = phrase.rfind(" ", 0, most + 1)
    return space + 1 if space > 0 else most


def _rank_cut(before: str, after: str) -> int:
    """How bad it is to split between these two words, from 0."""
    words = _load_words()
    last = before.lower().rpartition("'")[2].rpartition("’")[2]
    if last in words["leaning"] or any(last in words[rank] for rank in _RANKS):
        return _LAST_RANK + 1
    # Letters of a spelled acronym.
    if len(before) == len(after) == 1:
        return _LAST_RANK + 1
    match = _FIRST_WORD.match(after.lower())
    first = match[1] if match else ""
    return next((rank for rank, name in enumerate(_RANKS) if first in words[name]), _LAST_RANK)


@cache
def _load_words() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_shipped(__package__, "splitting").items()}


def _hide_spaces(span: Spoken) -> str:
    """The text of a span, its spaces replaced if it must not be split."""
    if span.kind == "words" and not (span.respelling or span.phonemes):
        return span.text
    return "".join("_" if mark.isspace() else mark for mark in span.text)


def _find_ends(text: str, parts: list[str]) -> Iterator[int]:
    """Where each part ends in `text`, whose spaces differ from those of the parts."""
    at = 0
    for part in parts:
        marks = sum(not mark.isspace() for mark in part)
        while marks:
            marks -= not text[at].isspace()
            at += 1
        yield at


def _slice_speech(speech: Speech, start: int, end: int) -> Speech:
    """The spans of the characters `start:end`. A respelled span is in the slice that has all of it."""
    parts: list[Spoken] = []
    at = 0
    for span in speech:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text == span.text or not (span.respelling or span.phonemes):
            parts.append(replace(span, text=text))
        at += len(span.text)
    return tuple(part for part in parts if part.text)
