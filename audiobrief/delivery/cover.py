"""Cover art: drawn for an episode in its show's colours, or a picture of the user's, checked for podcasts."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobrief.delivery.cover_art import SIDE, draw_mark, draw_tiles
from audiobrief.delivery.cover_colors import Palette, make_palette
from audiobrief.delivery.cover_text import Box, draw_text, keep_drawable
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.errors import DataError
from audiobrief.messages import Message, get_reason, message
from audiobrief.model import Article
from audiobrief.system.filesystem import read_bytes

if TYPE_CHECKING:
    from PIL.Image import Image

    from audiobrief.show import Show

# What podcast directories accept: square, from 1400 to 3000 pixels a side, JPEG or PNG in RGB.
SMALLEST_SIDE, LARGEST_SIDE = 1400, 3000
LARGEST_FILE = 2_000_000
_MIME_TYPES: dict[str, Literal["image/jpeg", "image/png"]] = {"JPEG": "image/jpeg", "PNG": "image/png"}

_SIDE = SMALLEST_SIDE
_COLUMNS = 4
_MARGIN = 90
_WIDTH = _SIDE - 2 * _MARGIN
_GAP = 62
_TITLE_SIZES = range(220, 35, -8)
# Characters; a longer title has one row of tiles above it, others two.
_LONG_TITLE = 110
_CREDIT_TOP, _CREDIT_HEIGHT = 1216, 56
_CREDIT_SIZES = range(46, 33, -4)
_DAY_SIZES, _MONTH_SIZES = range(230, 60, -10), range(60, 25, -2)
_QUALITIES = (90, 80, 70, 60)
_TARGET_SIZE = 300_000
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover image: the bytes of its file and its media type."""

    picture: bytes
    mime: Literal["image/jpeg", "image/png"]


def draw_cover(article: Article, show: Show | None = None, episode: int | None = None) -> Cover:
    """Draw a square JPEG of 1400 pixels, under 300 kB: tiles in the colours of the show, which begin with its mark and
    end with the day, the whole title in the largest type that fits, the show or source, and the author.

    Without a show, the source has colours and a mark. With the same version of Pillow, the same arguments give the same
    bytes. Characters missing from the font lose their accents, or are left out.
    """
    from PIL import Image, ImageDraw

    brand = keep_drawable(show.title if show else article.source)
    author = keep_drawable(article.byline or (show.author if show else ""))
    credits = [text for text in dict.fromkeys((brand, author)) if text]
    title = keep_drawable(article.title) or (credits.pop() if credits else "")
    identity = _hash_text(brand or author or title)
    palette = make_palette(identity, show.color if show else "")
    picture = Image.new("RGB", (_SIDE, _SIDE), palette.ground)
    draw = ImageDraw.Draw(picture)
    rows = 1 if len(title) > _LONG_TITLE else 2
    day = article.published.isoformat() if article.published else ""
    tiles, grounds = {0: draw_mark(palette, identity)}, {0: palette.pale}
    if stamp := _choose_stamp(article, episode):
        tiles[_COLUMNS - 1], grounds[_COLUMNS - 1] = _draw_stamp(palette, *stamp), palette.accent
    seed = _hash_text("\n".join((title, author, day, str(episode))))
    tiles.update(draw_tiles(palette, seed, _COLUMNS, rows, grounds))
    for number, tile in tiles.items():
        picture.paste(tile, (number % _COLUMNS * SIDE, number // _COLUMNS * SIDE))
    top = rows * SIDE + _GAP
    draw_text(
        draw, title, Box(_MARGIN, top, _WIDTH, _CREDIT_TOP - _GAP // 2 - top), _TITLE_SIZES, palette.ink, bold=True
    )
    for number, (credit, color) in enumerate(zip(credits, (palette.second, palette.ink), strict=False)):
        box = Box(_MARGIN, _CREDIT_TOP + number * _CREDIT_HEIGHT, _WIDTH, _CREDIT_HEIGHT)
        draw_text(draw, credit, box, _CREDIT_SIZES, color, bold=not number)
    for quality in _QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() < _TARGET_SIZE:
            break
    return Cover(out.getvalue(), "image/jpeg")


def _choose_stamp(article: Article, episode: int | None) -> tuple[str, str] | None:
    """What stands large in the last tile of the first row: the day and its month, or the number of the episode."""
    if article.published:
        day = article.published
        return str(day.day), f"{_MONTHS[day.month - 1]} {day.year}"
    return (str(episode), "épisode") if episode else None


def _draw_stamp(palette: Palette, large: str, small: str) -> Image:
    from PIL import Image, ImageDraw

    tile = Image.new("RGB", (SIDE, SIDE), palette.accent)
    draw = ImageDraw.Draw(tile)
    draw_text(draw, large, Box(30, 10, SIDE - 60, 270), _DAY_SIZES, palette.deep, bold=True)
    draw_text(draw, small, Box(30, 268, SIDE - 60, 70), _MONTH_SIZES, palette.deep, bold=True)
    return tile


def _hash_text(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()


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
    "the cover as a picture, for feeds; always for a podcast with a show",
    _write_rendition,
    flag="--cover-file",
    flag_help="Write the cover as a picture beside the MP3, which a feed names.",
)
