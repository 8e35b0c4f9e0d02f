"""Cover art: drawn from the article's title, or a picture of the user's, checked against what podcasts accept."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.line_breaking import join_lines, split_pieces
from audiobrief.errors import DataError
from audiobrief.messages import Message, get_reason, message
from audiobrief.model import Article
from audiobrief.system.filesystem import read_bytes

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

# What podcast directories accept: square, from 1400 to 3000 pixels a side, JPEG or PNG in RGB.
SMALLEST_SIDE, LARGEST_SIDE = 1400, 3000
LARGEST_FILE = 2_000_000
_MIME_TYPES: dict[str, Literal["image/jpeg", "image/png"]] = {"JPEG": "image/jpeg", "PNG": "image/png"}

_SIDE = SMALLEST_SIDE
_MARGIN = 110
_WIDTH = _SIDE - 2 * _MARGIN
_TITLE_TOP, _TITLE_BOTTOM = 110, 960
_BARS_MIDDLE = 1060
_CREDIT_TOP = 1180
_TITLE_SIZES = range(150, 35, -6)
_CREDIT_SIZES = range(48, 35, -4)
# Characters; nobody reads more than this on a cover.
_LONGEST_TEXT = 1000
# As many as are wider than a line, if they are not narrow ones such as combining marks.
_HEAD = 150
_LEADING = 1.22
_QUALITIES = (90, 80, 70, 60)
_TARGET_SIZE = 300_000
_INK = "#fdfcf8"
# Contrast with the text colour is at least 9:1 (WCAG 2.2, 1.4.6 asks for 7:1).
_BACKGROUNDS = ("#12344d", "#4a1942", "#1d3b2a", "#5a1f1f", "#2b2d5b", "#3d3112")
_BARS = 37


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover image: the bytes of its file and its media type."""

    picture: bytes
    mime: Literal["image/jpeg", "image/png"]


def draw_cover(article: Article) -> Cover:
    """Draw a square JPEG of 1400 pixels, under 300 kB: the whole title in the largest type that fits, byline and source
    below it.

    With the same version of Pillow, the same article gives the same bytes. Characters missing from the font lose their
    accents, or are left out.
    """
    from PIL import Image, ImageDraw

    seed = hashlib.sha256(article.title.encode("utf-8", "replace")).digest()
    picture = Image.new("RGB", (_SIDE, _SIDE), _BACKGROUNDS[seed[0] % len(_BACKGROUNDS)])
    draw = ImageDraw.Draw(picture)
    credits = [text for text in (_keep_drawable(article.byline), _keep_drawable(article.source)) if text]
    title = _keep_drawable(article.title) or (credits.pop() if credits else "")
    _draw_text(draw, title, _TITLE_SIZES, _TITLE_TOP, _TITLE_BOTTOM, bold=True)
    _draw_bars(draw, seed)
    line = _CREDIT_SIZES[0] * _LEADING
    for number, credit in enumerate(credits):
        top = _CREDIT_TOP + number * line
        _draw_text(draw, credit, _CREDIT_SIZES, top, top + line, bold=False)
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() < _TARGET_SIZE:
            break
    return Cover(out.getvalue(), "image/jpeg")


def load_cover(path: Path) -> Cover:
    """Read the user's own picture, unchanged. Raises DataError if it cannot be used as a cover."""
    try:
        data = read_bytes(path)
    except OSError as error:
        raise DataError(
            "The cover '{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error
    if len(data) > LARGEST_FILE:
        raise _make_error(
            path,
            message(
                "it is {size:.1f} MB; save it under {most:.0f} MB",
                size=len(data) / 1e6,
                most=LARGEST_FILE / 1e6,
            ),
        )
    picture = _open_picture(path, data)
    width, height = picture.size
    if width != height:
        raise _make_error(
            path, message("it is {width} × {height} pixels; crop it to a square", width=width, height=height)
        )
    if not SMALLEST_SIDE <= width <= LARGEST_SIDE:
        raise _make_error(
            path,
            message(
                "its side is {width} pixels; give it {least} to {most}",
                width=width,
                least=SMALLEST_SIDE,
                most=LARGEST_SIDE,
            ),
        )
    if picture.mode not in ("RGB", "L", "P"):
        raise _make_error(
            path, message("its colours are {mode}; save it in RGB, without transparency", mode=picture.mode)
        )
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise _make_error(path, message("it is damaged ({reason}); save it again", reason=get_reason(error))) from error
    return Cover(data, _MIME_TYPES[picture.format or ""])


def _make_error(path: Path, reason: Message) -> DataError:
    return DataError("The cover '{path}' cannot be used: {reason}.", path=path, reason=reason)


def _open_picture(path: Path, data: bytes) -> Image:
    """Open the picture; only its header is read. Raises DataError."""
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(io.BytesIO(data), formats=list(_MIME_TYPES))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise _make_error(path, message("it is neither a JPEG nor a PNG; save it as one of them")) from error


def _draw_text(draw: ImageDraw, text: str, sizes: Iterable[int], top: float, bottom: float, *, bold: bool) -> None:
    """Draw `text` in the largest of `sizes` at which all of it fits. If none does, long words are broken; if that is
    not enough either, the text is shortened."""
    for cutting, size in product((False, True), sizes):
        font = _load_font(size, bold=bold)
        room = int((bottom - top) / (size * _LEADING))
        lines = _wrap_text(text, font, room, cutting=cutting)
        if lines and len(lines) <= room:
            break
    else:
        lines = _shorten_lines(lines, room, font)
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * size * _LEADING), line, _INK, font)


