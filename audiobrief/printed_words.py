"""The words of a text as it is printed, with the times of what is said for them.

Voices know when they say what: « deux mille vingt-six ». A page, a caption or a book shows « 2026 ». The spans of an
utterance tell what is said for which characters; inside a span, words that are said as they are printed (« novembre »
in « 15 novembre ») are matched, and what stands between them is said for what is printed between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.model import Spoken, TimedWord, Utterance

_LETTERS = re.compile(r"[^\W_]+")
# What is not said as it is printed may be a sign: the « % » of « 12 % ».
_LETTERS_OR_SIGN = re.compile(r"[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters and digits that touch, and where they stand in the text, or in what is said."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """The characters `start:end` of the text, for which the spoken words number `first` to `last` are said."""

    start: int
    end: int
    first: int
    last: int


def place_words(utterance: Utterance, spoken: Sequence[TimedWord]) -> tuple[TimedWord, ...]:
    """The words of an utterance's text with the times of the `spoken` words, whose characters are counted in what is
    said. They are in order and do not overlap.

    A word is what stands between spaces, without the marks around it. Words that are said as one are one, with the
    spaces between them: « 12 % » or « 1 000 000 ».
    """
    pieces = _join_pieces(list(_match_spans(utterance, spoken)), utterance.text)
    words = [TimedWord(at.start, at.end, spoken[at.first].first, spoken[at.last].last) for at in pieces]
    ends = [*(min(word.last, after.first) for word, after in pairwise(words)), *(word.last for word in words[-1:])]
    return tuple(replace(word, last=end) for word, end in zip(words, ends, strict=True) if end > word.first)


def _match_spans(utterance: Utterance, spoken: Sequence[TimedWord]) -> Iterator[_Piece]:
    """The pieces of every span, in order."""
    begin = 0
    word = 0
    for span in utterance.speech:
        end = begin + len(span.text)
        while word < len(spoken) and spoken[word].end <= begin:
            word += 1
        numbers = []
        for number in range(word, len(spoken)):
            if spoken[number].start >= end:
                break
            numbers.append(number)
        if numbers and span.end > span.start:
            yield from _match_span(utterance.text, span, begin, spoken, numbers)
        begin = end


def _match_span(
    text: str, span: Spoken, begin: int, spoken: Sequence[TimedWord], numbers: Sequence[int]
) -> Iterator[_Piece]:
    """The pieces of a span, whose text begins at character `begin` of what is said: `numbers` are its words'."""
    pattern = _LETTERS_OR_SIGN if span.rule or span.kind != "words" else _LETTERS
    printed = _find_runs(pattern, text, span.start, span.end)
    said: list[_Run] = []
    owners: list[int] = []
    for number in numbers:
        start, end = max(0, spoken[number].start - begin), min(len(span.text), spoken[number].end - begin)
        for run in _find_runs(_LETTERS, span.text, start, end):
            said.append(run)
            owners.append(number)
    if not said or not printed:
        return
    last: _Piece | None = None
    for before, after, first, end in _match_runs([run.text for run in printed], [run.text for run in said]):
        if before == after:
            # Said, and not printed: « cinquante » of « 12,50 euros ».
            last = replace(last, last=owners[end - 1]) if last else None
            continue
        if last:
            yield last
        last = _Piece(printed[before].start, printed[after - 1].end, owners[first], owners[end - 1])
    if last:
        yield last


def _find_runs(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[_Run]:
    return [_Run(run[0].casefold(), run.start(), run.end()) for run in pattern.finditer(text, start, end)]


def _match_runs(printed: Sequence[str], said: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of printed runs and of the said ones that belong to them, in order. The first is empty for what is not
    printed; runs that are not said are left out."""
    if printed == said:
        yield from ((at, at + 1, at, at + 1) for at in range(len(said)))
        return
    from difflib import SequenceMatcher

    for kind, before, after, first, end in SequenceMatcher(None, printed, said, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((before + at, before + at + 1, first + at, first + at + 1) for at in range(after - before))
        elif kind != "delete":
            yield before, after, first, end


def _join_pieces(pieces: Sequence[_Piece], text: str) -> list[_Piece]:
    """Join pieces that no space parts (« l' » + « Assemblée »), and those that are said by the same word."""
    joined: list[_Piece] = []
    for piece in pieces:
        former = joined[-1] if joined else None
        if former and (piece.first <= former.last or not any(map(str.isspace, text[former.end : piece.start]))):
            joined[-1] = _Piece(former.start, max(former.end, piece.end), former.first, max(former.last, piece.last))
        else:
            joined.append(piece)
    return joined
