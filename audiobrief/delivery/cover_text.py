"""Setting text on a cover: the largest type that fits a box, in lines of about one length."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import ceil
from typing import TYPE_CHECKING

from audiobrief.delivery.text.line_breaking import join_lines, split_pieces

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

LEADING = 1.14
# Characters; nobody reads more than this on a cover.
_LONGEST_TEXT = 1000
# As many as are wider than a line, if they are not narrow ones such as combining marks.
_HEAD = 150
_SAMPLE_SIZE = 24
# Widths do not grow exactly as sizes do.
_SLACK = 0.95


@dataclass(frozen=True, slots=True)
class Box:
    """A place for text, in pixels."""

    left: float
    top: float
    width: float
    height: float


def draw_text(
    draw: ImageDraw, text: str, box: Box, sizes: Sequence[int], color: tuple[int, int, int], *, bold: bool
) -> float:
    """Draw `text` in the largest of `sizes` at which all of it fits into the box, and return the height that it takes.

    If none does, long words are broken; if that is not enough either, the text is shortened.
    """
    # Sizes at which the words would not fit even without the ends of lines are not tried.
    length = load_font(_SAMPLE_SIZE, bold=bold).getlength(text) / _SAMPLE_SIZE * _SLACK
    smallest = min(sizes)
    tried = [size for size in sizes if size == smallest or length * size <= _count_lines(box, size) * box.width]
    for cutting, size in product((False, True), tried):
        font = load_font(size, bold=bold)
        room = _count_lines(box, size)
        lines = _wrap_text(text, font, box.width, room, cutting=cutting)
        if lines and len(lines) <= room:
            lines = _balance_lines(lines, text, font, box.width, bold=bold)
            break
    else:
        lines = _shorten_lines(lines, room, font, box.width)
    for number, line in enumerate(lines):
        draw.text((box.left + _measure_overhang(font, line), box.top + number * size * LEADING), line, color, font)
    return len(lines) * size * LEADING


def _count_lines(box: Box, size: int) -> int:
    return int(box.height / (size * LEADING))


def keep_drawable(text: str) -> str:
    """The text with characters that the font lacks without their accents, or left out."""
    return " ".join(
        "".join(_replace_missing(character) for character in join_lines(text[:_LONGEST_TEXT])).split(" ")
    ).strip()


@cache
def has_glyph(character: str) -> bool:
    """Whether the font has the character; U+FFFF gives the glyph that it draws for missing ones."""
    font = load_font(_SAMPLE_SIZE, bold=True)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


@cache
def load_font(size: int, *, bold: bool) -> FreeTypeFont:
    """Atkinson Hyperlegible with Pillow's basic layout, so that the result does not depend on installed libraries."""
    # Its file, not fontpkg's look-up, which asks all installed packages for fonts.
    import fontpkg_atkinson_hyperlegible as package
    from PIL import ImageFont

    path = package.ROOT / "files" / f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _measure_width(font: FreeTypeFont, text: str) -> float:
    return float(font.getlength(text) + _measure_overhang(font, text))


def _measure_overhang(font: FreeTypeFont, text: str) -> float:
    """How far the ink of the first letter lies before the place where the letter stands, as that of “j” does."""
    return float(-min(font.getbbox(text[:1])[0], 0))


def _wrap_text(text: str, font: FreeTypeFont, width: float, most: int, *, cutting: bool) -> list[str]:
    """Break `text` into lines of at most `width`; of more than `most` lines, one is returned beyond them. Empty if a
    word is wider than a line and `cutting` is false."""
    lines: list[str] = []
    for piece in split_pieces(text, widest=len(text) + 1):
        if len(lines) > most:
            break
        if lines and _measure_width(font, f"{lines[-1]} {piece.text}") <= width:
            lines[-1] += f" {piece.text}"
            continue
        rest = piece.text
        while len(lines) <= most and _is_wide(rest, font, width):
            if not cutting:
                return []
            kept = _count_fitting(rest, font, width)
            lines.append(rest[:kept])
            rest = rest[kept:]
        lines.append(rest)
    return lines


def _balance_lines(lines: list[str], text: str, font: FreeTypeFont, width: float, *, bold: bool) -> list[str]:
    """As many lines, as narrow as possible, so that no line holds a lone word. Large type takes long to measure: the
    breaks are found in small type."""
    if len(lines) < 2:
        return lines
    small = load_font(_SAMPLE_SIZE, bold=bold)
    narrow, wide = 0.0, width * _SAMPLE_SIZE / font.size
    best = lines
    for _ in range(6):
        middle = (narrow + wide) / 2
        tried = _wrap_text(text, small, middle, len(lines), cutting=False)
        if tried and len(tried) <= len(lines):
            best, wide = tried, middle
        else:
            narrow = middle
    return best if all(_measure_width(font, line) <= width for line in best) else lines


def _is_wide(text: str, font: FreeTypeFont, width: float) -> bool:
    """Whether a line is too short for `text`. Measuring takes time in proportion to the text: the head comes first."""
    return bool(_measure_width(font, text[:_HEAD]) > width or _measure_width(font, text) > width)


def _count_fitting(text: str, font: FreeTypeFont, width: float) -> int:
    """How many characters of `text` fit on a line, at least one."""
    text = text[:_HEAD] if _measure_width(font, text[:_HEAD]) > width else text
    return max(1, bisect_right(range(len(text)), width, key=lambda at: ceil(_measure_width(font, text[:at]))) - 1)


def _shorten_lines(lines: list[str], most: int, font: FreeTypeFont, width: float) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while _measure_width(font, f"{last}…") > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _replace_missing(character: str) -> str:
    if character.isspace():
        return " "
    if has_glyph(character):
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if not unicodedata.combining(part) and part != character and has_glyph(part))