def _wrap_text(text: str, font: FreeTypeFont, most: int, *, cutting: bool) -> list[str]:
    """Break `text` into lines as wide as the picture allows; of more than `most` lines, one is returned beyond them.
    Empty if a word is wider than a line and `cutting` is false."""
    lines: list[str] = []
    for piece in split_pieces(text, widest=len(text) + 1):
        if len(lines) > most:
            break
        if lines and font.getlength(f"{lines[-1]} {piece.text}") <= _WIDTH:
            lines[-1] += f" {piece.text}"
            continue
        rest = piece.text
        while len(lines) <= most and _is_wide(rest, font):
            if not cutting:
                return []
            kept = _count_fitting(rest, font)
            lines.append(rest[:kept])
            rest = rest[kept:]
        lines.append(rest)
    return lines


def _is_wide(text: str, font: FreeTypeFont) -> bool:
    """Whether a line is too short for `text`. Measuring takes time in proportion to the text: the head comes first."""
    return bool(font.getlength(text[:_HEAD]) > _WIDTH or font.getlength(text) > _WIDTH)


def _count_fitting(text: str, font: FreeTypeFont) -> int:
    """How many characters of `text` fit on a line, at least one."""
    text = text[:_HEAD] if font.getlength(text[:_HEAD]) > _WIDTH else text
    return max(1, bisect_right(range(len(text)), _WIDTH, key=lambda at: ceil(font.getlength(text[:at]))) - 1)


def _shorten_lines(lines: list[str], most: int, font: FreeTypeFont) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while font.getlength(f"{last}…") > _WIDTH:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _draw_bars(draw: ImageDraw, seed: bytes) -> None:
    """Draw a row of bars like a waveform, whose heights follow from the title's hash."""
    step = _WIDTH / _BARS
    for at in range(_BARS):
        swell = 1 - abs(2 * at / (_BARS - 1) - 1) ** 2
        half = 8 + int(56 * swell * (0.3 + 0.7 * seed[at % len(seed)] / 255))
        left = _MARGIN + at * step
        draw.rounded_rectangle((left, _BARS_MIDDLE - half, left + step / 2, _BARS_MIDDLE + half), step / 4, _INK)


@cache
def _has_glyph(character: str) -> bool:
    """Whether the font has the character; U+FFFF gives the glyph that it draws for missing ones."""
    font = _load_font(_CREDIT_SIZES[0], bold=True)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def _keep_drawable(text: str) -> str:
    return " ".join(
        "".join(_replace_missing(character) for character in join_lines(text[:_LONGEST_TEXT])).split(" ")
    ).strip()


def _replace_missing(character: str) -> str:
    if character.isspace():
        return " "
    if _has_glyph(character):
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if not unicodedata.combining(part) and part != character and _has_glyph(part))


@cache
def _load_font(size: int, *, bold: bool) -> FreeTypeFont:
    """Atkinson Hyperlegible with Pillow's basic layout, so that the result does not depend on installed libraries."""
    import fontpkg
    from PIL import ImageFont

    path = fontpkg.path("Atkinson Hyperlegible", weight="bold" if bold else "normal")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _write_rendition(rendition: Rendition, path: Path) -> None:
    if rendition.cover is None:
        raise DataError("There is no cover to write: give a picture with --cover.")
    path.write_bytes(_encode_as_jpeg(rendition.cover))


def _encode_as_jpeg(cover: Cover) -> bytes:
    if cover.mime == "image/jpeg":
        return cover.picture
    from PIL import Image

    file = io.BytesIO()
    with Image.open(io.BytesIO(cover.picture)) as picture:
        picture.convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


EXPORTER = Exporter(
    "cover",
    ".jpg",
    "the cover as a picture, for feeds",
    _write_rendition,
    flag="--cover-file",
    flag_help="Write the cover as a picture beside the MP3, which a feed names.",
)
