"""Line breaking of French text, and the layout of sentences in captions of at most two lines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WIDEST = 65
_CAPTION_LINES = 2

# French has a space before these marks and after opening ones, where a line must not be broken.
_CLOSING = re.compile(r"[»›”’?!:;…)\]}%‰€$£°]")
_OPENING = re.compile(r"(?:[«‹“„(\[{]|(?<!\S)[–—-])$")
_GROUP_OF_DIGITS = re.compile(r"\d{3}(?!\d)")

_NEW_CAPTION, _NEW_LINE = 100.0, 4.0
_AFTER_STOP, _AFTER_COMMA, _AFTER_WORD, _AFTER_SHORT_WORD = 0.0, 6.0, 30.0, 45.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start:end` of a text, which stay on one line; `glued` means that no space comes before it."""

    text: str
    start: int
    end: int
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Characters `start:end` of a text, laid out in lines."""

    lines: tuple[str, ...]
    start: int
    end: int


def join_lines(text: str) -> str:
    """The text with line breaks, control characters and lone surrogates replaced by spaces, one for one."""
    return "".join(" " if _is_line_break(character) else character for character in text)


def _is_line_break(character: str) -> bool:
    """Whether the character breaks lines or is a control; no-break and thin spaces are neither."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character == "\u3000"


def split_pieces(text: str, widest: int = WIDEST) -> list[Piece]:
    """Split a text where lines may be broken: words keep their punctuation, grouped digits stay together. What is wider
    than a line is cut."""
    plain = join_lines(text)
    found: list[Piece] = []
    for word in re.finditer(r"[^ ]+", plain):
        last = found[-1] if found else None
        if (
            last
            and last.end + 1 == word.start()
            and word.end() - last.start <= widest
            and _must_stay_together(last.text, word[0])
        ):
            found[-1] = Piece(plain[last.start : word.end()], last.start, word.end())
        else:
            found.append(Piece(word[0], word.start(), word.end()))
    return [part for piece in found for part in _cut_piece(piece, widest)]


def _must_stay_together(before: str, word: str) -> bool:
    if _CLOSING.match(word) or _OPENING.search(before):
        return True
    return before[-1].isdigit() and bool(_GROUP_OF_DIGITS.match(word))


def _cut_piece(piece: Piece, widest: int) -> list[Piece]:
    parts: list[Piece] = []
    start = 0
    while len(piece.text) - start > widest:
        end = start + widest
        while end > start + widest // 2 and _is_combining(piece.text[end]):
            end -= 1
        if _is_combining(piece.text[end]):  # more combining marks than any script needs
            end = start + widest
        parts.append(Piece(piece.text[start:end], piece.start + start, piece.start + end, start > 0))
        start = end
    return [*parts, Piece(piece.text[start:], piece.start + start, piece.end, start > 0)]


def _is_combining(character: str) -> bool:
    """Whether the character belongs to the one before: accents, variation selectors, joiners."""
    return unicodedata.category(character) in ("Mn", "Me", "Cf")


def typeset_text(text: str) -> str:
    """The text with no-break spaces where a line must not be broken."""
    return " ".join(piece.text.replace(" ", "\u00a0") for piece in split_pieces(text, widest=len(text) + 1))


def lay_out_captions(text: str, widest: int = WIDEST) -> list[Layout]:
    """Lay out `text` in captions of at most two lines of at most `widest` characters.

    There are as few captions as possible. Breaks are preferred after stops, then after commas, then after words, and
    avoided after short words, which belong to the next one.
    """
    words = split_pieces(text, widest)
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
    lengths = _Lengths(words)
    costs = [_get_break_cost(word.text) for word in words]
    for end in range(1, len(words) + 1):
        last = 0.0 if end == len(words) else 2 * costs[end - 1]
        # Captions that end here, the shortest first: start, length, and a lower bound of the cost of the line break.
        tried: list[tuple[int, int, float]] = []
        least = float("inf")
        for start in range(end - 1, -1, -1):
            length = lengths.measure(start, end)
            if length > _CAPTION_LINES * widest + 1:
                break
            tried.append((start, length, 0.0 if length <= widest else _NEW_LINE + least))
            least = min(least, costs[start - 1]) if start else least
        choice = (float("inf"), 0, 0)
        # The longest first, since they are likely the best: then the bound rules most others out.
        for start, length, least in reversed(tried):
            spare = 1 - length / (_CAPTION_LINES * widest)
            if best[start][0] + _NEW_CAPTION + least + last + 10 * spare * spare > choice[0]:
                continue
            line = _choose_split(lengths, costs, start, end, widest)
            if line is not None:
                cost, split = line
                choice = min(choice, (best[start][0] + _NEW_CAPTION + cost + last + 10 * spare * spare, start, split))
        best.append(choice)
    captions: list[Layout] = []
    end = len(words)
    while end:
        _, start, split = best[end]
        lines = (
            [_join_pieces(words[start:split]), _join_pieces(words[split:end])]
            if split
            else [_join_pieces(words[start:end])]
        )
        captions.append(Layout(tuple(lines), words[start].start, words[end - 1].end))
        end = start
    return captions[::-1]


class _Lengths:
    """Prefix sums of word lengths, which give the width of any range of words."""

    def __init__(self, words: list[Piece]) -> None:
        self._words = words
        self._sums = [0]
        for word in words:
            self._sums.append(self._sums[-1] + len(word.text) + (not word.glued))

    def measure(self, start: int, end: int) -> int:
        return self._sums[end] - self._sums[start] - (not self._words[start].glued)


def _choose_split(lengths: _Lengths, costs: list[float], start: int, end: int, widest: int) -> tuple[float, int] | None:
    """The cost of words `start:end` as one caption, and where its second line begins (0: one line). None if too
    long."""
    if lengths.measure(start, end) <= widest:
        return 0.0, 0
    found: tuple[float, int] | None = None
    for split in range(start + 1, end):
        first, second = lengths.measure(start, split), lengths.measure(split, end)
        if first > widest:
            break
        if second <= widest:
            uneven = 10 * abs(first - second) / widest
            choice = (_NEW_LINE + costs[split - 1] + uneven, split)
            found = min(found, choice) if found else choice
    return found


@lru_cache(maxsize=4096)
def _get_break_cost(word: str) -> float:
    if re.search(r"[.!?…;:][»”)\"]?$", word):
        return _AFTER_STOP
    if re.search(r"[,»”)–—]$", word):
        return _AFTER_COMMA
    return _AFTER_SHORT_WORD if len(word) <= 4 else _AFTER_WORD


def _join_pieces(words: list[Piece]) -> str:
    return "".join(("" if word.glued or not at else " ") + word.text for at, word in enumerate(words))
